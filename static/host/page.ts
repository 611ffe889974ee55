// The page: joins the editor (the session in wasm), the kernel host, the files and the browser's storage, and is what panels and programs hold. Decides nothing about flows.
import type { SiteFacts } from 'site:facts';
import type { PageToSession, Questions, SessionToPage } from '../../runtime/protocol/messages.gen.ts';
import { Calls } from './calls.ts';
import type { KernelSharing } from './embedding/kernel_sharing.ts';
import { showCrashScreen } from './crash_screen.ts';
import { Database } from './database.ts';
import { describe, isDefect, watchForDefects } from './defects.ts';
import { downloadBlob, flowFileName } from './download.ts';
import { Editor } from './editor.ts';
import { FlowKeeping } from './flow_keeping.ts';
import { Journal } from './journal.ts';
import { examplesIn, fetchExample } from './examples.ts';
import type { FlowTabs } from './flow_tabs.ts';
import { FlowArchives } from './flow_archives.ts';
import { FlowFiles } from './flow_files.ts';
import { GateClient } from './gate_client.ts';
import { HtmlViews } from './html_view.ts';
import { Offline } from './offline.ts';
import { type Opened, Openings } from './openings.ts';
import { KernelPool } from './kernel_pool.ts';
import { kWaitingMessages } from './limits.ts';
import { Listeners } from './listeners.ts';
import { NetworkDesk } from './network/network_desk.ts';
import { PackageSource } from './package_source.ts';
import type { Answer, Ask, ConsentAsker, Intent, Notice, Page, PageEvents, Preview, PreviewPage } from './page_interface.ts';
import { completePreview, typed } from './previews.ts';
import { Readiness } from './readiness.ts';
import { FlowResults, openResults } from './results/flow_results.ts';
import { RunLimits } from './run_limits.ts';
import type { Args, Texts } from './texts.ts';
import { Theme } from './theme.ts';
import { KeptViews } from './kept_views.ts';

/// How the page was called.
export interface PageOptions {
    site: SiteFacts;
    texts: Texts;
    /// Settles when a sentence can be said.
    textsLoaded: Promise<void>;
    theme: string;
    mode: 'edit' | 'view';
    sharing: Promise<KernelSharing> | null;
    /// Remembers a choice of the person over reloads.
    remember(name: 'language' | 'theme', value: string): void;
}

export class PageHost implements Page {
    readonly version: { app: string; flow: number; pyodide: string };
    readonly mode: 'edit' | 'view';
    readonly files: FlowFiles;
    readonly archives = new FlowArchives(this);
    readonly offline = new Offline(this);
    readonly packages: PackageSource;
    readonly download = downloadBlob;
    readonly network: NetworkDesk;
    readonly results: FlowResults;
    readonly keeping: FlowKeeping;
    readonly kernel: KernelPool;
    readonly limits = new RunLimits(new URLSearchParams(location.search), message => this.started().deliverPage(message));
    private readonly python = new Readiness();
    private readonly calls = new Calls();
    private readonly listeners = new Listeners<PageEvents>(['said', 'plain_worker_offered', 'policy_violation', 'storage_trouble']);
    private readonly views: HtmlViews;
    private editor: Editor | null = null;
    /// What the home kernel said before the editor was there.
    private early: string[] = [];
    private askPerson: ConsentAsker = () => Promise.resolve(false);
    private readonly themes: Theme;
    private readonly journal = new Journal(() => performance.now());
    readonly openings = new Openings();
    readonly keptViews = new KeptViews({ page: this, openings: this.openings, canvas: () => this.canvas?.getBoundingClientRect() ?? new DOMRect() });
    private canvas: Element | null = null;
    private hasCrashed = false;

    constructor(private readonly options: PageOptions) {
        const { site } = options;
        this.version = { app: site.app, flow: 1, pyodide: site.pyodide };
        this.mode = options.mode;
        this.themes = new Theme(options, theme => {
            this.editor?.deliverPage({ type: 'set_theme', theme });
            this.emit('theme', { theme: this.theme });
        });
        this.views = new HtmlViews(site.view);
        watchForDefects(error => this.crash(error));
        this.keeping = new FlowKeeping(
            this,
            Database.open().catch(() => null),
            isFull => this.emit('storage_trouble', { isFull }),
        );
        this.files = new FlowFiles(this.store, this);
        const gate = new GateClient(site.gate);
        this.network = new NetworkDesk({
            gate,
            flow: () => JSON.parse(this.flowText()),
            onProblem: text => this.say('warning', text),
            sentence: (key, args) => this.text(key, args),
            onChange: () => this.emit('network', {}),
            now: () => performance.now(),
        });
        this.packages = new PackageSource({
            wheels: site.wheels,
            cdn: site.cdn,
            fetchOutside: (url, maximum, arrived) => gate.fetch(url, [site.cdn], maximum, arrived),
            askConsent: question => this.askPerson(question),
            sentence: (key, args) => this.text(key, args),
        });
        const kept = openResults(
            site,
            sha256 => this.kernel.values.here(sha256),
            () => this.say('warning', this.text('results.trouble')),
        );
        this.results = new FlowResults(kept, message => this.started().deliverPage(message));
        this.kernel = new KernelPool({
            site,
            lasting: kept,
            packages: this.packages,
            network: this.network,
            onMessage: (kernel, text) => this.fromKernel(kernel, text),
            onProblem: text => this.say('warning', text),
            onViolation: (where, directive, blocked) => this.emit('policy_violation', { where, directive, blocked }),
            onPlainWorkerOffered: reason => this.emit('plain_worker_offered', { reason }),
            file: (_name, sha256) => this.store.blob(sha256),
            keepFile: (file, blob) => this.store.keepAndSave(file.sha256, blob),
            sentence: (key, args) => this.text(key, args),
            textsLoaded: options.textsLoaded,
            sharing: options.sharing,
        });
    }

    /// Resolves when Python can run code, rejects with why it cannot: of the kernel that there is now, or that is starting.
    get pythonReady(): Promise<void> {
        return this.python.latest;
    }

    /// Loads the editor and hands it what came in the meantime.
    async startEditor(canvasSelector: string): Promise<void> {
        this.canvas = document.querySelector(canvasSelector);
        this.canvas?.setAttribute('data-mode', this.mode); // the editor only looks then
        this.editor = await Editor.load(this.options.site.editor, canvasSelector, {
            toKernel: (kernel, text) => this.kernel.send(kernel, text),
            toPage: message => this.take(message),
            broken: text => this.crash(new Error(text)),
        });
        this.tellTexts();
        const early = this.early;
        this.early = [];
        for (const text of early) this.editor.deliverKernel(0, text);
    }

    get store(): FlowKeeping['store'] {
        return this.keeping.store;
    }

    get earlier(): FlowKeeping['earlier'] {
        return this.keeping.earlier;
    }

    get history(): FlowKeeping['history'] {
        return this.keeping.history;
    }

    async erase(): Promise<string[]> {
        return (await import('./erase.ts')).eraseEverything(this);
    }

    readonly openEarlier = (record: string): Promise<void> => this.keeping.openEarlier(record);
    readonly tabs = (): Promise<FlowTabs> => this.keeping.tabs(this);

    get language(): string {
        return this.options.texts.language;
    }

    get theme(): string {
        return this.themes.choice;
    }

    text(key: string, args: Args = {}): string {
        return this.options.texts.text(key, args);
    }

    laterTexts(): Promise<void> {
        return this.options.texts.loadLater();
    }

    ask<Q extends keyof Questions>(name: Q, fields: Ask<Q>): Answer<Q> {
        return this.started().ask(name, fields);
    }

    send(notice: Notice): void {
        this.started().deliverPage(notice);
        // Looking closer changes nothing in the session, so it tells nobody.
        if (notice.type === 'fit' || notice.type === 'zoom' || notice.type === 'center') this.emit('looked', {});
        if (notice.type !== 'saved') return;
        this.keeping.saved();
        void this.results.savedAs(this.flowText());
    }

    sentenceOf(error: unknown): string {
        if (isDefect(error)) this.crash(error);
        return error instanceof Error ? error.message : String(error);
    }

    /// A mistake of ours: nothing more is processed. What is shown is the first one; those that follow from it say nothing.
    private crash(error: unknown): void {
        if (this.hasCrashed) return;
        this.hasCrashed = true;
        showCrashScreen({
            error: describe(error),
            journal: this.journal.last,
            version: this.version.app,
            flow: () => this.editor?.rescuedFlow() ?? this.keeping.lastText,
            download: downloadBlob,
            text: key => this.text(key),
        });
        this.keeping.stop();
        this.editor?.end();
        this.kernel.end();
        this.calls.endAll(null, this.text('crash.title'));
    }

    call(intent: Intent): Promise<unknown> {
        if (this.hasCrashed) return Promise.reject(new Error(this.text('crash.title')));
        this.journal.note(intent.type);
        return this.calls.make(intent.type, call => this.started().deliverPage({ ...intent, call } satisfies PageToSession));
    }

    on<E extends keyof PageEvents>(event: E, listener: (detail: PageEvents[E]) => void): () => void {
        return this.listeners.add(event, listener);
    }

    async preview(node: string, port: string, page: PreviewPage = {}): Promise<Preview | null> {
        const { offset = 0, limit = 100, columns } = page;
        const raw = await this.call({ type: 'preview', node, port, offset, limit, ...(columns === undefined ? {} : { columns }) });
        const complete = await completePreview(raw, {
            takeBuffer: id => this.kernel.takeBuffer(id),
            authors: (name, of) => this.openings.current.authors?.preview(name, of, page) ?? null,
            sanitise: html => this.views.sanitise(html),
            sentence: key => this.text(key),
        });
        return complete && typed(complete, port, this.ask('glimpse', { node }).outputs);
    }

    showHtml(parent: Element, html: string, maxHeight: number): () => void {
        return this.views.show(parent, html, maxHeight);
    }

    open = (text: string): Promise<void> => this.openText(text);

    /// `isUnsaved`: nobody has it as a file; `isBeginning`: the page begins with it; `isKept`: what is left for it is kept elsewhere.
    async openText(text: string, from: Partial<Opened> & Partial<Record<'isUnsaved' | 'isBeginning' | 'isKept', boolean>> = {}): Promise<void> {
        const { isUnsaved = false, isBeginning = false, isKept = isBeginning } = from;
        await this.files.unpack(text);
        const opening = await this.openings.add(text, from);
        const left = !isKept && this.ask('status', {}).dirty ? this.keeping.flowNow() : null;
        await this.call({ type: 'open', text, opening, is_unsaved: isUnsaved, is_beginning: isBeginning });
        if (isBeginning) this.keptViews.bringBack();
        if (!isUnsaved) this.keeping.opened(text, opening);
        if (left) void this.earlier.keep(left);
        await this.results.offered;
    }

    /// Another flow is there: opened, or brought back by undo or redo.
    private follow(opening: number): void {
        this.keptViews.leave();
        const { isNamed, results, authors } = this.openings.enter(opening);
        this.keptViews.show();
        this.results.enter(results ?? null, authors?.offered);
        this.network.forgetFlow();
        this.limits.follow(isNamed || window.parent !== window);
    }

    examples(): { name: string; title: string; about: string }[] {
        return examplesIn(this.options.site, this.language);
    }

    async openExample(name: string, isBeginning = false): Promise<void> {
        await this.openText(await fetchExample(this.options.site, name, this.store, (key, args) => this.text(key, args)), { isBeginning });
    }

    flowText(): string {
        return this.ask('flow', {}).text;
    }

    save(): void {
        if (this.options.site.single) return void this.archives.saveSingle(this.options.site.single);
        this.download(flowFileName(this.ask('status', {}).title), new Blob([this.flowText()], { type: 'application/json' }));
        this.send({ type: 'saved' });
    }

    async setLanguage(language: string): Promise<void> {
        await this.options.texts.load(language);
        this.options.remember('language', language);
        this.tellTexts();
        this.emit('language', { language });
    }

    setTheme(theme: string): void {
        this.themes.choose(theme);
    }

    onConsent(asker: ConsentAsker): void {
        this.askPerson = asker;
    }

    allowPlainWorker(): void {
        if (this.openings.current.isForeign) throw new Error(this.text('kernel.plain_worker_foreign'));
        this.kernel.allowPlainWorker();
    }

    /// Tells the session something of the page's own start.
    configure(message: Extract<PageToSession, { type: 'set_library' }>): void {
        this.started().deliverPage(message);
    }

    /// Draws a node's picture on the canvas.
    setThumbnail(node: string, key: string, width: number, height: number, pixels: Uint8ClampedArray): void {
        this.editor?.setThumbnail(node, key, width, height, pixels);
    }

    get framesDrawn(): number {
        return this.editor?.framesDrawn ?? 0;
    }

    /// A sentence for everybody: toast and screen reader.
    say(level: string, text: string): void {
        this.emit('said', { type: 'said', level, text });
    }

    private started(): Editor {
        if (!this.editor) throw new Error('The editor is still loading: wait for pythonflows.ready.');
        return this.editor;
    }

    private tellTexts(): void {
        this.editor?.deliverPage({ type: 'set_language', language: this.language, texts: this.options.texts.all });
        this.themes.retell();
    }

    private fromKernel(kernel: number, text: string): void {
        if (this.hasCrashed) return;
        const message = JSON.parse(text) as { type: string; step?: string; done?: number; total?: number; reason?: string };
        if (this.editor) this.editor.deliverKernel(kernel, text);
        else if (this.early.length < kWaitingMessages) this.early.push(text);
        if (message.type.startsWith('kernel_') && message.type !== 'kernel_progress')
            this.journal.note(kernel === 0 ? message.type : `${message.type} ${kernel}`);
        if (kernel !== 0) return message.type === 'kernel_lost' ? this.calls.endAll(['preview'], message.reason ?? '') : undefined;
        if (message.type === 'kernel_progress') {
            // Seen in the browser's own timeline, and by the benchmarks.
            if (message.done === 0 || !message.step?.endsWith('download')) performance.mark(`pythonflows.${message.step}`);
            this.emit('progress', { step: message.step ?? '', done: message.done ?? 0, total: message.total ?? 0 });
        }
        const ended = this.python.hear(message);
        if (ended !== undefined) this.calls.endAll(['preview'], ended); // everything else is answered by the session, which lives on
    }

    private take(message: SessionToPage): void {
        if (this.kernel.take(message)) return;
        switch (message.type) {
            case 'answer':
                this.calls.answer(message.call, message.value);
                break;
            case 'refusal':
                this.calls.refuse(message.call, message.error, message.code);
                break;
            case 'said':
                // A broken promise of the session's; the error that it throws besides says no more.
                if (message.level === 'fatal') return this.crash(new Error(message.text));
                this.journal.note(`said ${message.level}`);
                this.emit('said', message);
                break;
            case 'keep_results':
                this.results.keep(message.results);
                break;
            case 'flow_opened':
                this.follow(message.opening);
                this.emit('flow_opened', message);
                break;
            case 'run_ended':
                this.journal.note(`run ${message.ended}`);
                this.network.endRun();
                this.emit('run_ended', message);
                break;
            case 'changed':
                if (message.graph) this.network.forgetRules();
                if (message.graph || message.places || message.files) this.keeping.touch(!message.graph && !message.files);
                if (message.run) this.keeping.runs(this.ask('status', {}).run !== undefined);
                this.emit('changed', message);
                break;
            default:
                // The names and their messages belong together; TypeScript cannot follow that through the union.
                this.emit(message.type, message as never);
        }
    }

    private emit<E extends keyof PageEvents>(event: E, detail: PageEvents[E]): void {
        this.listeners.tell(event, detail);
    }
}
