import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { KernelPool } from '../../static/host/kernel_pool.ts';
import { FakeSeat } from './fake_seat.ts';

const files = { 'pyodide-lock.json': new Blob(['{"packages":{}}']) };
const ready = { type: 'kernel_ready', python: '3.14.2', pyodide: '314.0.7', packages: {} };
const dropValues = JSON.stringify({ type: 'drop_values', keys: ['k'] });

/// A pool whose kernels are held by the test.
class Bench {
    readonly seats: FakeSeat[] = [];
    readonly heard: [number, string][] = [];
    readonly pool: KernelPool;
    private readonly waiting: { kernel: number; type: string; resolve(): void }[] = [];

    constructor(context: TestContext) {
        this.pool = new KernelPool({
            site: { boot: { script: '', hash: '' }, kernelWorker: { path: '', bytes: 0 }, kernelFiles: {} },
            assets: {
                load: () => Promise.resolve(files),
                workerSource: () => Promise.resolve(''),
                lockFile: () => Promise.resolve('{}'),
                forget: () => undefined,
            },
            snapshots: { read: () => Promise.resolve(null), refuse: () => Promise.resolve(), touch: () => undefined },
            packages: { fetch: () => Promise.resolve({}) },
            network: { fetch: () => Promise.reject(new Error('not asked here')), cancel: () => undefined, leave: () => undefined },
            onMessage: (kernel, text) => this.take(kernel, JSON.parse(text).type),
            onProblem: text => assert.fail(text),
            onViolation: () => undefined,
            onPlainWorkerOffered: () => undefined,
            file: () => undefined,
            keepFile: () => undefined,
            sentence: key => key,
            openSeat: (_source, listener) => {
                const seat = new FakeSeat(true, listener);
                this.seats.push(seat);
                return Promise.resolve(seat);
            },
        });
        context.after(() => {
            this.pool.end();
            for (const seat of this.seats) seat.channel.port2.close();
        });
    }

    private take(kernel: number, type: string): void {
        this.heard.push([kernel, type]);
        for (const one of this.waiting.filter(each => each.kernel === kernel && each.type === type)) one.resolve();
    }

    /// Resolves when that kernel has said it, now or before.
    hears(kernel: number, type: string): Promise<void> {
        if (this.heard.some(([from, what]) => from === kernel && what === type)) return Promise.resolve();
        return new Promise(resolve => this.waiting.push({ kernel, type, resolve }));
    }

    /// Starts that kernel and lets it be ready; its place.
    async begin(kernel: number): Promise<FakeSeat> {
        if (kernel === 0) this.pool.start();
        else assert.ok(this.pool.take({ type: 'open_kernel', kernel }));
        const count = this.seats.length;
        for (let turns = 0; this.seats.length === count && turns < 1000; turns++) await new Promise(setImmediate);
        const seat = this.seats.at(-1);
        assert.ok(seat && this.seats.length > count);
        await seat.got('boot');
        seat.say('session', ready);
        await this.hears(kernel, 'kernel_ready');
        return seat;
    }
}

test('each message goes to the kernel that it is for, and is heard as from the one that said it', async context => {
    const bench = new Bench(context);
    const home = await bench.begin(0);
    const helper = await bench.begin(1);
    assert.equal(bench.pool.count, 2);
    bench.pool.send(1, dropValues);
    await helper.got('drop_values');
    assert.ok(!home.received.some(({ text }) => text.includes('drop_values')));
    helper.say('session', { type: 'value_restored', key: 'a' });
    await bench.hears(1, 'value_restored');
    assert.ok(bench.pool.take({ type: 'interrupt_kernel', kernel: 1 }));
    assert.deepEqual([home.interrupts.length, helper.interrupts.length], [0, 1]);
    bench.pool.setBounds({ memoryBytes: 1, previewBytes: 2, messageBytes: 3 });
    for (const seat of [home, helper]) await seat.got('set_bounds');
});

test('what a helper saves outlives it; lost, it is opened again only when somebody wants it', async context => {
    const bench = new Bench(context);
    const home = await bench.begin(0);
    const helper = await bench.begin(2);
    helper.say('host', { type: 'value_saved', key: 'k', sha256: 'h', bytes: 1 }, { value: new ArrayBuffer(1) });
    helper.say('host', { type: 'broken', reason: 'a test' });
    await bench.hears(2, 'kernel_lost');
    assert.deepEqual([home.isClosed, helper.isClosed, bench.pool.count], [false, true, 1]);
    assert.equal(bench.pool.values.bytes, 1);
    const again = await bench.begin(2);
    assert.ok(bench.pool.take({ type: 'replace_kernel', kernel: 2 }));
    assert.deepEqual([again.isClosed, home.isClosed, bench.pool.count], [true, false, 1]);
    assert.equal(bench.heard.filter(([kernel, type]) => kernel === 2 && type === 'kernel_lost').length, 2);
    assert.equal(
        bench.heard.filter(([kernel]) => kernel === 0).every(([, type]) => type !== 'kernel_lost'),
        true,
    );
});
