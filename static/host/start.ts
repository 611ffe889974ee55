// How the page starts: everything is fetched side by side, Python among it; the editor is usable long before Python is.
import site from 'site:facts';
import type { LibraryType } from '../../runtime/protocol/messages.gen.ts';
import { readFlowLink } from './flow_link.ts';
import { browserSurroundings, type Settled, settleHosting } from './hosting.ts';
import { keepValue, keptValue } from './kept_values.ts';
import { PageHost } from './page.ts';
import { type ApiSources, makeApi } from './public_api.ts';
import { Texts } from './texts.ts';
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
    const page = new PageHost({
        site,
        texts,
        textsLoaded,
        theme: address.get('theme') ?? keptValue('local', kRemembered.theme) ?? 'auto',
        mode: address.get('mode') === 'view' ? 'view' : 'edit',
        remember: (name, value) => void keepValue('local', kRemembered[name], value),
    });
    page.kernel.start();
    const ready = start(page, textsLoaded, address, options);
    ready.catch(showFailure);
    const api = makeApi({ page, ready, domWidget: options.domWidget, domWidgetNames: options.domWidgetNames });
    // A plain assignment, so that whoever waits for it (an embedding page, a test) may have put a setter there.
    Object.assign(window, { pythonflows: api });
}

async function start(page: PageHost, textsLoaded: Promise<void>, address: URLSearchParams, options: StartOptions): Promise<void> {
    const library = fetchJson<LibraryType[]>(site.library);
    const limits = fetchJson<Record<string, unknown>>('config.json');
    const named = namedFlow(address);
    const kept = page.claimAutosave(named?.name ?? '');
    // Awaited further down; a failure of one must not be an unheard rejection of the others.
    for (const pending of [library, limits, kept]) pending.catch(() => undefined);
    await textsLoaded;
    await page.startEditor(options.canvasSelector);
    page.configure({ type: 'set_library', types: await library });
    const configuration = await limits;
    page.limits.configure(configuration);
    const { max_memory_bytes: memoryBytes } = configuration;
    if (typeof memoryBytes === 'number' && memoryBytes > 0) page.kernel.limitMemory(Math.floor(memoryBytes));
    await openFirst(page, await kept, named, address.get('autorun') === '1');
    options.mountPanels(page);
    new Thumbnails(page, options.drawChart);
    if (page.isSecondTab) page.say('info', page.text('autosave.second_tab'));
}

/// The flow that the address names: by `#flow=` (from elsewhere, whoever sent the link) or by `?src=`.
function namedFlow(address: URLSearchParams): { name: string; isForeign: boolean; open(page: PageHost): Promise<void> } | null {
    const source = address.get('src');
    if (location.hash.startsWith('#flow=')) {
        const packed = location.hash.slice('#flow='.length);
        return { name: location.hash, isForeign: true, open: async page => page.openText(await readFlowLink(packed), true) };
    }
    return source === null ? null : { name: source, isForeign: false, open: page => openAddress(page, source) };
}

/// What was open the last time at this address, else what the address names, else the first example. A flow that cannot be opened is told, and the next in this order is opened.
async function openFirst(page: PageHost, kept: string | undefined, named: ReturnType<typeof namedFlow>, mayRun: boolean): Promise<void> {
    const sources: (() => Promise<void>)[] = [];
    if (kept !== undefined) sources.push(() => page.openText(kept, named?.isForeign ?? false, named !== null));
    if (named) sources.push(() => named.open(page));
    const first = site.examples[0];
    if (first) sources.push(() => page.openExample(first.name));
    for (const open of sources) {
        try {
            await open();
            break;
        } catch (error) {
            page.say('error', error instanceof Error ? error.message : String(error));
        }
    }
    // Only what this site itself serves may run without a click.
    if (mayRun && named && !named.isForeign)
        page.call({ type: 'run' }).catch((error: unknown) => page.say('error', error instanceof Error ? error.message : String(error)));
}

/// A flow of this site, relative to the page, with the files it names beside it.
async function openAddress(page: PageHost, source: string): Promise<void> {
    const address = new URL(source, document.baseURI);
    if (address.origin !== location.origin) throw new Error(page.text('src.other_origin', { host: address.host }));
    const response = await fetch(address);
    if (!response.ok) throw new Error(page.text('site.unreachable', { path: source, status: response.status }));
    await page.openText(await response.text(), false, true);
    for (const file of page.files.list()) {
        if (page.store.blob(file.sha256)) continue;
        const beside = await fetch(new URL(encodeURIComponent(file.name), address));
        if (!beside.ok) continue;
        const found = await page.store.add(file.name, await beside.blob());
        if (found.sha256 !== file.sha256) page.say('warning', page.text('files.changed', { name: file.name }));
    }
}

async function fetchJson<T>(path: string): Promise<T> {
    const response = await fetch(path);
    if (!response.ok) throw new Error(`${path} could not be fetched (the server answered ${response.status}).`);
    return (await response.json()) as T;
}

/// Without an editor there are no toasts: the sentence goes into the page itself.
function showFailure(error: unknown): void {
    const place = document.createElement('p');
    place.setAttribute('role', 'alert');
    place.className = 'start-failure';
    place.textContent = error instanceof Error ? error.message : String(error);
    document.body.prepend(place);
    reportError(error);
}
