import assert from 'node:assert/strict';
import test from 'node:test';
import { settleHosting, type Surroundings } from '../../static/host/hosting.ts';

/// A worker that is installed as soon as somebody looks, or never.
function fakeWorker(end: 'activated' | 'redundant') {
    const worker = Object.assign(new EventTarget(), { state: 'installing' });
    queueMicrotask(() => {
        worker.state = end;
        worker.dispatchEvent(new Event('statechange'));
    });
    return worker;
}

interface Place extends Surroundings {
    log: string[];
    isRemembered: boolean;
}

/// A host without headers, in a Chromium that knows Document-Isolation-Policy, at the very first visit.
function place({ active = false, end = 'activated', ...changes }: Partial<Place> & { active?: boolean; end?: 'activated' | 'redundant' } = {}): Place {
    const log: string[] = [];
    const made: Place = {
        log,
        isRemembered: false,
        isIsolated: false,
        isSecure: true,
        workers: {
            getRegistration: () => Promise.resolve(active ? ({ active: {} } as ServiceWorkerRegistration) : undefined),
            register: url => {
                log.push(`register ${url}`);
                return Promise.resolve({ installing: fakeWorker(end) } as unknown as ServiceWorkerRegistration);
            },
        },
        brands: [{ brand: 'Chromium', version: '156' }],
        wasReloaded: () => made.isRemembered,
        rememberReload: () => {
            made.isRemembered = true;
            return true;
        },
        reload: () => log.push('reload'),
        ...changes,
    };
    return made;
}

const settle = (around: Surroundings) => settleHosting(around, () => 'worker.js');

test('a page that its host isolates needs no worker, nor does one where there can be none', async () => {
    for (const around of [place({ isIsolated: true }), place({ isSecure: false }), place({ workers: undefined })]) {
        assert.equal(await settle(around), 'starting');
        assert.deepEqual(around.log, []);
    }
});

test('on a host without headers the page is loaded once more through its worker, and never again', async () => {
    const around = place();
    assert.equal(await settle(around), 'reloading');
    assert.deepEqual(around.log, ['register worker.js', 'reload']);
    // The browser threw the worker away, or it did not help: no second reload.
    assert.equal(await settle(around), 'starting');
    assert.deepEqual(around.log, ['register worker.js', 'reload', 'register worker.js']);
});

test('a reload that went round the active worker is not answered by another one', async () => {
    const around = place({ active: true });
    assert.equal(await settle(around), 'starting');
    assert.deepEqual(around.log, []);
});

test('a browser that cannot be isolated by a worker gets it for the files, without a reload', async () => {
    for (const brands of [[], [{ brand: 'Chromium', version: '136' }], [{ brand: 'Not A;Brand', version: '999' }]]) {
        const around = place({ brands });
        assert.equal(await settle(around), 'starting');
        assert.deepEqual(around.log, ['register worker.js']);
    }
});

test('whatever goes wrong with the worker, the page starts', async context => {
    context.mock.method(console, 'info', () => undefined);
    const refusing = place();
    refusing.workers = { getRegistration: () => Promise.resolve(undefined), register: () => Promise.reject(new TypeError('404')) };
    for (const around of [refusing, place({ end: 'redundant' }), place({ rememberReload: () => false })]) {
        assert.equal(await settle(around), 'starting');
        assert.ok(!around.log.includes('reload'));
    }
});
