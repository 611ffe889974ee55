// Where new nodes go when nobody pointed at a place: beside the selected node or the last one, never on top of another.
import type { OutlineNode } from '../../runtime/protocol/messages.gen.ts';
import type { Page } from '../host/page_interface.ts';

export interface Point {
    x: number;
    y: number;
}

/// The room that a node takes with its gap, in canvas units: as wide as the product's own examples are laid out.
const step = { x: 260, y: 160 };
/// How many nodes are asked for their rectangle before giving up on knowing where the canvas is.
const maxAsked = 40;

/// A free place right of `after` (the node of that id), or right of everything.
export function freePlace(nodes: readonly OutlineNode[], after?: string): Point {
    const last =
        nodes.find(node => node.id === after) ?? nodes.reduce<OutlineNode | undefined>((most, node) => (most && most.x >= node.x ? most : node), undefined);
    if (!last) return { x: 0, y: 0 };
    const place = { x: last.x + step.x, y: last.y };
    const isTaken = () => nodes.some(node => Math.abs(node.x - place.x) < step.x * 0.85 && Math.abs(node.y - place.y) < step.y * 0.85);
    for (let tries = 0; tries < nodes.length && isTaken(); ++tries) place.y += step.y;
    return place;
}

/// The canvas's point under a point of the viewport, derived from a node that is on the screen; undefined when none is.
export function canvasPoint(page: Page, clientX: number, clientY: number): Point | undefined {
    const scale = page.ask('status', {}).zoom / 100;
    const nodes = page.ask('outline', {}).nodes;
    for (const node of nodes.slice(0, maxAsked)) {
        const at = page.ask('widget', { name: `node:${node.id}` });
        if (at.found && scale > 0) return { x: node.x + (clientX - at.x) / scale, y: node.y + (clientY - at.y) / scale };
    }
    return undefined;
}
