// Layered layout: nodes in layers along the wires, few crossings, straight wires where there is room. Deterministic; laid out again, nothing moves, and a small edit moves little,
// because nodes begin in the order in which they stand.
import type { Point } from './placing.ts';

export interface Placed {
    id: string;
    x: number;
    y: number;
    width: number;
    height: number;
    /// The nodes that wires lead from.
    sources: readonly string[];
}

/// Along the wires, and across them (canvas units).
const layerGap = 72;
const nodeGap = 40;
/// Rounds of ordering and of straightening: more change nothing that is seen.
const rounds = 8;

interface Cell {
    id: string;
    /// Across the layers: the place that was there, the size, and the new place.
    before: number;
    size: number;
    at: number;
    /// Along the layers.
    length: number;
    layer: number;
    sources: Cell[];
    targets: Cell[];
}

/// New places for these nodes; their upper left corner stays where it is.
export function layOut(nodes: readonly Placed[], direction: 'right' | 'down'): Map<string, Point> {
    const isRight = direction === 'right';
    const cells = new Map<string, Cell>(
        nodes.map(node => [
            node.id,
            {
                id: node.id,
                before: isRight ? node.y : node.x,
                size: isRight ? node.height : node.width,
                at: 0,
                length: isRight ? node.width : node.height,
                layer: 0,
                sources: [],
                targets: [],
            },
        ]),
    );
    for (const node of nodes) {
        const cell = cells.get(node.id);
        for (const id of node.sources) {
            const source = cells.get(id);
            if (!cell || !source) continue;
            cell.sources.push(source);
            source.targets.push(cell);
        }
    }
    const places = new Map<string, Point>();
    const corner = { x: Math.min(...nodes.map(node => node.x)), y: Math.min(...nodes.map(node => node.y)) };
    let across = isRight ? corner.y : corner.x;
    for (const part of components([...cells.values()])) {
        const layers = intoLayers(part);
        order(layers);
        straighten(layers);
        const first = Math.min(...part.map(cell => cell.at));
        let along = isRight ? corner.x : corner.y;
        for (const layer of layers) {
            for (const cell of layer) {
                const side = Math.round(across + cell.at - first);
                places.set(cell.id, isRight ? { x: Math.round(along), y: side } : { x: side, y: Math.round(along) });
            }
            along += Math.max(...layer.map(cell => cell.length)) + layerGap;
        }
        across += Math.max(...part.map(cell => cell.at + cell.size)) - first + nodeGap * 2;
    }
    return places;
}

/// What hangs together, in the order in which it stands.
function components(cells: Cell[]): Cell[][] {
    const seen = new Set<Cell>();
    const parts: Cell[][] = [];
    for (const start of cells) {
        if (seen.has(start)) continue;
        const part = new Set([start]);
        for (const cell of part) for (const other of [...cell.sources, ...cell.targets]) part.add(other);
        for (const cell of part) seen.add(cell);
        parts.push(cells.filter(cell => part.has(cell)));
    }
    const first = (part: Cell[]) => Math.min(...part.map(cell => cell.before));
    return parts.sort((a, b) => first(a) - first(b));
}

/// Each node one layer behind the last of its sources; one without sources just before the first that uses it.
function intoLayers(cells: Cell[]): Cell[][] {
    const waits = new Map(cells.map(cell => [cell, cell.sources.length]));
    const ready = cells.filter(cell => cell.sources.length === 0);
    for (const cell of ready) {
        for (const target of cell.targets) {
            target.layer = Math.max(target.layer, cell.layer + 1);
            const left = (waits.get(target) ?? 0) - 1;
            waits.set(target, left);
            if (left === 0) ready.push(target);
        }
    }
    for (const cell of cells) {
        if (cell.sources.length === 0 && cell.targets.length > 0) cell.layer = Math.min(...cell.targets.map(target => target.layer)) - 1;
    }
    const layers: Cell[][] = [];
    for (const cell of cells) {
        const layer = layers[cell.layer] ?? [];
        layers[cell.layer] = layer;
        layer.push(cell);
    }
    return layers.filter(layer => layer !== undefined);
}

/// The order in each layer: as the nodes stand, then by the middle of their neighbours where that makes fewer crossings.
function order(layers: Cell[][]): void {
    const rank = new Map<Cell, number>();
    const note = () => {
        for (const layer of layers) for (const [at, cell] of layer.entries()) rank.set(cell, at);
    };
    for (const layer of layers) layer.sort((a, b) => a.before - b.before);
    note();
    let best = layers.map(layer => [...layer]);
    let fewest = crossings(layers, rank);
    let isBetter = false;
    // Until a whole pass from the best order makes nothing better: laid out again, the order is the same.
    for (let round = 0; round < rounds && fewest > 0; ++round) {
        const isForth = round % 2 === 0;
        for (const layer of isForth ? layers : [...layers].reverse()) {
            const wanted = new Map(
                layer.map(cell => [
                    cell,
                    middleOf(
                        (isForth ? cell.sources : cell.targets).map(other => rank.get(other) ?? 0),
                        rank.get(cell) ?? 0,
                    ),
                ]),
            );
            layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
            for (const [at, cell] of layer.entries()) rank.set(cell, at);
        }
        const count = crossings(layers, rank);
        if (count < fewest) {
            fewest = count;
            best = layers.map(layer => [...layer]);
            isBetter = true;
        }
        if (round === rounds - 1 && isBetter) {
            layers.splice(0, layers.length, ...best.map(layer => [...layer]));
            note();
            isBetter = false;
            round = -1;
        }
    }
    layers.splice(0, layers.length, ...best);
}

function middleOf(values: number[], otherwise: number): number {
    return values.length === 0 ? otherwise : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/// How many pairs of wires between neighbouring layers cross (longer wires count with their ends).
function crossings(layers: Cell[][], rank: ReadonlyMap<Cell, number>): number {
    let count = 0;
    for (const layer of layers) {
        const wires = layer.flatMap(cell => cell.sources.map(source => [rank.get(source) ?? 0, rank.get(cell) ?? 0] as const));
        // Where each layer has thousands of wires, looking at all pairs would hold the page up: a sample says as much.
        const some = wires.length > 600 ? wires.filter((_, at) => at % Math.ceil(wires.length / 600) === 0) : wires;
        for (let a = 0; a < some.length; ++a) {
            for (let b = a + 1; b < some.length; ++b) {
                const [p, q] = [some[a], some[b]];
                if (p && q && (p[0] - q[0]) * (p[1] - q[1]) < 0) ++count;
            }
        }
    }
    return count;
}

/// Places across the layers: each node as near to the middle of its neighbours as the others of its layer allow.
function straighten(layers: Cell[][]): void {
    for (const layer of layers) {
        let next = 0;
        for (const cell of layer) {
            cell.at = next;
            next += cell.size + nodeGap;
        }
    }
    const middle = (cell: Cell) => cell.at + Math.min(cell.size, 2 * headHeight) / 2;
    for (let round = 0; round < rounds; ++round) {
        const isForth = round % 2 === 0;
        for (const layer of isForth ? layers : [...layers].reverse()) {
            const wanted = layer.map(cell => {
                const near = isForth ? cell.sources : cell.targets;
                return near.length === 0 ? cell.at : middleOf(near.map(middle), 0) - Math.min(cell.size, 2 * headHeight) / 2;
            });
            settle(layer, wanted);
        }
    }
}

/// Ports stand near a node's head: wires are straight when heads stand in a line.
const headHeight = 32;

/// Nodes of one layer as near to where they want to be as their order and the gaps allow: neighbours that push each other move as one block.
function settle(layer: Cell[], wanted: readonly number[]): void {
    const blocks: { cells: Cell[]; sum: number; size: number; at: number }[] = [];
    layer.forEach((cell, index) => {
        let block = { cells: [cell], sum: wanted[index] ?? 0, size: cell.size + nodeGap, at: wanted[index] ?? 0 };
        for (let last = blocks[blocks.length - 1]; last && last.at + last.size > block.at; last = blocks[blocks.length - 1]) {
            blocks.pop();
            // Each node of the later block would like the joined block to begin this much earlier.
            const sum = last.sum + block.sum - block.cells.length * last.size;
            const cells = [...last.cells, ...block.cells];
            block = { cells, sum, size: last.size + block.size, at: sum / cells.length };
        }
        blocks.push(block);
    });
    for (const block of blocks) {
        let next = block.at;
        for (const cell of block.cells) {
            cell.at = next;
            next += cell.size + nodeGap;
        }
    }
}
