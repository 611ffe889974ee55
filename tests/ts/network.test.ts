import assert from 'node:assert/strict';
import test from 'node:test';
import type { Fetch } from '../../runtime/protocol/messages.gen.ts';
import { type GateAsk, GateError } from '../../static/host/gate_client.ts';
import { kNetworkRequestsAtOnce } from '../../static/host/limits.ts';
import { rulesOf } from '../../static/host/network/flow_rules.ts';
import { type Answered, NetworkDesk } from '../../static/host/network/network_desk.ts';
import { patternOf } from '../../static/host/network/patterns.ts';
import type { NetworkQuestion, NetworkReply } from '../../static/host/page_interface.ts';

const matches = (pattern: string, address: string): boolean => patternOf(pattern)?.matches(new URL(address)) ?? assert.fail(`${pattern} is no pattern`);

test('a pattern means what it says and nothing beside it', () => {
    for (const [pattern, address] of [
        ['api.example.com', 'https://api.example.com/'],
        ['api.example.com', 'https://api.example.com/v1?q=1'],
        ['https://API.example.com/*', 'https://api.example.com/v1'],
        ['https://api.example.com:443', 'https://api.example.com/'],
        ['http://127.0.0.1:8000/*', 'http://127.0.0.1:8000/x'],
        ['*://localhost:*', 'http://localhost:5173/x'],
        ['*.example.com', 'https://a.b.example.com/'],
        ['https://api.example.com/v1/*.json', 'https://api.example.com/v1/a/b.json'],
        ['http://[::1]:80', 'http://[::1]/'],
        ['*', 'http://anything.example/'],
    ] as const)
        assert.ok(matches(pattern, address), `${pattern} should mean ${address}`);
    for (const [pattern, address] of [
        ['api.example.com', 'http://api.example.com/'],
        ['api.example.com', 'https://api.example.com:8443/'],
        ['api.example.com', 'https://api.example.com.evil.example/'],
        ['api.example.com', 'https://xapi.example.com/'],
        ['*.example.com', 'https://example.com/'],
        ['*.example.com', 'https://evilexample.com/'],
        ['https://api.example.com/v1/*', 'https://api.example.com/v2/'],
        ['https://api.example.com/a.b', 'https://api.example.com/aXb'],
        ['*', 'ftp://anything.example/'],
        ['*', 'file:///etc/passwd'],
    ] as const)
        assert.ok(!matches(pattern, address), `${pattern} should not mean ${address}`);
    for (const text of ['', 'https://', 'ftp://a', 'example.*', 'https://*/', 'a b', '*.*.com', 'javascript:alert(1)'])
        assert.equal(patternOf(text), null, text);
});

test('rules of a flow answer or block; what is damaged is named', () => {
    const { rules, damaged } = rulesOf({
        network: {
            rules: [
                { match: 'a.example', status: 201, headers: { a: 'b' }, body: 'x' },
                { match: '*', block: true },
                { match: 7 },
                { match: 'a.example', status: 99 },
                { match: 'a.example', headers: { a: 1 } },
            ],
        },
    });
    assert.deepEqual(
        rules.map(({ answer }) => answer),
        [{ status: 201, headers: { a: 'b' }, body: 'x' }, null],
    );
    assert.deepEqual(damaged, ['/network/rules/2', '/network/rules/3', '/network/rules/4']);
    assert.deepEqual(rulesOf({ network: { rules: 1 } }).damaged, ['/network/rules']);
    assert.deepEqual(rulesOf({}), { rules: [], damaged: [] });
});

/// A desk whose person and gate are the test.
class Bench {
    readonly questions: { question: NetworkQuestion; answer(reply: NetworkReply): void; signal: AbortSignal }[] = [];
    readonly asked: GateAsk[] = [];
    readonly problems: string[] = [];
    readonly kernel = {};
    flow: unknown = {};
    gate: (ask: GateAsk, signal?: AbortSignal) => Promise<{ status: number; statusText: string; headers: Record<string, string>; bytes: ArrayBuffer }> = () =>
        Promise.resolve({ status: 200, statusText: 'OK', headers: { a: 'b' }, bytes: new TextEncoder().encode('data').buffer as ArrayBuffer });
    readonly desk = new NetworkDesk({
        gate: {
            ask: (ask, signal) => {
                this.asked.push(ask);
                return this.gate(ask, signal);
            },
        },
        flow: () => this.flow,
        onProblem: text => this.problems.push(text),
        sentence: key => key,
        onChange: () => undefined,
        now: () => 0,
    });
    private last = 0;

    constructor() {
        this.desk.onQuestion((question, signal) => new Promise(answer => this.questions.push({ question, answer, signal })));
    }

    fetch(url: string, changes: Partial<Fetch> = {}): Promise<Answered> {
        return this.desk.fetch(this.kernel, { type: 'fetch', request: ++this.last, method: 'GET', url, headers: {}, ...changes }, null);
    }

    get outcomes(): string[] {
        return this.desk.log().lines.map(({ outcome }) => outcome);
    }
}

test('each host is asked for once, and the answer holds for the run', async () => {
    const bench = new Bench();
    const both = [bench.fetch('https://a.example/1'), bench.fetch('https://a.example/2')];
    assert.deepEqual(
        bench.questions.map(({ question }) => question),
        [{ origin: 'https://a.example', method: 'GET', address: 'https://a.example/1' }],
    );
    bench.questions[0]?.answer('run');
    for (const { message, buffers } of await Promise.all(both)) {
        assert.deepEqual([message.status, message.refused, message.error], [200, false, undefined]);
        assert.equal(new TextDecoder().decode(buffers['body']), 'data');
    }
    assert.deepEqual(bench.asked[0]?.allowed, ['https://a.example/']);
    await bench.fetch('https://a.example/3');
    assert.equal(bench.questions.length, 1);
    bench.desk.endRun();
    const next = bench.fetch('https://a.example/4');
    assert.equal(bench.questions.length, 2);
    bench.questions[1]?.answer('no');
    assert.deepEqual((await next).message, { type: 'fetched', request: 4, status: 0, status_text: '', headers: {}, refused: true, error: 'network.refused' });
    assert.equal((await bench.fetch('https://a.example/5')).message.refused, true);
    assert.equal(bench.questions.length, 2, 'a no is not asked again in the run');
    assert.deepEqual(bench.outcomes, ['answered', 'answered', 'answered', 'refused', 'refused']);
});

test('what was allowed for the flow ends with the flow, and a pattern can be given and taken', async () => {
    const bench = new Bench();
    const first = bench.fetch('https://a.example/1');
    bench.questions[0]?.answer('flow');
    await first;
    bench.desk.endRun();
    await bench.fetch('https://a.example/2');
    assert.deepEqual([bench.questions.length, bench.desk.allowed()], [1, ['https://a.example/*']]);
    bench.desk.forgetFlow();
    assert.deepEqual(bench.desk.allowed(), []);
    assert.equal(bench.desk.allow('nonsense here'), false);
    assert.equal(bench.desk.allow('*.b.example'), true);
    assert.equal((await bench.fetch('https://x.b.example/')).message.status, 200);
    bench.desk.disallow('*.b.example');
    void bench.fetch('https://x.b.example/');
    assert.equal(bench.questions.length, 2);
});

test('a stop takes the question away, and the request with it', async () => {
    const bench = new Bench();
    const asking = bench.fetch('https://a.example/1');
    bench.desk.cancel(bench.kernel, 1);
    assert.equal((await asking).message.error, 'network.stopped');
    assert.equal(bench.questions[0]?.signal.aborted, true);
    const again = bench.fetch('https://a.example/2');
    assert.equal(bench.questions.length, 2, 'a question that was taken back is no answer');
    bench.questions[1]?.answer('run');
    await again;

    bench.gate = (_ask, signal) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new GateError('cancelled', ''))));
    const fetching = bench.fetch('https://a.example/3');
    while (bench.asked.length < 2) await new Promise(setImmediate);
    bench.desk.leave(bench.kernel);
    assert.equal((await fetching).message.error, 'network.stopped');
    assert.deepEqual(bench.outcomes, ['stopped', 'answered', 'stopped']);
});

test('rules come before the person: a given answer and a block ask nobody', async () => {
    const bench = new Bench();
    bench.flow = { network: { rules: [{ match: 'a.example', body: '給' }, { match: '*', block: true }, { nonsense: 1 }] } };
    const given = await bench.fetch('https://a.example/1');
    assert.deepEqual([given.message.status, new TextDecoder().decode(given.buffers['body'])], [200, '給']);
    const blocked = await bench.fetch('https://b.example/1');
    assert.deepEqual([blocked.message.refused, blocked.message.error], [true, 'network.blocked']);
    assert.deepEqual([bench.questions.length, bench.asked.length, bench.outcomes], [0, 0, ['given', 'blocked']]);
    assert.equal(bench.problems.length, 1);
});

test('what Python may have forged is refused before anybody is asked', async () => {
    const bench = new Bench();
    for (const [url, changes, reason] of [
        ['ftp://a.example/', {}, 'network.bad_scheme'],
        ['file:///etc/passwd', {}, 'network.bad_scheme'],
        ['javascript:alert(1)', {}, 'network.bad_scheme'],
        ['data:text/plain,x', {}, 'network.bad_scheme'],
        ['blob:https://a.example/1', {}, 'network.bad_scheme'],
        ['/relative', {}, 'network.bad_address'],
        ['', {}, 'network.bad_address'],
        ['https://user:secret@a.example/', {}, 'network.bad_address'],
        [`https://a.example/${'x'.repeat(20_000)}`, {}, 'network.bad_address'],
        ['https://a.example/', { method: 'CONNECT' }, 'network.bad_method'],
        ['https://a.example/', { method: 'GET\r\nX: y' }, 'network.bad_method'],
        ['https://a.example/', { headers: { a: 'x'.repeat(100_000) } }, 'network.too_large'],
    ] as const)
        assert.equal((await bench.fetch(url, changes)).message.error, reason, url.slice(0, 60));
    assert.deepEqual([bench.questions.length, bench.asked.length], [0, 0]);

    // A number that is under way cannot be taken a second time, and not more than the limit is asked at once.
    void bench.fetch('https://a.example/', { request: 500 });
    assert.equal((await bench.fetch('https://a.example/', { request: 500 })).message.error, 'network.too_many');
    for (let count = 1; count < kNetworkRequestsAtOnce; count++) void bench.fetch('https://a.example/', { request: 600 + count });
    assert.equal((await bench.fetch('https://a.example/', { request: 900 })).message.error, 'network.too_many');
    assert.equal(bench.questions.length, 1);
});

test('a failure of the gate is a sentence, not a refusal', async () => {
    const bench = new Bench();
    bench.gate = () => Promise.reject(new GateError('redirect', 'the host answered with a redirect'));
    bench.desk.allow('*');
    const { message } = await bench.fetch('https://a.example/');
    assert.deepEqual([message.refused, message.error, bench.outcomes], [false, 'network.failed.redirect', ['failed']]);
});
