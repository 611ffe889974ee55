// CRC-32 (ISO 3309, as in gzip and PNG) of a text's UTF-16 code units, low byte first: tells whether what was kept is what was written. No protection against anybody.

const kPolynomial = 0xedb88320;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ kPolynomial : rest >>> 1;
    return rest;
});

export function crc32(text: string): number {
    let crc = 0xffffffff;
    for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at);
        crc = (crc >>> 8) ^ (table[(crc ^ unit) & 0xff] as number);
        crc = (crc >>> 8) ^ (table[(crc ^ (unit >>> 8)) & 0xff] as number);
    }
    return (crc ^ 0xffffffff) >>> 0;
}

/// The same of bytes.
export function crc32OfBytes(bytes: Uint8Array): number {
    let crc = 0xffffffff;
    for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] as number);
    return (crc ^ 0xffffffff) >>> 0;
}
