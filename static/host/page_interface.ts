// What the DOM panels (and the element that embeds a flow) may know of the page. `Page` is the only door: it asks the session, sends it intents, hands out
// previews and files, and tells of what happened. Nothing here knows the kernel, wasm, Pyodide or how a message travels.
import type { FileRef, NodeError, PageToSession, Questions, SessionToPage } from '../../runtime/protocol/messages.gen.ts';

import type { EarlierFlows } from './earlier_flows.ts';
import type { FlowTabs } from './flow_tabs.ts';
import type { FlowHistory } from './flow_history.ts';
import type { FlowVersion } from './history/flow_versions.ts';
import type { LimitSetting, LimitSettings } from './run_limits.ts';
import type { FlowLink } from './sharing/flow_links.ts';
import type { FlowWants } from './sharing/flow_wants.ts';

export type { FlowLink, FlowVersion, FlowWants, LimitSetting, LimitSettings };

/// An intent as the panels write it: the page adds `call` where the session answers.
export type Intent = PageToSession extends infer M ? (M extends { call: number } ? Omit<M, 'call'> : never) : never;
/// A message that the session does not answer (`stop`, `select`, `saved`, `fit`, `zoom` …).
export type Notice = PageToSession extends infer M ? (M extends { call: number } ? never : M) : never;

/// What a question to the session needs and what it answers, by the question's name.
export type Ask<Q extends keyof Questions> = Questions[Q]['ask'];
export type Answer<Q extends keyof Questions> = Questions[Q]['answer'];

/// A cell of a table page: null stands for NaN, NaT, NA and None; infinities and integers beyond 2^53 are text.
export type Cell = null | boolean | number | string;
/// One bounded look at a value (see the `preview` row of the public interface). `type` is the Python type's name. `all`: the value has that many rows, of which only `total` came with the flow.
export type Preview =
    | { kind: 'text'; type: string; text: string; truncated?: boolean }
    | { kind: 'json'; type: string; value: unknown; truncated: boolean }
    | { kind: 'table'; type: string; columns: { name: string; type: string }[]; rows: Cell[][]; offset: number; total: number; all?: number }
    | { kind: 'image'; type: string; mime: string; width: number; height: number; bytes: Uint8Array }
    | { kind: 'html'; type: string; html: string }
    | { kind: 'chart'; type: string; mime: string; spec: unknown }
    | { kind: 'bytes'; type: string; size: number; head: string };
/// Which part of a value a preview shows; what is absent is the kernel's choice.
export interface PreviewPage {
    offset?: number;
    limit?: number;
    columns?: string[];
}

/// Packages that must come from another host: shown to a person, who says yes or no. `bytes` is 0 when the size is not known.
export interface ConsentQuestion {
    packages: string[];
    bytes: number;
    host: string;
}
/// A host that a flow's Python wants to reach, with the first request for it.
export interface NetworkQuestion {
    origin: string;
    method: string;
    address: string;
}
/// What a person says to it: not in this run, for this run, or for as long as the flow is open here.
export type NetworkReply = 'no' | 'run' | 'flow';
/// Resolves with what the person said. The signal takes the question back: nobody waits for the answer any more.
export type NetworkAsker = (question: NetworkQuestion, signal: AbortSignal) => Promise<NetworkReply>;

/// One request of the open flow. `given` was answered by a rule of the flow, `blocked` stopped by one, `refused` by a person.
export interface NetworkLogLine {
    id: number;
    /// When it was made, in milliseconds since 1970.
    at: number;
    method: string;
    address: string;
    outcome: 'asking' | 'fetching' | 'answered' | 'given' | 'blocked' | 'refused' | 'failed' | 'stopped';
    status: number;
    bytes: number;
    elapsedMs: number;
    /// The sentence why there is no answer.
    reason: string;
}

/// What the open flow may reach and has reached (the event `network` tells of changes).
export interface PageNetwork {
    log(): { lines: readonly NetworkLogLine[]; dropped: number };
    clearLog(): void;
    /// Patterns that a person allowed.
    allowed(): string[];
    /// False for what is no pattern.
    allow(pattern: string): boolean;
    disallow(pattern: string): void;
    /// Installs who asks a person; without one the answer is no.
    onQuestion(asker: NetworkAsker): void;
}

/// A package that is here, that the open flow wants, or that the site has. `bytes` is absent where nobody knows before it is fetched.
export interface OfflinePackage {
    name: string;
    version: string;
    file: string;
    bytes?: number;
    isHere: boolean;
    isWanted: boolean;
}
/// What works without a network. `site` is null where the browser keeps no site (no https, forbidden).
export interface OfflineState {
    site: { isKept: boolean; bytes: number } | null;
    packages: OfflinePackage[];
    /// Of all that this origin keeps, in bytes, and how much it may.
    used: number;
    quota: number;
    isPersistent: boolean;
}

/// Resolves with what the person said. Installed by the panels; without one the answer is no.
export type ConsentAsker = (question: ConsentQuestion) => Promise<boolean>;

/// A file of the flow before, which is none of the flow that was opened over it.
export interface LeftFile {
    name: string;
    blob: Blob;
}

/// The flow's files. Bytes stay in the page's store; the session and Python know them by name and hash.
export interface PageFiles {
    /// Stores the bytes and adds (or replaces, undoable) the file in the flow. Rejects with a sentence for a bad name or too many bytes.
    add(name: string, bytes: Blob | ArrayBuffer | Uint8Array): Promise<FileRef>;
    list(): FileRef[];
    rename(name: string, to: string): Promise<void>;
    remove(name: string): Promise<void>;
    /// The bytes of a file of the flow, or undefined when this browser does not have them (a flow that names a file which did not come with it).
    blob(name: string): Blob | undefined;
    /// Gives a file of the flow to the person as a download.
    download(name: string): void;
}

/// Everything that can be listened to: what the session says, and what the page itself has to tell.
export type PageEvents = {
    [M in SessionToPage as M['type'] extends 'answer' | 'refusal' | 'interrupt_kernel' | 'open_kernel' | 'replace_kernel' | 'keep_results'
        ? never
        : M['type']]: M;
} & {
    /// The interface's language or the theme changed: draw texts anew.
    language: { language: string };
    theme: { theme: string };
    /// Bytes and step while Python starts or packages arrive; done === total ends it.
    progress: { step: string; done: number; total: number };
    /// The frame for Python could not be made here; a person may allow the less safe worker with `allowPlainWorker()`.
    plain_worker_offered: { reason: string };
    /// The log of requests or what is allowed changed.
    network: Record<string, never>;
    /// The canvas shows another part of the flow, or in another size (by a notice; what the pointer does there is told by nobody).
    looked: Record<string, never>;
    /// This browser does not keep the flow; `isFull`: because there is no room.
    storage_trouble: { isFull: boolean };
    /// Something broke a security policy inside the kernel, the view or the page. Never shown as an error of the flow.
    policy_violation: { where: string; directive: string; blocked: string };
};

/// The page as the panels see it.
export interface Page {
    readonly version: { app: string; flow: number; pyodide: string };
    readonly language: string;
    readonly theme: string;
    readonly mode: 'edit' | 'view';
    readonly files: PageFiles;
    readonly network: PageNetwork;

    /// The text of the catalogue in the current language, `{name}` replaced by args. An unknown key is shown as itself, so that it is seen.
    text(key: string, args?: Readonly<Record<string, string | number>>): string;
    /// Loads the texts whose keys begin with `later.`: those of dialogs that are loaded when they are wanted.
    laterTexts(): Promise<void>;
    /// Asks the session; answers at once and changes nothing. Throws the session's sentence for a question about something that is gone.
    ask<Q extends keyof Questions>(name: Q, fields: Ask<Q>): Answer<Q>;
    /// Tells the session something it does not answer.
    send(notice: Notice): void;
    /// An intent with an answer. Rejects with the session's reason as an Error (`code` holds its code).
    call(intent: Intent): Promise<unknown>;
    /// The sentence of what was refused, to be shown where it was wanted. A mistake of ours is no sentence: it ends the page with the crash screen.
    sentenceOf(error: unknown): string;
    /// Returns a function that removes the listener.
    on<E extends keyof PageEvents>(event: E, listener: (detail: PageEvents[E]) => void): () => void;

    /// One look at a value; null while there is none. Bytes arrive as Uint8Array, html is already sanitised.
    preview(node: string, port: string, page?: PreviewPage): Promise<Preview | null>;
    /// Shows sanitised HTML in a sandboxed frame of its own and puts it into `parent`. The frame grows with its content up to maxHeight pixels. Returns what removes it.
    showHtml(parent: Element, html: string, maxHeight: number): () => void;

    /// Where the open flow is looked at: as it was when it was left (another one was opened over it, the tab was loaded anew), or whole.
    readonly keptViews: { show(): void };
    /// Opens a flow's text (undoable). Rejects with the reason and the place in the file; what is open stays open.
    open(text: string): Promise<void>;
    /// Flows that nobody has as a file and over which another one was opened, or whose tab is gone.
    readonly earlier: Pick<EarlierFlows, 'list' | 'offer'>;
    openEarlier(record: string): Promise<void>;
    /// Flows that are open side by side.
    tabs(): Promise<Pick<FlowTabs, 'list' | 'current' | 'onChange' | 'add' | 'show' | 'close' | 'move'>>;
    readonly keeping: { readonly leavesTabs: boolean };
    /// Versions of the open flow.
    readonly history: Pick<FlowHistory, 'list' | 'name' | 'rename' | 'forget' | 'text' | 'goBack'>;
    /// Opens an example of the site by its name in `examples()`, with the files it needs.
    openExample(name: string): Promise<void>;
    examples(): { name: string; title: string; about: string }[];
    /// The flow's text, as it would be saved.
    flowText(): string;
    /// Gives the flow to the person as `<title>.flow.json` and tells the session that it is saved.
    save(): void;
    /// Flows that come and go: as files (text alone, or with the author's results inside), by links.
    readonly archives: {
        /// The page was called with a flow from elsewhere: it is open, or locked behind a passphrase.
        readonly arrival: 'open' | 'locked' | null;
        /// Files that came with it and are to be files of the flow.
        readonly brought: readonly File[];
        unlock(passphrase: string): Promise<void>;
        /// A link to the flow as it is now; with a passphrase nobody opens it without.
        link(passphrase: string): Promise<FlowLink>;
        /// What the flow would want if it ran.
        wants(): Promise<FlowWants>;
        /// Opens the flow in any such file, as `open` does; a script (.py) or a notebook (.ipynb) becomes a flow.
        /// Resolves with the files that such code left with the flow before.
        open(file: Blob): Promise<readonly LeftFile[]>;
        /// Gives the flow with its results to the person as `<title>.flow.zip`, and says what is in it and what is not.
        save(): Promise<void>;
        /// Why a file that other programs of this kind have made is not opened, in a sentence; undefined for any other file.
        foreign(file: File): Promise<string | undefined>;
        /// Gives the flow to the person as code that runs elsewhere.
        saveCode(kind: 'script' | 'notebook'): Promise<void>;
        /// The same as `<title>.packed.flow.zip`, with the flow's files and the packages that it uses.
        pack(): Promise<void>;
        /// A picture of the flow that opens as the flow.
        savePicture(kind: 'svg' | 'png'): Promise<void>;
    };
    /// The site as an app that works without a network.
    readonly offline: {
        /// A newer version of the site is here and waits to be taken in.
        onUpdate(listener: () => void): void;
        /// Loads the page anew with it, as soon as no run is on.
        takeOver(): Promise<void>;
        state(): Promise<OfflineState>;
        /// Brings the whole site and these packages here. Rejects with a sentence.
        keep(packages: readonly string[]): Promise<void>;
        forgetPackage(file: string): Promise<void>;
        /// Asks the browser not to throw away what it keeps; false where it does not promise that.
        askPersistence(): Promise<boolean>;
    };
    /// Gives any bytes to the person as a download.
    download(name: string, blob: Blob): void;

    /// What the nodes may take, as far as a person sets it for all of them.
    readonly limits: {
        readonly settings: Readonly<LimitSettings>;
        standard(name: LimitSetting): number | undefined;
        set(name: LimitSetting, value: number | undefined): void;
    };

    /// What is kept of all flows' results for the next visit.
    readonly results: {
        /// Looks once more which of them are true, after the open flow was given its files.
        offerAgain(): Promise<void>;
        usage(): Promise<{ bytes: number; budget: number }>;
        clear(): Promise<void>;
    };

    /// Erases all that this site keeps in this browser. Resolves with what is still there after that: nothing. The page keeps nothing any more then: it is to be loaded anew.
    erase(): Promise<string[]>;

    setLanguage(language: string): Promise<void>;
    setTheme(theme: string): void;
    /// Installs who asks a person about packages from other hosts.
    onConsent(asker: ConsentAsker): void;
    /// The person's yes to the plain worker after `plain_worker_offered`. Throws for a flow that came from elsewhere.
    allowPlainWorker(): void;
}

/// What `static/panels/panels.ts` exports: called once, after the editor was drawn for the first time. Finds its places in index.html:
/// #top #left #right #bottom (empty), #stage (holds the canvas #canvas), #overlay (dialogs, palette, menus).
export interface PanelsModule {
    mountPanels(page: Page): void;
}

/// The error a node ended with, for panels that show it (re-exported so that they import one file).
export type { NodeError };
