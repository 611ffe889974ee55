import assert from 'node:assert/strict';
import test from 'node:test';
import { generationOf, writeGeneration } from '../../static/host/generations.ts';
import { newestLeftBehind } from '../../static/host/keeping.ts';

test('of the tabs that are gone the newest unsaved flow is found, if it is newer than what opens anyway', async () => {
    const places = new Map<string, unknown>();
    const database = {
        get: (_store: string, key: string) => Promise.resolve(places.get(key)),
        keys: () => Promise.resolve([...places.keys()]),
        put: (_store: string, key: string, value: unknown) => Promise.resolve(void places.set(key, value)),
    };
    const keep = (record: string, text: string, savedAtMs: number, isSaved = false, serial = 1) =>
        writeGeneration(database, record, generationOf({ text, isSaved, savedAtMs }, serial));
    assert.equal(await newestLeftBehind(database, 0), undefined);
    await keep('main', 'main', 900);
    await keep('tab-a', 'older', 200);
    await keep('tab-b', 'first generation', 250);
    await keep('tab-b', 'newest', 300, false, 2);
    await keep('tab-c', 'saved as a file', 400, true);
    places.set('tab-d/1', { text: 'damaged', isSaved: false, savedAtMs: 500, serial: 1, check: 0 });
    assert.equal((await newestLeftBehind(database, 0))?.text, 'newest');
    assert.equal((await newestLeftBehind(database, 250))?.text, 'newest');
    assert.equal(await newestLeftBehind(database, 300), undefined);
});
