// Where new nodes go when nobody pointed at a place: beside the selected node or the last one, never on top of another.
import type { OutlineNode } from '../../runtime/protocol/messages.gen.ts';
import type { Page } from '../host/page_interface.ts';

export interface Point {
    x: number;
    y: number;
}

/// A node's width, the gap that stays beside it, and the height of a node that is not on the screen (settings and a small preview), canvas units.
export const nodeWidth = 208;
const gap = { x: 56, y: 40 };
export const usualHeight = 320;

/// A free place right of `after` (the node of that id), or right of everything. `heightOf` says how tall a node is, as far as that is known.
export function freePlace(nodes: readonly OutlineNode[], after?: string, heightOf: (id: string) => number | undefined = () => undefined): Point {
    const last =
        nodes.find(node => node.id === after) ?? nodes.reduce<OutlineNode | undefined>((most, node) => (most && most.x >= node.x ? most : node), undefined);
    if (!last) return { x: 0, y: 0 };
    const place = { x: last.x + nodeWidth + gap.x, y: last.y };
    const inColumn = nodes.filter(node => Math.abs(node.x - place.x) < nodeWidth + gap.x / 2).sort((a, b) => a.y - b.y);
    for (const node of inColumn) {
        const bottom = node.y + (heightOf(node.id) ?? usualHeight);
        if (node.y < place.y + usualHeight + gap.y && bottom + gap.y > place.y) place.y = bottom + gap.y;
    }
    return place;
}

/// How much room the nodes of a flow text take, in canvas units; that of one node when the text says nothing of places.
export function extentOf(text: string): { width: number; height: number } {
    const one = { width: nodeWidth, height: usualHeight };
    let view: { nodes?: Record<string, { x?: unknown; y?: unknown }> } | undefined;
    try {
        view = (JSON.parse(text) as { view?: typeof view } | null)?.view;
    } catch (notJson) {
        if (notJson instanceof SyntaxError) return one; // the session says what is wrong with it
        throw notJson;
    }
    const places = Object.values(view?.nodes ?? {}).filter((at): at is Point => typeof at?.x === 'number' && typeof at?.y === 'number');
    if (places.length === 0) return one;
    const span = (values: number[]) => Math.max(...values) - Math.min(...values);
    return { width: span(places.map(at => at.x)) + nodeWidth, height: span(places.map(at => at.y)) + usualHeight };
}

/// The place nearest to `wanted`, to the right of it, where nothing lies on a node that is there.
export function besideOthers(
    nodes: readonly OutlineNode[],
    wanted: Point,
    size: { width: number; height: number },
    heightOf: (id: string) => number | undefined,
): Point {
    const place = { ...wanted };
    // Each round passes one node at least.
    for (let round = 0; round <= nodes.length; ++round) {
        const inTheWay = nodes.find(
            node =>
                node.x < place.x + size.width &&
                node.x + nodeWidth > place.x &&
                node.y < place.y + size.height &&
                node.y + (heightOf(node.id) ?? usualHeight) > place.y,
        );
        if (!inTheWay) break;
        place.x = inTheWay.x + nodeWidth + gap.x;
    }
    return place;
}

/// How tall a node is on the canvas, in canvas units; undefined while it is not on the screen.
export function drawnHeight(page: Page, id: string): number | undefined {
    const at = page.ask('widget', { name: `node:${id}` });
    const scale = page.ask('status', {}).zoom / 100;
    return at.found && scale > 0 ? at.height / scale : undefined;
}

/// The canvas's point under a point of the viewport.
export function canvasPoint(page: Page, clientX: number, clientY: number): Point {
    return page.ask('canvas_point', { x: clientX, y: clientY });
}

/// Of more nodes than this it is not asked whether one is seen.
const kAsked = 200;

/// Brings the first of these nodes into view where none of them is seen, not even in part: what an undo changed may lie elsewhere.
export async function revealOneOf(page: Pick<Page, 'ask' | 'send'>, stage: Element, nodes: readonly string[]): Promise<void> {
    const [first] = nodes;
    if (first === undefined) return;
    // What came back has its place after it was drawn.
    await nextFrame();
    await nextFrame();
    const { left, top, right, bottom } = stage.getBoundingClientRect();
    const isSeen = nodes.slice(0, kAsked).some(node => {
        const at = page.ask('widget', { name: `node:${node}` });
        return at.found && at.x < right && at.x + at.width > left && at.y < bottom && at.y + at.height > top;
    });
    if (!isSeen && page.ask('selection', {}).nodes.includes(first)) page.send({ type: 'center', node: first });
}

export function nextFrame(): Promise<unknown> {
    return new Promise(resolve => requestAnimationFrame(resolve));
}
