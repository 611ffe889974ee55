// A preview out of an archive: taken only if it is made as a kernel makes them, so that panels need not doubt it. HTML is cleaned later, like a kernel's.
import { kHtmlCharacters } from '../limits.ts';
import type { Cell, Preview } from '../page_interface.ts';
import type { Bytes } from './zip.ts';

type Raw = Record<string, unknown>;
type Table = Extract<Preview, { kind: 'table' }>;

/// How pictures' bytes are named in an archive, by their mime type.
export const kPictures: Readonly<Record<string, string>> = {
    'image/png': 'png',
    'image/jpeg': 'jpg',
    'image/gif': 'gif',
    'image/webp': 'webp',
    'image/svg+xml': 'svg',
};

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isCell = (value: unknown): value is Cell => value === null || ['boolean', 'number', 'string'].includes(typeof value);
const isColumn = (value: unknown): value is Table['columns'][number] => isObject(value) && isText(value['name']) && isText(value['type']);

function tableOf({ columns, rows, total, all }: Raw, type: string): Table | null {
    if (!Array.isArray(columns) || !columns.every(isColumn) || !Array.isArray(rows) || !isCount(total) || total !== rows.length) return null;
    const isRow = (row: unknown): row is Cell[] => Array.isArray(row) && row.length === columns.length && row.every(isCell);
    if (!rows.every(isRow) || (all !== undefined && !isCount(all))) return null;
    const plain = columns.map(({ name, type: of }) => ({ name, type: of }));
    return { kind: 'table', type, columns: plain, rows, offset: 0, total, ...(all === undefined ? {} : { all }) };
}

function imageOf({ mime, width, height, bytes }: Raw, type: string, bytesAt: (name: string) => Bytes | undefined): Preview | null {
    if (!isText(mime) || !Object.hasOwn(kPictures, mime) || !isCount(width) || !isCount(height) || !isObject(bytes)) return null;
    const found = isText(bytes['$file']) ? bytesAt(bytes['$file']) : undefined;
    return found ? { kind: 'image', type, mime, width, height, bytes: found } : null;
}

/// Null for what no kernel would have made.
export function checkedPreview(json: Bytes, bytesAt: (name: string) => Bytes | undefined): Preview | null {
    const raw = parsed(json);
    if (!raw) return null;
    const { kind, text, truncated, value, html, mime, spec, size, head } = raw;
    const type = isText(raw['type']) ? raw['type'] : '';
    switch (kind) {
        case 'text':
            return isText(text) ? { kind, type, text, truncated: truncated === true } : null;
        case 'json':
            return value === undefined ? null : { kind, type, value, truncated: truncated === true };
        case 'table':
            return tableOf(raw, type);
        case 'image':
            return imageOf(raw, type, bytesAt);
        case 'html':
            return isText(html) && html.length <= kHtmlCharacters ? { kind, type, html } : null;
        case 'chart':
            return isText(mime) && isObject(spec) ? { kind, type, mime, spec } : null;
        case 'bytes':
            return isCount(size) && isText(head) && /^([0-9a-f]{2}){0,256}$/.test(head) ? { kind, type, size, head } : null;
        default:
            return null;
    }
}

function parsed(json: Bytes): Raw | null {
    try {
        const raw: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
        return isObject(raw) ? raw : null;
    } catch {
        // Not UTF-8 or not JSON: said by who asked.
        return null;
    }
}
