import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test, { type TestContext } from 'node:test';
import type { KernelToSession, SavedValue } from '../../runtime/protocol/messages.gen.ts';
import { BytesInMemory, ValueKeeper } from '../../static/host/value_keeper.ts';

/// Bytes of this size, and how the kernel would name them.
function sampleOf(key: string, size: number, fill = key): { value: SavedValue; bytes: ArrayBuffer } {
    const bytes = new Uint8Array(new TextEncoder().encode(fill.padEnd(size, '.')).slice(0, size)).buffer as ArrayBuffer;
    const sha256 = createHash('sha256').update(new Uint8Array(bytes)).digest('hex');
    return { value: { key, sha256, bytes: size }, bytes };
}

class Bench {
    readonly told: KernelToSession[] = [];
    readonly store = new BytesInMemory();
    readonly keeper: ValueKeeper;

    constructor(context: TestContext, bytes = 100, count = 10, tellAfterMs = 1_000_000) {
        this.keeper = new ValueKeeper({ bytes, count }, message => this.told.push(message), tellAfterMs, undefined, this.store);
        context.after(() => this.keeper.flush());
    }

    keep(key: string, size: number, fill?: string): string {
        const { value, bytes } = sampleOf(key, size, fill);
        this.keeper.keep(value, bytes);
        return value.sha256;
    }

    async has(sha256: string): Promise<boolean> {
        return sha256 in (await this.keeper.bytesOf([sha256]));
    }

    crowdedOut(): string[] {
        return this.told.flatMap(message => (message.type === 'value_unsaved' && message.reason === 'crowded_out' ? [message.key] : []));
    }
}

test('what is kept comes back by its hash, as often as it is asked for', async context => {
    const bench = new Bench(context);
    const sha256 = bench.keep('a@1', 8);
    for (let time = 0; time < 2; time++) {
        const found = await bench.keeper.bytesOf([sha256, sha256, 'unknown']);
        assert.deepEqual(Object.keys(found), [sha256]);
        assert.equal(found[sha256]?.byteLength, 8);
    }
});

test('the session hears of saved values together, and before anything else is said of them', context => {
    const bench = new Bench(context);
    bench.keep('a@1', 8);
    bench.keep('b@2', 8);
    assert.equal(bench.told.length, 0);
    bench.keeper.flush();
    bench.keeper.flush();
    assert.deepEqual(
        bench.told.map(message => message.type === 'values_saved' && message.values.map(value => value.key)),
        [['a@1', 'b@2']],
    );
    bench.keep('c@3', 99);
    assert.deepEqual(
        bench.told.slice(1).map(message => message.type),
        ['values_saved', 'value_unsaved', 'value_unsaved'],
    );
});

test('nobody has to ask for that', async () => {
    const told: KernelToSession[] = [];
    await new Promise<void>(resolve => {
        const keeper = new ValueKeeper({ bytes: 100, count: 10 }, message => resolve(void told.push(message)), 1);
        const { value, bytes } = sampleOf('a@1', 8);
        keeper.keep(value, bytes);
    });
    assert.equal(told[0]?.type, 'values_saved');
});

test('beyond the bytes of the budget the values that were needed longest ago go', async context => {
    const bench = new Bench(context);
    const [a, b, c] = [bench.keep('a@1', 40), bench.keep('b@2', 40), bench.keep('c@3', 20)];
    await bench.keeper.bytesOf([a]);
    bench.keep('d@4', 40);
    assert.deepEqual(bench.crowdedOut(), ['b@2']);
    assert.equal(bench.keeper.bytes, 100);
    assert.deepEqual([await bench.has(a), await bench.has(b), await bench.has(c)], [true, false, true]);
});

test('beyond the number of the budget as well', context => {
    const bench = new Bench(context, 100, 2);
    for (const key of ['a@1', 'b@2', 'c@3']) bench.keep(key, 1);
    assert.deepEqual(bench.crowdedOut(), ['a@1']);
});

test('what does not fit alone is told at once', context => {
    const bench = new Bench(context);
    bench.keep('a@1', 101);
    assert.deepEqual(bench.crowdedOut(), ['a@1']);
    assert.equal(bench.keeper.bytes, 0);
});

test('a smaller budget counts at once', context => {
    const bench = new Bench(context);
    bench.keep('a@1', 40);
    bench.keep('b@2', 40);
    bench.keeper.setBudget({ bytes: 40, count: 10 });
    assert.deepEqual(bench.crowdedOut(), ['a@1']);
});

test('equal values are kept once, until the last of them is forgotten', async context => {
    const bench = new Bench(context);
    const sha256 = bench.keep('a@1', 60, 'same');
    assert.equal(bench.keep('b@2', 60, 'same'), sha256);
    assert.equal(bench.keeper.bytes, 60);
    bench.keeper.forget(['a@1', 'unknown']);
    assert.equal(await bench.has(sha256), true);
    bench.keeper.forget(['b@2']);
    assert.equal(await bench.has(sha256), false);
    assert.equal(bench.keeper.bytes, 0);
    assert.deepEqual(bench.crowdedOut(), []);
});

test('bytes that are not what their hash says are handed to nobody', async context => {
    const bench = new Bench(context);
    const sha256 = bench.keep('a@1', 8);
    bench.store.put(sha256, new ArrayBuffer(8));
    assert.deepEqual(await bench.keeper.bytesOf([sha256]), {});
    bench.store.delete(sha256);
    assert.deepEqual(await bench.keeper.bytesOf([sha256]), {});
    const { value } = sampleOf('b@2', 8);
    bench.keeper.keep({ ...value, sha256: 'forged' }, new ArrayBuffer(8));
    assert.deepEqual(await bench.keeper.bytesOf(['forged']), {});
});

test('of a key only the first word counts', async context => {
    const bench = new Bench(context);
    const right = bench.keep('a@1', 8);
    const other = bench.keep('a@1', 8, 'forged');
    assert.deepEqual([await bench.has(right), await bench.has(other)], [true, false]);
    assert.equal(bench.keeper.bytes, 8);
});
