// A snapshot of Python's memory as it travels and lies on the disk: Pyodide's own snapshot with its empty pages left out, more than half of it. Knows bytes only.

const kPage = 4096;
/// "PFS1": a file of another form is refused by its first word.
const kMagic = 0x31534650;
/// Magic and whole length.
const kHeadWords = 2;

/// Packed form: the head, a bit for each page that has content, these pages in order. The last page may be short.
export function packSnapshot(whole: Uint8Array): Uint8Array<ArrayBuffer> {
    const pages = Math.ceil(whole.length / kPage);
    const map = new Uint8Array(Math.ceil(pages / 8));
    let size = 0;
    for (let page = 0; page < pages; ++page) {
        const part = whole.subarray(page * kPage, (page + 1) * kPage);
        if (isEmpty(part)) continue;
        map[page >> 3] = (map[page >> 3] as number) | (1 << (page & 7));
        size += part.length;
    }
    const headBytes = kHeadWords * 4;
    const packed = new Uint8Array(headBytes + map.length + size);
    new Uint32Array(packed.buffer, 0, kHeadWords).set([kMagic, whole.length]);
    packed.set(map, headBytes);
    let at = headBytes + map.length;
    for (let page = 0; page < pages; ++page) {
        if (!hasPage(map, page)) continue;
        const part = whole.subarray(page * kPage, (page + 1) * kPage);
        packed.set(part, at);
        at += part.length;
    }
    return packed;
}

/// The whole snapshot; throws with a sentence if the bytes are no packed one.
export function unpackSnapshot(packed: ArrayBuffer): Uint8Array<ArrayBuffer> {
    const headBytes = kHeadWords * 4;
    if (packed.byteLength < headBytes) throw new Error('The snapshot is too short.');
    const [magic, length] = new Uint32Array(packed, 0, kHeadWords) as unknown as [number, number];
    if (magic !== kMagic) throw new Error('The snapshot has another form.');
    const pages = Math.ceil(length / kPage);
    const mapBytes = Math.ceil(pages / 8);
    if (packed.byteLength < headBytes + mapBytes) throw new Error('The snapshot ends in its own table.');
    const map = new Uint8Array(packed, headBytes, mapBytes);
    const content = new Uint8Array(packed, headBytes + mapBytes);
    const whole = new Uint8Array(length);
    let at = 0;
    for (let page = 0; page < pages; ++page) {
        if (!hasPage(map, page)) continue;
        const size = Math.min(kPage, length - page * kPage);
        whole.set(content.subarray(at, at + size), page * kPage);
        at += size;
    }
    if (at !== content.length) throw new Error(`The snapshot holds ${content.length} bytes of pages instead of ${at}.`);
    return whole;
}

function hasPage(map: Uint8Array, page: number): boolean {
    return ((map[page >> 3] as number) & (1 << (page & 7))) !== 0;
}

function isEmpty(part: Uint8Array): boolean {
    for (let at = 0; at < part.length; ++at) if (part[at] !== 0) return false;
    return true;
}
