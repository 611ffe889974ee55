// Which requests of the page the service worker answers, and with what. Everything else goes to the network as if there were no worker.
// Must not know: flows, Python, the page's own storage.

/// What a request is to the worker.
export type Kind =
    /// The page itself: the network's answer with the isolating headers; the last good one where the network does not answer.
    | 'page'
    /// A worker that brings its own policy in its response's headers.
    | 'gate'
    /// A file whose name carries a hash of its content: kept for ever, never asked for again.
    | 'hashed'
    /// A small file that the start needs and that may change: as the page, without headers.
    | 'settings';

export interface SiteKeeperOptions {
    /// The folder of the site, as an address that ends with a slash.
    scope: string;
    /// Every hashed file of this build, relative to the scope.
    files: readonly string[];
    gate: string;
    pageHeaders: Readonly<Record<string, string>>;
    gateHeaders: Readonly<Record<string, string>>;
    caches: Pick<CacheStorage, 'open' | 'keys' | 'delete'>;
    fetch(request: Request): Promise<Response>;
}

const kPrefix = 'pythonflows-';
/// Counted up when what is kept, or how, changes.
const kCache = `${kPrefix}site-1`;
const kSettings = 'config.json';

export class SiteKeeper {
    private readonly scope: URL;

    constructor(private readonly options: SiteKeeperOptions) {
        this.scope = new URL(options.scope);
    }

    /// null: not the worker's business.
    kindOf(request: Pick<Request, 'method' | 'mode' | 'url'> & { headers: Pick<Headers, 'has'> }): Kind | null {
        const path = this.pathOf(request.url);
        // Parts of a file cannot be kept.
        if (path === null || request.method !== 'GET' || request.headers.has('range')) return null;
        if (request.mode === 'navigate') return path === '' || path === 'index.html' ? 'page' : null;
        if (path === this.options.gate) return 'gate';
        if (path === kSettings) return 'settings';
        return isHashed(path) ? 'hashed' : null;
    }

    /// `keepAlive` is handed what goes on after the answer.
    async answer(request: Request, kind: Kind, keepAlive: (work: Promise<unknown>) => void): Promise<Response> {
        switch (kind) {
            case 'hashed':
                return this.keptFirst(request, keepAlive);
            case 'gate':
                return withHeaders(await this.keptFirst(request, keepAlive), this.options.gateHeaders);
            case 'settings':
                return this.networkFirst(request, kSettings, keepAlive);
            case 'page':
                return withHeaders(await this.networkFirst(request, '', keepAlive), this.options.pageHeaders);
        }
    }

    /// Drops caches of older forms, and of this one what the present build does not have. Files that did not change stay.
    async forgetOld(): Promise<void> {
        const { caches, files } = this.options;
        const old = (await caches.keys()).filter(name => name.startsWith(kPrefix) && name !== kCache);
        await Promise.all(old.map(name => caches.delete(name)));
        const wanted = new Set([...files, '', kSettings].map(path => new URL(path, this.scope).href));
        const cache = await caches.open(kCache);
        const stale = (await cache.keys()).filter(({ url }) => !wanted.has(url));
        await Promise.all(stale.map(request => cache.delete(request)));
    }

    /// A kept answer is handed on untouched: the browser finds the compiled form of a script or a wasm module only then.
    private async keptFirst(request: Request, keepAlive: (work: Promise<unknown>) => void): Promise<Response> {
        const cache = await this.options.caches.open(kCache);
        const kept = await cache.match(request.url);
        if (kept) return kept;
        const response = await this.options.fetch(request);
        if (isWhole(response)) keepAlive(keep(cache, request.url, response.clone()));
        return response;
    }

    /// The kept answer only where nobody answers at all; an answer of any other kind is the host's word.
    private async networkFirst(request: Request, path: string, keepAlive: (work: Promise<unknown>) => void): Promise<Response> {
        const cache = await this.options.caches.open(kCache);
        // The flow that an address names is the page's business: the document is the same for all.
        const place = new URL(path, this.scope).href;
        let response: Response;
        try {
            response = await this.options.fetch(request);
        } catch (unreachable) {
            const kept = await cache.match(place);
            if (kept) return kept;
            throw unreachable;
        }
        if (isWhole(response)) keepAlive(keep(cache, place, response.clone()));
        return response;
    }

    /// Relative to the site's folder, without query; null outside.
    private pathOf(url: string): string | null {
        const { origin, pathname } = new URL(url);
        if (origin !== this.scope.origin || !pathname.startsWith(this.scope.pathname)) return null;
        return pathname.slice(this.scope.pathname.length);
    }
}

/// The two forms in which the site's build puts a hash into a name.
function isHashed(path: string): boolean {
    return /-(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{11}\.[a-z0-9]+$/.test(path) || /-[A-Z2-7]{8}\.(js|css)$/.test(path);
}

function isWhole(response: Response): boolean {
    return response.status === 200 && response.type === 'basic' && !response.redirected;
}

/// A full disk costs only the next visit's speed, so the page is not told.
function keep(cache: Pick<Cache, 'put'>, place: string, response: Response): Promise<void> {
    return cache.put(place, response).catch(() => undefined);
}

/// The same answer with more headers; one that the page may not look into (a redirect on its way) stays as it is.
function withHeaders(response: Response, more: Readonly<Record<string, string>>): Response {
    if (response.type === 'opaqueredirect' || response.type === 'error') return response;
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(more)) headers.set(name, value);
    // The page names what may embed it by nothing but the host's own word; the rest is handed on as it came.
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
