// What an element is between its coming into a page and its leaving it: the poster, and the live flow from time to time. Ends with everything that it began.
import { FlowFrame, FlowError } from './flow_frame.ts';
import { type FlowSource, readSource } from './flow_source.ts';
import { LiveFlows } from './live_flows.ts';
import { place } from './place.ts';
import { Poster } from './poster.ts';
import { languageAround, shadeAround, watchAround } from './surroundings.ts';
import { languageOf, textsIn } from './texts.ts';
import type { Beginning, EventName } from './wire.ts';

export interface LifeOptions {
    element: HTMLElement & { src: string; mode: string; theme: string; lazy: string; toolbar: string };
    /// Where it stands inside the element.
    box: HTMLElement;
    /// Events that somebody hears.
    heard: ReadonlySet<EventName>;
    ready(): void;
    failed(error: Error): void;
    /// The live flow made room for others.
    rested(): void;
}

/// A page that has said nothing after this time, or a shorter one once the frame is loaded, is not allowed here or does not answer; nothing in a browser tells which. It may be slow only,
/// and what is said of it is taken back when it speaks.
const kSilenceMs = 20_000;
const kLoadedSilenceMs = 2_000;
/// So near to what can be seen the poster is made.
const kNear = '300px';
/// Files beside a flow that are handed over with it.
const kFilesBeside = 100;
/// What an element without `src` begins with.
const kEmptyFlow = '{"format": "pythonflows", "version": 1, "nodes": [], "links": []}';

const live = new LiveFlows();

export class Life {
    private readonly poster: Poster;
    private readonly leaving: (() => void)[] = [];
    private source: Promise<FlowSource | undefined> | undefined;
    private starting: Promise<FlowFrame> | undefined;
    private frame: FlowFrame | undefined;
    /// The flow as it was when it came to rest.
    private kept: unknown;
    /// Why the flow could not be loaded.
    private reason = '';
    private silence: ReturnType<typeof setTimeout> | undefined;
    private isInView = false;
    private hasEnded = false;
    private language = 'en';
    private shade: 'light' | 'dark' = 'light';
    private readonly asLive = {
        life: this,
        get isInView(): boolean {
            return this.life.isInView;
        },
        get hasCanvas(): boolean {
            return this.life.options.element.mode !== 'view';
        },
        isBusy: () => this.isBusy(),
        rest: () => this.rest(),
    };

    constructor(private readonly options: LifeOptions) {
        const { element, box } = options;
        this.poster = new Poster(textsIn('en'), this.name, () => this.pressed());
        box.replaceChildren(this.poster.root);
        this.look();
        const near = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && void this.load(), { rootMargin: kNear });
        const view = new IntersectionObserver(entries => this.seen(entries[entries.length - 1]?.isIntersecting === true));
        near.observe(element);
        view.observe(element);
        const used = (): void => void (document.activeElement === element && live.touch(this.asLive));
        addEventListener('blur', used);
        this.leaving.push(
            () => near.disconnect(),
            () => view.disconnect(),
            () => removeEventListener('blur', used),
            watchAround(() => this.look()),
        );
        this.mayStart();
    }

    get isStarted(): boolean {
        return this.starting !== undefined;
    }

    /// The live flow, started if it was not. `isByPerson`: with the focus, if the button had it.
    start(isByPerson = false): Promise<FlowFrame> {
        this.starting ??= this.begin(isByPerson).catch((error: Error) => {
            this.fail(error.message);
            throw error;
        });
        return this.starting;
    }

    /// By a person. A page that has not answered is asked for once more.
    private pressed(): void {
        if (!this.frame) return void this.start(true).catch(() => undefined); // said on the poster
        this.poster.turn('starting');
        this.frame.load();
    }

    /// What `lazy` says.
    mayStart(): void {
        const { lazy } = this.options.element;
        if (this.isStarted || !(lazy === 'off' || (lazy === 'visible' && this.isInView))) return;
        void this.start().catch(() => undefined); // said on the poster
    }

    listen(event: EventName): void {
        this.frame?.listen(event);
    }

    rename(): void {
        this.poster.rename(textsIn(this.language), this.name);
    }

    /// The theme or the language may have changed, here or around.
    look(): void {
        const { element, box } = this.options;
        const language = languageAround(element) ?? languageOf(navigator.language) ?? 'en';
        const shade = this.shadeNow();
        box.classList.toggle('dark', shade === 'dark');
        // A page that may not be spoken to keeps what it began with.
        if (shade !== this.shade) void this.frame?.call('setTheme', [this.theme]).catch(() => undefined);
        if (language !== this.language) void this.frame?.call('setLanguage', [language]).catch(() => undefined);
        this.shade = shade;
        this.language = language;
        this.rename();
    }

    end(reason: string): void {
        this.hasEnded = true;
        for (const leave of this.leaving.splice(0)) leave();
        clearTimeout(this.silence);
        live.leave(this.asLive);
        this.frame?.end(reason);
        this.frame = undefined;
        this.poster.free();
        this.options.box.replaceChildren();
    }

    private get theme(): string {
        const { theme } = this.options.element;
        return theme === 'page' ? this.shadeNow() : theme;
    }

    private shadeNow(): 'light' | 'dark' {
        const { element } = this.options;
        if (element.theme === 'light' || element.theme === 'dark') return element.theme;
        if (element.theme === 'auto') return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
        return shadeAround(element);
    }

    /// Of the flow as long as nothing of it is known.
    private get name(): string {
        const { title, src } = this.options.element;
        const file = src.split(/[?#]/)[0]?.split('/').pop() ?? '';
        return title || decodedOr(file).replace(/(\.flow)?\.(json|zip)$/, '');
    }

    /// The address of the flow; undefined without one.
    private get address(): URL | undefined {
        const { src } = this.options.element;
        return src === '' ? undefined : new URL(src, document.baseURI);
    }

    private seen(isInView: boolean): void {
        this.isInView = isInView;
        this.mayStart();
        if (!isInView) void live.look();
    }

    /// The flow's file, for the poster and for a page that cannot fetch it itself. What cannot be fetched or read is undefined and said.
    private load(): Promise<FlowSource | undefined> {
        this.source ??= this.fetched().catch((error: unknown) => {
            const { address } = this;
            // Of another site, which may let the page with the flow have it and not this one.
            if (address && address.origin !== location.origin) return undefined;
            this.reason = messageOf(error);
            this.poster.turn('resting', textsIn(this.language)('embed.no_flow', { address: address?.href ?? '', reason: this.reason }));
            return undefined;
        });
        return this.source;
    }

    private async fetched(): Promise<FlowSource | undefined> {
        const { address } = this;
        if (!address) return undefined;
        const response = await fetch(address);
        if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
        const source = await readSource(await response.blob());
        if (!this.hasEnded && !this.frame) this.poster.show(source);
        return source;
    }

    private async begin(isByPerson: boolean): Promise<FlowFrame> {
        const { options } = this;
        const hadFocus = isByPerson && options.element.shadowRoot?.activeElement !== null;
        this.poster.turn('starting');
        const { address, begin } = await this.addressed();
        if (this.hasEnded) throw new FlowError('The flow was taken out of the page.');
        const frame = new FlowFrame({
            address,
            title: this.poster.title,
            ...(begin && { begin }),
            tell: (event, detail) => void options.element.dispatchEvent(new CustomEvent(event, { detail })),
            refused: reason => this.refused(reason, begin !== undefined),
            loaded: () => this.awaitWord(address, kLoadedSilenceMs),
            heard: () => this.heard(),
            lost: reason => console.warn(`python-flow: ${reason}`),
        });
        this.frame = frame;
        for (const event of options.heard) frame.listen(event);
        options.box.prepend(frame.iframe); // under the poster, which goes when there is something to see
        live.enter(this.asLive);
        this.awaitWord(address, kSilenceMs);
        const shown = this.asItWas(frame).then(() => this.show(frame, hadFocus));
        shown.catch(error => options.failed(error as Error));
        // Whoever calls something means the flow as it was.
        if (this.kept !== undefined) await shown;
        return frame;
    }

    private awaitWord({ host }: URL, milliseconds: number): void {
        clearTimeout(this.silence);
        this.silence = setTimeout(() => this.poster.turn('starting', textsIn(this.language)('embed.no_answer', { host })), milliseconds);
    }

    private heard(): void {
        clearTimeout(this.silence);
        this.poster.turn('starting');
    }

    /// Where the page with the flow is, and what it is given.
    private async addressed(): Promise<{ address: URL; begin?: Beginning }> {
        const { element } = this.options;
        const page = place.page;
        const asked = page.searchParams;
        if (element.mode === 'view') asked.set('mode', 'view');
        if (element.toolbar === '0') asked.set('toolbar', '0');
        if (element.hasAttribute('autorun')) asked.set('autorun', '1');
        asked.set('together', '1');
        const before = sameBefore(element);
        if (before > 0) asked.set('before', String(before));
        asked.set('theme', this.theme);
        asked.set('lang', this.language);
        const flow = this.address;
        if (flow && (flow.origin === page.origin || flow.origin !== location.origin)) {
            asked.set('src', flow.href); // of the page's own site, or of a third one, for which the page asks a person
            return { address: page };
        }
        // The flow of this page: the other site can't fetch it, so it is handed over.
        const source = flow ? await this.load() : { blob: new Blob([kEmptyFlow]), flow: { files: [] } };
        if (!flow) asked.set('embed', nameOf(element));
        else asked.set('embed', flow.href);
        if (!source) throw new FlowError(textsIn(this.language)('embed.no_flow', { address: flow?.href ?? '', reason: this.reason }));
        const files = flow ? await beside(flow, source.flow.files.slice(0, kFilesBeside)) : [];
        return { address: page, begin: { flow: source.blob, files } };
    }

    /// The page is there, with the flow as it was before it rested, unless the browser has kept that.
    private async asItWas(frame: FlowFrame): Promise<void> {
        await frame.ready;
        if (this.kept === undefined) return;
        const now = await frame.call('flow', []);
        if (JSON.stringify(now) !== JSON.stringify(this.kept)) await frame.call('open', [this.kept]);
        this.kept = undefined;
    }

    private show(frame: FlowFrame, hadFocus: boolean): void {
        if (this.frame !== frame) return;
        clearTimeout(this.silence);
        this.poster.root.hidden = true;
        this.poster.turn('resting');
        if (hadFocus) frame.iframe.focus();
        this.options.ready();
    }

    /// The page does not talk to this one. Where it has the flow all the same, a person can use it.
    private refused(reason: string, isEmpty: boolean): void {
        clearTimeout(this.silence);
        this.options.failed(new FlowError(reason, 'refused'));
        if (!isEmpty) {
            console.warn(`python-flow: ${reason}`);
            this.poster.root.hidden = true;
        } else this.fail(reason);
    }

    private fail(reason: string): void {
        clearTimeout(this.silence);
        this.frame?.end(reason);
        this.frame = undefined;
        this.starting = undefined;
        live.leave(this.asLive);
        if (this.hasEnded) return;
        this.poster.turn('resting', reason);
        this.options.failed(new FlowError(reason));
        this.options.rested();
    }

    private async isBusy(): Promise<boolean> {
        const { frame } = this;
        if (!frame) return false;
        // One that cannot be asked has not begun, or has a page that does not talk: its person would lose what they see.
        return frame.call('isBusy', []).then(
            isBusy => isBusy === true,
            () => true,
        );
    }

    private async rest(): Promise<void> {
        const { frame } = this;
        // Where the browser keeps nothing for a page in another one, this is all that is kept. A page that does not talk has only the browser.
        const flow = await frame?.call('flow', []).catch(() => undefined);
        if (!frame || frame !== this.frame) return;
        this.kept = flow;
        frame.end('The flow rests: start it again.');
        this.frame = undefined;
        this.starting = undefined;
        this.poster.root.hidden = false;
        this.poster.turn('paused');
        void this.load().then(source => this.frame ?? this.poster.show(source));
        this.options.rested();
    }
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

/// A name of a file as a person writes it.
function decodedOr(name: string): string {
    try {
        return decodeURIComponent(name);
    } catch {
        return name; // a lone percent sign is no mistake in a name
    }
}

/// How many elements of this page have the same flow and stand before this one. Each keeps for itself what is changed in it.
function sameBefore(element: HTMLElement): number {
    const src = element.getAttribute('src');
    const same = [...document.querySelectorAll(element.localName)].filter(other => src !== null && other.getAttribute('src') === src);
    return Math.max(0, same.indexOf(element));
}

/// What an element without `src` keeps its flow by: its place in this page.
function nameOf(element: HTMLElement): string {
    const index = [...document.querySelectorAll(element.localName)].indexOf(element);
    return `${location.origin}${location.pathname}#${element.id || index}`;
}

/// The files that lie beside the flow. One that does not is one that did not come with it, which the page says.
async function beside(flow: URL, names: readonly string[]): Promise<Beginning['files']> {
    const found = await Promise.all(
        names.map(async name => {
            const response = await fetch(new URL(encodeURIComponent(name), flow)).catch(() => null);
            return response?.ok ? [{ name, blob: await response.blob() }] : [];
        }),
    );
    return found.flat();
}
