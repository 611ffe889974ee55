// What Python hands over to JavaScript (lists of names, bytes in pieces or by id) as values of JavaScript's own, so that no proxy stays behind.

interface ProxyLike {
    toJs(options: { dict_converter: typeof Object.fromEntries; create_pyproxies: boolean }): unknown;
    destroy(): void;
}

function isProxy(value: unknown): value is ProxyLike {
    return typeof value === 'object' && value !== null && 'toJs' in value;
}

export function toStrings(names: unknown): string[] {
    const list = isProxy(names) ? names.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false }) : names;
    if (!Array.isArray(list) || !list.every(name => typeof name === 'string')) throw new Error('The kernel asked for packages without naming them.');
    return list;
}

/// A list of bytes, as Python hands it over.
export interface PiecesLike {
    readonly length: number;
    get(index: number): { getBuffer(type: 'u8'): { data: Uint8Array; release(): void }; destroy(): void };
}

/// One ArrayBuffer of all pieces, copied straight from Python's memory, or of a text with a character for each byte.
export function joinPieces(size: number, pieces: PiecesLike | string): ArrayBuffer {
    const whole = new Uint8Array(size);
    if (typeof pieces === 'string') {
        for (let at = 0; at < size; at++) whole[at] = pieces.charCodeAt(at);
        return whole.buffer;
    }
    let at = 0;
    for (let index = 0; index < pieces.length; index++) {
        const piece = pieces.get(index);
        const view = piece.getBuffer('u8');
        whole.set(view.data, at);
        at += view.data.length;
        view.release();
        piece.destroy();
    }
    return whole.buffer;
}

/// Python's `{id: bytes}` as ArrayBuffers of their own, so that they can be transferred.
export function copyBuffers(buffers: unknown): Record<string, ArrayBuffer> {
    if (buffers === undefined || buffers === null) return {};
    const plain = isProxy(buffers) ? buffers.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false }) : buffers;
    const copies: Record<string, ArrayBuffer> = {};
    for (const [id, bytes] of Object.entries(plain as Record<string, unknown>)) {
        if (!(bytes instanceof Uint8Array)) throw new Error(`The kernel sent something else than bytes as "${id}".`);
        copies[id] = bytes.slice().buffer;
    }
    return copies;
}
