// A browser of which each tab is one page: the local storage, the locks and the database belong to all.
import type { TestContext } from 'node:test';

export class FakeStorage {
    readonly values = new Map<string, string>();
    getItem(key: string): string | null {
        return this.values.get(key) ?? null;
    }
    setItem(key: string, value: string): void {
        this.values.set(key, value);
    }
    removeItem(key: string): void {
        this.values.delete(key);
    }
}

/// Locks are held until their tab is closed.
export class FakeLocks {
    readonly held = new Set<string>();
    areRefused = false;
    request(name: string, options: { ifAvailable?: boolean; signal?: AbortSignal }, use: (lock: object | null) => unknown): Promise<void> {
        if (this.areRefused) return this.refuse();
        if (this.held.has(name)) {
            if (!options.ifAvailable) return Promise.reject(new Error('The wait was over.'));
            use(null);
            return Promise.resolve();
        }
        this.held.add(name);
        use({});
        return new Promise(() => undefined);
    }
    query(): Promise<{ held: { name: string }[] }> {
        if (this.areRefused) return this.refuse();
        return Promise.resolve({ held: [...this.held].map(name => ({ name })) });
    }
    private refuse(): Promise<never> {
        return Promise.reject(new DOMException('not allowed in this context', 'SecurityError'));
    }
}

export class FakeBrowser {
    readonly records = new Map<string, unknown>();
    readonly local = new FakeStorage();
    readonly locks = new FakeLocks();
    isFull = false;
    /// Every place that was written, in order.
    readonly written: string[] = [];

    constructor(context: TestContext) {
        const before = new Map(['localStorage', 'sessionStorage', 'navigator'].map(name => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));
        context.after(() => {
            for (const [name, descriptor] of before) {
                if (descriptor) Object.defineProperty(globalThis, name, descriptor);
                else Reflect.deleteProperty(globalThis, name);
            }
        });
    }

    /// What runs next, runs in the tab that has this session storage.
    enter(session = new FakeStorage()): void {
        for (const [name, value] of Object.entries({ localStorage: this.local, sessionStorage: session, navigator: { locks: this.locks } })) {
            Object.defineProperty(globalThis, name, { value, configurable: true });
        }
    }

    readonly database = {
        get: (_store: string, key: string): Promise<unknown> => Promise.resolve(this.records.get(key)),
        put: (_store: string, key: string, value: unknown): Promise<void> => {
            if (this.isFull) return Promise.reject(new Error('QuotaExceededError'));
            this.records.set(key, value);
            this.written.push(key);
            return Promise.resolve();
        },
        keys: (): Promise<string[]> => Promise.resolve([...this.records.keys()]),
        delete: (_store: string, keys: readonly string[]): Promise<void> => {
            for (const key of keys) this.records.delete(key);
            return Promise.resolve();
        },
    };
}
