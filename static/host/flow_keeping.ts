// The flow as this browser keeps it: written while it is edited, its versions, and flows that were left unsaved. Tells once when nothing can be kept, and holds the page open then.
import type { Autosave, Restored } from './autosave.ts';
import type { Database } from './database.ts';
import { EarlierFlows } from './earlier_flows.ts';
import { FileStore } from './file_store.ts';
import { FlowHistory } from './flow_history.ts';
import type { KeptFlow } from './generations.ts';
import { beginKeeping } from './keeping.ts';
import type { FlowTabs, TabsPage } from './flow_tabs.ts';
import { LeavingGuard } from './leaving_guard.ts';
import type { Opened, Openings } from './openings.ts';
import type { Page } from './page_interface.ts';
import { ownerOf } from './record_lock.ts';
import { nameOf } from './results/flow_results.ts';

/// What is needed of the page.
export interface KeepingPage extends Pick<Page, 'ask' | 'text' | 'flowText'> {
    readonly openings: Openings;
    readonly results: { readonly name: string | undefined };
    readonly archives: { kept(sha256: string | undefined): Promise<Opened['authors']> };
    openText(text: string, from: Partial<Opened> & { isUnsaved: true; isKept?: true }): Promise<void>;
}

export class FlowKeeping {
    readonly store: FileStore;
    readonly earlier: EarlierFlows;
    readonly history: FlowHistory;
    private readonly guard = new LeavingGuard();
    private autosave: Autosave | undefined;
    private isTroubled = false;
    private isBegun = false;
    private finding: Promise<FlowTabs> | undefined;

    constructor(
        private readonly page: KeepingPage,
        private readonly database: Promise<Database | null>,
        private readonly tellTrouble: (isFull: boolean) => void,
    ) {
        const onTrouble = (error?: unknown) => this.trouble(error);
        this.store = new FileStore(database, onTrouble);
        this.earlier = new EarlierFlows(database, onTrouble);
        this.history = new FlowHistory({
            database,
            onTrouble,
            now: Date.now,
            flow: () => this.flowNow(),
            reopen: text => page.openText(text, { ...page.openings.current, isUnsaved: true, isKept: true }),
            sentence: key => page.text(key),
        });
        database.then(found => found || this.trouble());
    }

    /// Begins to keep the flow and resolves with what was kept at the last visit, and whether another tab has the flow that this one shows. `named` is the address of a flow that the page was called with, else "".
    async claim(named: string): Promise<Restored & { isCopy: boolean }> {
        const { database, store, earlier } = this;
        const { autosave, restored } = await beginKeeping(
            {
                database,
                store,
                earlier,
                flow: () => this.taken(),
                onKept: () => this.hasKept(),
                onTrouble: error => this.trouble(error),
                now: Date.now,
            },
            named,
        );
        this.autosave = autosave;
        const { record } = autosave;
        this.leavesTabs = earlier.records.some(other => other !== record && ownerOf(other) === ownerOf(record));
        return { ...restored, isCopy: autosave.isCopy };
    }

    /// Whether this tab's last life left several flows side by side.
    leavesTabs = false;

    /// The flows side by side.
    tabs(page: TabsPage): Promise<FlowTabs> {
        const { autosave, earlier } = this;
        if (!autosave) throw new TypeError('nothing is kept before the flow is claimed');
        this.finding ??= Promise.all([import('./flow_tabs.ts'), this.database]).then(
            ([{ FlowTabs }, database]) =>
                FlowTabs.find(page, { autosave, database, earlier, flowNow: () => this.flowNow(), opened: (text, opening) => this.opened(text, opening) }),
            error => {
                this.finding = undefined;
                throw error;
            },
        );
        return this.finding;
    }

    /// What was kept or given back last.
    get lastText(): string | undefined {
        return this.autosave?.lastText;
    }

    /// This text was opened, as somebody has it elsewhere: the first change may come before the autosave has seen it.
    opened(text: string, opening: number): void {
        this.history.note({ text, isSaved: true, savedAtMs: Date.now(), history: this.page.openings.historyOf(opening) });
    }

    /// The flow changed. Before anything was opened there is nothing to keep, until somebody edits it: kept, it would be shown in the place of what could not be opened.
    touch(isOfPlaces = false): void {
        this.isBegun ||= !this.page.openings.isNone || this.page.ask('status', {}).dirty;
        if (this.isBegun) this.autosave?.touch(isOfPlaces);
    }

    /// The flow was saved as a file.
    saved(): void {
        this.touch();
        void nameOf(this.page.flowText()).then(name => this.history.savedAs(name));
    }

    /// A run began or ended: it would be lost with the page.
    runs(isOn: boolean): void {
        this.guard.hold('run', isOn);
    }

    /// Nothing more is written: what is open now is not to be trusted, or not to be kept.
    stop(): void {
        this.autosave?.stop();
        this.guard.end();
    }

    /// Nothing is kept any more, and nothing holds the database.
    async end(): Promise<void> {
        this.stop();
        (await this.database)?.close();
    }

    flowNow(): KeptFlow {
        return { ...this.flow(), savedAtMs: Date.now() };
    }

    async openEarlier(record: string): Promise<void> {
        const kept = await this.earlier.read(record);
        if (!kept) throw new Error(this.page.text('earlier.gone'));
        // Of a flow from elsewhere no results are kept.
        const { text, results, history } = kept;
        const authors = await this.page.archives.kept(kept.authors);
        await this.page.openText(text, { isForeign: results === undefined, isUnsaved: true, results, ...(history && { history }), authors });
    }

    private flow(): Omit<KeptFlow, 'savedAtMs'> {
        const { authors, history } = this.page.openings.current;
        return {
            text: this.page.flowText(),
            isSaved: !this.page.ask('status', {}).dirty,
            results: this.page.results.name,
            authors: authors?.sha256,
            history,
        };
    }

    /// The autosave takes the flow to write it. The history hears of it now: once it is written, another flow may have been opened.
    private taken(): Omit<KeptFlow, 'savedAtMs'> {
        const flow = this.flowNow();
        this.history.note(flow);
        return flow;
    }

    private hasKept(): void {
        this.isTroubled = false;
        this.guard.hold('unkept', false);
    }

    /// Told once for as long as it lasts.
    private trouble(error?: unknown): void {
        this.guard.hold('unkept', true);
        if (this.isTroubled) return;
        this.isTroubled = true;
        this.tellTrouble(error instanceof DOMException && error.name === 'QuotaExceededError');
    }
}
