import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test, { type TestContext } from 'node:test';
import { KernelHost, type KernelHostOptions } from '../../static/host/kernel_host.ts';
import { kBootSilenceMs, kDamagedMessages, kLosses, kProbeIntervalMs, kRestartDelayMs } from '../../static/host/limits.ts';
import { FakeSeat } from './fake_seat.ts';

const files = { 'pyodide-lock.json': new Blob(['{"packages":{}}']) };
const ready = { type: 'kernel_ready', python: '3.14.2', pyodide: '314.0.7', packages: {} };
const call = {
    run: 1,
    node: 'a',
    title: '',
    node_type: 'python',
    source: 'def a(): pass',
    key: 'k',
    inputs: [],
    settings: {},
    trusted: false,
    packages: [],
    max_output_bytes: 1,
    max_displays: 1,
};
const runNode = { type: 'run_nodes', calls: [call] };
const stopped = { type: 'node_stopped', run: 1, node: 'a', elapsed_ms: 0 };

/// A host whose kernels are held by the test.
class Bench {
    readonly seats: FakeSeat[] = [];
    readonly messages: Record<string, unknown>[] = [];
    readonly problems: string[] = [];
    readonly kept: string[] = [];
    forgotten = 0;
    readonly host: KernelHost;
    private readonly waiting: { accept(message: Record<string, unknown>): boolean; resolve(): void }[] = [];
    private isOver = false;
    private readonly seatWaiting: ((seat: FakeSeat) => void)[] = [];

    constructor(context: TestContext, changes: Partial<KernelHostOptions> = {}, canInterrupt = true) {
        this.host = new KernelHost({
            site: { boot: { script: '', hash: '' }, kernelWorker: { path: '', bytes: 0 }, kernelFiles: {} },
            assets: {
                load: () => Promise.resolve(files),
                workerSource: () => Promise.resolve(''),
                lockFile: () => Promise.resolve('{}'),
                forget: () => void this.forgotten++,
            },
            packages: { fetch: () => Promise.resolve({}) },
            network: { fetch: () => Promise.reject(new Error('not asked here')), cancel: () => undefined, leave: () => undefined },
            onMessage: text => this.take(JSON.parse(text)),
            onProblem: text => this.take({ problem: text }),
            onViolation: () => undefined,
            onPlainWorkerOffered: () => undefined,
            file: (_name, sha256) => (sha256 === 'known' ? new Blob(['x']) : undefined),
            keepFile: file => this.kept.push(file.name),
            sentence: key => key,
            openSeat: (_source, listener) => {
                // A lost kernel is replaced, also by a test's end; a port that nobody closes would keep the process alive.
                if (this.isOver) return Promise.reject(new Error('The test is over.'));
                const seat = new FakeSeat(canInterrupt, listener);
                this.seats.push(seat);
                this.seatWaiting.shift()?.(seat);
                return Promise.resolve(seat);
            },
            ...changes,
        });
        context.after(() => {
            this.isOver = true;
            for (const seat of this.seats) seat.listener.lost('the test is over');
            for (const seat of this.seats) seat.channel.port2.close();
        });
    }

    private take(message: Record<string, unknown>): void {
        this.messages.push(message);
        for (const one of [...this.waiting]) {
            if (!one.accept(message)) continue;
            this.waiting.splice(this.waiting.indexOf(one), 1);
            one.resolve();
        }
    }

    /// Resolves when a message of that type, or a problem, has come `count` times in all.
    async heard(type: string, count = 1): Promise<Record<string, unknown>> {
        const accept = (message: Record<string, unknown>): boolean => message['type'] === type || (type === 'problem' && 'problem' in message);
        const there = (): Record<string, unknown>[] => this.messages.filter(accept);
        while (there().length < count) await new Promise<void>(resolve => this.waiting.push({ accept, resolve }));
        return there()[count - 1] as Record<string, unknown>;
    }

    nextSeat(): Promise<FakeSeat> {
        return new Promise(resolve => this.seatWaiting.push(resolve));
    }

    async started(): Promise<FakeSeat> {
        const seat = this.nextSeat();
        this.host.start();
        const made = await seat;
        await made.got('boot');
        const before = this.messages.filter(message => message['type'] === 'kernel_ready').length;
        made.say('session', ready);
        await this.heard('kernel_ready', before + 1);
        return made;
    }
}

test('a start hands the files in, and what was sent before arrives after them', async context => {
    const bench = new Bench(context);
    bench.host.send(JSON.stringify({ type: 'drop_values', keys: ['k'] }));
    const seat = await bench.started();
    await seat.got('drop_values');
    assert.deepEqual(
        seat.received.map(({ text }) => JSON.parse(text).type),
        ['boot', 'drop_values'],
    );
    assert.equal(seat.received[0]?.blobs?.['pyodide-lock.json']?.size, 15);
});

test('files travel by handle beside set_files, unknown ones are left out', async context => {
    const bench = new Bench(context);
    const seat = await bench.started();
    bench.host.send(
        JSON.stringify({
            type: 'set_files',
            files: [
                { name: 'a', bytes: 1, sha256: 'known' },
                { name: 'b', bytes: 1, sha256: 'unknown' },
            ],
        }),
    );
    const { blobs } = await seat.got('set_files');
    assert.deepEqual(Object.keys(blobs ?? {}), ['known']);
});

test('files whose bytes come later are handed over then, once', async context => {
    const there = new Set<string>();
    const bench = new Bench(context, { file: (_name, sha256) => (there.has(sha256) ? new Blob(['x']) : undefined) });
    const seat = await bench.started();
    bench.host.filesCame();
    bench.host.send(JSON.stringify({ type: 'set_files', files: [{ name: 'a', bytes: 1, sha256: 'late' }] }));
    assert.deepEqual(Object.keys((await seat.got('set_files')).blobs ?? {}), []);
    there.add('late');
    bench.host.filesCame();
    bench.host.filesCame();
    bench.host.send(JSON.stringify({ type: 'judge_source', node: 'a', source: '' }));
    await seat.got('judge_source');
    const told = seat.received.filter(({ text }) => text.includes('"set_files"'));
    assert.deepEqual(
        told.map(({ blobs }) => Object.keys(blobs ?? {})),
        [[], ['late']],
    );
});

test('messages that go together are heard in order, and too many of them are damage', async context => {
    const bench = new Bench(context);
    const seat = await bench.started();
    const started = { type: 'node_started', run: 1, node: 'a' };
    const envelope = (message: object) => ({ lane: 'session', text: JSON.stringify(message) });
    seat.sayRaw([envelope(started), envelope(stopped)]);
    await bench.heard('node_stopped');
    assert.deepEqual(bench.messages.slice(-2), [started, stopped]);
    seat.sayRaw(Array.from({ length: 1000 }, () => envelope(started)));
    assert.equal((await bench.heard('problem'))['problem'], 'kernel.damaged_message');
    assert.equal(bench.messages.filter(message => message['type'] === 'node_started').length, 1);
});

test('an interrupt reaches up to the last message sent', async context => {
    const bench = new Bench(context);
    const seat = await bench.started();
    bench.host.send(JSON.stringify(runNode));
    bench.host.interrupt();
    const { serial } = await seat.got('run_nodes');
    assert.deepEqual(seat.interrupts, [serial]);
    assert.equal(seat.isClosed, false);
});

test('without shared memory an interrupt replaces the kernel at once', async context => {
    const bench = new Bench(context, {}, false);
    const seat = await bench.started();
    const next = bench.nextSeat();
    bench.host.interrupt();
    assert.equal((await bench.heard('kernel_lost'))['reason'], 'kernel.lost.replaced');
    assert.equal(seat.isClosed, true);
    (await next).say('session', ready);
    await bench.heard('kernel_ready', 2);
});

test('a replaced kernel is not heard any more', async context => {
    const bench = new Bench(context);
    const seat = await bench.started();
    const next = bench.nextSeat();
    seat.say('session', stopped);
    bench.host.replace();
    (await next).say('session', ready);
    await bench.heard('kernel_ready', 2);
    assert.equal(
        bench.messages.some(message => message['type'] === 'node_stopped'),
        false,
    );
});

test('a kernel that breaks down after it was ready is lost and replaced; one that breaks down before has failed', async context => {
    const bench = new Bench(context);
    const seat = await bench.started();
    const next = bench.nextSeat();
    seat.say('host', { type: 'broken', reason: 'Aborted.' });
    await bench.heard('kernel_lost');
    const second = await next;
    await second.got('boot');
    second.say('host', { type: 'broken', reason: 'No memory.' });
    await bench.heard('kernel_failed');
    assert.equal(bench.seats.length, 2);
    assert.equal(bench.forgotten, 1);
    const third = await bench.started();
    assert.equal(third, bench.seats[2]);
});

test('a flow that ends every kernel gets new ones after longer and longer waits, and not for ever', async context => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const bench = new Bench(context);
    let next = bench.nextSeat();
    bench.host.start();
    for (let loss = 0; loss <= kLosses; loss++) {
        const seat = await next;
        await seat.got('boot');
        seat.say('session', ready);
        seat.say('host', { type: 'broken', reason: 'again' });
        await bench.heard('kernel_lost', loss + 1);
        next = bench.nextSeat();
        context.mock.timers.tick(kRestartDelayMs * 2 ** loss - 1);
        assert.equal(bench.seats.length, loss + 1);
        context.mock.timers.tick(1);
    }
    assert.equal((await bench.heard('kernel_failed'))['reason'], 'kernel.failed.again_and_again');
    assert.equal(bench.seats.length, kLosses + 1);
    // A person's Restart begins anew.
    bench.host.replace();
    const seat = await next;
    await seat.got('boot');
    seat.say('session', ready);
    await bench.heard('kernel_ready', kLosses + 2);
    seat.say('host', { type: 'broken', reason: 'again' });
    await bench.heard('kernel_lost', kLosses + 2);
    assert.equal(bench.messages.filter(message => message['type'] === 'kernel_failed').length, 1);
});

test('who restarts Python while the next one is awaited gets it at once and is told of no second loss', async context => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const bench = new Bench(context);
    const seat = await bench.started();
    seat.say('host', { type: 'broken', reason: 'once' });
    await bench.heard('kernel_lost');
    const next = bench.nextSeat();
    bench.host.replace();
    await (await next).got('boot');
    context.mock.timers.tick(kRestartDelayMs * 10);
    assert.equal(bench.seats.length, 2);
    assert.equal(bench.messages.filter(message => message['type'] === 'kernel_lost').length, 1);
});

test('a worker that is gone is noticed by its port, once', async context => {
    const bench = new Bench(context);
    const seat = await bench.started();
    bench.host.send(JSON.stringify(runNode));
    await seat.got('run_nodes');
    seat.channel.port2.close();
    assert.equal((await bench.heard('kernel_lost'))['reason'], 'kernel.lost.silent');
    seat.listener.lost('the frame says it too');
    assert.equal(bench.messages.filter(message => message['type'] === 'kernel_lost').length, 1);
});

test('a load that hangs becomes kernel_failed', async context => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const bench = new Bench(context);
    const next = bench.nextSeat();
    bench.host.start();
    const seat = await next;
    await seat.got('boot');
    // The frame answers all the time, only Python says nothing.
    for (let passedMs = 0; passedMs + kProbeIntervalMs < kBootSilenceMs; passedMs += kProbeIntervalMs) {
        context.mock.timers.tick(kProbeIntervalMs);
        seat.listener.alive(seat.probes.at(-1) ?? 0);
    }
    assert.equal(
        bench.messages.some(message => message['type'] === 'kernel_failed'),
        false,
    );
    context.mock.timers.tick(kProbeIntervalMs);
    assert.equal((await bench.heard('kernel_failed'))['reason'], 'kernel.failed.silent');
});

test('a frame that died silently while a node ran is noticed; one that only computes is not', async context => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const bench = new Bench(context);
    const seat = await bench.started();
    bench.host.send(JSON.stringify(runNode));
    for (let look = 0; look < 20; look++) {
        context.mock.timers.tick(kProbeIntervalMs);
        seat.listener.alive(seat.probes.at(-1) ?? 0);
    }
    assert.equal(
        bench.messages.some(message => message['type'] === 'kernel_lost'),
        false,
    );
    context.mock.timers.tick(kProbeIntervalMs * 10);
    assert.equal((await bench.heard('kernel_lost'))['reason'], 'kernel.lost.silent');
});

test('damaged and forged messages are told and go no further; too many end the kernel', async context => {
    const bench = new Bench(context);
    const seat = await bench.started();
    const bad: unknown[] = [
        null,
        7,
        'text',
        {},
        { lane: 'session' },
        { lane: 'other', text: '{}' },
        { lane: 'session', text: '{' },
        { lane: 'session', text: '{"type":"nothing"}' },
        { lane: 'session', text: JSON.stringify({ type: 'node_finished' }) },
        { lane: 'host', text: JSON.stringify({ type: 'need_packages', request: 'x' }) },
        { lane: 'session', text: JSON.stringify({ type: 'kernel_lost', reason: 'forged' }) },
        { lane: 'session', text: JSON.stringify(stopped), buffers: { a: 'no bytes' } },
    ];
    for (const data of bad) seat.sayRaw(data);
    await bench.heard('problem', bad.length);
    assert.deepEqual(
        bench.messages.filter(message => 'type' in message).map(message => message['type']),
        ['kernel_ready'],
    );
    for (let more = bad.length; more <= kDamagedMessages; more++) seat.sayRaw(null);
    assert.equal((await bench.heard('kernel_lost'))['reason'], 'kernel.lost.damaged');
});

test('bytes beside a message wait to be taken and are gone with their kernel', async context => {
    const bench = new Bench(context);
    const seat = await bench.started();
    seat.say('session', { type: 'preview_ready', call: 1, preview: null }, { one: new ArrayBuffer(4), two: new ArrayBuffer(5) });
    await bench.heard('preview_ready');
    assert.equal(bench.host.takeBuffer('one')?.byteLength, 4);
    assert.equal(bench.host.takeBuffer('one'), undefined);
    bench.host.replace();
    assert.equal(bench.host.takeBuffer('two'), undefined);
});

test('a written file is kept under the hash that it really has, and messages keep their order behind it', async context => {
    const bench = new Bench(context);
    const seat = await bench.started();
    const bytes = new TextEncoder().encode('hello').buffer as ArrayBuffer;
    const sha256 = createHash('sha256').update('hello').digest('hex');
    seat.say('session', { type: 'file_written', file: { name: 'forged.txt', bytes: 5, sha256: 'f'.repeat(64) } }, { 'file:forged.txt': bytes });
    seat.say('session', { type: 'file_written', file: { name: 'out.txt', bytes: 5, sha256 } }, { 'file:out.txt': bytes });
    seat.say('session', stopped);
    await bench.heard('node_stopped');
    assert.deepEqual(bench.kept, ['out.txt']);
    assert.deepEqual(
        bench.messages.map(message => message['type'] ?? 'problem'),
        ['kernel_ready', 'problem', 'file_written', 'node_stopped'],
    );
});

test('packages are answered with bytes, or with the sentence why not', async context => {
    let attempt = 0;
    const fetch = (): Promise<Record<string, ArrayBuffer>> =>
        attempt++ === 0 ? Promise.resolve({ 'six.whl': new ArrayBuffer(3) }) : Promise.reject(new Error('Not allowed.'));
    const bench = new Bench(context, { packages: { fetch } });
    const seat = await bench.started();
    seat.say('host', { type: 'need_packages', request: 1, names: ['six'], loaded: [] });
    const first = await seat.got('packages');
    assert.deepEqual(JSON.parse(first.text), { type: 'packages', request: 1, files: ['six.whl'] });
    assert.equal(first.buffers?.['six.whl']?.byteLength, 3);
    seat.received.length = 0;
    seat.say('host', { type: 'need_packages', request: 2, names: ['six'], loaded: [] });
    assert.deepEqual(JSON.parse((await seat.got('packages')).text), { type: 'packages', request: 2, files: [], error: 'Not allowed.' });
});

test('assets that cannot be fetched fail the start with a sentence, and the next start tries again', async context => {
    let attempt = 0;
    const assets = {
        load: () => (attempt++ === 0 ? Promise.reject(new Error('offline')) : Promise.resolve(files)),
        workerSource: () => Promise.resolve(''),
        lockFile: () => Promise.resolve('{}'),
        forget: () => undefined,
    };
    const bench = new Bench(context, { assets });
    bench.host.start();
    assert.equal((await bench.heard('kernel_failed'))['reason'], 'kernel.failed.start');
    assert.equal(bench.seats[0]?.isClosed, true);
    await bench.started();
});

test('a kernel that comes to nothing from a snapshot is followed by one without, which is told all the same', async context => {
    let kept: Blob | null = new Blob(['12345678']);
    const snapshots = {
        read: () => Promise.resolve(kept),
        refuse: () => {
            kept = null;
            return Promise.resolve();
        },
        touch: () => undefined,
    };
    const bench = new Bench(context, { snapshots });
    const first = bench.nextSeat();
    bench.host.start();
    const seat = await first;
    assert.equal((await seat.got('boot')).blobs?.['memory.snapshot']?.size, 8);
    bench.host.send(JSON.stringify({ type: 'drop_values', keys: ['k'] }));
    await seat.got('drop_values');
    const second = bench.nextSeat();
    seat.say('host', { type: 'broken', reason: 'unreachable' });
    const other = await second;
    assert.equal((await other.got('boot')).blobs?.['memory.snapshot'], undefined);
    await other.got('drop_values');
    other.say('session', ready);
    await bench.heard('kernel_ready');
    assert.deepEqual(
        bench.messages.map(message => message['type']),
        ['kernel_ready'],
    );
    assert.equal(kept, null);
});

test('what one kernel saved is told before its end and given to the next', async context => {
    const bench = new Bench(context);
    const seat = await bench.started();
    const value = new TextEncoder().encode('saved').buffer as ArrayBuffer;
    const sha256 = createHash('sha256').update('saved').digest('hex');
    seat.say('host', { type: 'value_saved', key: 'a@1', sha256, bytes: 5 }, { value });
    seat.say('session', { type: 'value_unsaved', key: 'b@2', reason: 'too_large', detail: '' });
    await bench.heard('value_unsaved');
    const next = bench.nextSeat();
    seat.say('host', { type: 'broken', reason: 'gone' });
    await bench.heard('kernel_lost');
    assert.deepEqual(bench.messages.slice(-2)[0], { type: 'values_saved', values: [{ key: 'a@1', sha256, bytes: 5 }] });
    const other = await next;
    other.say('host', { type: 'need_saved_values', request: 7, hashes: [sha256, 'unknown'] });
    const answer = await other.got('saved_values');
    assert.deepEqual(JSON.parse(answer.text), { type: 'saved_values', request: 7 });
    assert.deepEqual(Object.keys(answer.buffers ?? {}), [sha256]);
    bench.host.send(JSON.stringify({ type: 'drop_values', keys: ['a@1'] }));
    await other.got('drop_values');
    assert.equal(bench.host.values.bytes, 0);
});

test('a kernel cannot say for the page that a value is kept, nor save bytes that it does not send', async context => {
    const bench = new Bench(context);
    const seat = await bench.started();
    seat.say('session', { type: 'values_saved', values: [] });
    seat.say('host', { type: 'value_saved', key: 'a@1', sha256: '', bytes: 5 });
    seat.say('host', { type: 'value_saved', key: 'a@1', sha256: '', bytes: 5 }, { value: new ArrayBuffer(4) });
    await bench.heard('problem', 3);
    assert.equal(bench.host.values.bytes, 0);
    assert.ok(bench.messages.every(message => message['type'] !== 'values_saved'));
});

test('a request for another host reaches the desk with its bytes, and the answer the kernel; a kernel that ends leaves the desk', async context => {
    const asked: unknown[] = [];
    const left: object[] = [];
    const bench = new Bench(context, {
        network: {
            fetch: (_asker, message, body) => {
                asked.push([message.url, body?.byteLength]);
                const answer = { type: 'fetched', request: message.request, status: 200, status_text: '', headers: {}, refused: false } as const;
                return Promise.resolve({ message: answer, buffers: { body: new ArrayBuffer(3) } });
            },
            cancel: (_asker, request) => asked.push(request),
            leave: asker => left.push(asker),
        },
    });
    const seat = await bench.started();
    seat.say('host', { type: 'fetch', request: 7, method: 'GET', url: 'https://a.example/', headers: {} }, { body: new ArrayBuffer(5) });
    const envelope = await seat.got('fetched');
    assert.equal(envelope.buffers?.['body']?.byteLength, 3);
    seat.say('host', { type: 'cancel_fetch', request: 8 });
    seat.say('host', { type: 'fetch', request: 'x', method: 'GET', url: 'https://a.example/', headers: {} });
    await bench.heard('problem');
    assert.deepEqual(asked, [['https://a.example/', 5], 8]);
    bench.host.replace();
    assert.equal(left.length, 1);
});
