// How the page starts: everything is fetched side by side, Python among it; the editor is usable long before Python is.
import site from 'site:facts';
import type { LibraryType } from '../../runtime/protocol/messages.gen.ts';
import type { Restored } from './autosave.ts';
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
    const page = new PageHost({
        site,
        texts,
        textsLoaded,
        theme: address.get('theme') ?? keptValue('local', kRemembered.theme) ?? 'auto',
        mode: address.get('mode') === 'view' ? 'view' : 'edit',
        remember: (name, value) => void keepValue('local', kRemembered[name], value),
    });
    // Another link in the address bar of this tab is another flow.
    addEventListener('hashchange', () => location.hash.startsWith('#flow=') && location.reload());
    page.kernel.start();
    const ready = start(page, textsLoaded, address, options);
    ready.catch((error: unknown) => showFailure(page.sentenceOf(error), error));
    const api = makeApi({ page, ready, domWidget: options.domWidget, domWidgetNames: options.domWidgetNames });
    // A plain assignment, so that whoever waits for it (an embedding page, a test) may have put a setter there.
    Object.assign(window, { pythonflows: api });
}

async function start(page: PageHost, textsLoaded: Promise<void>, address: URLSearchParams, options: StartOptions): Promise<void> {
    const sentence = async (key: string, args: Args): Promise<string> => textsLoaded.then(() => page.text(key, args));
    const library = fetchJson<LibraryType[]>(site.library, sentence);
    const limits = fetchJson<Record<string, unknown>>('config.json', sentence);
    const named = namedFlow(address);
    const kept = page.claimAutosave(named?.name ?? '');
    // Awaited further down; a failure of one must not be an unheard rejection of the others.
    for (const pending of [library, limits, kept]) pending.catch(() => undefined);
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
    new Thumbnails(page, options.drawChart);
    if (restored.isCopy) page.say('info', page.text('autosave.second_tab'));
}

/// The flow that the address names: by `#flow=` (from elsewhere, whoever sent the link) or by `?src=`.
function namedFlow(address: URLSearchParams): { name: string; isForeign: boolean; open(page: PageHost): Promise<void> } | null {
    const source = address.get('src');
    if (location.hash.startsWith('#flow=')) {
        const packed = location.hash.slice('#flow='.length);
        return { name: location.hash, isForeign: true, open: page => page.archives.openLink(packed) };
    }
    return source === null ? null : { name: source, isForeign: false, open: page => openAddress(page, source) };
}

/// What was open the last time at this address, else what the address names, else the first example. A flow that cannot be opened is told, and the next in this order is opened.
async function openFirst(page: PageHost, { kept, isNewestDamaged }: Restored, named: ReturnType<typeof namedFlow>, mayRun: boolean): Promise<void> {
    const sources: (() => Promise<void>)[] = [];
    if (kept)
        sources.push(async () => {
            const bringBack = page.network.permissions.kept(named?.name ?? '');
            await page.openText(kept.text, {
                isForeign: named?.isForeign ?? false,
                isNamed: named !== null,
                isUnsaved: !kept.isSaved,
                isBeginning: true,
                results: kept.results,
                authors: await page.archives.kept(kept.authors),
            });
            bringBack();
        });
    // Said as an error, which stays until it is read.
    if (isNewestDamaged) page.say('error', page.text(kept ? 'autosave.damaged' : 'autosave.all_damaged'));
    if (named) sources.push(() => named.open(page));
    const first = site.examples[0];
    if (first) sources.push(() => page.openExample(first.name, true));
    for (const open of sources) {
        try {
            await open();
            break;
        } catch (error) {
            page.say('error', page.sentenceOf(error));
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
    for (const file of page.files.list()) {
        if (page.store.blob(file.sha256)) continue;
        // A file that does not lie there is one that did not come with the flow; the panel says so.
        const beside = await fetch(new URL(encodeURIComponent(file.name), address)).catch(() => null);
        if (!beside?.ok) continue;
        const found = await page.store.add(file.name, await beside.blob());
        if (found.sha256 !== file.sha256) page.say('warning', page.text('files.changed', { name: file.name }));
    }
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
