// A small picture of a flow from its text alone: where its nodes lie and what is wired. Nothing of it is opened for that.
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { cutToLetters } from '../style/letters.ts';

interface Place {
    x: number;
    y: number;
}
interface FlowText {
    nodes?: { id: string; title?: string }[];
    links?: { from: string; to: string }[];
    view?: { nodes?: Record<string, Place> };
}

const kNode = { width: 208, height: 72 };
/// Of a title, in letters.
const kTitleRoom = 13;
/// More would be a grey field.
const kNodes = 400;

export const flowMapStyles = css`
    .map {
        display: block;
        inline-size: 100%;
        block-size: 170px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface-2);
    }
    .map rect {
        fill: var(--surface);
        stroke: var(--ink-3);
        stroke-width: 2;
    }
    .map line {
        stroke: var(--ink-3);
        stroke-width: 3;
    }
    .map text {
        fill: var(--ink);
        font-size: 24px;
    }
`;

export function flowMap(text: string, label: string): TemplateResult | typeof nothing {
    const { nodes = [], links = [], view } = JSON.parse(text) as FlowText;
    const shown = nodes.slice(0, kNodes).map((node, index) => ({ ...node, at: view?.nodes?.[node.id] ?? { x: index * 260, y: 0 } }));
    if (shown.length === 0) return nothing;
    const places = new Map(shown.map(({ id, at }) => [id, at]));
    const [xs, ys] = [shown.map(({ at }) => at.x), shown.map(({ at }) => at.y)];
    const [left, top] = [Math.min(...xs) - 20, Math.min(...ys) - 20];
    const box = `${left} ${top} ${Math.max(...xs) - left + kNode.width + 20} ${Math.max(...ys) - top + kNode.height + 20}`;
    const wires = links.flatMap(({ from, to }) => {
        const [start, end] = [places.get(from.split('.')[0] ?? ''), places.get(to.split('.')[0] ?? '')];
        return start && end ? [svg`<line x1=${start.x + kNode.width} y1=${start.y + kNode.height / 2} x2=${end.x} y2=${end.y + kNode.height / 2} />`] : [];
    });
    return html`<svg class="map" role="img" aria-label=${label} viewBox=${box} preserveAspectRatio="xMidYMid meet">
        ${wires}
        ${shown.map(
            ({ id, title = id, at }) =>
                svg`<rect x=${at.x} y=${at.y} width=${kNode.width} height=${kNode.height} rx="8" /><text x=${at.x + 12} y=${at.y + 44}>${cutToLetters(title, kTitleRoom)}</text>`,
        )}
    </svg>`;
}
