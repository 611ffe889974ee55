import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { sha256Of } from '../../static/host/sha256.ts';
import { sha256 } from '../../static/host/sha256_portable.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, index) => (index * 31 + 7) % 256);

test('the portable digest is the standard one at every length around a block', () => {
    for (const length of [0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1000, 65_537]) {
        assert.equal(hex(sha256(bytesOf(length))), createHash('sha256').update(bytesOf(length)).digest('hex'), `${length} bytes`);
    }
});

test('a view into a larger buffer is digested alone', () => {
    const whole = bytesOf(300);
    assert.equal(hex(sha256(whole.subarray(100, 200))), createHash('sha256').update(whole.subarray(100, 200)).digest('hex'));
});

test('both ways give the same text', async () => {
    const bytes = bytesOf(777);
    assert.equal(await sha256Of(bytes), hex(sha256(bytes)));
    assert.equal(await sha256Of(bytes.buffer), hex(sha256(bytes)));
});
