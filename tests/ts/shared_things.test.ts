import assert from 'node:assert/strict';
import test from 'node:test';
import { takeWaiting } from '../../static/host/sharing/taking_shared.ts';
import { isShare, takeShared } from '../../static/service_worker/shared_things.ts';

const kSite = 'https://host.example/flows/';

/// A browser's caches; with `room` false every one is full.
class FakeCaches {
    readonly byName = new Map<string, Map<string, Response>>();
    room = true;

    open(name: string): Promise<Cache> {
        const kept = this.byName.get(name) ?? new Map<string, Response>();
        this.byName.set(name, kept);
        const cache = {
            match: (url: string) => Promise.resolve(kept.get(url)),
            put: (url: string, response: Response) => (this.room ? Promise.resolve(void kept.set(url, response)) : Promise.reject(new Error('full'))),
            delete: (url: string) => Promise.resolve(kept.delete(url)),
        };
        return Promise.resolve(cache as unknown as Cache);
    }

    delete(name: string): Promise<boolean> {
        return Promise.resolve(this.byName.delete(name));
    }
}

function share(caches: FakeCaches, texts: Record<string, string>, files: File[] = []): Promise<string | null> {
    const body = new FormData();
    for (const [name, text] of Object.entries(texts)) body.append(name, text);
    for (const file of files) body.append('files', file);
    const request = new Request(`${kSite}share`, { method: 'POST', body });
    return takeShared(request, kSite, caches, 'one').then(response => {
        assert.equal(response.status, 303);
        return response.headers.get('location');
    });
}

test('only a form that is posted to its own address is a sharing', () => {
    for (const [method, url, is] of [
        ['POST', `${kSite}share`, true],
        ['POST', `${kSite}share?x=1`, true],
        ['GET', `${kSite}share`, false],
        ['POST', `${kSite}shared`, false],
        ['POST', 'https://other.example/flows/share', false],
        ['POST', 'https://host.example/share', false],
    ] as const)
        assert.equal(isShare({ method, url }, kSite), is, `${method} ${url}`);
});

test('a link to a flow goes into the address of this site, whatever site it named', async () => {
    const caches = new FakeCaches();
    assert.equal(await share(caches, { text: 'See https://evil.example/x#flow=d1:abc-_9 !' }), `${kSite}#flow=d1:abc-_9`);
    assert.equal(await share(caches, { title: 'T', url: `${kSite}?theme=dark#flow=e1:a.b.c` }), `${kSite}#flow=e1:a.b.c`);
    assert.equal(caches.byName.size, 0);
});

test('files wait for the page under their names, once; those of an earlier sharing are not kept', async () => {
    const caches = new FakeCaches();
    await share(caches, {}, [new File(['old'], 'old.csv'), new File(['old'], 'older.csv')]);
    assert.equal(
        await share(caches, { text: 'x' }, [new File(['{}'], '京都 100%.flow.json'), new File(['a,b'], 'a.csv', { type: 'text/csv' })]),
        `${kSite}?shared=one`,
    );
    const files = await takeWaiting(kSite, 'one', caches);
    assert.deepEqual(
        files.map(({ name, type }) => [name, type]),
        [
            ['京都 100%.flow.json', 'application/octet-stream'],
            ['a.csv', 'text/csv'],
        ],
    );
    assert.equal(await files[1]?.text(), 'a,b');
    assert.deepEqual(await takeWaiting(kSite, 'one', caches), []);
});

test("a flow's text is a file; what is nothing of ours, or finds no room, leaves nothing", async () => {
    const caches = new FakeCaches();
    await share(caches, { text: ' {"format": "pythonflows"}' });
    assert.deepEqual(
        (await takeWaiting(kSite, 'one', caches)).map(({ name }) => name),
        ['shared.flow.json'],
    );
    await share(caches, { text: 'Hello' });
    assert.deepEqual(await takeWaiting(kSite, 'one', caches), []);
    caches.room = false;
    assert.equal(await share(caches, {}, [new File(['a'], 'a.csv')]), `${kSite}?shared=one`);
    assert.deepEqual(await takeWaiting(kSite, 'one', caches), []);
});
