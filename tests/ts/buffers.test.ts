import assert from 'node:assert/strict';
import test from 'node:test';
import { Buffers } from '../../static/host/buffers.ts';

test('bytes are handed over once', () => {
    const buffers = new Buffers(100, 10);
    const bytes = new ArrayBuffer(8);
    assert.equal(buffers.put('a', bytes), true);
    assert.equal(buffers.take('a'), bytes);
    assert.equal(buffers.take('a'), undefined);
});

test('the oldest go when the bytes are too many', () => {
    const buffers = new Buffers(100, 10);
    for (const id of ['a', 'b', 'c']) buffers.put(id, new ArrayBuffer(40));
    assert.equal(buffers.take('a'), undefined);
    assert.equal(buffers.take('b')?.byteLength, 40);
    assert.equal(buffers.take('c')?.byteLength, 40);
});

test('the oldest go when they are too many', () => {
    const buffers = new Buffers(100, 2);
    for (const id of ['a', 'b', 'c']) buffers.put(id, new ArrayBuffer(0));
    assert.equal(buffers.count, 2);
    assert.equal(buffers.take('a'), undefined);
});

test('what cannot fit at all is refused and drives nothing else out', () => {
    const buffers = new Buffers(100, 10);
    buffers.put('a', new ArrayBuffer(60));
    assert.equal(buffers.put('b', new ArrayBuffer(101)), false);
    assert.equal(buffers.take('a')?.byteLength, 60);
});

test('the same id again replaces the bytes and does not count them twice', () => {
    const buffers = new Buffers(100, 10);
    for (let round = 0; round < 50; round++) buffers.put('a', new ArrayBuffer(60));
    buffers.put('b', new ArrayBuffer(40));
    assert.equal(buffers.take('a')?.byteLength, 60);
    assert.equal(buffers.take('b')?.byteLength, 40);
});
