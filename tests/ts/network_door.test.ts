import assert from 'node:assert/strict';
import test from 'node:test';
import type { KernelToHost } from '../../runtime/protocol/messages.gen.ts';
import { fetchThrough, NetworkDoor } from '../../runtime/kernel/network.ts';

/// A door whose page is the test.
class Bench {
    readonly told: { message: KernelToHost; buffers: Record<string, ArrayBuffer> }[] = [];
    readonly door = new NetworkDoor((message, buffers) => this.told.push({ message, buffers }));
    readonly fetch = fetchThrough(this.door);

    answer(request: number, changes: { status?: number; error?: string; refused?: boolean } = {}, body = 'data'): void {
        const message = {
            type: 'fetched',
            request,
            status: 200,
            status_text: 'OK',
            headers: { 'content-type': 'text/plain' },
            refused: false,
            ...changes,
        } as const;
        this.door.answer(message, { body: new TextEncoder().encode(body).buffer as ArrayBuffer });
    }

    async tells(count: number): Promise<void> {
        while (this.told.length < count) await new Promise(setImmediate);
    }
}

test('a fetch becomes a question to the page, and its answer a response', async () => {
    const bench = new Bench();
    const fetched = bench.fetch('https://a.example/x', { method: 'POST', headers: { 'X-Mine': '1' }, body: 'hello' });
    await bench.tells(1);
    const [{ message, buffers }] = bench.told as [(typeof bench.told)[0]];
    assert.equal(message.type, 'fetch');
    assert.deepEqual(message.type === 'fetch' && [message.method, message.url, message.headers['x-mine']], ['POST', 'https://a.example/x', '1']);
    assert.equal(new TextDecoder().decode(buffers['body']), 'hello');
    bench.answer(1);
    const response = await fetched;
    assert.deepEqual([response.status, response.url, await response.text()], [200, 'https://a.example/x', 'data']);
});

test('an answer without a body, a refusal and a failure come out as such', async () => {
    const bench = new Bench();
    const empty = bench.fetch('https://a.example/');
    await bench.tells(1);
    bench.answer(1, { status: 204 }, '');
    assert.equal((await empty).status, 204);
    for (const [refused, name] of [
        [true, 'PermissionError'],
        [false, 'TypeError'],
    ] as const) {
        const count = bench.told.length + 1;
        const fetched = bench.fetch('https://a.example/');
        await bench.tells(count);
        bench.answer(count, { status: 0, refused, error: 'no' });
        await assert.rejects(fetched, { name, message: 'no' });
    }
});

test('a stop ends everything under way and says so; what comes afterwards is nobody’s', async () => {
    const bench = new Bench();
    const control = new AbortController();
    const one = bench.fetch('https://a.example/1', { signal: control.signal });
    const two = bench.fetch('https://a.example/2');
    await bench.tells(2);
    control.abort();
    await assert.rejects(one, /stopped/);
    bench.door.stop();
    await assert.rejects(two, /stopped/);
    assert.deepEqual(
        bench.told.slice(2).map(({ message }) => message),
        [
            { type: 'cancel_fetch', request: 1 },
            { type: 'cancel_fetch', request: 2 },
        ],
    );
    bench.answer(1);
    bench.answer(99);
    await assert.rejects(bench.fetch('https://a.example/3', { signal: AbortSignal.abort() }));
    assert.equal(bench.told.length, 4);
});
