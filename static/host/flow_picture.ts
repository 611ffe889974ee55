// A flow as a picture: SVG with text that can be read and found, a title and a description for those who do not see it. A pure function of the flow's JSON; knows no page.
import { cutToLetters } from '../style/letters.ts';

type Raw = Record<string, unknown>;
const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (value: unknown, otherwise: number): number => (typeof value === 'number' && Number.isFinite(value) ? value : otherwise);

/// As the canvas draws them, in its units.
const kWidth = 220;
const kHead = 30;
const kRow = 22;
const kMargin = 32;
/// A label is cut where the box ends: about so many letters.
const kLetters = 26;

interface Box {
    id: string;
    label: string;
    x: number;
    y: number;
    width: number;
    inputs: string[];
    outputs: string[];
}

interface Folded {
    frame: Raw;
    /// No node has such an id.
    box: string;
    nodes: string[];
}

interface Link {
    from: [node: string, port: string];
    to: [node: string, port: string];
}

/// `flow` is the parsed JSON; `packed` is put into the picture so that it can be opened again. What is no flow gives an empty picture.
export function flowPicture(flow: unknown, packed = ''): string {
    const raw = isObject(flow) ? flow : {};
    const folded = foldedIn(raw);
    const links = listOf(raw['links'])
        .flatMap(linkOf)
        .flatMap(link => linkOutside(link, folded));
    const boxes = boxesOf(raw, links, folded);
    const byId = new Map(boxes.map(box => [box.id, box]));
    const left = Math.min(0, ...boxes.map(({ x }) => x)) - kMargin;
    const top = Math.min(0, ...boxes.map(({ y }) => y)) - kMargin;
    const width = Math.max(1, ...boxes.map(box => box.x + box.width)) + kMargin - left;
    const height = Math.max(1, ...boxes.map(box => box.y + heightOf(box))) + kMargin - top;
    const title = textOf(raw['title']) || 'PythonFlows';
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title about" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13">`,
        `<title id="title">${escaped(title)}</title>`,
        `<desc id="about">${escaped(inWords(boxes, links, byId))}</desc>`,
        packed === '' ? '' : `<metadata id="${kFlowMark}">${escaped(packed)}</metadata>`,
        `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#f3f4f7"/>`,
        ...links.flatMap(link => wire(link, byId)),
        ...boxes.map(drawn),
        '</svg>',
        '',
    ]
        .filter((line, index, all) => line !== '' || index === all.length - 1)
        .join('\n');
}

/// Where the flow itself stands in a picture of it.
export const kFlowMark = 'pythonflows-flow';

/// The flow's packed form out of such a picture, or undefined.
export function packedInSvg(svg: string): string | undefined {
    return new RegExp(`<metadata id="${kFlowMark}">\\s*([\\w:-]+)\\s*</metadata>`).exec(svg)?.[1];
}

/// Nodes that are hidden in a folded frame or subflow, by id: the box that stands for them, of several around a node the largest.
function foldedIn(raw: Raw): ReadonlyMap<string, Folded> {
    const frames = listOf(isObject(raw['view']) ? raw['view']['frames'] : undefined).filter(isObject);
    const closed = frames
        .filter(frame => frame['folded'] === true)
        .map((frame, index) => ({ frame, box: `\n${index}`, nodes: listOf(frame['nodes']).map(textOf) }))
        .filter(({ nodes }) => nodes.length > 0)
        .sort((a, b) => b.nodes.length - a.nodes.length);
    const folded = new Map<string, Folded>();
    for (const each of closed) for (const node of each.nodes) if (!folded.has(node)) folded.set(node, each);
    return folded;
}

/// A link as it is seen: from and to the box that a node is folded into, whose ports are named by node and port. None between two nodes in the same one.
function linkOutside({ from, to }: Link, folded: ReadonlyMap<string, Folded>): Link[] {
    const end = ([node, port]: [string, string]): [string, string] => {
        const into = folded.get(node);
        return into ? [into.box, `${node}.${port}`] : [node, port];
    };
    const [start, stop] = [end(from), end(to)];
    return start[0] === stop[0] ? [] : [{ from: start, to: stop }];
}

function boxesOf(raw: Raw, links: readonly Link[], folded: ReadonlyMap<string, Folded>): Box[] {
    const view = isObject(raw['view']) && isObject(raw['view']['nodes']) ? raw['view']['nodes'] : {};
    const portsIn = (node: string) => [...new Set(links.flatMap(({ to }) => (to[0] === node ? [to[1]] : [])))];
    const portsOut = (node: string) => [...new Set(links.flatMap(({ from }) => (from[0] === node ? [from[1]] : [])))];
    const closed = [...new Set(folded.values())].map(({ frame, box }) => ({
        id: box,
        label: textOf(frame['title']),
        x: numberOf(frame['x'], 0),
        y: numberOf(frame['y'], 0),
        width: kWidth,
        inputs: portsIn(box),
        outputs: portsOut(box),
    }));
    const open = listOf(raw['nodes'])
        .filter(isObject)
        .filter(node => !folded.has(textOf(node['id'])))
        .map((node, index) => {
            const id = textOf(node['id']);
            const place = isObject(view[id]) ? view[id] : {};
            return {
                id,
                label: textOf(node['title']) || id,
                x: numberOf(place['x'], (index % 4) * 300),
                y: numberOf(place['y'], Math.floor(index / 4) * 160),
                width: numberOf(place['width'], kWidth),
                inputs: portsIn(id),
                outputs: portsOut(id),
            };
        });
    return [...open, ...closed];
}

function linkOf(value: unknown): Link[] {
    if (!isObject(value)) return [];
    const end = (text: string): [string, string] => [text.slice(0, text.indexOf('.')), text.slice(text.indexOf('.') + 1)];
    const { from: given, to: taken } = value;
    const [from, to] = [textOf(given), textOf(taken)];
    return from.includes('.') && to.includes('.') ? [{ from: end(from), to: end(to) }] : [];
}

const heightOf = ({ inputs, outputs }: Box): number => kHead + Math.max(1, inputs.length, outputs.length) * kRow;
const portY = (box: Box, ports: readonly string[], port: string): number => box.y + kHead + (ports.indexOf(port) + 0.5) * kRow;

function wire({ from, to }: Link, byId: ReadonlyMap<string, Box>): string[] {
    const [start, end] = [byId.get(from[0]), byId.get(to[0])];
    if (!start || !end) return [];
    const [x1, y1] = [start.x + start.width, portY(start, start.outputs, from[1])];
    const [x2, y2] = [end.x, portY(end, end.inputs, to[1])];
    const bend = Math.max(40, Math.abs(x2 - x1) / 2);
    return [`<path d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" fill="none" stroke="#7d8ae0" stroke-width="2"/>`];
}

function drawn(box: Box): string {
    const port = (name: string, x: number, y: number, anchor: 'start' | 'end') =>
        `<circle cx="${x}" cy="${y}" r="4" fill="#4356d6"/><text x="${x + (anchor === 'start' ? 10 : -10)}" y="${y + 4}" text-anchor="${anchor}" fill="#5b6070" font-size="11">${escaped(cutToLetters(name.slice(name.lastIndexOf('.') + 1), 14))}</text>`;
    return [
        `<g><title>${escaped(box.label)}</title>`,
        `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${heightOf(box)}" rx="8" fill="#fff" stroke="#c9cdd8"/>`,
        `<text x="${box.x + 12}" y="${box.y + 20}" font-weight="600" fill="#1d2130">${escaped(cutToLetters(box.label, kLetters))}</text>`,
        ...box.inputs.map(name => port(name, box.x, portY(box, box.inputs, name), 'start')),
        ...box.outputs.map(name => port(name, box.x + box.width, portY(box, box.outputs, name), 'end')),
        '</g>',
    ].join('');
}

/// What is to be seen, for those who hear it.
function inWords(boxes: readonly Box[], links: readonly Link[], byId: ReadonlyMap<string, Box>): string {
    const label = (id: string) => byId.get(id)?.label ?? id;
    const wires = links.map(({ from, to }) => `${label(from[0])} → ${label(to[0])}`);
    return [...boxes.map(box => box.label), ...wires].join('; ');
}

function escaped(text: string): string {
    const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
    // Control characters are not allowed in XML in any form.
    return text.replace(/[&<>"]/g, mark => marks[mark] ?? mark).replace(/\p{Cc}/gu, ' ');
}
