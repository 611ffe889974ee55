// The browser's database as a few promises. Everything kept there is a convenience: where there is none (private windows, full disks), the page works without it and says so once.

export const kDatabaseName = 'pythonflows';
const kVersion = 1;
export type Store = 'flows' | 'files';

export class Database {
    private constructor(private readonly database: IDBDatabase) {}

    /// Rejects where the browser refuses.
    static open(): Promise<Database> {
        return new Promise((resolve, reject) => {
            const request = indexedDB.open(kDatabaseName, kVersion);
            request.onupgradeneeded = () => {
                for (const store of ['flows', 'files'] satisfies Store[]) request.result.createObjectStore(store);
            };
            request.onsuccess = () => {
                const database = request.result;
                // Another tab with a newer version of the site must not wait for this one.
                database.onversionchange = () => database.close();
                resolve(new Database(database));
            };
            request.onerror = () => reject(request.error ?? new Error('The database could not be opened.'));
            request.onblocked = () => reject(new Error('The database is held by another tab.'));
        });
    }

    get(store: Store, key: string): Promise<unknown> {
        return this.run(store, 'readonly', objects => objects.get(key));
    }

    keys(store: Store): Promise<string[]> {
        return this.run(store, 'readonly', objects => objects.getAllKeys()).then(keys => (keys as IDBValidKey[]).map(String));
    }

    /// The values of all keys that begin so.
    all(store: Store, prefix: string): Promise<unknown[]> {
        return this.run(store, 'readonly', objects => objects.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`))).then(values => values as unknown[]);
    }

    /// Resolves when the value is on the disk, not before: the tab may be closed at the next moment.
    put(store: Store, key: string, value: unknown): Promise<void> {
        return this.run(store, 'readwrite', objects => objects.put(value, key)).then(() => undefined);
    }

    /// All of them or none.
    putAll(store: Store, entries: readonly (readonly [key: string, value: unknown])[]): Promise<void> {
        return this.run(store, 'readwrite', objects => entries.map(([key, value]) => objects.put(value, key)).at(-1)).then(() => undefined);
    }

    delete(store: Store, keys: readonly string[]): Promise<void> {
        return this.run(store, 'readwrite', objects => keys.map(key => objects.delete(key)).at(-1)).then(() => undefined);
    }

    /// Nothing is read or written any more; what is under way ends first.
    close(): void {
        this.database.close();
    }

    private run(store: Store, mode: IDBTransactionMode, act: (objects: IDBObjectStore) => IDBRequest | undefined): Promise<unknown> {
        return new Promise((resolve, reject) => {
            const transaction = this.database.transaction(store, mode, mode === 'readwrite' ? { durability: 'strict' } : {});
            const request = act(transaction.objectStore(store));
            transaction.oncomplete = () => resolve(request?.result);
            transaction.onerror = () => reject(transaction.error ?? new Error('The database refused.'));
            transaction.onabort = () => reject(transaction.error ?? new Error('The database gave up.'));
        });
    }
}
