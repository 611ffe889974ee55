// A text in a PNG file: an iTXt chunk (PNG, 11.3.3.4), uncompressed, before the end. Whatever else is in the file stays as it is.
import { crc32OfBytes } from '../crc32.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const kSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export function isPng(bytes: Uint8Array): boolean {
    return kSignature.every((byte, index) => bytes[index] === byte);
}

/// The picture with the text in it; `keyword` is Latin, at most 79 letters.
export function withText(png: Bytes, keyword: string, text: string): Bytes {
    const end = chunksOf(png).find(({ type }) => type === 'IEND');
    if (!end) throw new TypeError('not a whole PNG');
    const encoder = new TextEncoder();
    // Keyword, end of it, not compressed (two bytes), no language, no translated keyword, text.
    const data = new Uint8Array([...encoder.encode(keyword), 0, 0, 0, 0, 0]);
    const content = encoder.encode(text);
    const chunk = new Uint8Array(12 + data.length + content.length);
    const view = new DataView(chunk.buffer);
    view.setUint32(0, data.length + content.length);
    chunk.set(encoder.encode('iTXt'), 4);
    chunk.set(data, 8);
    chunk.set(content, 8 + data.length);
    view.setUint32(chunk.length - 4, crc32OfBytes(chunk.subarray(4, chunk.length - 4)));
    const whole = new Uint8Array(png.length + chunk.length);
    whole.set(png.subarray(0, end.at));
    whole.set(chunk, end.at);
    whole.set(png.subarray(end.at), end.at + chunk.length);
    return whole;
}

/// The text of that keyword, or undefined: where there is none, or it is damaged or compressed.
export function textIn(png: Uint8Array, keyword: string): string | undefined {
    for (const { type, data, isSound } of chunksOf(png)) {
        if (type !== 'iTXt' || !isSound) continue;
        const head = data.indexOf(0);
        if (head < 0 || new TextDecoder('latin1').decode(data.subarray(0, head)) !== keyword || data[head + 1] !== 0) continue;
        const language = data.indexOf(0, head + 3);
        const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
        if (translated >= 0) return new TextDecoder().decode(data.subarray(translated + 1));
    }
    return undefined;
}

interface Chunk {
    type: string;
    at: number;
    data: Uint8Array;
    isSound: boolean;
}

/// As far as the file goes.
function chunksOf(png: Uint8Array): Chunk[] {
    const chunks: Chunk[] = [];
    if (!isPng(png)) return chunks;
    const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
    for (let at = kSignature.length; at + 12 <= png.length; ) {
        const length = view.getUint32(at);
        if (at + 12 + length > png.length) break;
        const type = new TextDecoder('latin1').decode(png.subarray(at + 4, at + 8));
        const isSound = view.getUint32(at + 8 + length) === crc32OfBytes(png.subarray(at + 4, at + 8 + length));
        chunks.push({ type, at, data: png.subarray(at + 8, at + 8 + length), isSound });
        at += 12 + length;
    }
    return chunks;
}
