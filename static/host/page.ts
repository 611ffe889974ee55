// The page: joins the editor (the session in wasm), the kernel host, the files and the browser's storage, and is what panels and programs hold. Decides nothing about flows.
import type { SiteFacts } from 'site:facts';
import type { PageToSession, Questions, SessionToPage } from '../../runtime/protocol/messages.gen.ts';
import { Autosave } from './autosave.ts';
import { Calls } from './calls.ts';
import { Database } from './database.ts';
import { downloadBlob } from './download.ts';
import { Editor } from './editor.ts';
import { FileStore } from './file_store.ts';
import { forgetOldRecords } from './old_records.ts';
import { FlowFiles } from './flow_files.ts';
import { GateClient } from './gate_client.ts';
import { HtmlViews } from './html_view.ts';
import { KernelHost } from './kernel_host.ts';
import { kWaitingMessages } from './limits.ts';
import { Listeners } from './listeners.ts';
import { PackageSource } from './package_source.ts';
import type { Answer, Ask, ConsentAsker, Intent, Notice, Page, PageEvents, Preview, PreviewPage } from './page_interface.ts';
import { completePreview } from './previews.ts';
import { Readiness } from './readiness.ts';
import { RunLimits } from './run_limits.ts';
import type { Args, Texts } from './texts.ts';

/// How the page was called.
export interface PageOptions {
    site: SiteFacts;
    texts: Texts;
    /// Settles when a sentence can be said.
    textsLoaded: Promise<void>;
    theme: string;
    mode: 'edit' | 'view';
    /// Remembers a choice of the person over reloads.
    remember(name: 'language' | 'theme', value: string): void;
}

export class PageHost implements Page {
    readonly version: { app: string; flow: number; pyodide: string };
    readonly mode: 'edit' | 'view';
    readonly files: FlowFiles;
    readonly kernel: KernelHost;
    readonly store: FileStore;
    readonly limits = new RunLimits(new URLSearchParams(location.search), message => this.started().deliverPage(message));
    /// The first kernel's readiness, or the sentence why there is none.
    private readonly python = new Readiness();
    private readonly calls = new Calls();
    private readonly listeners = new Listeners<PageEvents>(['said', 'plain_worker_offered', 'policy_violation']);
    private readonly views: HtmlViews;
    private readonly database: Promise<Database | null>;
    private editor: Editor | null = null;
    private autosave: Autosave | null = null;
    /// What the kernel said before the editor was there.
    private early: string[] = [];
    private askPerson: ConsentAsker = () => Promise.resolve(false);
    private currentTheme: string;
    private readonly darkness = matchMedia('(prefers-color-scheme: dark)');
    private isForeign = false;
    private hasToldTrouble = false;

    constructor(private readonly options: PageOptions) {
        const { site } = options;
        this.version = { app: site.app, flow: 1, pyodide: site.pyodide };
        this.mode = options.mode;
        this.currentTheme = options.theme;
        this.views = new HtmlViews(site.view);
        this.darkness.addEventListener('change', () => this.tellTheme());
        this.database = Database.open().catch(() => {
            this.tellTrouble();
            return null;
        });
        this.store = new FileStore(this.database, () => this.tellTrouble());
        this.files = new FlowFiles(this.store, this);
        const gate = new GateClient(site.gate, [site.cdn]);
        const packages = new PackageSource({
            wheels: site.wheels,
            cdn: site.cdn,
            fetchOutside: (url, maximum, arrived) => gate.fetch(url, maximum, arrived),
            askConsent: question => this.askPerson(question),
            sentence: (key, args) => this.text(key, args),
        });
        this.kernel = new KernelHost({
            site,
            packages,
            onMessage: text => this.fromKernel(text),
            onProblem: text => this.say('warning', text),
            onViolation: (where, directive, blocked) => this.emit('policy_violation', { where, directive, blocked }),
            onPlainWorkerOffered: reason => this.emit('plain_worker_offered', { reason }),
            file: (_name, sha256) => this.store.blob(sha256),
            keepFile: (file, blob) => this.store.keepAndSave(file.sha256, blob),
            sentence: (key, args) => this.text(key, args),
            textsLoaded: options.textsLoaded,
        });
    }

    /// Resolves when Python can run code, rejects with why it cannot: of the kernel that there is now, or that is starting.
    get pythonReady(): Promise<void> {
        return this.python.latest;
    }

    /// Loads the editor and hands it what came in the meantime.
    async startEditor(canvasSelector: string): Promise<void> {
        document.querySelector(canvasSelector)?.setAttribute('data-mode', this.mode); // the editor only looks then
        this.editor = await Editor.load(this.options.site.editor, canvasSelector, {
            toKernel: text => this.kernel.send(text),
            toPage: message => this.take(message),
            broken: text => this.emit('said', { type: 'said', level: 'fatal', text }),
        });
        this.tellTexts();
        const early = this.early;
        this.early = [];
        for (const text of early) this.editor.deliverKernel(text);
    }

    /// Begins to keep the flow and resolves with what was kept, or undefined at a first visit. `named` is the address of a flow that the page was called with, else "".
    async claimAutosave(named: string): Promise<string | undefined> {
        const options = { database: this.database, flowText: () => this.flowText(), onTrouble: () => this.tellTrouble(), now: () => Date.now() };
        const autosave = await Autosave.claim(options, named);
        const kept = await autosave.restored();
        this.autosave = autosave;
        if (autosave.isMain) await this.tidy();
        addEventListener('pagehide', () => autosave.flushAtEnd());
        document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && void autosave.flush());
        return kept?.text;
    }

    /// Before anything is added: a file is named by a kept flow only once that flow was written.
    private async tidy(): Promise<void> {
        try {
            const database = await this.database;
            if (database) await forgetOldRecords(database, this.store, Date.now());
        } catch {
            // What could not be tidied is tidied at the next start, but a database that fails now will hardly keep anything.
            this.tellTrouble();
        }
    }

    /// Whether another tab has the flow that a fresh start would show.
    get isSecondTab(): boolean {
        return this.autosave?.isSecondTab ?? false;
    }

    get language(): string {
        return this.options.texts.language;
    }

    get theme(): string {
        return this.currentTheme;
    }

    text(key: string, args: Args = {}): string {
        return this.options.texts.text(key, args);
    }

    ask<Q extends keyof Questions>(name: Q, fields: Ask<Q>): Answer<Q> {
        return this.started().ask(name, fields);
    }

    send(notice: Notice): void {
        this.started().deliverPage(notice);
    }

    call(intent: Intent): Promise<unknown> {
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
            sanitise: html => this.views.sanitise(html),
            sentence: key => this.text(key),
        });
        // The kernel's preview says what the value looks like; what it is, the session knows since the node finished.
        return complete && { ...complete, type: this.typeOf(node, port) };
    }

    showHtml(parent: Element, html: string, maxHeight: number): () => void {
        return this.views.show(parent, html, maxHeight);
    }

    open(text: string): Promise<void> {
        return this.openText(text, false);
    }

    /// Opens a flow; `isForeign` says that it came from elsewhere, where the plain worker may never run it; `isNamed`, that the page was called with it.
    async openText(text: string, isForeign: boolean, isNamed = isForeign): Promise<void> {
        await this.files.unpack(text);
        await this.call({ type: 'open', text });
        this.isForeign = isForeign;
        this.limits.follow(isNamed || window.parent !== window);
    }

    examples(): { name: string; title: string; about: string }[] {
        const inLanguage = (texts: Record<string, string>): string => texts[this.language] ?? texts['en'] ?? '';
        return this.options.site.examples.map(({ name, title, about }) => ({ name, title: inLanguage(title), about: inLanguage(about) }));
    }

    async openExample(name: string): Promise<void> {
        const example = this.options.site.examples.find(example => example.name === name);
        if (!example) throw new Error(this.text('examples.unknown', { name }));
        const fetched = await Promise.all([example, ...example.files].map(({ path }) => this.fetchOwn(path)));
        const [flow, ...files] = fetched as [Response, ...Response[]];
        await Promise.all(files.map(async (response, index) => this.store.add(example.files[index]?.name ?? '', await response.blob())));
        await this.open(await flow.text());
    }

    flowText(): string {
        return this.ask('flow', {}).text;
    }

    save(): void {
        const title =
            this.ask('status', {})
                .title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
                .trim() || 'flow';
        this.download(`${title}.flow.json`, new Blob([this.flowText()], { type: 'application/json' }));
        this.send({ type: 'saved' });
    }

    download(name: string, blob: Blob): void {
        downloadBlob(name, blob);
    }

    async setLanguage(language: string): Promise<void> {
        await this.options.texts.load(language);
        this.options.remember('language', language);
        this.tellTexts();
        this.emit('language', { language });
    }

    setTheme(theme: string): void {
        this.currentTheme = theme;
        this.options.remember('theme', theme);
        this.tellTheme();
        this.emit('theme', { theme });
    }

    onConsent(asker: ConsentAsker): void {
        this.askPerson = asker;
    }

    allowPlainWorker(): void {
        if (this.isForeign) throw new Error(this.text('kernel.plain_worker_foreign'));
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

    private typeOf(node: string, port: string): string {
        return this.ask('glimpse', { node }).outputs.find(output => output.port === port)?.type ?? '';
    }

    private started(): Editor {
        if (!this.editor) throw new Error('The editor is still loading: wait for pythonflows.ready.');
        return this.editor;
    }

    private tellTexts(): void {
        this.editor?.deliverPage({ type: 'set_language', language: this.language, texts: this.options.texts.all } satisfies PageToSession);
        this.tellTheme();
    }

    /// The canvas knows light and dark; what `auto` means is the browser's to say.
    private tellTheme(): void {
        const automatic = this.darkness.matches ? 'dark' : 'light';
        this.editor?.deliverPage({ type: 'set_theme', theme: this.currentTheme === 'auto' ? automatic : this.currentTheme } satisfies PageToSession);
    }

    private fromKernel(text: string): void {
        if (this.editor) this.editor.deliverKernel(text);
        else if (this.early.length < kWaitingMessages) this.early.push(text);
        const message = JSON.parse(text) as { type: string; step?: string; done?: number; total?: number; reason?: string };
        switch (message.type) {
            case 'kernel_progress':
                // Seen in the browser's own timeline, and by the benchmarks.
                if (message.done === 0 || !message.step?.endsWith('download')) performance.mark(`pythonflows.${message.step}`);
                this.emit('progress', { step: message.step ?? '', done: message.done ?? 0, total: message.total ?? 0 });
                break;
            case 'kernel_ready':
                this.python.came();
                break;
            case 'kernel_failed':
                this.python.failed(message.reason ?? '');
                this.endKernelCalls(message.reason ?? '');
                break;
            case 'kernel_lost':
                this.python.lost();
                this.endKernelCalls(message.reason ?? '');
                break;
        }
    }

    /// Previews are answered by the kernel; everything else by the session, which lives on.
    private endKernelCalls(reason: string): void {
        this.calls.endAll(['preview'], reason);
    }

    private take(message: SessionToPage): void {
        switch (message.type) {
            case 'answer':
                this.calls.answer(message.call, message.value);
                break;
            case 'refusal':
                this.calls.refuse(message.call, message.error, message.code);
                break;
            case 'interrupt_kernel':
                this.kernel.interrupt();
                break;
            case 'replace_kernel':
                this.kernel.replace();
                break;
            case 'changed':
                if (message.graph || message.files) this.autosave?.touch();
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

    private async fetchOwn(path: string): Promise<Response> {
        const response = await fetch(path);
        if (!response.ok) throw new Error(this.text('site.unreachable', { path, status: response.status }));
        return response;
    }

    private tellTrouble(): void {
        if (this.hasToldTrouble) return;
        this.hasToldTrouble = true;
        this.say('warning', this.text('autosave.trouble'));
    }
}
