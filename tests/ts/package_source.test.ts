import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { PackageSource, type PackageSourceOptions } from '../../static/host/package_source.ts';
import type { ConsentQuestion } from '../../static/host/page_interface.ts';

const wheel = (name: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(`wheel of ${name}`) as Uint8Array<ArrayBuffer>;
const entry = (name: string, depends: string[] = []): object => ({
    name,
    version: '1.0',
    file_name: `${name}.whl`,
    sha256: createHash('sha256').update(wheel(name)).digest('hex'),
    depends,
});
const lock = JSON.stringify({
    packages: {
        pandas: entry('pandas', ['numpy', 'python-dateutil']),
        numpy: entry('numpy'),
        'python-dateutil': entry('python-dateutil', ['six']),
        six: entry('six'),
    },
});

class Bench {
    readonly asked: ConsentQuestion[] = [];
    readonly fetched: string[] = [];
    says = true;
    readonly source: PackageSource;

    constructor(changes: Partial<PackageSourceOptions> = {}) {
        this.source = new PackageSource({
            wheels: {},
            cdn: 'https://cdn.example/full/',
            fetchOutside: (url, _maximum, arrived) => {
                this.fetched.push(url);
                const bytes = wheel(url.slice('https://cdn.example/full/'.length, -'.whl'.length));
                arrived(bytes.byteLength);
                return Promise.resolve(bytes.slice().buffer);
            },
            askConsent: question => {
                this.asked.push(question);
                return Promise.resolve(this.says);
            },
            sentence: (key, args) => `${key} ${JSON.stringify(args)}`,
            ...changes,
        });
    }

    fetch(names: string[], loaded: string[] = []): Promise<Record<string, ArrayBuffer>> {
        return this.source.fetch(lock, names, loaded, () => undefined);
    }
}

test('a package comes with all it depends on, each once, less what is loaded', async () => {
    const bench = new Bench();
    assert.deepEqual(Object.keys(await bench.fetch(['pandas', 'numpy'], ['six'])).sort(), ['numpy.whl', 'pandas.whl', 'python-dateutil.whl']);
});

test('names are compared as Python compares them', async () => {
    const bench = new Bench();
    assert.deepEqual(Object.keys(await bench.fetch(['Python_DateUtil'])).sort(), ['python-dateutil.whl', 'six.whl']);
});

test('a person is asked once for a host, with the packages, and not asked again', async () => {
    const bench = new Bench();
    await bench.fetch(['six']);
    await bench.fetch(['numpy']);
    assert.deepEqual(bench.asked, [{ packages: ['six 1.0'], bytes: 0, host: 'cdn.example' }]);
});

test('a refusal fetches nothing, names the package and the host, and is asked again the next time', async () => {
    const bench = new Bench();
    bench.says = false;
    await assert.rejects(bench.fetch(['numpy']), /packages\.refused.*numpy.*cdn\.example/);
    assert.deepEqual(bench.fetched, []);
    bench.says = true;
    await bench.fetch(['numpy']);
    assert.equal(bench.asked.length, 2);
});

test('bytes that do not hash to what the lock file says are not used', async () => {
    const bench = new Bench({ fetchOutside: () => Promise.resolve(new ArrayBuffer(5)) });
    await assert.rejects(bench.fetch(['six']), /packages\.damaged.*six/);
});

test('an unknown package is told by its name, before anything is fetched', async () => {
    const bench = new Bench();
    await assert.rejects(bench.fetch(['six', 'nonsense']), /packages\.unknown.*nonsense/);
    assert.deepEqual(bench.fetched, []);
    assert.deepEqual(bench.asked, []);
});

test('a host that cannot be reached is told with the reason', async () => {
    const bench = new Bench({ fetchOutside: () => Promise.reject(new Error('Failed to fetch')) });
    await assert.rejects(bench.fetch(['six']), /packages\.unreachable.*six.*cdn\.example.*Failed to fetch/);
});

test('what came once is kept, and neither asked for nor fetched again; one that is damaged is fetched anew', async () => {
    const store = new Map<string, ArrayBuffer>();
    let hasRoom = true;
    const kept = {
        bytes: async (file: string, sha256: string) => {
            const bytes = store.get(file);
            return bytes && createHash('sha256').update(new Uint8Array(bytes)).digest('hex') === sha256 ? bytes : null;
        },
        keep: async (file: string, bytes: ArrayBuffer) => {
            if (hasRoom) store.set(file, bytes);
            return hasRoom;
        },
    };
    const open = { kept: () => Promise.resolve(kept) };
    assert.equal(await new Bench(open).source.takeAlong(lock, ['numpy', 'six']), true);
    const later = new Bench(open);
    assert.deepEqual(Object.keys(await later.fetch(['numpy', 'six'])).sort(), ['numpy.whl', 'six.whl']);
    assert.deepEqual([later.asked, later.fetched], [[], []]);
    store.set('six.whl', new ArrayBuffer(3));
    const again = new Bench(open);
    await again.fetch(['numpy', 'six']);
    assert.deepEqual(again.fetched, ['https://cdn.example/full/six.whl']);
    // Without room the package is used all the same.
    hasRoom = false;
    store.clear();
    const full = new Bench(open);
    assert.equal(await full.source.takeAlong(lock, ['six']), false);
    assert.deepEqual(Object.keys(await full.fetch(['six'])), ['six.whl']);
});
