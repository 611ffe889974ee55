// The files of one build of the site: which requests of the page are answered from them, and how they come to be here. A build is kept whole, each file checked by its hash, in a cache of its
// own; only then the page itself is answered from it. So the versions of two builds never meet, and a host that is away or half updated changes nothing.
// Must not know: flows, Python, the page's own storage, the browser's life of a worker (service_worker.ts).

/// What a request is to the worker.
export type Kind =
    /// The page itself.
    | 'page'
    /// A file of this build.
    | 'file'
    /// A file whose name carries a hash, of another build: a page that was opened before the update may still want it.
    | 'other'
    /// The worker that reaches other hosts brings its own policy in its response's headers; it is of use only where there is a network.
    | 'gate'
    /// The limits that the host sets: the host's word as long as it answers.
    | 'settings';

export interface SiteKeeperOptions {
    /// The folder of the site, as an address that ends with a slash.
    scope: string;
    /// Names this build.
    build: string;
    /// Every file that belongs to this build with its SHA-256, relative to the scope.
    files: Readonly<Record<string, string>>;
    gate: string;
    pageHeaders: Readonly<Record<string, string>>;
    gateHeaders: Readonly<Record<string, string>>;
    caches: Pick<CacheStorage, 'open' | 'keys' | 'delete'>;
    fetch(request: Request): Promise<Response>;
    sha256(bytes: ArrayBuffer): Promise<string>;
}

/// Why a build could not be kept whole: the host does not answer, or has files of another build, or the browser has no room.
export type KeepTrouble = 'unreachable' | 'mixed' | 'full';
export class NotKept extends Error {
    constructor(
        readonly trouble: KeepTrouble,
        path: string,
    ) {
        super(`${trouble}: ${path}`);
    }
}

const kPage = 'index.html';
const kSettings = 'config.json';
/// In the cache of a build that is whole.
const kComplete = '.pythonflows-complete';
const kAtOnce = 4;
/// A host that takes longer for a few hundred bytes is as one that is away.
const kSettingsMs = 3_000;

type Keep = Pick<Cache, 'match' | 'put' | 'delete'>;

export class SiteKeeper {
    private readonly scope: URL;
    private readonly prefix: string;
    private readonly name: string;
    private known: boolean | undefined;
    private isOver = false;

    constructor(private readonly options: SiteKeeperOptions) {
        this.scope = new URL(options.scope);
        // Several sites may lie side by side under one origin, and share its caches.
        this.prefix = `pythonflows ${this.scope.pathname} `;
        this.name = this.prefix + options.build;
    }

    /// null: not the worker's business.
    kindOf(request: Pick<Request, 'method' | 'mode' | 'url'> & { headers: Pick<Headers, 'has'> }): Kind | null {
        const path = this.pathOf(request.url);
        // Parts of a file cannot be kept.
        if (this.isOver || path === null || request.method !== 'GET' || request.headers.has('range')) return null;
        if (request.mode === 'navigate') return path === '' || path === kPage ? 'page' : null;
        if (path === this.options.gate) return 'gate';
        if (path === kSettings) return 'settings';
        if (Object.hasOwn(this.options.files, path)) return 'file';
        return isHashed(path) ? 'other' : null;
    }

    /// `keepAlive` is handed what goes on after the answer.
    async answer(request: Request, kind: Kind, keepAlive: (work: Promise<unknown>) => void): Promise<Response> {
        switch (kind) {
            case 'page':
                return withHeaders(await this.page(request, keepAlive), this.options.pageHeaders);
            case 'file':
                return this.file(request, keepAlive);
            case 'other':
                return (await this.fromOthers(request.url)) ?? this.options.fetch(request);
            case 'gate':
                return withHeaders(await this.networkFirst(request, this.options.gate, keepAlive), this.options.gateHeaders);
            case 'settings':
                return this.networkFirst(request, kSettings, keepAlive, kSettingsMs);
        }
    }

    /// Whether all of this build is here.
    async isComplete(): Promise<boolean> {
        this.known ||= (await (await this.cache()).match(this.address(kComplete))) !== undefined;
        return this.known;
    }

    /// Brings all of this build here. What another build has, or the browser, is not asked for again. Rejects with NotKept; what has come stays for the next time.
    async keepAll(): Promise<void> {
        if (await this.isComplete()) return;
        const cache = await this.cache();
        const paths = Object.keys(this.options.files);
        const work = async (): Promise<void> => {
            for (let path = paths.pop(); path !== undefined; path = paths.pop()) await this.keepOne(cache, path);
        };
        await Promise.all(Array.from({ length: kAtOnce }, work));
        await this.keepSettings(cache);
        await put(cache, this.address(kComplete), new Response(this.options.build));
        this.known = true;
    }

    /// Drops what is kept of other builds.
    async forgetOthers(): Promise<void> {
        await Promise.all((await this.others()).map(name => this.options.caches.delete(name)));
    }

    /// The page's own host has no such worker any more: nothing of it stays.
    async forgetAll(): Promise<void> {
        // What an open page still asks for goes to the host, and is not kept again.
        this.isOver = true;
        await this.forgetOthers();
        await this.options.caches.delete(this.name);
        this.known = undefined;
    }

    /// From this build once it is whole; before that the host's word, and what was kept where nobody answers.
    private async page(request: Request, keepAlive: (work: Promise<unknown>) => void): Promise<Response> {
        const kept = (await this.isComplete()) ? await (await this.cache()).match(this.address(kPage)) : undefined;
        if (!kept) return this.networkFirst(request, kPage, keepAlive);
        keepAlive(this.renewPage());
        return kept;
    }

    /// The same page with what the host's headers say today (who may embed it, for one).
    private async renewPage(): Promise<void> {
        const response = await this.options.fetch(new Request(this.address(kPage), { cache: 'no-cache' })).catch(() => null);
        if (response && isWhole(response) && (await this.isOfThisBuild(kPage, response)) && !this.isOver)
            await put(await this.cache(), this.address(kPage), response);
    }

    /// A kept answer is handed on untouched: the browser finds the compiled form of a script or a wasm module only then.
    private async file(request: Request, keepAlive: (work: Promise<unknown>) => void): Promise<Response> {
        const cache = await this.cache();
        // Asked for anew: what was here did not work.
        const kept = request.cache === 'reload' ? undefined : await cache.match(request.url);
        if (kept) return kept;
        const response = await this.options.fetch(request);
        // A name without a hash may stand for a file of another build: that is looked at when all is kept.
        if (isWhole(response) && isHashed(request.url)) keepAlive(keepIfRoom(cache, request.url, response.clone()));
        return response;
    }

    /// The kept answer only where nobody answers at all; an answer of any other kind is the host's word.
    private async networkFirst(request: Request, path: string, keepAlive: (work: Promise<unknown>) => void, withinMs?: number): Promise<Response> {
        const cache = await this.cache();
        // What an address asks of the page is the page's business: the document is the same for all.
        const place = this.address(path);
        const kept = await cache.match(place);
        const asked = this.options.fetch(request).then(response => {
            if (isWhole(response)) keepAlive(keepIfRoom(cache, place, response.clone()));
            return response;
        });
        if (!kept) return asked;
        const late = new Promise<Response>(resolve => withinMs !== undefined && setTimeout(() => resolve(kept), withinMs));
        return Promise.race([asked.catch(() => kept), late]);
    }

    private async keepOne(cache: Keep, path: string): Promise<void> {
        const place = this.address(path);
        const here = await cache.match(place);
        if (here && (await this.isOfThisBuild(path, here))) return;
        const elsewhere = await this.fromOthers(place);
        if (elsewhere && (await this.isOfThisBuild(path, elsewhere))) return put(cache, place, elsewhere);
        // What the browser has under a name with a hash is right; where it is not after all, the host is asked itself.
        for (const mode of isHashed(path) ? (['default', 'reload'] as const) : (['no-cache'] as const)) {
            const response = await this.options.fetch(new Request(place, { cache: mode })).catch(() => null);
            if (!response) throw new NotKept('unreachable', path);
            if (isWhole(response) && (await this.isOfThisBuild(path, response))) return put(cache, place, response);
        }
        throw new NotKept('mixed', path);
    }

    /// The page does not start without them, and asked for them before this worker was there.
    private async keepSettings(cache: Keep): Promise<void> {
        const place = this.address(kSettings);
        if (await cache.match(place)) return;
        const response = await this.options.fetch(new Request(place, { cache: 'no-cache' })).catch(() => null);
        if (!response) throw new NotKept('unreachable', kSettings);
        if (!isWhole(response)) throw new NotKept('mixed', kSettings);
        await put(cache, place, response);
    }

    private async isOfThisBuild(path: string, response: Response): Promise<boolean> {
        const bytes = await response
            .clone()
            .arrayBuffer()
            .catch(() => null);
        return bytes !== null && (await this.options.sha256(bytes)) === this.options.files[path];
    }

    private async fromOthers(url: string): Promise<Response | undefined> {
        for (const name of await this.others()) {
            const kept = await (await this.options.caches.open(name)).match(url);
            if (kept) return kept;
        }
        return undefined;
    }

    private async others(): Promise<string[]> {
        return (await this.options.caches.keys()).filter(name => (name.startsWith(this.prefix) && name !== this.name) || name === kFirstForm);
    }

    private cache(): Promise<Keep> {
        return this.options.caches.open(this.name);
    }

    private address(path: string): string {
        return new URL(path === kPage ? '' : path, this.scope).href;
    }

    /// Relative to the site's folder, without query; null outside.
    private pathOf(url: string): string | null {
        const { origin, pathname } = new URL(url);
        if (origin !== this.scope.origin || !pathname.startsWith(this.scope.pathname)) return null;
        return pathname.slice(this.scope.pathname.length);
    }
}

/// The cache of all builds together, before each had its own.
const kFirstForm = 'pythonflows-site-1';

/// The two forms in which the site's build puts a hash into a name.
function isHashed(path: string): boolean {
    return /-(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{11}\.[a-z0-9]+$/.test(path) || /-[A-Z2-7]{8}\.(js|css)$/.test(path);
}

function isWhole(response: Response): boolean {
    return response.status === 200 && response.type === 'basic' && !response.redirected;
}

/// Rejects with NotKept where there is no room.
async function put(cache: Keep, place: string, response: Response): Promise<void> {
    await cache.put(place, response).catch(error => {
        throw new NotKept(error instanceof Error && error.name === 'QuotaExceededError' ? 'full' : 'unreachable', place);
    });
}

/// A full disk costs only the next visit's speed, so the page is not told.
function keepIfRoom(cache: Keep, place: string, response: Response): Promise<void> {
    return cache.put(place, response).catch(() => undefined);
}

/// The same answer with the headers that the host did not send; one that the page may not look into (a redirect on its way) stays as it is.
function withHeaders(response: Response, more: Readonly<Record<string, string>>): Response {
    if (response.type === 'opaqueredirect' || response.type === 'error') return response;
    const headers = new Headers(response.headers);
    // A host that speaks of isolation itself has said all that it wants to.
    for (const [name, value] of Object.entries(more)) if (!headers.has(name)) headers.set(name, value);
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
