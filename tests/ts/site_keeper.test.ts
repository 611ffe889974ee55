import assert from 'node:assert/strict';
import test from 'node:test';
import { SiteKeeper } from '../../static/service_worker/site_keeper.ts';

const kSite = 'https://host.example/flows/';

/// A browser's caches, by the addresses of what is in them.
class FakeCaches {
    readonly byName = new Map<string, Map<string, Response>>();
    isFull = false;

    open(name: string): Promise<Cache> {
        const kept = this.byName.get(name) ?? new Map<string, Response>();
        this.byName.set(name, kept);
        const cache = {
            match: (url: string) => Promise.resolve(kept.get(url)),
            put: (url: string, response: Response) => {
                if (this.isFull) return Promise.reject(new Error('QuotaExceededError'));
                kept.set(url, response);
                return Promise.resolve();
            },
            keys: () => Promise.resolve([...kept.keys()].map(url => ({ url }))),
            delete: ({ url }: Request) => Promise.resolve(kept.delete(url)),
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

function stand(answer: (path: string) => Response) {
    const caches = new FakeCaches();
    const asked: string[] = [];
    const work: Promise<unknown>[] = [];
    const keeper = new SiteKeeper({
        scope: kSite,
        files: ['assets/main-ABCDEFG2.js', 'gate-0123456789a.js'],
        gate: 'gate-0123456789a.js',
        pageHeaders: { 'Document-Isolation-Policy': 'isolate-and-require-corp' },
        gateHeaders: { 'Content-Security-Policy': "default-src 'none'" },
        caches,
        fetch: request => {
            asked.push(request.url.slice(kSite.length));
            return Promise.resolve().then(() => answer(request.url.slice(kSite.length)));
        },
    });
    const kind = (path: string, mode: RequestMode = 'cors', headers: Record<string, string> = {}) =>
        keeper.kindOf({ url: new URL(path, kSite).href, method: 'GET', mode, headers: new Headers(headers) });
    const get = async (path: string, mode: RequestMode = 'cors'): Promise<Response> => {
        const found = kind(path, mode);
        assert.ok(found, `${path} is not answered`);
        const response = await keeper.answer(new Request(new URL(path, kSite)), found, done => work.push(done));
        await Promise.all(work);
        return response;
    };
    return { keeper, caches, asked, kind, get };
}

test('only the page, its hashed files, the gate and the settings are its business', () => {
    const { kind, keeper } = stand(() => fromHost(''));
    assert.equal(kind('', 'navigate'), 'page');
    assert.equal(kind('index.html?lang=ja', 'navigate'), 'page');
    assert.equal(kind('assets/main-ABCDEFG2.js'), 'hashed');
    assert.equal(kind('pyodide/pyodide.asm-0123456789a.wasm'), 'hashed');
    assert.equal(kind('gate-0123456789a.js'), 'gate');
    assert.equal(kind('config.json'), 'settings');
    for (const path of [
        'examples/cars.csv',
        'manifest.webmanifest',
        'packages/numpy-1.19.whl',
        '../other/assets/main-ABCDEFG2.js',
        'https://other.example/a-ABCDEFG2.js',
    ])
        assert.equal(kind(path), null, path);
    assert.equal(kind('view/view.html', 'navigate'), null);
    assert.equal(kind('assets/main-ABCDEFG2.js', 'cors', { range: 'bytes=0-1' }), null);
    assert.equal(keeper.kindOf({ url: kSite, method: 'POST', mode: 'navigate', headers: new Headers() }), null);
});

test('a hashed file is asked for once and handed on untouched', async () => {
    const answered = fromHost('code', { headers: { 'content-type': 'text/javascript' } });
    const { get, asked, caches } = stand(() => answered);
    assert.equal(await get('assets/main-ABCDEFG2.js'), answered);
    const kept = [...caches.byName.values()][0]?.get(`${kSite}assets/main-ABCDEFG2.js`);
    assert.equal(await get('assets/main-ABCDEFG2.js'), kept);
    assert.deepEqual(asked, ['assets/main-ABCDEFG2.js']);
});

test('an error and an answer from elsewhere are not kept', async () => {
    const answers = [fromHost('gone', { status: 404 }), fromHost('login', {}, 'opaque'), fromHost('code')];
    const { get, asked } = stand(() => answers.shift() ?? assert.fail('asked again'));
    assert.equal((await get('assets/main-ABCDEFG2.js')).status, 404);
    await get('assets/main-ABCDEFG2.js');
    assert.equal(await (await get('assets/main-ABCDEFG2.js')).text(), 'code');
    await get('assets/main-ABCDEFG2.js');
    assert.equal(asked.length, 3);
});

test('a full disk does not keep a file from being answered', async () => {
    const { get, caches } = stand(() => fromHost('code'));
    caches.isFull = true;
    assert.equal(await (await get('assets/main-ABCDEFG2.js')).text(), 'code');
});

test('the page is the network’s as long as it answers, with the isolating header', async () => {
    let text = 'one';
    let isDown = false;
    const { get } = stand(() => {
        if (isDown) throw new TypeError('Failed to fetch');
        return fromHost(text, { headers: { 'content-type': 'text/html' } });
    });
    const first = await get('', 'navigate');
    assert.equal(first.headers.get('document-isolation-policy'), 'isolate-and-require-corp');
    assert.equal(first.headers.get('content-type'), 'text/html');
    text = 'two';
    assert.equal(await (await get('?flow=x', 'navigate')).text(), 'two');
    isDown = true;
    const kept = await get('index.html', 'navigate');
    assert.equal(await kept.text(), 'two');
    assert.equal(kept.headers.get('document-isolation-policy'), 'isolate-and-require-corp');
});

test('a host that answers with an error is believed; one that never answered has nothing to fall back on', async () => {
    let status = 200;
    const { get } = stand(path => {
        if (path === 'config.json') throw new TypeError('Failed to fetch');
        return fromHost('page', { status });
    });
    await get('', 'navigate');
    status = 503;
    assert.equal((await get('', 'navigate')).status, 503);
    await assert.rejects(get('config.json'), /Failed to fetch/);
});

test('a redirect on its way is not touched', async () => {
    const redirect = fromHost('', {}, 'opaqueredirect');
    const { get } = stand(() => redirect);
    assert.equal(await get('', 'navigate'), redirect);
});

test('the gate brings its own policy, also out of the cache', async () => {
    const { get, asked } = stand(() => fromHost('gate'));
    for (let visit = 0; visit < 2; visit++) assert.equal((await get('gate-0123456789a.js')).headers.get('content-security-policy'), "default-src 'none'");
    assert.equal(asked.length, 1);
});

test('what the present build does not have is forgotten; what did not change stays', async () => {
    const { keeper, get, caches } = stand(() => fromHost('x'));
    for (const path of ['assets/main-ABCDEFG2.js', 'assets/main-ABCDEFG3.js', 'config.json']) await get(path);
    await get('', 'navigate');
    await caches.open('pythonflows-site-0');
    await caches.open('somebody-elses');
    await keeper.forgetOld();
    assert.deepEqual([...caches.byName.keys()], ['pythonflows-site-1', 'somebody-elses']);
    assert.deepEqual(
        [...(caches.byName.get('pythonflows-site-1')?.keys() ?? [])].map(url => url.slice(kSite.length)),
        ['assets/main-ABCDEFG2.js', 'config.json', ''],
    );
});
