// <python-flow>: a poster first, and the page with the flow in a frame once somebody wants it. Its attributes say what and how, its members and events are those of `window.pythonflows`.
import facts from 'site:embed';
import type { FlowEvents, FlowState, FlowVersion, Preview, PythonFlowElement, RunResult, RunTarget } from './embed.d.ts';
import { FlowError, type FlowFrame } from './flow_frame.ts';
import { Life } from './life.ts';
import { make } from './looks.ts';
import { styleSheet } from './styles.ts';
import { type EventName, kEvents, type Member } from './wire.ts';
import { Waiting } from './waiting.ts';

const kHeight = '420';

export class FlowElement extends HTMLElement implements PythonFlowElement {
    static readonly observedAttributes = ['src', 'mode', 'height', 'lazy', 'theme', 'lang', 'toolbar', 'title'];

    readonly version: FlowVersion = facts.version;
    private readonly box = make('div', 'box');
    private readonly sheet = new CSSStyleSheet();
    private readonly heard = new Set<EventName>();
    private life: Life | null = null;
    private waiting = new Waiting();

    constructor() {
        super();
        const root = this.attachShadow({ mode: 'open' });
        root.adoptedStyleSheets = [styleSheet(), this.sheet];
        root.append(this.box);
    }

    connectedCallback(): void {
        this.measure();
        this.begin();
    }

    disconnectedCallback(): void {
        this.finish('The flow was taken out of the page.');
    }

    attributeChangedCallback(name: string, before: string | null, after: string | null): void {
        if (!this.isConnected || before === after) return;
        if (name === 'height') return this.measure();
        if (name === 'theme' || name === 'lang') return this.life?.look();
        if (name === 'title') return this.life?.rename();
        if (name === 'lazy') return this.life?.mayStart();
        const wasStarted = this.life?.isStarted === true;
        this.finish('The flow was changed for another one.');
        this.begin();
        if (wasStarted) void this.start().catch(() => undefined); // told by the poster
    }

    get src(): string {
        return this.getAttribute('src') ?? '';
    }
    set src(value: string) {
        this.setAttribute('src', value);
    }
    get mode(): PythonFlowElement['mode'] {
        return this.getAttribute('mode') === 'view' ? 'view' : 'edit';
    }
    set mode(value: PythonFlowElement['mode']) {
        this.setAttribute('mode', value);
    }
    get height(): string {
        return this.getAttribute('height') ?? kHeight;
    }
    set height(value: string) {
        this.setAttribute('height', value);
    }
    get lazy(): PythonFlowElement['lazy'] {
        const lazy = this.getAttribute('lazy');
        return lazy === 'visible' || lazy === 'off' ? lazy : 'click';
    }
    set lazy(value: PythonFlowElement['lazy']) {
        this.setAttribute('lazy', value);
    }
    get theme(): PythonFlowElement['theme'] {
        const theme = this.getAttribute('theme');
        return theme === 'auto' || theme === 'light' || theme === 'dark' ? theme : 'page';
    }
    set theme(value: PythonFlowElement['theme']) {
        this.setAttribute('theme', value);
    }
    get toolbar(): string {
        return this.getAttribute('toolbar') ?? '1';
    }
    set toolbar(value: string) {
        this.setAttribute('toolbar', value);
    }

    get ready(): Promise<void> {
        return this.waiting.promise;
    }
    get pythonReady(): Promise<void> {
        return this.ready.then(() => this.call('pythonReady') as Promise<void>);
    }

    async start(): Promise<void> {
        await this.frame();
        await this.ready;
    }

    open(flow: unknown): Promise<void> {
        return this.call('open', flow) as Promise<void>;
    }
    flow(): Promise<Record<string, unknown>> {
        return this.call('flow') as Promise<Record<string, unknown>>;
    }
    run(target: RunTarget = {}): Promise<RunResult> {
        return this.call('run', target) as Promise<RunResult>;
    }
    stop(): Promise<void> {
        return this.call('stop') as Promise<void>;
    }
    restart(): Promise<void> {
        return this.call('restart') as Promise<void>;
    }
    state(): Promise<FlowState> {
        return this.call('state') as Promise<FlowState>;
    }
    output(node: string): ReturnType<PythonFlowElement['output']> {
        return this.call('output', node) as ReturnType<PythonFlowElement['output']>;
    }
    preview(node: string, port = 'result', at: object = {}): Promise<Preview | null> {
        return this.call('preview', node, port, at) as Promise<Preview | null>;
    }
    variables(at: object = {}): ReturnType<PythonFlowElement['variables']> {
        return this.call('variables', at) as ReturnType<PythonFlowElement['variables']>;
    }
    addFile(name: string, bytes: Blob | ArrayBuffer | Uint8Array): ReturnType<PythonFlowElement['addFile']> {
        return this.call('addFile', name, bytes) as ReturnType<PythonFlowElement['addFile']>;
    }
    files(): ReturnType<PythonFlowElement['files']> {
        return this.call('files') as ReturnType<PythonFlowElement['files']>;
    }
    removeFile(name: string): Promise<void> {
        return this.call('removeFile', name) as Promise<void>;
    }
    edit(intent: object): Promise<unknown> {
        return this.call('edit', intent);
    }
    undo(): Promise<void> {
        return this.call('undo') as Promise<void>;
    }
    redo(): Promise<void> {
        return this.call('redo') as Promise<void>;
    }
    widget(name: string): ReturnType<PythonFlowElement['widget']> {
        return this.call('widget', name) as ReturnType<PythonFlowElement['widget']>;
    }
    exportPython(): Promise<string> {
        return this.call('exportPython') as Promise<string>;
    }
    exportNotebook(): Promise<string> {
        return this.call('exportNotebook') as Promise<string>;
    }

    on<E extends keyof FlowEvents>(event: E, listener: (detail: FlowEvents[E]) => void): () => void {
        const hear = (told: Event): void => listener((told as CustomEvent<FlowEvents[E]>).detail);
        this.addEventListener(event, hear);
        return () => this.removeEventListener(event, hear);
    }

    /// The page is asked for those events only that somebody hears.
    override addEventListener(
        type: string,
        listener: ((event: never) => void) | EventListenerObject | null,
        options?: boolean | AddEventListenerOptions,
    ): void {
        super.addEventListener(type, listener as EventListener, options);
        if (!(kEvents as readonly string[]).includes(type)) return;
        this.heard.add(type as EventName);
        this.life?.listen(type as EventName);
    }

    private async call(name: Member, ...args: unknown[]): Promise<unknown> {
        return (await this.frame()).call(name, args);
    }

    private frame(): Promise<FlowFrame> {
        if (!this.life) return Promise.reject(new FlowError('The flow is not in the page.'));
        return this.life.start();
    }

    private begin(): void {
        this.life = new Life({
            element: this,
            box: this.box,
            heard: this.heard,
            ready: () => this.waiting.resolve(),
            failed: error => this.waiting.reject(error),
            rested: () => this.renew(new FlowError('The flow rests: start it again.')),
        });
    }

    private finish(reason: string): void {
        this.life?.end(reason);
        this.life = null;
        this.renew(new FlowError(reason));
    }

    private renew(error: Error): void {
        this.waiting.reject(error);
        this.waiting = new Waiting();
    }

    /// As a rule of the sheet inside, so that the page's own rules for the element go before it.
    private measure(): void {
        const { height } = this;
        const length = /^\d+(\.\d+)?$/.test(height) ? `${height}px` : height;
        this.sheet.replaceSync(CSS.supports('height', length) ? `:host { height: ${length}; }` : `:host { height: ${kHeight}px; }`);
    }
}
