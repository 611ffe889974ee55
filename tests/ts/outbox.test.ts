import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { Outbox } from '../../runtime/kernel/outbox.ts';
import type { Letter } from '../../runtime/protocol/envelope.ts';
import { kRelayMost, kRelayMs, Relay } from '../../static/host/frame/relay.ts';

function bench(isInWork = () => true) {
    const posts: { letter: Letter; transfer: Transferable[] }[] = [];
    const outbox = new Outbox((letter, transfer) => void posts.push({ letter, transfer }), isInWork);
    const say = (type: string, buffers: Record<string, ArrayBuffer> = {}) => outbox.send({ lane: 'session', text: JSON.stringify({ type, run: 1 }), buffers });
    const texts = () => posts.map(({ letter }) => letter.envelopes.map(({ text }) => JSON.parse(text).type as string));
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
    assert.deepEqual(
        posts.map(({ letter }) => letter.isUrgent),
        [false, false],
    );
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

test('what somebody waits for is urgent: a question to the host, and the end of all', () => {
    const { outbox, say, posts } = bench();
    outbox.send({ lane: 'host', text: '{"type":"need_packages"}' });
    say('node_started');
    say('node_finished');
    outbox.flush();
    assert.deepEqual(
        posts.map(({ letter }) => letter.isUrgent),
        [true, false, true],
    );
});

test('nothing is left behind at the end', () => {
    const { outbox, say, texts } = bench();
    say('node_finished');
    assert.deepEqual(texts(), []);
    outbox.flush();
    outbox.flush();
    assert.deepEqual(texts(), [['node_finished']]);
});

function relayBench(context: TestContext) {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const posts: { envelopes: unknown[]; transfer: Transferable[] }[] = [];
    const relay = new Relay({ postMessage: (data, transfer) => void posts.push({ envelopes: data as unknown[], transfer }) });
    const letter = (count: number, isUrgent: boolean, buffers: Record<string, ArrayBuffer> = {}) =>
        relay.take({ envelopes: Array.from({ length: count }, () => ({ lane: 'session', text: '', buffers })), isUrgent });
    return { relay, letter, sizes: () => posts.map(({ envelopes }) => envelopes.length), posts };
}

test('the relay passes several letters on together, and none later than half a frame', context => {
    const { letter, sizes } = relayBench(context);
    letter(2, false);
    letter(3, false);
    context.mock.timers.tick(kRelayMs - 1);
    assert.deepEqual(sizes(), []);
    context.mock.timers.tick(1);
    assert.deepEqual(sizes(), [5]);
    letter(1, false);
    letter(1, true);
    assert.deepEqual(sizes(), [5, 2]);
    context.mock.timers.tick(kRelayMs);
    assert.deepEqual(sizes(), [5, 2]);
});

test('the relay never passes on more at once than the page takes, and bytes are moved', context => {
    const { letter, sizes, posts } = relayBench(context);
    letter(2 * kRelayMost + 1, true);
    assert.deepEqual(sizes(), [kRelayMost, kRelayMost, 1]);
    const value = new ArrayBuffer(2);
    letter(1, true, { value });
    assert.deepEqual(posts.at(-1)?.transfer, [value]);
});

test('what is no letter goes nowhere', context => {
    const { relay, letter, sizes } = relayBench(context);
    for (const forged of [null, 7, 'x', {}, { envelopes: 'abc', isUrgent: true }]) relay.take(forged);
    letter(1, true);
    assert.deepEqual(sizes(), [1]);
});
