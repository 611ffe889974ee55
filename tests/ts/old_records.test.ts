import assert from 'node:assert/strict';
import test from 'node:test';
import { kOldTabMs } from '../../static/host/limits.ts';
import { forgetOldRecords } from '../../static/host/old_records.ts';

const hash = (digit: string): string => digit.repeat(64);
const flowWith = (...hashes: string[]): string => JSON.stringify({ files: hashes.map(sha256 => ({ name: 'x', sha256 })) }, null, 2);

test('old tabs go, and with them the files that only they named; those of versions stay', async () => {
    const now = 10 * kOldTabMs;
    const flows = new Map<string, unknown>([
        ['main/0', { text: flowWith(hash('a')), savedAtMs: 0 }],
        ['tab-new/1', { text: flowWith(hash('b')), savedAtMs: now - kOldTabMs + 1, authors: hash('d') }],
        ['tab-old/0', { text: flowWith(hash('b'), hash('c')), savedAtMs: now - kOldTabMs - 1 }],
        ['tab-damaged/0', 'nonsense'],
        ['version/of main/1', { files: [hash('e')] }],
        ['version/of main/2', 'nonsense'],
        ['version-text/of main/1', flowWith(hash('f'))],
    ]);
    let kept = new Set<string>();
    await forgetOldRecords(
        {
            get: (_store, key) => Promise.resolve(flows.get(key)),
            all: (_store, prefix) => Promise.resolve([...flows].flatMap(([key, value]) => (key.startsWith(prefix) ? [value] : []))),
            keys: () => Promise.resolve([...flows.keys()]),
            delete: (_store, keys) => {
                for (const key of keys) flows.delete(key);
                return Promise.resolve();
            },
        },
        {
            forgetAllBut: hashes => {
                kept = new Set(hashes);
                return Promise.resolve();
            },
        },
        now,
    );
    assert.deepEqual(
        [...flows.keys()].filter(key => !key.startsWith('version')),
        ['main/0', 'tab-new/1'],
    );
    assert.deepEqual([...kept].sort(), [hash('a'), hash('b'), hash('d'), hash('e')]);
});
