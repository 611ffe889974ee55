import assert from 'node:assert/strict';
import test from 'node:test';
import { EarlierFlows } from '../../static/host/earlier_flows.ts';
import { generationOf, recordAt, writeGeneration } from '../../static/host/generations.ts';
import { kEarlierFlows } from '../../static/host/limits.ts';

class Disk {
    readonly places = new Map<string, unknown>();
    isFull = false;

    get = (_store: string, key: string): Promise<unknown> => Promise.resolve(this.places.get(key));
    keys = (): Promise<string[]> => Promise.resolve([...this.places.keys()]);
    put = (_store: string, key: string, value: unknown): Promise<void> => {
        if (this.isFull) return Promise.reject(new Error('QuotaExceededError'));
        this.places.set(key, value);
        return Promise.resolve();
    };
    delete = (_store: string, keys: readonly string[]): Promise<void> => {
        for (const key of keys) this.places.delete(key);
        return Promise.resolve();
    };

    write(record: string, text: string, savedAtMs: number, isSaved = false, serial = 1): Promise<void> {
        return writeGeneration(this, record, generationOf({ text, isSaved, savedAtMs }, serial));
    }

    get records(): string[] {
        return [...new Set([...this.places.keys()].map(recordAt))];
    }
}

const flow = (title: string, nodes = 1): string => JSON.stringify({ title, nodes: Array.from({ length: nodes }, () => ({})) });
const on = (disk: Disk, living: string[] = [], onTrouble: () => void = () => assert.fail('no trouble')): EarlierFlows =>
    new EarlierFlows(Promise.resolve(disk), onTrouble, () => Promise.resolve(record => living.includes(record)));

test('unsaved flows of tabs that are gone are found, the newest first; those of open tabs, saved and damaged ones are not', async () => {
    const disk = new Disk();
    await disk.write('main', flow('main'), 900);
    await disk.write('tab-a', flow('older'), 200);
    await disk.write('tab-b', flow('first generation'), 250);
    await disk.write('tab-b', flow('newest', 3), 300, false, 2);
    await disk.write('tab-c', flow('saved as a file'), 400, true);
    await disk.write('tab-e', flow('open in another tab'), 600);
    disk.places.set('tab-d/1', { text: 'damaged', isSaved: false, savedAtMs: 500, serial: 1, check: 0 });
    const earlier = on(disk, ['tab-e']);
    await earlier.look();
    assert.deepEqual(
        earlier.list.map(({ record, title, nodes }) => [record, title, nodes]),
        [
            ['tab-b', 'newest', 3],
            ['tab-a', 'older', 1],
        ],
    );
});

test('a flow that leaves the page is listed at once and at the next visit, with what its results go by', async () => {
    const disk = new Disk();
    const earlier = on(disk);
    await earlier.keep({ text: flow('mine', 2), isSaved: false, savedAtMs: 5, results: 'name' });
    const [mine] = earlier.list;
    assert.deepEqual([mine?.title, mine?.nodes, mine?.savedAtMs], ['mine', 2, 5]);
    const next = on(disk);
    await next.look();
    assert.equal(next.list.length, 1);
    const kept = await next.read(next.list[0]?.record ?? '');
    assert.deepEqual([kept?.text, kept?.results], [flow('mine', 2), 'name']);
    assert.equal(await next.read('away-nowhere'), undefined);
});

test('only so many stay, the same flow once, and nothing of an open or left tab is removed for them', async () => {
    const disk = new Disk();
    await disk.write('tab-a', flow('left'), 1);
    const earlier = on(disk);
    await earlier.look();
    for (let at = 0; at < kEarlierFlows + 3; ++at) {
        await earlier.keep({ text: flow(`f${at}`), isSaved: false, savedAtMs: 10 + at });
        await earlier.keep({ text: flow('again and again'), isSaved: false, savedAtMs: 10.5 + at });
    }
    const titles = earlier.list.map(each => each.title);
    assert.equal(titles.length, kEarlierFlows + 1);
    assert.equal(titles.filter(title => title === 'again and again').length, 1);
    assert.equal(titles.at(-1), 'left');
    assert.equal(disk.records.length, kEarlierFlows + 1);
});

test('one is offered once, and not if what is open was changed later', async () => {
    const disk = new Disk();
    await disk.write('away-1', flow('a'), 100);
    const earlier = on(disk);
    await earlier.look(100);
    assert.equal(earlier.offer(), undefined);
    await earlier.look(99);
    assert.equal(earlier.offer()?.title, 'a');
});

test('a full disk is told and harms nothing', async () => {
    const disk = new Disk();
    disk.isFull = true;
    let told = 0;
    const earlier = on(disk, [], () => {
        told += 1;
    });
    await earlier.keep({ text: flow('a'), isSaved: false, savedAtMs: 1 });
    assert.equal(told, 1);
    assert.deepEqual(earlier.list, []);
});
