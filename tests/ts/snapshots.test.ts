import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import { packSnapshot, unpackSnapshot } from '../../runtime/kernel/snapshot.ts';
import { kSnapshotIdleMs } from '../../static/host/limits.ts';
import { SnapshotStore } from '../../static/host/snapshot_store.ts';
import { Snapshots } from '../../static/host/snapshots.ts';
import { FakeSeat } from './fake_seat.ts';

/// Memory as Pyodide leaves it: content here and there, nothing in between, an end that is no whole page.
function memory(): Uint8Array {
    const bytes = new Uint8Array(40 * 4096 + 100);
    for (const at of [0, 5 * 4096 + 17, 39 * 4096, bytes.length - 1]) bytes[at] = (at % 255) + 1;
    return bytes;
}

test('a snapshot is the same after packing and unpacking, and its empty pages take no place', () => {
    const packed = packSnapshot(memory());
    assert.ok(packed.length < 4 * 4096 + 100, `${packed.length} bytes`);
    assert.deepEqual(unpackSnapshot(packed.buffer), memory());
});

test('bytes that are no whole snapshot are refused with a sentence', () => {
    const packed = packSnapshot(memory());
    for (const length of [0, 7, 8, 10, 4000, packed.length - 1])
        assert.throws(() => unpackSnapshot(packed.slice(0, length).buffer), /snapshot/, `${length} bytes`);
    const longer = new Uint8Array(packed.length + 1);
    longer.set(packed);
    assert.throws(() => unpackSnapshot(longer.buffer), /snapshot/);
    const other = packed.slice();
    other[0] = 0;
    assert.throws(() => unpackSnapshot(other.buffer), /another form/);
});

/// The part of the private file system that the store uses, in memory.
class FakeFolder {
    readonly files = new Map<string, { text: string; at: number }>();
    clock = 0;

    getFileHandle(name: string, options: { create?: boolean } = {}): Promise<unknown> {
        if (!this.files.has(name) && !options.create) return Promise.reject(new DOMException('', 'NotFoundError'));
        return Promise.resolve(this.handle(name));
    }

    removeEntry(name: string): Promise<void> {
        return this.files.delete(name) ? Promise.resolve() : Promise.reject(new DOMException('', 'NotFoundError'));
    }

    async *[Symbol.asyncIterator](): AsyncGenerator<[string, unknown]> {
        for (const name of [...this.files.keys()]) yield [name, this.handle(name)];
    }

    private handle(name: string): unknown {
        return {
            getFile: () => {
                const { text, at } = this.files.get(name) as { text: string; at: number };
                return Promise.resolve(Object.assign(new Blob([Buffer.from(text, 'latin1')]), { lastModified: at }));
            },
            createWritable: () => {
                let text = '';
                return Promise.resolve({
                    write: (part: string | ArrayBuffer) => {
                        text += typeof part === 'string' ? part : Buffer.from(part).toString('latin1');
                        return Promise.resolve();
                    },
                    close: () => Promise.resolve(this.files.set(name, { text, at: ++this.clock })),
                });
            },
        };
    }
}

async function storeIn(folder: FakeFolder, build: string): Promise<SnapshotStore> {
    const storage = { getDirectory: () => Promise.resolve({ getDirectoryHandle: () => Promise.resolve(folder) }) };
    const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { storage } });
    try {
        const store = await SnapshotStore.open([{ path: build, bytes: 1 }]);
        assert.ok(store);
        return store;
    } finally {
        if (before) Object.defineProperty(globalThis, 'navigator', before);
        else Reflect.deleteProperty(globalThis, 'navigator');
    }
}

const bytesOf = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;
const textOf = async (memory: Blob | null): Promise<string | null> => (memory ? await memory.text() : null);

test('the store gives back what was written, to the same build only', async () => {
    const folder = new FakeFolder();
    const store = await storeIn(folder, 'one');
    assert.equal(await store.read(), null);
    await store.write(bytesOf('memory'));
    assert.equal(await textOf(await store.read()), 'memory');
    assert.equal(await (await storeIn(folder, 'two')).read(), null);
});

test('a changed byte is noticed, and the snapshot removed', async () => {
    const folder = new FakeFolder();
    const store = await storeIn(folder, 'one');
    await store.write(bytesOf('memory'));
    const [name, file] = [...folder.files][0] as [string, { text: string; at: number }];
    folder.files.set(name, { ...file, text: file.text.replace('memory', 'memorx') });
    assert.equal(await store.read(), null);
    assert.equal(folder.files.size, 0);
});

test('of older builds a few snapshots stay', async () => {
    const folder = new FakeFolder();
    for (const build of ['1', '2', '3', '4', '5']) await (await storeIn(folder, build)).write(bytesOf(build));
    const left = await Promise.all(['1', '2', '3', '4', '5'].map(async build => textOf(await (await storeIn(folder, build)).read())));
    assert.deepEqual(left, [null, null, '3', '4', '5']);
});

/// Snapshots over a store in memory, whose kernels the test holds.
function bench() {
    const kept: { memory: Blob | null } = { memory: null };
    const seats: FakeSeat[] = [];
    const snapshots = new Snapshots({
        store: Promise.resolve({
            read: () => Promise.resolve(kept.memory),
            write: bytes => {
                kept.memory = new Blob([bytes]);
                return Promise.resolve();
            },
            drop: () => {
                kept.memory = null;
                return Promise.resolve();
            },
        }),
        openSeat: listener => {
            const seat = new FakeSeat(true, listener);
            seats.push(seat);
            return Promise.resolve(seat);
        },
        files: () => Promise.resolve({}),
    });
    return { kept, seats, snapshots };
}

/// Lets what has been resolved go on, while the clock stands still.
const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 20; ++turn) await new Promise(resolve => setImmediate(resolve));
};

test('it is made when nobody has had work for Python for a while, once', async context => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    const { kept, seats, snapshots } = bench();
    assert.equal(await snapshots.read(), null);
    snapshots.touch(false);
    mock.timers.tick(kSnapshotIdleMs - 1);
    snapshots.touch(false);
    mock.timers.tick(kSnapshotIdleMs - 1);
    await settled();
    assert.equal(seats.length, 0);
    mock.timers.tick(1);
    await settled();
    const seat = seats[0] as FakeSeat;
    await seat.got('make_snapshot');
    seat.say('host', { type: 'snapshot_made', bytes: 6 }, { snapshot: bytesOf('memory') });
    while (!seat.isClosed) await settled();
    assert.equal(await textOf(kept.memory), 'memory');
    snapshots.touch(false);
    mock.timers.tick(10 * kSnapshotIdleMs);
    await settled();
    assert.equal(seats.length, 1);
});

test('work that comes meanwhile ends the making, and it is tried again later', async context => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    const { kept, seats, snapshots } = bench();
    await snapshots.read();
    snapshots.touch(false);
    mock.timers.tick(kSnapshotIdleMs);
    await settled();
    await seats[0]?.got('make_snapshot');
    snapshots.touch(false);
    while (!seats[0]?.isClosed) await settled();
    mock.timers.tick(kSnapshotIdleMs);
    await settled();
    assert.equal(seats.length, 2);
    await seats[1]?.got('make_snapshot');
    seats[1]?.say('host', { type: 'snapshot_made', bytes: 1 }, { snapshot: bytesOf('m') });
    while (!seats[1]?.isClosed) await settled();
    assert.equal(await textOf(kept.memory), 'm');
});

test('none is made while a node runs, however silent it is', async context => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    const { seats, snapshots } = bench();
    await snapshots.read();
    snapshots.touch(false);
    snapshots.touch(true);
    mock.timers.tick(10 * kSnapshotIdleMs);
    await settled();
    assert.equal(seats.length, 0);
    snapshots.touch(false);
    mock.timers.tick(kSnapshotIdleMs);
    await settled();
    assert.equal(seats.length, 1);
    await seats[0]?.got('make_snapshot');
    seats[0]?.say('host', { type: 'broken', reason: 'enough' });
    while (!seats[0]?.isClosed) await settled();
});

test('a kernel that cannot make one, or sends something else, is not asked again', async context => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    for (const answer of [
        { type: 'broken', reason: 'no memory' },
        { type: 'snapshot_made', bytes: 6 },
    ]) {
        const { kept, seats, snapshots } = bench();
        await snapshots.read();
        snapshots.touch(false);
        mock.timers.tick(kSnapshotIdleMs);
        await settled();
        await seats[0]?.got('make_snapshot');
        seats[0]?.say('host', answer);
        while (!seats[0]?.isClosed) await settled();
        snapshots.touch(false);
        mock.timers.tick(10 * kSnapshotIdleMs);
        await settled();
        assert.equal(seats.length, 1, answer.type);
        assert.equal(kept.memory, null);
    }
});

test('one that did not start Python is removed, and this page makes no other', async context => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    const { kept, seats, snapshots } = bench();
    kept.memory = new Blob(['old']);
    assert.equal(await textOf(await snapshots.read()), 'old');
    await snapshots.refuse();
    assert.equal(kept.memory, null);
    snapshots.touch(false);
    mock.timers.tick(10 * kSnapshotIdleMs);
    await settled();
    assert.equal(seats.length, 0);
});
