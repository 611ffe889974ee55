// The flow's file as the poster and the start need it: what is in it to look at, and what lies beside it. Reads loosely, because a flow that is not as it should be is the page's to explain.
import type { Text } from './texts.ts';
import { isArchive, openArchive, type ReadEntry } from './unzip.ts';

export interface PosterNode {
    id: string;
    type: string;
    /// "" for one that its author gave none.
    title: string;
    /// What it is called without a title where its type has no name: its function's, or the id.
    name: string;
    x: number;
    y: number;
    inputs: string[];
    outputs: string[];
    settings: [name: string, value: string][];
}
export interface PosterBox {
    text: string;
    x: number;
    y: number;
    width: number;
    height: number;
}
export interface PosterFlow {
    title: string;
    nodes: PosterNode[];
    links: { from: PosterNode; output: string; to: PosterNode; input: string }[];
    frames: PosterBox[];
    notes: PosterBox[];
    /// Names of files that are not inside the flow.
    files: string[];
}
export interface PosterLook {
    node: string;
    look: Record<string, unknown> & { kind: string };
    /// Of a picture, or of a chart as its author saw it.
    bytes?: Blob;
}
export interface FlowSource {
    blob: Blob;
    flow: PosterFlow;
    looks: PosterLook[];
}

/// More would be a picture in which nothing can be seen.
const kNodes = 2000;
/// Between nodes that the file gives no place.
const kColumnWidth = 280;
const kRowHeight = 400;
/// Results that a poster shows.
const kLooks = 6;

type Raw = Record<string, unknown>;
const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const raws = (value: unknown): Raw[] => (Array.isArray(value) ? value.filter(isRaw) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

/// As the editor calls a node.
export function titleOf({ title, type, name }: PosterNode, text: Text): string {
    const key = `type.${type}`;
    const said = text(key);
    return title || (said === key ? name : said);
}

/// Rejects where there is no flow in the file.
export async function readSource(blob: Blob): Promise<FlowSource> {
    if (!(await isArchive(blob))) return { blob, flow: flowIn(await blob.text()), looks: [] };
    const read = await openArchive(blob);
    const entry = await read('flow.flow.json');
    if (!entry) throw new Error('There is no flow in this file.');
    const flow = flowIn(await entry.text());
    return { blob, flow, looks: await looksIn(flow, read) };
}

export function flowIn(json: string): PosterFlow {
    const file: unknown = JSON.parse(json);
    if (!isRaw(file)) throw new Error('There is no flow in this file.');
    const view = isRaw(file['view']) ? file['view'] : {};
    const places = isRaw(view['nodes']) ? view['nodes'] : {};
    const folded = foldedIn(raws(view['frames']));
    const shown = raws(file['nodes']).filter(node => !folded.has(text(node['id'])));
    const placeless = new Set<PosterNode>();
    const nodes = shown.slice(0, kNodes).map(raw => {
        const place = places[text(raw['id'])];
        const node = nodeOf(raw, isRaw(place) ? place : {});
        if (!isRaw(place)) placeless.add(node);
        return node;
    });
    nodes.push(...new Set(folded.values()));
    const byId = new Map(nodes.map(node => [node.id, node]));
    for (const [id, box] of folded) byId.set(id, box);
    const links = (raws(file['links']) as { from?: unknown; to?: unknown }[]).flatMap(link => {
        const [fromId, output] = ends(link.from);
        const [toId, input] = ends(link.to);
        const [from, to] = [byId.get(fromId), byId.get(toId)];
        if (!from || !to || from === to) return [];
        if (!from.outputs.includes(output)) from.outputs.push(output);
        if (!to.inputs.includes(input)) to.inputs.push(input);
        return [{ from, output, to, input }];
    });
    place(nodes, placeless, links);
    return {
        title: text(file['title']),
        nodes,
        links,
        frames: raws(view['frames'])
            .filter(frame => frame['folded'] !== true)
            .map(frame => boxOf(frame, text(frame['title']))),
        notes: raws(view['notes']).map(note => boxOf(note, text(note['text']))),
        files: raws(file['files']).flatMap(one => (typeof one['name'] === 'string' && typeof one['data'] !== 'string' ? [one['name']] : [])),
    };
}

/// As runtime/graph/layout.h does: columns by distance from the sources, rows in the file's order, below what has a place already.
function place(nodes: readonly PosterNode[], placeless: ReadonlySet<PosterNode>, links: PosterFlow['links']): void {
    const before = new Map<PosterNode, PosterNode[]>(nodes.map(node => [node, []]));
    for (const { from, to } of links) before.get(to)?.push(from);
    const columns = new Map<PosterNode, number>();
    const columnOf = (node: PosterNode): number => {
        if (!columns.has(node)) {
            columns.set(node, 0); // where a ring ends
            columns.set(
                node,
                (before.get(node) ?? []).reduce((column, from) => Math.max(column, columnOf(from) + 1), 0),
            );
        }
        return columns.get(node) ?? 0;
    };
    const placed = nodes.filter(node => !placeless.has(node));
    const left = placed.length > 0 ? Math.min(...placed.map(({ x }) => x)) : 0;
    const top = placed.length > 0 ? Math.max(...placed.map(({ y }) => y)) + kRowHeight : 0;
    const rows: number[] = [];
    for (const node of placeless) {
        const column = columnOf(node);
        const row = rows[column] ?? 0;
        rows[column] = row + 1;
        node.x = left + column * kColumnWidth;
        node.y = top + row * kRowHeight;
    }
}

/// Nodes that are hidden in a folded frame or subflow, by id: the one box that stands for them, of several around a node the largest.
function foldedIn(frames: readonly Raw[]): Map<string, PosterNode> {
    const folded = new Map<string, PosterNode>();
    const closed = frames.flatMap(frame => {
        const { folded: isFolded, nodes, x, y } = frame;
        return isFolded === true && Array.isArray(nodes) && nodes.length > 0 ? [{ frame, nodes: nodes.map(text), x: number(x), y: number(y) }] : [];
    });
    for (const { frame, nodes, x, y } of closed.sort((a, b) => b.nodes.length - a.nodes.length)) {
        const box = { id: '', type: '', title: text(frame['title']), name: '', x, y, inputs: [], outputs: [], settings: [] };
        for (const node of nodes) if (!folded.has(node)) folded.set(node, box);
    }
    return folded;
}

function nodeOf(node: Raw, place: Raw): PosterNode {
    const id = text(node['id']);
    const params = isRaw(node['params']) ? node['params'] : {};
    const settings = Object.entries(params).map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
    return {
        id,
        type: text(node['type']),
        title: text(node['title']),
        name: functionIn(text(node['source'])) || id,
        x: number(place['x']),
        y: number(place['y']),
        inputs: [],
        outputs: [],
        settings,
    };
}

/// The last function at the top level is the node.
const functionIn = (source: string): string => [...source.matchAll(/^(?:async )?def\s+([^\s(]+)/gm)].at(-1)?.[1] ?? '';

function boxOf(box: Raw, said: string): PosterBox {
    return { text: said, x: number(box['x']), y: number(box['y']), width: number(box['width']), height: number(box['height']) };
}

/// "a.result" is node and port.
function ends(value: unknown): [string, string] {
    const [, node = '', port = ''] = /^([^.]*)\.(.*)$/.exec(text(value)) ?? [];
    return [node, port];
}

/// What the author saw, of the nodes that nothing follows first.
async function looksIn(flow: PosterFlow, read: ReadEntry): Promise<PosterLook[]> {
    const list = await read('results.json').then(entry => entry?.text());
    const { results } = (list === undefined ? {} : parsed(list)) as { results?: unknown };
    const followed = new Set(flow.links.map(link => link.from.id));
    const shown = raws(results).sort((a, b) => Number(followed.has(text(a['node']))) - Number(followed.has(text(b['node']))));
    const looks: PosterLook[] = [];
    for (const { node, previews } of shown) {
        for (const place of isRaw(previews) ? Object.values(previews) : []) {
            if (looks.length >= kLooks) return looks;
            const look = await lookAt(text(place), read);
            if (look) looks.push({ node: text(node), ...look });
        }
    }
    return looks;
}

async function lookAt(place: string, read: ReadEntry): Promise<Omit<PosterLook, 'node'> | undefined> {
    const json = await read(place).then(entry => entry?.text());
    const look = json === undefined ? undefined : parsed(json);
    if (!isRaw(look) || typeof look['kind'] !== 'string') return undefined;
    const isChart = look['kind'] === 'chart';
    const named = look[isChart ? 'picture' : 'bytes'];
    const bytes = isRaw(named) ? await read(text(named['$file'])) : undefined;
    return { look: look as PosterLook['look'], ...(bytes && { bytes: new Blob([bytes], { type: isChart ? 'image/png' : text(look['mime']) }) }) };
}

function parsed(json: string): unknown {
    try {
        return JSON.parse(json) as unknown;
    } catch {
        // Damaged: there is nothing to show of it, and the page says so when it opens the file.
        return {};
    }
}
