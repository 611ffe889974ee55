// The page's own service worker: keeps the site for the time without a network, and on hosts that send no headers adds those that isolate the page.
// What it answers and why is in site_keeper.ts; this file is the browser's side of it. The page speaks with it as worker_messages.ts says.
import site from 'site:service_worker';
import { isShare, takeShared } from './shared_things.ts';
import { NotKept, SiteKeeper } from './site_keeper.ts';
import type { PageToWorker, WorkerAnswer } from './worker_messages.ts';
import type { ServiceWorkerScope } from './worker_scope.ts';

const scope = self as unknown as ServiceWorkerScope;
const keeper = new SiteKeeper({ ...site, scope: scope.registration.scope, caches, fetch: request => fetch(request), sha256 });

// A first worker is there at once, so that what the page fetches from now on is kept; the page says when the rest may come. A newer one is only taken in when all of its build is here, and waits
// until a person agrees or no page of the older one is open.
scope.addEventListener('install', event => event.waitUntil(scope.registration.active ? keeper.keepAll() : Promise.resolve()));
scope.addEventListener('activate', event => event.waitUntil(forgetUnused(0).then(() => scope.clients.claim())));
scope.addEventListener('fetch', event => {
    const place = scope.registration.scope;
    if (isShare(event.request, place)) return event.respondWith(takeShared(event.request, place, caches, crypto.randomUUID()));
    const kind = keeper.kindOf(event.request);
    if (!kind) return;
    event.respondWith(keeper.answer(event.request, kind, work => event.waitUntil(work)));
    if (kind === 'page') event.waitUntil(retireIfGone());
});
scope.addEventListener('message', event => {
    const message = event.data as PageToWorker;
    const [port] = event.ports;
    if (message.kind === 'take_over') event.waitUntil(scope.skipWaiting());
    else event.waitUntil(answer(message).then(said => port?.postMessage(said)));
});

async function answer(message: Extract<PageToWorker, { kind: 'keep' | 'look' }>): Promise<WorkerAnswer> {
    // A page that the host gave before this worker was there may be of another build: the browser will find that build's worker.
    if (message.kind === 'look' || !Object.hasOwn(site.files, message.entry)) return { isKept: await keeper.isComplete(), bytes: site.bytes };
    try {
        await keeper.keepAll();
    } catch (error) {
        if (!(error instanceof NotKept)) throw error;
        return { isKept: false, bytes: site.bytes, trouble: error.trouble };
    }
    await forgetUnused(1);
    return { isKept: true, bytes: site.bytes };
}

/// Windows of an older build still want its files: they go when nobody but the one who asks (`asking`) is there.
async function forgetUnused(asking: number): Promise<void> {
    const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
    if (windows.length <= asking) await keeper.forgetOthers();
}

/// The way out: where the host says that there is no such worker, this one takes itself and what it kept away. (A host that is away, or a login page in front of it, says nothing of that kind.)
async function retireIfGone(): Promise<void> {
    const response = await fetch(scope.location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => null);
    if (response?.status !== 404 && response?.status !== 410) return;
    await scope.registration.unregister();
    await keeper.forgetAll();
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
    return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), byte => byte.toString(16).padStart(2, '0')).join('');
}
