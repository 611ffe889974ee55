// The results that came with a flow, as a poster shows them: tables, pictures, charts as they were drawn, and text. HTML is only shown by the page itself, which
// cleans it and has a sandbox for it: of that a poster says that there is some.
import type { PosterLook } from './flow_source.ts';
import type { Text } from './texts.ts';

const kRows = 8;
const kColumns = 12;
const kCharacters = 2000;

export function make<K extends keyof HTMLElementTagNameMap>(name: K, part: string, ...inside: (Node | string)[]): HTMLElementTagNameMap[K] {
    const element = document.createElement(name);
    if (part !== '') element.className = part;
    element.append(...inside);
    return element;
}

/// What there is to show of a look, and what frees it; null for a kind that a poster does not show.
export function lookPicture({ look, bytes }: PosterLook, title: string, text: Text): { element: HTMLElement; free(): void } | null {
    const shown = inside(look, text);
    if (shown) return { element: make('figure', 'look', make('figcaption', '', title), shown), free: () => undefined };
    if (!bytes) return null;
    const address = URL.createObjectURL(bytes);
    const picture = make('img', look.kind);
    picture.alt = title;
    picture.src = address;
    return { element: make('figure', 'look', make('figcaption', '', title), picture), free: () => URL.revokeObjectURL(address) };
}

function inside({ kind, ...look }: PosterLook['look'], text: Text): HTMLElement | null {
    if (kind === 'text' && typeof look['text'] === 'string') return make('pre', '', look['text'].slice(0, kCharacters));
    if (kind === 'html') return make('p', 'more', text('embed.html'));
    if (kind === 'json') return make('pre', '', (JSON.stringify(look['value'], null, 2) ?? '').slice(0, kCharacters));
    if (kind === 'table' && Array.isArray(look['columns']) && Array.isArray(look['rows'])) return table(look['columns'], look['rows'], look, text);
    return null;
}

function table(columns: unknown[], rows: unknown[], { total, all }: Record<string, unknown>, text: Text): HTMLElement {
    const names = columns.slice(0, kColumns).map(column => String((column as { name?: unknown } | null)?.name ?? ''));
    const cells = rows.slice(0, kRows).filter(row => Array.isArray(row)) as unknown[][];
    const left = Math.max(0, Number(all ?? total ?? rows.length) - cells.length);
    const body = make('tbody', '', ...cells.map(row => make('tr', '', ...names.map((_, at) => cell(row[at])))));
    const head = make('thead', '', make('tr', '', ...names.map(name => make('th', '', name))));
    const scroll = make('div', 'rows', make('table', '', head, body));
    return left > 0 ? make('div', '', scroll, make('p', 'more', text('embed.more_rows', { count: left }))) : scroll;
}

function cell(value: unknown): HTMLElement {
    const element = make('td', typeof value === 'number' ? 'number' : '');
    element.textContent = value === null || value === undefined ? '' : String(value).slice(0, 200);
    return element;
}
