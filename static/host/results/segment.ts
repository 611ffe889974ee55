// A segment: results of one flow and the bytes of their values, written once and never changed.
//
//   8 bytes  "PFRESLT1"
//  64 bytes  sha256 of the head, hexadecimal
//   4 bytes  length of the head, little-endian
//   …        the head, JSON: {results: [KeptResult], values: [[sha256, bytes], …]}
//   …        the values, one after the other
//
// The head is trusted when it has its hash; a value is checked by whoever reads it.
import type { KeptResult } from '../../../runtime/protocol/messages.gen.ts';
import { kSegmentHeadBytes } from '../limits.ts';
import { sha256Of } from '../sha256.ts';

const kMagic = 'PFRESLT1';
const kHashBytes = 64;
const kStartBytes = kMagic.length + kHashBytes + 4;

export interface SegmentValue {
    sha256: string;
    bytes: Blob | ArrayBuffer;
}

/// Where a value lies in a segment.
export interface ValuePlace {
    sha256: string;
    offset: number;
    bytes: number;
}

export interface SegmentHead {
    results: KeptResult[];
    values: ValuePlace[];
}

function sizeOf(bytes: Blob | ArrayBuffer): number {
    return bytes instanceof Blob ? bytes.size : bytes.byteLength;
}

export async function packSegment(results: readonly KeptResult[], values: readonly SegmentValue[]): Promise<Blob> {
    const sizes = values.map(value => [value.sha256, sizeOf(value.bytes)]);
    const head = new TextEncoder().encode(JSON.stringify({ results, values: sizes }));
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, head.byteLength, true);
    return new Blob([kMagic, await sha256Of(head), length.buffer, head, ...values.map(value => value.bytes)]);
}

/// What a segment holds; null for anything that is damaged, cut off, or no segment.
export async function readSegment(segment: Blob): Promise<SegmentHead | null> {
    if (segment.size < kStartBytes) return null;
    const start = await segment.slice(0, kStartBytes).arrayBuffer();
    const text = new TextDecoder().decode(new Uint8Array(start, 0, kMagic.length + kHashBytes));
    const length = new DataView(start).getUint32(kStartBytes - 4, true);
    if (!text.startsWith(kMagic) || length > kSegmentHeadBytes || kStartBytes + length > segment.size) return null;
    const head = await segment.slice(kStartBytes, kStartBytes + length).arrayBuffer();
    if ((await sha256Of(head)) !== text.slice(kMagic.length)) return null;
    const { results, values } = JSON.parse(new TextDecoder().decode(head)) as { results: KeptResult[]; values: [string, number][] };
    let offset = kStartBytes + length;
    const places = values.map(([sha256, bytes]) => {
        const place = { sha256, offset, bytes };
        offset += bytes;
        return place;
    });
    return offset === segment.size ? { results, values: places } : null;
}
