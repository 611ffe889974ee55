import assert from 'node:assert/strict';
import test from 'node:test';
import { joinPieces } from '../../runtime/kernel/handed_over.ts';

test('bytes come as pieces, or as a text with a character for each byte', () => {
    assert.deepEqual([...new Uint8Array(joinPieces(4, 'a\u0000\u007f\u00ff'))], [0x61, 0, 0x7f, 0xff]);
    const left: string[] = [];
    const piece = (bytes: number[]) => ({
        getBuffer: () => ({ data: Uint8Array.from(bytes), release: () => left.push('buffer') }),
        destroy: () => left.push('proxy'),
    });
    const pieces = [piece([1, 2]), piece([]), piece([3])];
    assert.deepEqual([...new Uint8Array(joinPieces(3, { length: 3, get: index => pieces[index] as (typeof pieces)[0] }))], [1, 2, 3]);
    assert.equal(left.length, 6, 'nothing of Python stays behind');
});
