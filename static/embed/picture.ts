// A picture of a flow, drawn from its file alone: what the editor shows, as far as it can be known without reading Python.
import { cutToLetters } from '../style/letters.ts';
import { type PosterBox, type PosterFlow, type PosterNode, titleOf } from './flow_source.ts';
import type { Text } from './texts.ts';

const kWidth = 208;
const kHead = 34;
const kRow = 22;
/// Settings that a node shows; the editor has room for more.
const kSettings = 3;
const kMargin = 28;

const heightOf = (node: PosterNode): number =>
    kHead + Math.max(node.inputs.length, node.outputs.length, 1) * kRow + Math.min(node.settings.length, kSettings) * kRow;

function make(name: string, attributes: Record<string, string | number>, ...inside: (Node | string)[]): SVGElement {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.append(...inside);
    return element;
}

/// Letters of about this width.
const cut = (said: string, pixels: number, letterPixels = 6.8): string => cutToLetters(said, pixels / letterPixels);

/// null for a flow without nodes.
export function pictureOf(flow: PosterFlow, text: Text): SVGElement | null {
    if (flow.nodes.length === 0) return null;
    const boxes = [...flow.nodes.map(node => ({ ...node, width: kWidth, height: heightOf(node) })), ...flow.frames, ...flow.notes];
    const left = Math.min(...boxes.map(box => box.x)) - kMargin;
    const top = Math.min(...boxes.map(box => box.y)) - kMargin;
    const width = Math.max(...boxes.map(box => box.x + box.width)) + kMargin - left;
    const height = Math.max(...boxes.map(box => box.y + box.height)) + kMargin - top;
    const size = { viewBox: `${left} ${top} ${width} ${height}`, role: 'img', class: 'picture' };
    const names = flow.nodes.slice(0, 20).map(node => titleOf(node, text));
    const picture = make(
        'svg',
        size,
        make('title', {}, text('embed.picture', { title: flow.title || text('embed.untitled') })),
        make('desc', {}, names.join(', ')),
        ...flow.frames.map(frame => boxPicture(frame, 'frame')),
        ...flow.notes.map(note => boxPicture(note, 'note')),
        ...flow.links.map(linkPicture),
        ...flow.nodes.map(node => nodePicture(node, titleOf(node, text))),
    );
    // Never larger than life. Written as a property: a strict policy of the page refuses the attribute.
    picture.style.maxWidth = `${width}px`;
    picture.style.maxHeight = `${height}px`;
    picture.style.margin = 'auto';
    return picture;
}

function boxPicture({ x, y, width, height, text }: PosterBox, kind: string): SVGElement {
    return make(
        'g',
        { class: kind, transform: `translate(${x} ${y})` },
        make('rect', { width: Math.max(0, width), height: Math.max(0, height), rx: 8 }),
        make('text', { x: 12, y: 22 }, cut(text, width - 24)),
    );
}

const portY = (ports: readonly string[], port: string): number => kHead + (Math.max(0, ports.indexOf(port)) + 0.5) * kRow;

function linkPicture({ from, output, to, input }: PosterFlow['links'][number]): SVGElement {
    const [x1, y1] = [from.x + kWidth, from.y + portY(from.outputs, output)];
    const [x2, y2] = [to.x, to.y + portY(to.inputs, input)];
    const bend = Math.min(160, Math.max(40, Math.abs(x2 - x1) / 2));
    return make('path', { class: 'link', d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` });
}

function nodePicture(node: PosterNode, title: string): SVGElement {
    const { inputs, outputs } = node;
    const under = kHead + Math.max(inputs.length, outputs.length, 1) * kRow;
    return make(
        'g',
        { class: 'node', transform: `translate(${node.x} ${node.y})` },
        make('rect', { width: kWidth, height: heightOf(node), rx: 8 }),
        make('text', { class: 'name', x: 12, y: 22 }, cut(title, kWidth - 24, 8)),
        make('path', { class: 'rule', d: `M0 ${kHead}H${kWidth}` }),
        ...inputs.flatMap(port => portPicture(port, portY(inputs, port), false)),
        ...outputs.flatMap(port => portPicture(port, portY(outputs, port), true)),
        ...node.settings.slice(0, kSettings).flatMap(([name, value], index) => {
            const y = under + (index + 0.6) * kRow;
            return [
                make('text', { class: 'port', x: 12, y }, cut(name, 80)),
                make('text', { class: 'value', x: kWidth - 12, y, 'text-anchor': 'end' }, cut(value, 104)),
            ];
        }),
    );
}

function portPicture(name: string, y: number, isOutput: boolean): SVGElement[] {
    const x = isOutput ? kWidth : 0;
    const side: Record<string, string | number> = isOutput ? { x: kWidth - 12, 'text-anchor': 'end' } : { x: 12 };
    return [make('circle', { cx: x, cy: y, r: 4.5 }), make('text', { class: 'port', y: y + 4, ...side }, cut(name, 90))];
}
