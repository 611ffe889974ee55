// Writes zip files field by field, also such as no tool writes: what hostile archives in the tests are made of.
import { crc32, deflateRawSync } from 'node:zlib';

export interface RawEntry {
    name: string;
    data: Uint8Array | string;
    isStored?: boolean;
    /// What the headers say instead of the truth.
    crc?: number;
    size?: number;
    flags?: number;
    method?: number;
    /// Only in the list at the end.
    listedName?: string;
    listedSize?: number;
    /// What a Unix program says of the kind of file, among others.
    attributes?: number;
    /// The list leads to another entry's data.
    offsetOf?: number;
}

function header(signature: number, fields: readonly [2 | 4, number][]): Buffer {
    const bytes = Buffer.alloc(4 + fields.reduce((sum, [width]) => sum + width, 0));
    bytes.writeUInt32LE(signature, 0);
    let at = 4;
    for (const [width, value] of fields) {
        if (width === 2) bytes.writeUInt16LE(value, at);
        else bytes.writeUInt32LE(value, at);
        at += width;
    }
    return bytes;
}

export function rawZip(entries: readonly RawEntry[], { listed = entries.length }: { listed?: number } = {}): Buffer {
    const bodies: Buffer[] = [];
    const list: Buffer[] = [];
    const offsets: number[] = [];
    let at = 0;
    for (const entry of entries) {
        const data = Buffer.from(entry.data);
        const packed = entry.isStored ? data : deflateRawSync(data);
        const method = entry.method ?? (entry.isStored ? 0 : 8);
        const common = (size: number): [2 | 4, number][] => [
            [2, entry.flags ?? 0x800],
            [2, method],
            [4, 0x5a210000],
            [4, entry.crc ?? crc32(data)],
            [4, packed.length],
            [4, size],
        ];
        const name = Buffer.from(entry.name);
        const size = entry.size ?? data.length;
        const local = Buffer.concat([header(0x04034b50, [[2, 20], ...common(size), [2, name.length], [2, 0]]), name, packed]);
        const listedName = Buffer.from(entry.listedName ?? entry.name);
        offsets.push(at);
        const offset = offsets[entry.offsetOf ?? offsets.length - 1] ?? at;
        list.push(
            header(0x02014b50, [
                [2, 20],
                [2, 20],
                ...common(entry.listedSize ?? size),
                [2, listedName.length],
                [2, 0],
                [2, 0],
                [2, 0],
                [2, 0],
                [4, entry.attributes ?? 0],
                [4, offset],
            ]),
            listedName,
        );
        bodies.push(local);
        at += local.length;
    }
    const listBytes = Buffer.concat(list);
    const end = header(0x06054b50, [
        [2, 0],
        [2, 0],
        [2, listed],
        [2, listed],
        [4, listBytes.length],
        [4, at],
        [2, 0],
    ]);
    return Buffer.concat([...bodies, listBytes, end]);
}
