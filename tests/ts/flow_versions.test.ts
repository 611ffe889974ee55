import assert from 'node:assert/strict';
import test from 'node:test';
import type { KeptFlow } from '../../static/host/generations.ts';
import { FlowVersions } from '../../static/host/history/flow_versions.ts';
import { excessOf, surplusOf } from '../../static/host/history/thinning.ts';
import { kVersionEveryMs } from '../../static/host/limits.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

class Disk {
    readonly places = new Map<string, unknown>();
    isFull = false;

    get = (_store: string, key: string): Promise<unknown> => Promise.resolve(this.places.get(key));
    all = (_store: string, prefix: string): Promise<unknown[]> =>
        Promise.resolve([...this.places].flatMap(([key, value]) => (key.startsWith(prefix) ? [value] : [])));
    putAll = (_store: string, entries: readonly (readonly [string, unknown])[]): Promise<void> => {
        if (this.isFull) return Promise.reject(new DOMException('full', 'QuotaExceededError'));
        for (const [key, value] of entries) this.places.set(key, value);
        return Promise.resolve();
    };
    delete = (_store: string, keys: readonly string[]): Promise<void> => {
        for (const key of keys) this.places.delete(key);
        return Promise.resolve();
    };
}

const flowText = (title: string, nodes = 1): string =>
    JSON.stringify({ title, nodes: Array.from({ length: nodes }, () => ({})), files: [{ name: 'a', sha256: title.padEnd(64, '0') }] });
const kept = (title: string, savedAtMs: number, isSaved = false, history = 'h'): KeptFlow => ({ text: flowText(title), isSaved, savedAtMs, history });

function on(disk: Disk): { versions: FlowVersions; clock: { now: number }; troubles: unknown[] } {
    const clock = { now: 0 };
    const troubles: unknown[] = [];
    return { versions: new FlowVersions({ database: Promise.resolve(disk), onTrouble: error => troubles.push(error), now: () => clock.now }), clock, troubles };
}

const titles = async (versions: FlowVersions, flow: KeptFlow): Promise<string[]> => {
    const list = await versions.list(flow);
    return Promise.all(list.map(async ({ id }) => (JSON.parse((await versions.text(flow, id)) ?? '{}') as { title?: string }).title ?? ''));
};

test('what was there before the first change is a version, and from then on what is there every few minutes', async () => {
    const { versions } = on(new Disk());
    await versions.note(kept('opened', 1, true));
    assert.deepEqual(await versions.list(kept('opened', 1)), []);
    for (let at = 0; at <= 2 * kVersionEveryMs; at += minute) await versions.note(kept(`at ${at / minute}`, at + 2));
    assert.deepEqual(await titles(versions, kept('', 0)), ['at 10', 'at 5', 'opened']);
});

test('another flow that is opened ends the one before with a version, and has a history of its own', async () => {
    const disk = new Disk();
    const { versions } = on(disk);
    await versions.note(kept('a', 1, true));
    await versions.note(kept('a changed', 2));
    await versions.note(kept('b', 3, true, 'other'));
    await versions.note(kept('b changed', 4, false, 'other'));
    assert.deepEqual(await titles(versions, kept('', 0, false, 'other')), ['b']);
    assert.deepEqual(await titles(versions, kept('', 0)), ['a changed', 'a']);
    // The next visit goes on where this one ended.
    const { versions: next } = on(disk);
    await next.note(kept('a again', kVersionEveryMs));
    assert.deepEqual(await titles(next, kept('', 0)), ['a changed', 'a']);
    await next.note(kept('a again', kVersionEveryMs + 2));
    assert.deepEqual(await titles(next, kept('', 0)), ['a again', 'a changed', 'a']);
});

test('a name makes a version of what is there, or names the newest if it is the same; names change and versions go', async () => {
    const { versions } = on(new Disk());
    const now = kept('x', 5);
    await versions.keep(now, 'first');
    await versions.keep(now);
    await versions.keep(now, 'better');
    const [only, ...others] = await versions.list(now);
    assert.deepEqual([only?.name, only?.nodes, others.length], ['better', 1, 0]);
    await versions.rename(now, only?.id ?? '', '');
    assert.equal((await versions.list(now))[0]?.name, '');
    await versions.forget(now, only?.id ?? '');
    assert.deepEqual(await versions.list(now), []);
    assert.equal(await versions.text(now, only?.id ?? ''), undefined);
});

test('a flow that was saved as a file has its history when the file is opened', async () => {
    const disk = new Disk();
    const { versions } = on(disk);
    await versions.keep(kept('x', 5), 'named');
    await versions.savedAs(kept('x', 6), 'hash of the file');
    const { versions: next } = on(disk);
    assert.deepEqual(await titles(next, kept('x', 7, true, 'hash of the file')), ['x']);
});

test('a damaged version is not listed, a damaged text is not given out', async () => {
    const disk = new Disk();
    const { versions } = on(disk);
    await versions.keep(kept('x', 5));
    await versions.keep(kept('y', 6));
    const [y, x] = await versions.list(kept('', 0));
    disk.places.set(`version-text/h/${x?.id}`, flowText('somebody else'));
    disk.places.set(`version/h/${y?.id}`, { ...(disk.places.get(`version/h/${y?.id}`) as object), name: 'forged' });
    assert.deepEqual(
        (await versions.list(kept('', 0))).map(({ id }) => id),
        [x?.id],
    );
    assert.equal(await versions.text(kept('', 0), x?.id ?? ''), undefined);
});

test('a full disk is told, and what is asked for by a person is refused', async () => {
    const disk = new Disk();
    disk.isFull = true;
    const { versions, troubles } = on(disk);
    await versions.note(kept('x', kVersionEveryMs));
    assert.equal(troubles.length, 1);
    await assert.rejects(versions.keep(kept('x', 1), 'mine'));
});

test('of older versions fewer stay: one an hour, then one a day; the newest and the named ones in any case', () => {
    const now = 200 * day;
    const every = (stepMs: number, count: number, endMs: number) => Array.from({ length: count }, (_, index) => ({ atMs: endMs - index * stepMs, name: '' }));
    const old = { atMs: now - 150 * day, name: 'before the rewrite' };
    const all = [...every(5 * minute, 24 * 40, now), ...every(hour, 24 * 20, now - 4 * day), old, { atMs: now - 149 * day, name: '' }];
    const surplus = new Set(surplusOf(all, now));
    const left = all.filter(version => !surplus.has(version));
    const between = (from: number, to: number) => left.filter(({ atMs }) => now - atMs >= from && now - atMs < to).length;
    assert.ok(left.includes(all[0] as (typeof all)[0]) && left.includes(old));
    assert.equal(between(0, 2 * hour), 24);
    assert.ok(Math.abs(between(2 * hour, 2 * day) - 46) <= 1);
    assert.ok(Math.abs(between(2 * day, 25 * day) - 22) <= 1);
    assert.equal(between(90 * day, 200 * day), 1);
    // Thinning again changes nothing.
    assert.deepEqual(surplusOf(left, now), []);
});

test('beyond the bounds the oldest go, those without a name first', () => {
    const version = (atMs: number, name = '', characters = 10) => ({ atMs, name, characters });
    const [a, b, c, d] = [version(1, 'named'), version(2), version(3), version(4)];
    assert.deepEqual(excessOf([a, b, c, d], 3, 1000), [b]);
    assert.deepEqual(excessOf([a, b, c, d], 10, 25), [c, b]);
    assert.deepEqual(excessOf([a, b, c, d], 10, 40), []);
});
