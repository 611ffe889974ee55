// Commands that arrange the canvas: frames, notes, alignment, layout, selecting along the wires. Loaded when the first of them is given.
import type { Answer } from '../host/page_interface.ts';
import type { Actions } from './actions.ts';
import type { DetailedNode } from './known_nodes.ts';
import { layOut, type Placed } from './layout.ts';
import { drawnHeight, nextFrame, nodeWidth, type Point, usualHeight } from './placing.ts';
import { remember, remembered } from './remembered.ts';

export type AreaView = Answer<'areas'>['areas'][number];

/// Room between a frame and what it holds; above it also the frame's bar (canvas units).
const framePadding = 24;
const frameBar = 32;
const freshFrame = { width: 420, height: 300 };
const freshNote = { width: 240, height: 140 };
/// What is moved comes to rest on multiples of this when snapping is on: the distance of the grid's dots.
const gridStep = 24;

function textOf(actions: Actions, key: string, args?: Record<string, string | number>): string {
    return actions.page.text(`later.${key}`, args);
}

export function areasOf(actions: Actions): AreaView[] {
    return actions.page.ask('areas', {}).areas;
}

function selectedAreas(actions: Actions): AreaView[] {
    return areasOf(actions).filter(area => area.isSelected);
}

/// The nodes with their sizes. Those that a folded frame hides stay out: they are moved with their frame.
function placedNodes(actions: Actions): Placed[] {
    const hidden = new Set(areasOf(actions).flatMap(area => (area.isFolded ? area.nodes : [])));
    return actions
        .detailed()
        .filter(node => !hidden.has(node.id))
        .map(({ id, x, y, inputs }) => ({
            id,
            x,
            y,
            width: nodeWidth,
            height: drawnHeight(actions.page, id) ?? usualHeight,
            sources: [...new Set(inputs.flatMap(port => port.links).map(link => link.split('.')[0] ?? ''))],
        }));
}

function boundsOf(boxes: readonly { x: number; y: number; width: number; height: number }[]): { x: number; y: number; width: number; height: number } {
    const x = Math.min(...boxes.map(box => box.x));
    const y = Math.min(...boxes.map(box => box.y));
    return {
        x,
        y,
        width: Math.max(...boxes.map(box => box.x + box.width)) - x,
        height: Math.max(...boxes.map(box => box.y + box.height)) - y,
    };
}

function around(nodes: readonly { x: number; y: number; width: number; height: number }[]): { x: number; y: number; width: number; height: number } {
    const box = boundsOf(nodes);
    return {
        x: Math.round(box.x - framePadding),
        y: Math.round(box.y - framePadding - frameBar),
        width: Math.round(box.width + 2 * framePadding),
        height: Math.round(box.height + 2 * framePadding + frameBar),
    };
}

/// The middle of what is seen of the canvas.
function middle(actions: Actions): Point {
    const stage = actions.shell.stage.getBoundingClientRect();
    return actions.page.ask('canvas_point', { x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 });
}

async function addArea(actions: Actions, kind: 'frame' | 'note', box: { x: number; y: number; width: number; height: number }, text: string): Promise<void> {
    const made = (await actions.attempt(actions.page.call({ type: 'add_area', kind, text, color: kind === 'note' ? 'yellow' : 'blue', ...box }))) as
        | { id: string }
        | undefined;
    if (made) actions.surfaces.editArea(made.id);
}

/// Round the selected nodes, or in the middle of what is seen.
async function frame(actions: Actions): Promise<void> {
    await actions.attempt(actions.page.laterTexts());
    const selection = new Set(actions.selection());
    const nodes = placedNodes(actions).filter(node => selection.has(node.id));
    const at = middle(actions);
    const fresh = { x: Math.round(at.x - freshFrame.width / 2), y: Math.round(at.y - freshFrame.height / 2), ...freshFrame };
    return addArea(actions, 'frame', nodes.length > 0 ? around(nodes) : fresh, textOf(actions, 'area.freshFrame'));
}

/// The selected nodes, and those of selected folded frames, become one node, named in place.
async function subflow(actions: Actions): Promise<void> {
    await actions.attempt(actions.page.laterTexts());
    const frames = selectedAreas(actions).filter(area => area.kind === 'frame' && area.isFolded);
    const selection = new Set(actions.selection());
    const nodes = placedNodes(actions).filter(node => selection.has(node.id));
    const ids = [...new Set([...nodes.map(node => node.id), ...frames.flatMap(area => area.nodes)])];
    const box = ids.length > 0 ? around([...nodes, ...frames]) : { x: 0, y: 0, ...freshFrame };
    const text = textOf(actions, 'area.freshSubflow');
    const made = (await actions.attempt(actions.page.call({ type: 'add_area', kind: 'frame', text, color: 'purple', ...box, subflow_of: ids }))) as
        | { id: string }
        | undefined;
    if (!made) return;
    await nextFrame();
    actions.surfaces.editArea(made.id);
}

/// At a point, or above the selection, or in the middle of what is seen.
export function note(actions: Actions, at?: Point): Promise<void> {
    const selection = new Set(actions.selection());
    const nodes = placedNodes(actions).filter(node => selection.has(node.id));
    const { x, y } = at ?? (nodes.length > 0 ? { x: boundsOf(nodes).x, y: boundsOf(nodes).y - freshNote.height - framePadding } : middle(actions));
    return addArea(actions, 'note', { x: Math.round(x), y: Math.round(y), ...freshNote }, '');
}

/// Puts nodes into new places in one step; open frames go on enclosing what they held.
async function arrange(actions: Actions, placed: readonly Placed[], places: ReadonlyMap<string, Point>): Promise<void> {
    const byId = new Map(placed.map(node => [node.id, { ...node, ...places.get(node.id) }]));
    const areas: Record<string, ReturnType<typeof around>> = {};
    for (const area of areasOf(actions)) {
        const held = area.nodes.map(id => byId.get(id)).filter(node => node !== undefined);
        if (area.kind === 'frame' && !area.isFolded && held.some(node => places.has(node.id))) areas[area.id] = around(held);
    }
    await actions.attempt(actions.page.call({ type: 'arrange', nodes: Object.fromEntries(places), areas }));
}

function selectedOf(actions: Actions, placed: Placed[]): Placed[] {
    const selection = new Set(actions.selection());
    return placed.filter(node => selection.has(node.id));
}

/// Moves the selected nodes; `place` says where each goes.
function placeSelected(actions: Actions, place: (nodes: Placed[]) => Map<string, Point>): Promise<void> {
    const placed = placedNodes(actions);
    const selected = selectedOf(actions, placed);
    return selected.length < 2 ? Promise.resolve() : arrange(actions, placed, place(selected));
}

export function aligned(nodes: readonly Placed[], edge: 'left' | 'right' | 'top' | 'bottom' | 'center' | 'middle'): Map<string, Point> {
    const box = boundsOf(nodes);
    return new Map(
        nodes.map(node => {
            const at = { x: node.x, y: node.y };
            if (edge === 'left') at.x = box.x;
            if (edge === 'right') at.x = box.x + box.width - node.width;
            if (edge === 'center') at.x = Math.round(box.x + (box.width - node.width) / 2);
            if (edge === 'top') at.y = box.y;
            if (edge === 'bottom') at.y = box.y + box.height - node.height;
            if (edge === 'middle') at.y = Math.round(box.y + (box.height - node.height) / 2);
            return [node.id, at];
        }),
    );
}

/// The same gap between neighbours; the first and the last stay.
export function distributed(nodes: readonly Placed[], axis: 'x' | 'y'): Map<string, Point> {
    const size = axis === 'x' ? 'width' : 'height';
    const order = [...nodes].sort((a, b) => a[axis] - b[axis]);
    const box = boundsOf(order);
    const gap = (box[size] - order.reduce((sum, node) => sum + node[size], 0)) / Math.max(1, order.length - 1);
    let next = box[axis];
    return new Map(
        order.map(node => {
            const at = { x: node.x, y: node.y, [axis]: Math.round(next) };
            next += node[size] + gap;
            return [node.id, at];
        }),
    );
}

/// The selected nodes (all when fewer than two are), where they begin now.
async function layout(actions: Actions, direction: 'right' | 'down'): Promise<void> {
    const placed = placedNodes(actions);
    const selected = selectedOf(actions, placed);
    const nodes = selected.length >= 2 ? selected : placed;
    if (nodes.length === 0) return;
    await arrange(actions, placed, layOut(nodes, direction));
    if (nodes.length === placed.length) actions.fitAll();
}

/// These nodes and all that are reached from them along the wires.
export function reached(nodes: readonly DetailedNode[], from: readonly string[], way: 'up' | 'down' | 'both'): string[] {
    const next = new Map<string, Set<string>>();
    const lead = (a: string, b: string) => next.set(a, (next.get(a) ?? new Set()).add(b));
    for (const node of nodes) {
        for (const source of node.inputs.flatMap(port => port.links).map(link => link.split('.')[0] ?? '')) {
            if (way !== 'down') lead(node.id, source);
            if (way !== 'up') lead(source, node.id);
        }
    }
    const seen = new Set(from);
    for (const id of seen) for (const other of next.get(id) ?? []) seen.add(other);
    return nodes.map(node => node.id).filter(id => seen.has(id));
}

function selectAlong(actions: Actions, way: 'up' | 'down' | 'both'): void {
    actions.select(reached(actions.detailed(), actions.selection(), way));
}

/// What is moved by hand comes to rest on the grid, on this browser.
export function isSnapping(): boolean {
    return remembered('snap', '') === 'on';
}

export function tellGrid(actions: Actions): void {
    actions.page.send({ type: 'set_grid', step: isSnapping() ? gridStep : 0 });
}

async function toggleSnap(actions: Actions): Promise<void> {
    await actions.attempt(actions.page.laterTexts());
    remember('snap', isSnapping() ? 'off' : 'on');
    tellGrid(actions);
    actions.surfaces.say('info', textOf(actions, isSnapping() ? 'snap.on' : 'snap.off'));
}

export async function setAreas(actions: Actions, areas: readonly AreaView[], change: { color?: string; folded?: boolean }): Promise<void> {
    for (const area of areas) await actions.attempt(actions.page.call({ type: 'set_area', area: area.id, ...change }));
}

function fold(actions: Actions): Promise<void> {
    const frames = selectedAreas(actions).filter(area => area.kind === 'frame');
    return setAreas(actions, frames, { folded: !frames.every(area => area.isFolded) });
}

/// Leads a wire through one more point, behind those that it has.
export async function addBend(actions: Actions, from: string, to: string, at: Point): Promise<void> {
    const known = actions.page.ask('areas', {}).reroutes.find(each => each.from === from && each.to === to)?.points ?? [];
    const points = [...known, { x: Math.round(at.x), y: Math.round(at.y) }];
    await actions.attempt(actions.page.call({ type: 'set_reroutes', from, to, points }));
}

export function selectAll(actions: Actions): void {
    actions.page.send({ type: 'select', nodes: actions.nodes().map(node => node.id), areas: areasOf(actions).map(area => area.id) });
}

export const arranging = {
    frame,
    subflow,
    note: (actions: Actions) => note(actions),
    fold,
    alignLeft: (actions: Actions) => placeSelected(actions, nodes => aligned(nodes, 'left')),
    alignCenter: (actions: Actions) => placeSelected(actions, nodes => aligned(nodes, 'center')),
    alignRight: (actions: Actions) => placeSelected(actions, nodes => aligned(nodes, 'right')),
    alignTop: (actions: Actions) => placeSelected(actions, nodes => aligned(nodes, 'top')),
    alignMiddle: (actions: Actions) => placeSelected(actions, nodes => aligned(nodes, 'middle')),
    alignBottom: (actions: Actions) => placeSelected(actions, nodes => aligned(nodes, 'bottom')),
    distributeAcross: (actions: Actions) => placeSelected(actions, nodes => distributed(nodes, 'x')),
    distributeDown: (actions: Actions) => placeSelected(actions, nodes => distributed(nodes, 'y')),
    layoutRight: (actions: Actions) => layout(actions, 'right'),
    layoutDown: (actions: Actions) => layout(actions, 'down'),
    selectUpstream: (actions: Actions) => selectAlong(actions, 'up'),
    selectDownstream: (actions: Actions) => selectAlong(actions, 'down'),
    selectConnected: (actions: Actions) => selectAlong(actions, 'both'),
    snap: toggleSnap,
} satisfies Record<string, (actions: Actions) => void | Promise<void>>;
