import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { NotKept, SiteKeeper } from '../../static/service_worker/site_keeper.ts';

const kSite = 'https://host.example/flows/';
const kGate = 'gate-0123456789a.js';

/// A browser's caches, by the addresses of what is in them.
class FakeCaches {
    readonly byName = new Map<string, Map<string, Response>>();
    /// How many more responses there is room for.
    room = Number.POSITIVE_INFINITY;

    open(name: string): Promise<Cache> {
        const kept = this.byName.get(name) ?? new Map<string, Response>();
        this.byName.set(name, kept);
        const cache = {
            match: (url: string) => Promise.resolve(kept.get(url)?.clone()),
            put: (url: string, response: Response) => {
                if (this.room-- <= 0) return Promise.reject(Object.assign(new Error('full'), { name: 'QuotaExceededError' }));
                kept.set(url, response);
                return Promise.resolve();
            },
        };
        return Promise.resolve(cache as unknown as Cache);
    }

    keys(): Promise<string[]> {
        return Promise.resolve([...this.byName.keys()]);
    }

    delete(name: string): Promise<boolean> {
        return Promise.resolve(this.byName.delete(name));
    }
}

/// What came from the network, as the browser marks it: `type` is not for scripts to choose.
function fromHost(text: string, init: ResponseInit = {}, type: ResponseType = 'basic'): Response {
    const response = new Response(text, init);
    Object.defineProperty(response, 'type', { value: type });
    response.clone = () => fromHost(text, init, type);
    return response;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
/// A build by the texts of its files.
const first = { 'index.html': 'page one', 'assets/main-ABCDEFG2.js': 'main one', 'assets/lit-ABCDEFG4.js': 'lit', 'icons/icon.svg': 'icon' };
const second = { 'index.html': 'page two', 'assets/main-ABCDEFG3.js': 'main two', 'assets/lit-ABCDEFG4.js': 'lit', 'icons/icon.svg': 'icon' };
type Build = Readonly<Record<string, string>>;

class Host {
    readonly asked: string[] = [];
    isDown = false;
    headers: Record<string, string> = { 'content-type': 'text/html' };
    readonly changed = new Map<string, Response>();

    constructor(public build: Build) {}

    answer(request: Request): Promise<Response> {
        const path = request.url.slice(kSite.length);
        this.asked.push(path);
        if (this.isDown) return Promise.reject(new TypeError('Failed to fetch'));
        const text = path === 'config.json' ? '{}' : this.build[path || 'index.html'];
        return Promise.resolve(
            this.changed.get(path)?.clone() ?? (text === undefined ? fromHost('none', { status: 404 }) : fromHost(text, { headers: this.headers })),
        );
    }
}

function keeperOf(build: Build, name: string, caches: FakeCaches, host: Host, scope = kSite) {
    const work: Promise<unknown>[] = [];
    const keeper = new SiteKeeper({
        scope,
        build: name,
        files: Object.fromEntries(Object.entries(build).map(([path, text]) => [path, hashOf(text)])),
        gate: kGate,
        pageHeaders: { 'Document-Isolation-Policy': 'isolate-and-require-corp' },
        gateHeaders: { 'Content-Security-Policy': "default-src 'none'" },
        caches,
        fetch: request => host.answer(request),
        sha256: bytes => Promise.resolve(createHash('sha256').update(new Uint8Array(bytes)).digest('hex')),
    });
    const kind = (path: string, mode: RequestMode = 'cors', headers: Record<string, string> = {}) =>
        keeper.kindOf({ url: new URL(path, scope).href, method: 'GET', mode, headers: new Headers(headers) });
    const get = async (path: string, mode: RequestMode = 'cors', init: RequestInit = {}): Promise<Response> => {
        const found = kind(path, mode);
        assert.ok(found, `${path} is not answered`);
        const response = await keeper.answer(new Request(new URL(path, scope), init), found, done => work.push(done));
        await Promise.all(work);
        return response;
    };
    const text = async (path: string, mode: RequestMode = 'cors') => (await get(path, mode)).text();
    return { keeper, kind, get, text };
}

function stand(build: Build = first) {
    const caches = new FakeCaches();
    const host = new Host(build);
    return { caches, host, ...keeperOf(build, 'one', caches, host) };
}

test('only the page, the files of its build, other hashed files, the gate and the settings are its business', () => {
    const { kind, keeper } = stand();
    assert.equal(kind('', 'navigate'), 'page');
    assert.equal(kind('index.html?lang=ja', 'navigate'), 'page');
    assert.equal(kind('assets/main-ABCDEFG2.js'), 'file');
    assert.equal(kind('icons/icon.svg'), 'file');
    assert.equal(kind('pyodide/pyodide.asm-0123456789a.wasm'), 'other');
    assert.equal(kind(kGate), 'gate');
    assert.equal(kind('config.json'), 'settings');
    for (const path of ['examples/cars.csv', 'packages/numpy-1.19.whl', '../other/assets/main-ABCDEFG2.js', 'https://other.example/a-ABCDEFG2.js', 'toString'])
        assert.equal(kind(path), null, path);
    assert.equal(kind('view/view-0123456789a.html', 'navigate'), null);
    assert.equal(kind('assets/main-ABCDEFG2.js', 'cors', { range: 'bytes=0-1' }), null);
    assert.equal(keeper.kindOf({ url: kSite, method: 'POST', mode: 'navigate', headers: new Headers() }), null);
});

test('before all is here: hashed files are asked for once, the page is the host’s, and what came is there when nobody answers', async () => {
    const { get, text, host } = stand();
    for (let visit = 0; visit < 2; visit++) {
        assert.equal(await text('assets/main-ABCDEFG2.js'), 'main one');
        assert.equal(await text('', 'navigate'), 'page one');
        assert.equal(await text('icons/icon.svg'), 'icon');
    }
    assert.deepEqual(host.asked.sort(), ['', '', 'assets/main-ABCDEFG2.js', 'icons/icon.svg', 'icons/icon.svg']);
    // It did not work: asked for anew, whatever is kept.
    await get('assets/main-ABCDEFG2.js', 'cors', { cache: 'reload' });
    assert.equal(host.asked.length, 6);
    host.isDown = true;
    assert.equal(await text('', 'navigate'), 'page one');
    await assert.rejects(get('icons/icon.svg'), /Failed to fetch/);
});

test('a build that is here whole needs no host, whatever the host says then', async () => {
    const { keeper, get, text, host } = stand();
    await text('assets/main-ABCDEFG2.js');
    await keeper.keepAll();
    assert.deepEqual(host.asked.filter(path => path.startsWith('assets/main')).length, 1, 'what is here is not asked for again');
    host.build = second;
    for (const state of ['updated', 'down']) {
        host.isDown = state === 'down';
        assert.equal(await text('', 'navigate'), 'page one', state);
        assert.equal(await text('assets/main-ABCDEFG2.js'), 'main one');
        assert.equal(await text('icons/icon.svg'), 'icon');
        assert.equal(await text('config.json'), '{}');
    }
    const page = await get('', 'navigate');
    assert.equal(page.headers.get('document-isolation-policy'), 'isolate-and-require-corp');
});

test('the host’s headers of today come with the same page', async () => {
    const { keeper, get, host } = stand();
    await keeper.keepAll();
    host.headers = { 'content-security-policy': "frame-ancestors 'self' https://docs.example", 'document-isolation-policy': 'none' };
    await get('', 'navigate');
    const page = await get('', 'navigate');
    assert.equal(page.headers.get('content-security-policy'), host.headers['content-security-policy']);
    assert.equal(page.headers.get('document-isolation-policy'), 'none', 'what the host says itself stays');
});

test('a newer build takes from the older one what did not change, and the older one stays until it is forgotten', async () => {
    const { keeper, text, host, caches } = stand();
    await keeper.keepAll();
    host.build = second;
    host.asked.length = 0;
    const newer = keeperOf(second, 'two', caches, host);
    await newer.keeper.keepAll();
    assert.deepEqual(host.asked.sort(), ['', 'assets/main-ABCDEFG3.js', 'config.json']);
    host.isDown = true;
    assert.equal(await newer.text('', 'navigate'), 'page two');
    // A window of the older build, which the newer worker serves now.
    assert.equal(await newer.text('assets/main-ABCDEFG2.js'), 'main one');
    assert.equal(await text('', 'navigate'), 'page one');
    await caches.open('pythonflows /flows2/ one');
    await caches.open('pythonflows-packages');
    await caches.open('pythonflows-site-1');
    await newer.keeper.forgetOthers();
    assert.deepEqual([...caches.byName.keys()].sort(), ['pythonflows /flows/ two', 'pythonflows /flows2/ one', 'pythonflows-packages']);
    await newer.keeper.forgetAll();
    assert.ok(!caches.byName.has('pythonflows /flows/ two'));
    assert.equal(await newer.keeper.isComplete(), false);
});

const troubles: [name: string, trouble: string, happen: (host: Host, caches: FakeCaches) => void][] = [
    ['the host goes away', 'unreachable', host => (host.isDown = true)],
    ['one file is cut off', 'mixed', host => host.changed.set('assets/main-ABCDEFG3.js', fromHost('main t'))],
    ['one file is missing', 'mixed', host => host.changed.set('assets/main-ABCDEFG3.js', fromHost('', { status: 404 }))],
    ['the page is still the old one', 'mixed', host => host.changed.set('', fromHost('page one'))],
    ['a login page answers for everything', 'mixed', host => (host.build = Object.fromEntries(Object.keys(second).map(path => [path, 'please log in'])))],
    ['the disk is full', 'full', (_host, caches) => (caches.room = 1)],
];
for (const [name, trouble, happen] of troubles) {
    test(`a newer build is not taken in halfway: ${name}`, async () => {
        const { keeper, text, host, caches } = stand();
        await keeper.keepAll();
        host.build = second;
        const newer = keeperOf(second, 'two', caches, host);
        happen(host, caches);
        await assert.rejects(newer.keeper.keepAll(), error => error instanceof NotKept && error.trouble === trouble);
        assert.equal(await newer.keeper.isComplete(), false);
        assert.equal(await text('', 'navigate'), 'page one');
        // The next try has only the rest to do.
        host.isDown = false;
        host.build = second;
        host.changed.clear();
        caches.room = Number.POSITIVE_INFINITY;
        await newer.keeper.keepAll();
        assert.equal(await newer.text('', 'navigate'), 'page two');
    });
}

test('an error and an answer from elsewhere are not kept; a full disk keeps no file from being answered', async () => {
    const { text, host, caches } = stand();
    for (const wrong of [fromHost('gone', { status: 404 }), fromHost('login', {}, 'opaque')]) {
        host.changed.set('assets/main-ABCDEFG2.js', wrong);
        await text('assets/main-ABCDEFG2.js');
    }
    host.changed.clear();
    caches.room = 0;
    assert.equal(await text('assets/main-ABCDEFG2.js'), 'main one');
    assert.equal(await text('assets/main-ABCDEFG2.js'), 'main one');
    assert.equal(host.asked.length, 4);
});

test('settings and the gate are the host’s word; the kept ones are for a host that does not answer', async () => {
    const { get, text, host } = stand();
    host.changed.set('config.json', fromHost('{"a":1}'));
    host.changed.set(kGate, fromHost('gate'));
    assert.equal(await text('config.json'), '{"a":1}');
    host.changed.set('config.json', fromHost('{"a":2}'));
    assert.equal(await text('config.json'), '{"a":2}');
    assert.equal((await get(kGate)).headers.get('content-security-policy'), "default-src 'none'");
    host.isDown = true;
    assert.equal(await text('config.json'), '{"a":2}');
    assert.equal(await text(kGate), 'gate');
    host.isDown = false;
    host.changed.set(kGate, fromHost('gate', { headers: { 'content-security-policy': "connect-src 'none'" } }));
    assert.equal((await get(kGate)).headers.get('content-security-policy'), "connect-src 'none'");
});

test('a host that answers with an error is believed; one that never answered has nothing to fall back on', async () => {
    const { get, host } = stand();
    await get('', 'navigate');
    host.changed.set('', fromHost('busy', { status: 503 }));
    assert.equal((await get('', 'navigate')).status, 503);
    host.isDown = true;
    await assert.rejects(get('config.json'), /Failed to fetch/);
});

test('a redirect on its way is not touched', async () => {
    const { get, host } = stand();
    const redirect = fromHost('', {}, 'opaqueredirect');
    redirect.clone = () => redirect;
    host.changed.set('', redirect);
    assert.equal(await get('', 'navigate'), redirect);
});
