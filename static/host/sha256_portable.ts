// SHA-256 (FIPS 180-4) for pages without crypto.subtle: served by plain http on an address that is not localhost. Ten times slower, and loaded only there.

const kInitial = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
/// The fractional parts of the cube roots of the first 64 primes.
const kRounds = roundConstants();

/// The 32 bytes of the digest.
export function sha256(bytes: Uint8Array): Uint8Array {
    const state = Uint32Array.from(kInitial);
    const schedule = new Uint32Array(64);
    const whole = bytes.length - (bytes.length % 64);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < whole; at += 64) mix(state, schedule, view, at);
    const tail = paddedTail(bytes, whole);
    for (let at = 0; at < tail.byteLength; at += 64) mix(state, schedule, tail, at);
    const digest = new DataView(new ArrayBuffer(32));
    for (const [index, word] of state.entries()) digest.setUint32(index * 4, word);
    return new Uint8Array(digest.buffer);
}

/// What is left after the whole blocks: a one bit, zeros, and the length in bits.
function paddedTail(bytes: Uint8Array, whole: number): DataView {
    const rest = bytes.length - whole;
    const tail = new Uint8Array(rest < 56 ? 64 : 128);
    tail.set(bytes.subarray(whole));
    tail[rest] = 0x80;
    const view = new DataView(tail.buffer);
    view.setBigUint64(tail.length - 8, BigInt(bytes.length) * 8n);
    return view;
}

function mix(state: Uint32Array, schedule: Uint32Array, block: DataView, at: number): void {
    for (let i = 0; i < 16; i++) schedule[i] = block.getUint32(at + i * 4);
    for (let i = 16; i < 64; i++) {
        const a = schedule[i - 15] as number;
        const b = schedule[i - 2] as number;
        const small0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
        const small1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
        schedule[i] = (schedule[i - 16] as number) + small0 + (schedule[i - 7] as number) + small1;
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
        const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        const first = (h + big1 + ((e & f) ^ (~e & g)) + (kRounds[i] as number) + (schedule[i] as number)) | 0;
        const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, index) => {
        state[index] = (state[index] as number) + word;
    });
}

function rotate(word: number, by: number): number {
    return (word >>> by) | (word << (32 - by));
}

function roundConstants(): Uint32Array {
    const primes: number[] = [];
    for (let candidate = 2; primes.length < 64; candidate++) if (primes.every(prime => candidate % prime !== 0)) primes.push(candidate);
    return Uint32Array.from(primes, prime => (Math.cbrt(prime) % 1) * 2 ** 32);
}
