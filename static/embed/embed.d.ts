// The types of <python-flow>. Put it beside your own sources, or name it in a triple-slash reference: embed.js itself is loaded by a script tag.

/// What the page and its Python are.
export interface FlowVersion {
    app: string;
    flow: number;
    pyodide: string;
}

export type NodeState = 'idle' | 'queued' | 'running' | 'ok' | 'failed' | 'stopped' | 'stale' | 'muted' | 'author';

export interface FlowState {
    kernel: string;
    /// The number of the run that is on.
    run?: number;
    /// Changed since it was saved.
    dirty: boolean;
    nodes: Record<string, { state: NodeState; why: { code: string; text: string; name?: string; from?: string; to?: string }[]; elapsedMs?: number }>;
}

export interface RunTarget {
    upTo?: string | string[];
    only?: string | string[];
    from?: string | string[];
    all?: boolean;
    /// Without any limit of time, this once.
    untimed?: boolean;
}

export interface RunResult {
    run: number;
    ended: 'ok' | 'failed' | 'stopped';
    ran: string[];
    skipped: string[];
    elapsedMs: number;
}

export interface NodeError {
    type: string;
    message: string;
    traceback: string;
    line?: number;
}

/// One bounded look at a value. `kind` says which of the other members there are.
export type Preview =
    | { kind: 'text'; type: string; text: string; truncated?: boolean }
    | { kind: 'json'; type: string; value: unknown; truncated: boolean }
    | { kind: 'table'; type: string; columns: { name: string; type: string }[]; rows: (null | boolean | number | string)[][]; offset: number; total: number }
    | { kind: 'image'; type: string; mime: string; width: number; height: number; bytes: Uint8Array }
    | { kind: 'html'; type: string; html: string }
    | { kind: 'chart'; type: string; mime: string; spec: unknown }
    | { kind: 'bytes'; type: string; size: number; head: string };

/// The events, with what their `detail` is.
export interface FlowEvents {
    state: FlowState;
    output: { node: string };
    error: { node: string; error: NodeError };
    edited: Record<string, never>;
    kernel: { kernel: string };
}

/// A flow in a page: <python-flow src="sales.flow.json" height="420"></python-flow>. Every member that returns a promise starts the flow if nobody did yet.
export interface PythonFlowElement extends HTMLElement {
    /// Address of a `.flow.json` or `.flow.zip`, relative to the page.
    src: string;
    /// `edit`: the whole editor; `view`: its inputs and outputs as a page.
    mode: 'edit' | 'view';
    /// A number of CSS pixels, or any CSS length.
    height: string;
    /// What starts it: a click, its coming into view, or nothing (it starts at once).
    lazy: 'click' | 'visible' | 'off';
    /// `page` follows the page around it, `auto` the browser.
    theme: 'page' | 'auto' | 'light' | 'dark';
    /// `0` leaves the toolbar out.
    toolbar: string;

    /// Known before anything is loaded.
    readonly version: FlowVersion;
    /// Resolves when the flow is drawn and can be used. Asking for it starts nothing.
    readonly ready: Promise<void>;
    /// Resolves when Python can run code.
    readonly pythonReady: Promise<void>;
    /// As a click on its button.
    start(): Promise<void>;
    open(flow: object | string | Blob | ArrayBuffer | Uint8Array): Promise<void>;
    flow(): Promise<Record<string, unknown>>;
    run(target?: RunTarget): Promise<RunResult>;
    stop(): Promise<void>;
    restart(): Promise<void>;
    state(): Promise<FlowState>;
    output(node: string): Promise<{ stdout: string; stderr: string; displays: Preview[]; error: NodeError | null; dropped: number }>;
    preview(node: string, port?: string, at?: { offset?: number; limit?: number; columns?: string[] }): Promise<Preview | null>;
    variables(at?: {
        offset?: number;
        limit?: number;
        filter?: string;
    }): Promise<{ total: number; items: { node: string; port: string; type: string; shape: string; summary: string; bytes: number }[] }>;
    addFile(name: string, bytes: Blob | ArrayBuffer | Uint8Array): Promise<{ name: string; sha256: string; bytes: number }>;
    files(): Promise<{ name: string; sha256: string; bytes: number }[]>;
    removeFile(name: string): Promise<void>;
    edit(intent: { type: string; [field: string]: unknown }): Promise<unknown>;
    undo(): Promise<void>;
    redo(): Promise<void>;
    /// In CSS pixels of the flow's own frame; null for what is not drawn.
    widget(name: string): Promise<{ x: number; y: number; width: number; height: number; visible: boolean; enabled: boolean } | null>;
    exportPython(): Promise<string>;
    exportNotebook(): Promise<string>;
    /// Returns what removes the listener. The same events are CustomEvents of the element.
    on<E extends keyof FlowEvents>(event: E, listener: (detail: FlowEvents[E]) => void): () => void;
    addEventListener<E extends keyof FlowEvents>(
        type: E,
        listener: (this: PythonFlowElement, event: CustomEvent<FlowEvents[E]>) => void,
        options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener<E extends keyof HTMLElementEventMap>(
        type: E,
        listener: (this: HTMLElement, event: HTMLElementEventMap[E]) => void,
        options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
    interface HTMLElementTagNameMap {
        'python-flow': PythonFlowElement;
    }
}
