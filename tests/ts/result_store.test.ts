import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import type { KeptResult } from '../../runtime/protocol/messages.gen.ts';
import type { ResultFiles, StoredFile } from '../../static/host/results/result_files.ts';
import { ResultStore } from '../../static/host/results/result_store.ts';
import { packSegment, readSegment } from '../../static/host/results/segment.ts';

const kFlow = 'a'.repeat(64);
const kOther = 'b'.repeat(64);

/// A disk: what is written is there at the next visit.
class Disk implements ResultFiles {
    readonly files = new Map<string, { content: Blob; atMs: number }>();
    isFull = false;
    private clock = 0;

    list(): Promise<StoredFile[]> {
        return Promise.resolve([...this.files].map(([path, { content, atMs }]) => ({ path, bytes: content.size, atMs })));
    }
    read(path: string): Promise<Blob | null> {
        return Promise.resolve(this.files.get(path)?.content ?? null);
    }
    write(path: string, content: Blob): Promise<void> {
        if (this.isFull) return Promise.reject(new Error('full'));
        this.files.set(path, { content, atMs: ++this.clock });
        return Promise.resolve();
    }
    remove(path: string): Promise<void> {
        this.files.delete(path);
        return Promise.resolve();
    }
    get segments(): string[] {
        return [...this.files.keys()].filter(path => path.endsWith('.segment'));
    }
    get bytes(): number {
        return [...this.files.values()].reduce((sum, file) => sum + file.content.size, 0);
    }
}

function hashOf(bytes: Uint8Array): string {
    return createHash('sha256').update(bytes).digest('hex');
}

class Visit {
    readonly memory = new Map<string, ArrayBuffer>();
    readonly store: ResultStore;
    troubles = 0;
    private static names = 0;

    constructor(
        readonly disk: Disk,
        budget = 1_000_000,
    ) {
        const bytesOf = (sha256: string): Promise<ArrayBuffer | undefined> => Promise.resolve(this.memory.get(sha256));
        const uniqueName = (): string => `segment-${String(++Visit.names).padStart(9, '0')}`;
        this.store = new ResultStore({ files: Promise.resolve(disk), bytesOf, onTrouble: () => this.troubles++, uniqueName }, budget);
    }

    /// A result and its values, as a kernel would hand them in.
    result(key: string, size = 10, files: KeptResult['files'] = []): KeptResult {
        const bytes = new Uint8Array(size).fill(key.charCodeAt(0) + key.length);
        bytes.set(new TextEncoder().encode(key).subarray(0, size));
        const sha256 = hashOf(bytes);
        this.memory.set(sha256, bytes.buffer);
        return {
            key,
            serial: 0,
            files,
            python: '3.14',
            pyodide: '1',
            packages: {},
            outputs: [],
            elapsedMs: 1,
            sha256,
            bytes: size,
            stdout: '',
            stderr: '',
            dropped: 0,
            droppedLines: 0,
        };
    }

    async keep(...results: KeptResult[]): Promise<void> {
        this.store.keep(results);
        await this.store.flush();
    }

    async keys(flow: string): Promise<string[]> {
        return (await this.store.enter(flow)).results.map(result => result.key).sort();
    }
}

async function visitOf(disk: Disk, flow = kFlow, budget?: number): Promise<Visit> {
    const visit = new Visit(disk, budget);
    await visit.store.enter(flow);
    return visit;
}

test('what was kept is there at the next visit, of this flow only', async () => {
    const disk = new Disk();
    const first = await visitOf(disk);
    const [a, b] = [first.result('a'), first.result('b', 100_000)];
    await first.keep(a, b);

    const next = new Visit(disk);
    assert.deepEqual((await next.store.enter(kFlow)).results, [a, b]);
    assert.deepEqual(await next.store.get(b.sha256), first.memory.get(b.sha256));
    assert.equal(next.store.has('c'.repeat(64)), false);
    assert.deepEqual(await next.keys(kOther), []);
    assert.equal(await next.store.get(a.sha256), undefined, 'another flow does not reach it');
});

test('nothing is kept before a flow is entered, nor of a flow without a name', async () => {
    const disk = new Disk();
    const visit = new Visit(disk);
    await visit.keep(visit.result('a'));
    assert.deepEqual(await visit.store.enter(null), { flow: null, results: [] });
    await visit.keep(visit.result('a'));
    await visit.store.enter(kFlow);
    visit.store.keep([visit.result('b')]);
    await visit.store.enter(null);
    await visit.keep(visit.result('c'));
    assert.deepEqual(await new Visit(disk).keys(kFlow), ['b']);
});

test('a later result of the same making replaces the earlier one; other files are another making', async () => {
    const disk = new Disk();
    const first = await visitOf(disk);
    const files = [{ name: 'f', sha256: '1' }];
    const later = { ...first.result('a', 20), elapsedMs: 2 };
    await first.keep(first.result('a', 10));
    await first.keep(later, first.result('a', 30, files));
    const { results } = await new Visit(disk).store.enter(kFlow);
    assert.deepEqual(results.map(result => [result.elapsedMs, result.files.length]).sort(), [
        [1, 1],
        [2, 0],
    ]); // prettier-ignore
});

test('a flow that was saved under another text is found by it', async () => {
    const disk = new Disk();
    const first = await visitOf(disk);
    await first.keep(first.result('a'));
    await first.store.nameToo(kFlow, kOther);
    const next = new Visit(disk);
    const { flow, results } = await next.store.enter(kOther);
    assert.equal(flow, kFlow);
    assert.equal(results.length, 1);
});

test('damaged segments are ignored and removed, damaged values are not offered again', async () => {
    for (const damage of [
        (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1),
        (bytes: Uint8Array) => bytes.map((byte, at) => (at === 100 ? byte ^ 1 : byte)),
        (bytes: Uint8Array) => bytes.subarray(0, 20),
        (bytes: Uint8Array) => new Uint8Array([...bytes, 0]),
        () => new Uint8Array(0),
    ]) {
        const disk = new Disk();
        const first = await visitOf(disk);
        await first.keep(first.result('a'));
        await first.keep(first.result('b'));
        const [path] = disk.segments as [string];
        const bytes = new Uint8Array(await (disk.files.get(path) as { content: Blob }).content.arrayBuffer());
        await disk.write(path, new Blob([damage(bytes) as Uint8Array<ArrayBuffer>]));
        assert.deepEqual(await new Visit(disk).keys(kFlow), ['b']);
        assert.equal(disk.segments.length, 1);
    }
    const disk = new Disk();
    const first = await visitOf(disk);
    const [a, b] = [first.result('a'), first.result('b')];
    await first.keep(a, b);
    first.store.damaged(a.sha256);
    await first.store.flush();
    const next = new Visit(disk);
    assert.deepEqual(await next.keys(kFlow), ['b']);
    assert.deepEqual(await next.store.get(b.sha256), first.memory.get(b.sha256), 'what lay beside it was written anew');
});

test('other flows make room first, then what was used longest ago', async () => {
    const disk = new Disk();
    const other = await visitOf(disk, kOther, 5_000);
    await other.keep(other.result('x', 500));
    const visit = await visitOf(disk, kFlow, 5_000);
    const [old, used, fresh] = [visit.result('old', 1_200), visit.result('used', 1_200), visit.result('fresh', 1_000)];
    await visit.keep(old);
    await visit.keep(used);
    assert.deepEqual(await new Visit(disk).keys(kOther), ['x'], 'there is room for all');
    await visit.keep(fresh);
    assert.deepEqual(await new Visit(disk).keys(kOther), []);
    await visit.store.get(used.sha256);
    await visit.keep(visit.result('last', 1_000));
    assert.ok(disk.bytes <= 5_000, `${disk.bytes} bytes`);
    const left = await new Visit(disk).keys(kFlow);
    assert.ok(left.includes('used') && left.includes('last') && !left.includes('old'), left.join());
    assert.equal(visit.troubles, 0);
});

test('many small segments become one', async () => {
    const disk = new Disk();
    const visit = await visitOf(disk);
    const wanted: string[] = [];
    for (let each = 0; each < 70; each++) {
        const key = `k${String(each).padStart(2, '0')}`;
        wanted.push(key);
        await visit.keep(visit.result(key));
    }
    assert.ok(disk.segments.length < 10, `${disk.segments.length} segments`);
    const next = new Visit(disk);
    assert.deepEqual(await next.keys(kFlow), wanted);
    for (const key of wanted) {
        const { sha256 } = visit.result(key);
        assert.deepEqual(await next.store.get(sha256), visit.memory.get(sha256), key);
    }
});

test('a full disk is told once and leaves what was there', async () => {
    const disk = new Disk();
    const visit = await visitOf(disk);
    await visit.keep(visit.result('a'));
    disk.isFull = true;
    await visit.keep(visit.result('b'));
    await visit.keep(visit.result('c'));
    assert.equal(visit.troubles, 1);
    disk.isFull = false;
    assert.deepEqual(await new Visit(disk).keys(kFlow), ['a']);
});

test('cleared is cleared, of every flow; without a budget nothing is kept', async () => {
    const disk = new Disk();
    const other = await visitOf(disk, kOther);
    await other.keep(other.result('x'));
    const visit = await visitOf(disk);
    await visit.keep(visit.result('a'));
    assert.ok((await visit.store.usage()).bytes > 0);
    await visit.store.clear();
    assert.equal((await visit.store.usage()).bytes, 0);
    await visit.keep(visit.result('b'));
    assert.deepEqual(await new Visit(disk).keys(kFlow), ['b'], 'it goes on after that');
    const without = await visitOf(new Disk(), kFlow, 0);
    await without.keep(without.result('a'));
    assert.equal((await without.store.usage()).bytes, 0);
});

test('no bytes whatever are taken for a segment, nor do they throw', async () => {
    const visit = new Visit(new Disk());
    const whole = new Uint8Array(await (await packSegment([visit.result('a')], [{ sha256: 'x', bytes: new ArrayBuffer(5) }])).arrayBuffer());
    assert.ok(await readSegment(new Blob([whole])));
    let random = 12345;
    const next = (bound: number): number => {
        random = (Math.imul(random, 1103515245) + 12345) >>> 0;
        return (random >>> 8) % bound;
    };
    for (let round = 0; round < 400; round++) {
        const bytes = whole.slice(0, next(3) === 0 ? next(whole.length) : whole.length);
        for (let flips = next(4); flips >= 0 && bytes.length > 0; flips--) bytes[next(Math.min(bytes.length, whole.length - 5))] = next(256);
        const isSame = bytes.length === whole.length && bytes.every((byte, at) => at >= whole.length - 5 || byte === whole[at]);
        const read = await readSegment(new Blob([bytes]));
        assert.equal(read !== null, isSame, `round ${round}`);
    }
});
