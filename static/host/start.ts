// How the page starts: everything is fetched side by side, Python among it; the editor is usable long before Python is.
import site from 'site:facts';
import type { LibraryType } from '../../runtime/protocol/messages.gen.ts';
import type { Restored } from './autosave.ts';
import type { Begun, Embedded } from './embedding/embedded.ts';
import { authorIn } from './embedding/author.ts';
import type { KernelSharing } from './embedding/kernel_sharing.ts';
import { browserSurroundings, type Settled, settleHosting } from './hosting.ts';
import { keepValue, keptValue } from './kept_values.ts';
import { kSavedCount } from './limits.ts';
import { fetchOwn } from './own_files.ts';
import { PageHost } from './page.ts';
import { type ApiSources, makeApi } from './public_api.ts';
import { type Args, Texts } from './texts.ts';
import { type DrawChart, Thumbnails } from './thumbnails.ts';
import { scriptUrl } from './trusted.ts';

/// What the entry script brings along from the panels.
export interface StartOptions extends Pick<ApiSources, 'domWidget' | 'domWidgetNames'> {
    canvasSelector: string;
    mountPanels(page: PageHost): void;
    drawChart: DrawChart | null;
}

/// Makes the best of where the page is hosted; `reloading` when it will be loaded once more.
export function settlePlace(): Promise<Settled> {
    const place = 'pythonflows.reloaded';
    const surroundings = browserSurroundings({ get: () => keptValue('local', place) !== null, set: () => keepValue('local', place, site.app) });
    return settleHosting(surroundings, () => scriptUrl(site.serviceWorker));
}

const kRemembered = { language: 'pythonflows.language', theme: 'pythonflows.theme' } as const;

/// Starts everything and installs `window.pythonflows`. Whatever fails is told by `ready`'s rejection and in the page.
export function startPage(options: StartOptions): void {
    const address = new URLSearchParams(location.search);
    const texts = new Texts(site.locales);
    const language = Texts.wanted(site.locales, address, keptValue('local', kRemembered.language), navigator.languages);
    const textsLoaded = texts.load(language);
    // Heard by `start` below.
    textsLoaded.catch(() => undefined);
    const sharing = openSharing(address);
    const page = new PageHost({
        site,
        texts,
        textsLoaded,
        theme: address.get('theme') ?? keptValue('local', kRemembered.theme) ?? 'auto',
        mode: address.get('mode') === 'view' ? 'view' : 'edit',
        sharing,
        // In another page the look is that page's.
        remember: (name, value) => void (isFramed() || keepValue('local', kRemembered[name], value)),
    });
    // Whoever opens something else in an embedded flow has a Python for it that no flow of the page's author can see.
    page.on('flow_opened', () => void (page.openings.current.isNamed || page.kernel.standApart()));
    void sharing?.then(shared =>
        addEventListener('pagehide', ({ persisted }) => {
            if (persisted) return;
            shared.leave();
            page.kernel.end();
        }),
    );
    // Another link in the address bar of this tab is another flow.
    addEventListener('hashchange', () => location.hash.startsWith('#flow=') && location.reload());
    page.kernel.start();
    const config = fetchJson<Config>('config.json', async (key, args) => textsLoaded.then(() => page.text(key, args)));
    // Awaited by `start`; nothing of it is an unheard rejection.
    config.catch(() => undefined);
    let isReady = (_ready: Promise<void>): void => undefined;
    const ready = new Promise<void>(resolve => {
        isReady = resolve;
    });
    ready.catch((error: unknown) => showFailure(page.sentenceOf(error), error));
    const api = makeApi({ page, ready, domWidget: options.domWidget, domWidgetNames: options.domWidgetNames });
    const embedded = isFramed() ? openDoor(page, api, ready, config, textsLoaded, sharing) : null;
    isReady(start(page, textsLoaded, address, config, embedded, options));
    // A plain assignment, so that whoever waits for it (an embedding page, a test) may have put a setter there.
    Object.assign(window, { pythonflows: api });
}

/// The other flows of the page around, with which this one may share Python; null where nobody makes them known, and for a flow of nobody knows whom.
function openSharing(address: URLSearchParams): Promise<KernelSharing> | null {
    const author = authorIn(address, location.href);
    if (!isFramed() || !address.has('together') || author === null) return null;
    return import('./embedding/kernel_sharing.ts').then(({ KernelSharing }) => new KernelSharing(author, site.app));
}

const isFramed = (): boolean => window.parent !== window;

/// What the site says of itself; `allowed_origins` may embed the page and speak to it.
type Config = Record<string, unknown>;

/// Lets the page around this one speak to it.
async function openDoor(
    page: PageHost,
    api: object,
    ready: Promise<void>,
    config: Promise<Config>,
    textsLoaded: Promise<void>,
    together: Promise<KernelSharing> | null,
): Promise<Embedded> {
    const [{ Embedded, windowAround }, { allowed_origins: listed }, sharing] = await Promise.all([
        import('./embedding/embedded.ts'),
        config,
        together,
        textsLoaded,
    ]);
    const allowed = Array.isArray(listed) ? listed.filter(origin => typeof origin === 'string') : [];
    return new Embedded({ page, api, ready, allowed, around: windowAround(), sharing });
}

async function start(
    page: PageHost,
    textsLoaded: Promise<void>,
    address: URLSearchParams,
    limits: Promise<Config>,
    embedded: Promise<Embedded> | null,
    options: StartOptions,
): Promise<void> {
    const sentence = async (key: string, args: Args): Promise<string> => textsLoaded.then(() => page.text(key, args));
    const library = fetchJson<LibraryType[]>(site.library, sentence);
    const named = (await singleFlow()) ?? withBefore(namedFlow(address, embedded), address.get('before'));
    const kept = page.keeping.claim(named?.name ?? '');
    // Awaited further down; a failure of one must not be an unheard rejection of the others.
    for (const pending of [library, kept, embedded]) pending?.catch(() => undefined);
    await textsLoaded;
    await page.startEditor(options.canvasSelector);
    page.configure({ type: 'set_library', types: await library });
    const config = await limits;
    page.limits.configure(config, bounds => page.kernel.setBounds(bounds));
    const { saved_values_bytes: savedBytes, kept_results_bytes: resultBytes } = config;
    if (typeof savedBytes === 'number') page.kernel.values.setBudget({ bytes: savedBytes, count: kSavedCount });
    if (typeof resultBytes === 'number') page.results.setBudget(resultBytes);
    const restored = await kept;
    await openFirst(page, restored, named, address.get('autorun') === '1');
    options.mountPanels(page);
    const canvas = isFramed() && document.querySelector(options.canvasSelector);
    if (canvas) page.keptViews.followSize(canvas);
    page.archives.drawChart = options.drawChart;
    new Thumbnails(page, options.drawChart);
    addEventListener('pagehide', () => page.keptViews.keep());
    page.offline.begin();
    if (restored.isCopy) page.say('info', page.text('autosave.second_tab'));
}

/// The flow in a one-file page, named by its content: a file that was saved anew is another page.
async function singleFlow(): Promise<ReturnType<typeof namedFlow>> {
    const flow = site.single?.flow;
    if (!flow) return null;
    const { sha256OfBlob } = await import('./sha256.ts');
    return { name: `single:${await sha256OfBlob(flow)}`, isForeign: false, open: page => page.archives.open(flow, { isNamed: true, isBeginning: true }) };
}

/// The flow that the address names: by `#flow=` (from elsewhere, whoever sent the link), by `?src=`, by `?shared=` (another app did), or by `?embed=`, which the page around hands over.
function namedFlow(
    address: URLSearchParams,
    embedded: Promise<Embedded> | null,
): { name: string; isForeign: boolean; open(page: PageHost): Promise<unknown> } | null {
    const source = address.get('src');
    if (location.hash.startsWith('#flow=')) {
        const packed = location.hash.slice('#flow='.length);
        return { name: location.hash, isForeign: true, open: page => page.archives.openLink(packed) };
    }
    const shared = address.get('shared');
    if (shared !== null && !embedded) return { name: `shared:${shared}`, isForeign: true, open: page => page.archives.openShared(shared) };
    const handed = address.get('embed');
    if (embedded && handed !== null) return { name: `embed:${handed}`, isForeign: true, open: async page => openHanded(page, (await embedded).begun) };
    return source === null ? null : { name: source, isForeign: false, open: page => openAddress(page, source) };
}

/// The same flow several times in one page (`?before=`, of <python-flow>): each is named apart, or they would take each other for a duplicated tab.
function withBefore(named: ReturnType<typeof namedFlow>, before: string | null): ReturnType<typeof namedFlow> {
    return named && before ? { ...named, name: `${named.name} ${before}` } : named;
}

/// What was open the last time at this address, else what the address names, else the first example. A flow that cannot be opened is told, and the next in this order is opened; but nobody
/// who asked for one by an address is shown another: there is nothing then but why, and nothing that would be kept by that name.
async function openFirst(page: PageHost, { kept, isNewestDamaged }: Restored, named: ReturnType<typeof namedFlow>, mayRun: boolean): Promise<void> {
    const sources: (() => Promise<unknown>)[] = [];
    if (kept)
        sources.push(async () => {
            const bringBack = page.network.permissions.kept(named?.name ?? '');
            await page.openText(kept.text, {
                isForeign: named?.isForeign ?? false,
                isNamed: named !== null,
                isUnsaved: !kept.isSaved,
                isBeginning: true,
                results: kept.results,
                ...(kept.history && { history: kept.history }),
                authors: await page.archives.kept(kept.authors),
            });
            bringBack();
        });
    // Said as an error, which stays until it is read.
    if (isNewestDamaged) page.say('error', page.text(kept ? 'autosave.damaged' : 'autosave.all_damaged'));
    const first = site.examples[0];
    if (named) sources.push(() => named.open(page));
    else if (first) sources.push(() => page.openExample(first.name, true));
    for (const open of sources) {
        try {
            await open();
            break;
        } catch (error) {
            const sentence = page.sentenceOf(error);
            if (!named || open !== sources.at(-1)) {
                page.say('error', sentence);
                continue;
            }
            page.openings.trouble = sentence;
            return (await import('./opening_screen.ts')).showOpeningScreen(page, sentence);
        }
    }
    // Only what this site itself serves may run without a click.
    if (mayRun && named && !named.isForeign) page.call({ type: 'run' }).catch((error: unknown) => page.say('error', page.sentenceOf(error)));
}

/// A flow of this site, relative to the page, with the files it names beside it.
async function openAddress(page: PageHost, source: string): Promise<void> {
    const address = addressOf(source);
    if (!address) throw new Error(page.text('src.no_address', { source }));
    if (address.origin !== location.origin) throw new Error(page.text('src.other_origin', { host: address.host }));
    const response = await fetchOwn(address, (key, args) => page.text(key, args));
    await page.archives.open(await response.blob(), { isNamed: true, isBeginning: true });
    await takeBeside(page, async name => {
        const beside = await fetch(new URL(encodeURIComponent(name), address)).catch(() => null);
        return beside?.ok ? beside.blob() : undefined;
    });
}

/// A flow that the page around handed over, with the files it has beside it.
async function openHanded(page: PageHost, begun: Promise<Begun>): Promise<void> {
    const { beginning, isForeign } = await begun;
    await page.archives.open(beginning.flow, { isForeign, isNamed: true, isBeginning: true });
    const files = new Map(beginning.files.map(({ name, blob }) => [name, blob]));
    await takeBeside(page, async name => files.get(name));
}

/// Takes the files that the open flow names from beside it. One that does not lie there did not come with the flow; the panel says so.
async function takeBeside(page: PageHost, find: (name: string) => Promise<Blob | undefined>): Promise<void> {
    let isCompleted = false;
    for (const { name, sha256 } of page.files.list()) {
        const beside = page.store.blob(sha256) ? undefined : await find(name);
        if (!beside) continue;
        if ((await page.store.add(name, beside)).sha256 === sha256) {
            page.kernel.filesCame();
            continue;
        }
        await page.files.add(name, beside);
        // Who writes a flow by hand names a file only: what lies there is meant.
        if (sha256 === '') isCompleted = true;
        else page.say('warning', page.text('files.changed', { name }));
    }
    // The flow as it is meant is what the page begins with: nobody changed it, and there is nothing to undo.
    if (isCompleted) await page.openText(page.flowText(), { ...page.openings.current, isBeginning: true });
}

/// null for a text that is no address.
function addressOf(source: string): URL | null {
    try {
        return new URL(source, document.baseURI);
    } catch {
        return null;
    }
}

async function fetchJson<T>(path: string, sentence: (key: string, args: Args) => Promise<string>): Promise<T> {
    return (await (await fetchOwn(path, sentence)).json()) as T;
}

/// Without an editor there are no toasts: the sentence goes into the page itself.
function showFailure(sentence: string, error: unknown): void {
    const place = document.createElement('p');
    place.setAttribute('role', 'alert');
    place.className = 'start-failure';
    place.textContent = sentence;
    document.body.prepend(place);
    console.error(error);
}
