// Where the page lives, and the best that can be made of it. A host that sends our headers isolates the page by itself, and Python can be stopped softly. On any other host our
// service worker adds the headers: the page is loaded once more through it, at most one time ever. Where that cannot be done the page works without shared memory: Stop replaces
// the kernel.
import { kWorkerStartMs } from './limits.ts';

/// What the browser says about this place; tests put theirs here.
export interface Surroundings {
    isIsolated: boolean;
    isSecure: boolean;
    workers: Pick<ServiceWorkerContainer, 'register' | 'getRegistration'> | undefined;
    brands: readonly { brand: string; version: string }[];
    /// Whether the page was loaded once more already; remembering resolves to false where nothing can be remembered.
    wasReloaded(): boolean;
    rememberReload(): boolean;
    reload(): void;
}

/// `starting`: go on; `reloading`: the page will be loaded once more, start nothing.
export type Settled = 'starting' | 'reloading';

/// The first Chromium with Document-Isolation-Policy, the header by which a worker of our own can isolate the page. (The other pair of headers, COOP and COEP, would take the
/// sandboxed HTML view away: its document never passes through the worker, and the host sends no headers with it.)
const kIsolatingChromium = 137;

export async function settleHosting(around: Surroundings, script: () => string): Promise<Settled> {
    const { workers } = around;
    if (around.isIsolated || !around.isSecure || !workers) return 'starting';
    try {
        const before = await workers.getRegistration();
        // It has had its chance: a reload that goes round the worker, or a browser that does not know the header.
        if (before?.active) return 'starting';
        const registering = workers.register(script(), { updateViaCache: 'none' });
        if (!canIsolate(around.brands) || around.wasReloaded()) {
            // It keeps the site's files; the page need not wait for that.
            registering.catch(ignoreRefusal);
            return 'starting';
        }
        await isActive(await registering);
        if (!around.rememberReload()) return 'starting';
    } catch (refused) {
        ignoreRefusal(refused);
        return 'starting';
    }
    around.reload();
    return 'reloading';
}

/// The surroundings of this very page.
export function browserSurroundings(remembered: { get(): boolean; set(): boolean }): Surroundings {
    const { userAgentData } = navigator as { userAgentData?: { brands: { brand: string; version: string }[] } };
    return {
        isIsolated: self.crossOriginIsolated,
        isSecure: self.isSecureContext,
        workers: 'serviceWorker' in navigator ? navigator.serviceWorker : undefined,
        brands: userAgentData?.brands ?? [],
        wasReloaded: remembered.get,
        rememberReload: remembered.set,
        reload: () => location.reload(),
    };
}

function canIsolate(brands: Surroundings['brands']): boolean {
    return brands.some(({ brand, version }) => brand === 'Chromium' && Number.parseInt(version, 10) >= kIsolatingChromium);
}

/// Resolves once the worker would answer this page's requests. Rejects when it is given up or takes too long.
function isActive(registration: ServiceWorkerRegistration): Promise<void> {
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    if (!worker) return Promise.reject(new Error('The service worker is gone.'));
    return new Promise((resolve, reject) => {
        const look = (): void => {
            if (worker.state === 'activated') resolve();
            else if (worker.state === 'redundant') reject(new Error('The service worker was given up.'));
        };
        worker.addEventListener('statechange', look);
        setTimeout(() => reject(new Error('The service worker takes too long.')), kWorkerStartMs);
        look();
    });
}

/// A host that does not serve the worker, a browser whose person forbids storage: both are ordinary, and the page is whole without it.
function ignoreRefusal(refused: unknown): void {
    console.info('No service worker here:', refused instanceof Error ? refused.message : String(refused));
}
