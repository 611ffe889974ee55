import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { FileStore } from '../../static/host/file_store.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/// The browser's database as a map; `refuse` makes it full.
class FakeDatabase {
    readonly values = new Map<string, unknown>();
    refuse = false;

    get(_store: string, key: string): Promise<unknown> {
        return Promise.resolve(this.values.get(key));
    }
    keys(): Promise<string[]> {
        return Promise.resolve([...this.values.keys()]);
    }
    put(_store: string, key: string, value: unknown): Promise<void> {
        if (this.refuse) return Promise.reject(new Error('QuotaExceededError'));
        this.values.set(key, value);
        return Promise.resolve();
    }
    delete(_store: string, keys: readonly string[]): Promise<void> {
        for (const key of keys) this.values.delete(key);
        return Promise.resolve();
    }
}

test('a file is known by the hash of its bytes, and equal bytes are one', async () => {
    const database = new FakeDatabase();
    const store = new FileStore(Promise.resolve(database), () => assert.fail('no trouble'));
    const first = await store.add('a.txt', new Blob(['hello']));
    const second = await store.add('b.txt', new Blob(['hello']));
    assert.deepEqual(first, { name: 'a.txt', bytes: 5, sha256: sha256('hello') });
    assert.equal(second.sha256, first.sha256);
    assert.equal(await store.blob(first.sha256)?.text(), 'hello');
    assert.equal(database.values.size, 1);
});

test('a reload finds the files that the flow names, and only those', async () => {
    const database = new FakeDatabase();
    const before = new FileStore(Promise.resolve(database), () => undefined);
    const kept = await before.add('a', new Blob(['a']));
    const other = await before.add('b', new Blob(['b']));
    const after = new FileStore(Promise.resolve(database), () => undefined);
    assert.equal(after.blob(kept.sha256), undefined);
    await after.restore([kept.sha256, 'unknown']);
    assert.equal(await after.blob(kept.sha256)?.text(), 'a');
    assert.equal(after.blob(other.sha256), undefined);
});

test('what no kept flow names is deleted from the database and stays in memory', async () => {
    const database = new FakeDatabase();
    const store = new FileStore(Promise.resolve(database), () => undefined);
    const kept = await store.add('a', new Blob(['a']));
    const stale = await store.add('b', new Blob(['b']));
    await store.forgetAllBut(new Set([kept.sha256]));
    assert.deepEqual([...database.values.keys()], [kept.sha256]);
    assert.equal(await store.blob(stale.sha256)?.text(), 'b');
});

test('a full disk is told and the file is there all the same', async () => {
    const database = new FakeDatabase();
    database.refuse = true;
    let told = 0;
    const store = new FileStore(Promise.resolve(database), () => told++);
    const file = await store.add('a', new Blob(['a']));
    assert.equal(told, 1);
    assert.equal(await store.blob(file.sha256)?.text(), 'a');
});

test('without a database everything works but the reload', async () => {
    const store = new FileStore(Promise.resolve(null), () => assert.fail('the page tells that once, by itself'));
    const file = await store.add('a', new Blob(['a']));
    await store.restore(['x']);
    await store.forgetAllBut(new Set());
    assert.equal(await store.blob(file.sha256)?.text(), 'a');
});
