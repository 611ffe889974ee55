// The page's own service worker, registered only on hosts that send no headers (static/host/hosting.ts): it adds the headers that isolate the page and keeps the site's files.
// What it answers and why is in site_keeper.ts; this file is the browser's side of it.
import site from 'site:service_worker';
import { SiteKeeper } from './site_keeper.ts';
import type { ServiceWorkerScope } from './worker_scope.ts';

const scope = self as unknown as ServiceWorkerScope;
const keeper = new SiteKeeper({ ...site, scope: scope.registration.scope, caches, fetch: request => fetch(request) });

// A first worker takes the page that registered it at once, so that what is fetched from now on is kept. A newer one waits until no page uses the older one: its pages may
// still want files that the newer one would forget.
scope.addEventListener('activate', event => event.waitUntil(keeper.forgetOld().then(() => scope.clients.claim())));
scope.addEventListener('fetch', event => {
    const kind = keeper.kindOf(event.request);
    if (kind) event.respondWith(keeper.answer(event.request, kind, work => event.waitUntil(work)));
});
