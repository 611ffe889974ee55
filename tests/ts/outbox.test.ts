import assert from 'node:assert/strict';
import test from 'node:test';
import { Outbox } from '../../runtime/kernel/outbox.ts';

function bench(isInWork = () => true) {
    const posts: { data: unknown; transfer: Transferable[] }[] = [];
    const outbox = new Outbox({ postMessage: (data, transfer) => void posts.push({ data, transfer }) }, isInWork);
    const say = (type: string, buffers: Record<string, ArrayBuffer> = {}) => outbox.send({ lane: 'session', text: JSON.stringify({ type, run: 1 }), buffers });
    const texts = () => posts.map(({ data }) => [data].flat().map(one => JSON.parse((one as { text: string }).text).type as string));
    return { outbox, say, posts, texts };
}

test('the end of a call goes with what follows it, in order, and its bytes are transferred', () => {
    const { say, posts, texts } = bench();
    const value = new ArrayBuffer(3);
    say('node_started');
    say('node_finished');
    say('value_saved', { value });
    say('node_started');
    assert.deepEqual(texts(), [['node_started'], ['node_finished', 'value_saved', 'node_started']]);
    assert.deepEqual(posts[1]?.transfer, [value]);
});

test('what is said while a node runs goes at once', () => {
    const { say, texts } = bench();
    for (const type of ['node_started', 'node_printed', 'node_progress', 'node_failed', 'broken']) say(type);
    assert.equal(texts().length, 5);
});

test('what an idle kernel saves goes at once: nobody would flush it', () => {
    const { say, texts } = bench(() => false);
    say('value_saved');
    assert.deepEqual(texts(), [['value_saved']]);
});

test('nothing is left behind at the end', () => {
    const { outbox, say, texts } = bench();
    say('node_finished');
    assert.deepEqual(texts(), []);
    outbox.flush();
    outbox.flush();
    assert.deepEqual(texts(), [['node_finished']]);
});
