import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { Autosave } from '../../static/host/autosave.ts';

class FakeStorage {
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

/// A browser's locks: held until their tab is closed.
class FakeLocks {
    readonly held = new Set<string>();
    request(name: string, options: { ifAvailable?: boolean; signal?: AbortSignal }, use: (lock: object | null) => unknown): Promise<void> {
        if (this.held.has(name)) {
            if (!options.ifAvailable) return Promise.reject(new Error('The wait was over.'));
            use(null);
            return Promise.resolve();
        }
        this.held.add(name);
        use({});
        return new Promise(() => undefined);
    }
}

/// A browser of which each `tab` is one page; the database and the local storage belong to all.
class Browser {
    readonly records = new Map<string, unknown>();
    readonly local = new FakeStorage();
    readonly locks = new FakeLocks();
    isFull = false;
    trouble = 0;
    nowMs = 1_000;

    constructor(context: TestContext) {
        const before = new Map(['localStorage', 'sessionStorage', 'navigator'].map(name => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));
        context.after(() => {
            for (const [name, descriptor] of before) {
                if (descriptor) Object.defineProperty(globalThis, name, descriptor);
                else Reflect.deleteProperty(globalThis, name);
            }
        });
    }

    tab(session: FakeStorage, flowText: () => string, named = ''): Promise<Autosave> {
        for (const [name, value] of Object.entries({ localStorage: this.local, sessionStorage: session, navigator: { locks: this.locks } })) {
            Object.defineProperty(globalThis, name, { value, configurable: true });
        }
        const database = {
            get: (_store: string, key: string): Promise<unknown> => Promise.resolve(this.records.get(key)),
            put: (_store: string, key: string, value: unknown): Promise<void> => {
                if (this.isFull) return Promise.reject(new Error('QuotaExceededError'));
                this.records.set(key, value);
                return Promise.resolve();
            },
            delete: (): Promise<void> => Promise.resolve(),
        };
        return Autosave.claim({ database: Promise.resolve(database), flowText, onTrouble: () => this.trouble++, now: () => this.nowMs }, named);
    }
}

test('what was edited is there at the next start', async context => {
    const browser = new Browser(context);
    const first = await browser.tab(new FakeStorage(), () => 'mine');
    assert.equal(await first.restored(), undefined);
    first.touch();
    await first.flush();
    browser.locks.held.clear();
    const next = await browser.tab(new FakeStorage(), () => '');
    assert.equal((await next.restored())?.text, 'mine');
});

test('a second tab writes a record of its own and says so; the first is not overwritten', async context => {
    const browser = new Browser(context);
    const first = await browser.tab(new FakeStorage(), () => 'first');
    const second = await browser.tab(new FakeStorage(), () => 'second');
    assert.deepEqual([first.isSecondTab, second.isSecondTab], [false, true]);
    for (const tab of [second, first]) {
        tab.touch();
        await tab.flush();
    }
    assert.equal((await first.restored())?.text, 'first');
    assert.equal((await second.restored())?.text, 'second');
});

test('a duplicated tab does not write its original’s record', async context => {
    const browser = new Browser(context);
    await browser.tab(new FakeStorage(), () => 'first');
    const session = new FakeStorage();
    const second = await browser.tab(session, () => 'second');
    const copy = new FakeStorage();
    for (const [key, value] of session.values) copy.setItem(key, value);
    const duplicate = await browser.tab(copy, () => 'duplicate');
    assert.notEqual(duplicate.key, second.key);
});

test('a flow that the address names has a record of its own and leaves the main one alone', async context => {
    const browser = new Browser(context);
    const session = new FakeStorage();
    const named = await browser.tab(session, () => 'visited', '#flow=d1:x');
    assert.deepEqual([named.isMain, named.isSecondTab], [false, false]);
    named.touch();
    await named.flush();
    const own = await browser.tab(session, () => 'own');
    assert.equal(own.isMain, true);
    assert.equal(await own.restored(), undefined);
});

test('the last moment is not lost when the page goes before the database has written', async context => {
    const browser = new Browser(context);
    const tab = await browser.tab(new FakeStorage(), () => 'late');
    browser.isFull = true;
    tab.touch();
    tab.flushAtEnd();
    await tab.flush();
    browser.isFull = false;
    browser.locks.held.clear();
    const next = await browser.tab(new FakeStorage(), () => '');
    assert.equal((await next.restored())?.text, 'late');
    assert.equal((browser.records.get('main') as { text: string }).text, 'late');
});

test('of the two the newer one counts', async context => {
    const browser = new Browser(context);
    const tab = await browser.tab(new FakeStorage(), () => 'older');
    tab.touch();
    tab.flushAtEnd();
    await tab.flush();
    browser.nowMs += 1;
    browser.records.set('main', { text: 'newer', savedAtMs: browser.nowMs });
    assert.equal((await tab.restored())?.text, 'newer');
});

test('a browser that keeps nothing is told once per attempt and nothing else happens', async context => {
    const browser = new Browser(context);
    browser.isFull = true;
    const tab = await browser.tab(new FakeStorage(), () => 'x');
    tab.touch();
    await tab.flush();
    assert.equal(browser.trouble, 1);
    await tab.flush();
    assert.equal(browser.trouble, 1);
});
