// Looks into a `.flow.zip` for the poster: the few entries that are shown, read when they are wanted. What it cannot read it does not show; the page itself is the judge of archives.

/// As the page's own bounds (static/host/limits.ts).
const kEntries = 4096;
const kEntryBytes = 16 * 1024 * 1024;

export type ReadEntry = (name: string) => Promise<Blob | undefined>;

/// Whether the file begins as an archive does.
export async function isArchive(file: Blob): Promise<boolean> {
    const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    return first === 0x50 && second === 0x4b;
}

/// What reads an entry by its name, undefined for one that is not there or is not plain.
export async function openArchive(file: Blob): Promise<ReadEntry> {
    const entries = await listed(file);
    return async name => {
        const entry = entries.get(name);
        if (!entry || entry.isEncrypted || entry.size > kEntryBytes) return undefined;
        const head = new DataView(await file.slice(entry.offset, entry.offset + 30).arrayBuffer());
        if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50) return undefined;
        const start = entry.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
        const packed = file.slice(start, start + entry.packed);
        if (entry.method === 0) return packed;
        return entry.method === 8 ? inflated(packed, entry.size) : undefined;
    };
}

interface Entry {
    method: number;
    isEncrypted: boolean;
    packed: number;
    size: number;
    offset: number;
}

async function listed(file: Blob): Promise<Map<string, Entry>> {
    const entries = new Map<string, Entry>();
    const tailAt = Math.max(0, file.size - 65_557);
    const tail = new DataView(await file.slice(tailAt).arrayBuffer());
    let end = tail.byteLength - 22;
    while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) --end;
    if (end < 0) return entries;
    const [count, bytes, from] = [tail.getUint16(end + 10, true), tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
    const list = new DataView(await file.slice(from, from + bytes).arrayBuffer());
    let at = 0;
    for (let index = 0; index < Math.min(count, kEntries) && at + 46 <= list.byteLength && list.getUint32(at, true) === 0x02014b50; ++index) {
        const nameLength = list.getUint16(at + 28, true);
        if (at + 46 + nameLength > list.byteLength) break;
        entries.set(new TextDecoder().decode(new Uint8Array(list.buffer, at + 46, nameLength)), {
            method: list.getUint16(at + 10, true),
            isEncrypted: (list.getUint16(at + 8, true) & 1) !== 0,
            packed: list.getUint32(at + 20, true),
            size: list.getUint32(at + 24, true),
            offset: list.getUint32(at + 42, true),
        });
        at += 46 + nameLength + list.getUint16(at + 30, true) + list.getUint16(at + 32, true);
    }
    return entries;
}

/// Takes no more than was declared; undefined for what is damaged.
async function inflated(packed: Blob, size: number): Promise<Blob | undefined> {
    const pieces: BlobPart[] = [];
    let length = 0;
    const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
    try {
        for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
            length += piece.value.length;
            if (length > size) return undefined;
            pieces.push(piece.value);
        }
    } catch {
        // Not what deflate makes.
        return undefined;
    } finally {
        void reader.cancel().catch(() => undefined);
    }
    return length === size ? new Blob(pieces) : undefined;
}
