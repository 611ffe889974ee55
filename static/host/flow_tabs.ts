// Several flows side by side in this tab of the browser. One is open; each of the others waits in the session, with its undo steps and results, or, after a reload, in the database alone:
// every flow has a record of its own there, and the one that is open is the one that is written. Loaded with the second flow, or when an earlier visit left several.
import type { Autosave } from './autosave.ts';
import type { Database } from './database.ts';
import type { EarlierFlows } from './earlier_flows.ts';
import { type KeptFlow, placesOf, readRecord, recordAt } from './generations.ts';
import type { Opened, Openings } from './openings.ts';
import { keepValue, keptValue } from './kept_values.ts';
import type { Page } from './page_interface.ts';
import { ownerOf, recordBeside } from './record_lock.ts';

export interface FlowTab {
    readonly number: number;
    /// "" for one without.
    readonly title: string;
    readonly isUnsaved: boolean;
}

interface Entry extends FlowTab {
    title: string;
    isUnsaved: boolean;
    readonly record: string;
    /// Of what the database holds of it.
    serial: number;
    /// Opened since the page was loaded.
    isInSession: boolean;
}

/// What is needed of the page.
export interface TabsPage extends Pick<Page, 'ask' | 'call' | 'text'> {
    readonly openings: Pick<Openings, 'add'>;
    readonly files: { unpack(text: string): Promise<void> };
    readonly archives: { kept(sha256: string | undefined): Promise<Opened['authors']> };
    readonly results: { readonly offered: Promise<void> };
}

export interface TabsKeeping {
    autosave: Pick<Autosave, 'record' | 'lastSerial' | 'settle' | 'turnTo'>;
    database: Pick<Database, 'get' | 'keys' | 'delete'> | null;
    earlier: Pick<EarlierFlows, 'keep' | 'list'>;
    flowNow(): KeptFlow;
    /// This text was opened as somebody has it elsewhere.
    opened(text: string, opening: number): void;
}

/// Before the owner's record: in which order its flows stand, as a person put them.
const kOrderPrefix = 'pythonflows.tabs.';

function keptOrder(owner: string): string[] {
    try {
        const kept: unknown = JSON.parse(keptValue('local', kOrderPrefix + owner) ?? '[]');
        return Array.isArray(kept) ? kept : [];
    } catch (damaged) {
        if (damaged instanceof SyntaxError) return []; // nobody put them in an order
        throw damaged;
    }
}

const emptyFlow = { format: 'pythonflows', version: 1, title: '', nodes: [], links: [], files: [] };

export class FlowTabs {
    private readonly listeners = new Set<() => void>();
    private tabs: Entry[];
    private open: Entry;
    private last = 0;
    private work: Promise<unknown> = Promise.resolve();

    private constructor(
        private readonly page: TabsPage,
        private readonly keeping: TabsKeeping,
        others: readonly { record: string; kept: KeptFlow & { serial: number } }[],
    ) {
        const { record, lastSerial } = keeping.autosave;
        this.open = { number: 0, record, serial: lastSerial, isInSession: true, ...this.look() };
        const waiting = others.map(({ record, kept }): Entry => {
            const { title } = JSON.parse(kept.text) as { title?: string };
            return { number: ++this.last, record, serial: kept.serial, isInSession: false, title: title ?? '', isUnsaved: !kept.isSaved };
        });
        const order = keptOrder(ownerOf(record));
        const place = (tab: Entry) => (order.includes(tab.record) ? order.indexOf(tab.record) : order.length); // a new one is the last
        this.tabs = [this.open, ...waiting].sort((a, b) => place(a) - place(b) || (a.record < b.record ? -1 : 1));
    }

    /// With those that this tab's last life left.
    static async find(page: TabsPage, keeping: TabsKeeping): Promise<FlowTabs> {
        const { database, autosave } = keeping;
        const owner = ownerOf(autosave.record);
        const records = new Set(
            ((await database?.keys('flows')) ?? []).map(recordAt).filter(record => ownerOf(record) === owner && record !== autosave.record),
        );
        const found = await Promise.all(
            [...records].map(async record => {
                const { newest } = database ? await readRecord(database, record) : { newest: undefined };
                return newest ? [{ record, kept: newest }] : [];
            }),
        );
        return new FlowTabs(page, keeping, found.flat());
    }

    get list(): readonly FlowTab[] {
        Object.assign(this.open, this.look());
        return this.tabs;
    }

    get current(): FlowTab {
        return this.open;
    }

    /// Tells when there is another list, or another one is open.
    onChange(listener: () => void): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    /// Opens an empty flow beside the others. Resolves with what it is.
    add(): Promise<FlowTab> {
        return this.inTurn(async () => {
            const record = recordBeside(ownerOf(this.open.record));
            const made: Entry = { number: ++this.last, record, serial: 0, isInSession: true, title: '', isUnsaved: false };
            await this.openBeside(made, JSON.stringify(emptyFlow), {}, false);
            this.tabs = [...this.tabs, made];
            this.tell();
            return made;
        });
    }

    /// Puts it at this place of the list, from 0; there it is at later visits, too.
    move(number: number, place: number): void {
        const moved = this.entry(number);
        const tabs = this.tabs.filter(tab => tab !== moved);
        tabs.splice(place, 0, moved);
        this.tabs = tabs;
        keepValue('local', kOrderPrefix + ownerOf(moved.record), JSON.stringify(tabs.map(tab => tab.record)));
        this.tell();
    }

    /// Refused with a sentence while a run is on: it belongs to the flow that is open.
    show(number: number): Promise<void> {
        return this.inTurn(() => this.showNow(this.entry(number)));
    }

    /// Closes it; one that nobody has as a file is kept among the earlier flows, and resolves with its record there. The last one stays.
    close(number: number): Promise<string | undefined> {
        return this.inTurn(async () => {
            const gone = this.entry(number);
            const at = this.tabs.indexOf(gone);
            const next = this.tabs[at + 1] ?? this.tabs[at - 1];
            if (!next) return undefined;
            const { database, earlier, flowNow } = this.keeping;
            const kept = gone === this.open ? flowNow() : gone.isUnsaved && database ? (await readRecord(database, gone.record)).newest : undefined;
            const isToKeep = kept && !kept.isSaved && ((JSON.parse(kept.text) as { nodes?: unknown[] }).nodes?.length ?? 0) > 0;
            if (isToKeep) await earlier.keep(kept);
            const away = isToKeep ? earlier.list.find(({ savedAtMs }) => savedAtMs === kept.savedAtMs) : undefined;
            if (isToKeep && !away) throw new Error(this.page.text('autosave.trouble'));
            if (gone === this.open) await this.showNow(next);
            if (gone.isInSession) await this.page.call({ type: 'close_tab', tab: gone.number });
            await database?.delete('flows', placesOf(gone.record));
            this.tabs = this.tabs.filter(tab => tab !== gone);
            this.tell();
            return away?.record;
        });
    }

    private async showNow(next: Entry): Promise<void> {
        if (next === this.open) return;
        if (next.isInSession) {
            await this.keeping.autosave.settle();
            await this.turn(next, () => this.page.call({ type: 'switch_tab', tab: next.number }));
        } else {
            const { database } = this.keeping;
            const kept = database ? (await readRecord(database, next.record)).newest : undefined;
            if (!kept) throw new Error(this.page.text('earlier.gone'));
            const { text, results, history, isSaved } = kept;
            const authors = await this.page.archives.kept(kept.authors);
            // Of a flow from elsewhere no results are kept.
            await this.openBeside(next, text, { isForeign: results === undefined, results, ...(history && { history }), authors }, !isSaved);
            next.isInSession = true;
        }
        this.tell();
    }

    private async openBeside(tab: Entry, text: string, from: Partial<Opened>, isUnsaved: boolean): Promise<void> {
        await this.page.files.unpack(text);
        const opening = await this.page.openings.add(text, from);
        await this.keeping.autosave.settle();
        await this.turn(tab, () => this.page.call({ type: 'open', text, opening, is_unsaved: isUnsaved, is_beginning: true, tab: tab.number }));
        if (!isUnsaved) this.keeping.opened(text, opening);
    }

    /// Nothing may come between the last writing of the flow that is left and the first of the next: `go` reaches the session in the same breath.
    private async turn(next: Entry, go: () => Promise<unknown>): Promise<void> {
        const { autosave } = this.keeping;
        const left = this.open;
        Object.assign(left, this.look(), { serial: autosave.lastSerial });
        autosave.turnTo(next.record, next.serial);
        this.open = next;
        try {
            await go();
        } catch (refused) {
            this.open = left;
            autosave.turnTo(left.record, left.serial);
            throw refused;
        }
        await this.page.results.offered;
    }

    private look(): Pick<Entry, 'title' | 'isUnsaved'> {
        const { title, dirty } = this.page.ask('status', {});
        return { title, isUnsaved: dirty };
    }

    private entry(number: number): Entry {
        const found = this.tabs.find(tab => tab.number === number);
        if (!found) throw new Error(this.page.text('session.no_such_tab'));
        return found;
    }

    private tell(): void {
        for (const listener of this.listeners) listener();
    }

    private inTurn<T>(act: () => Promise<T>): Promise<T> {
        const done = this.work.then(act);
        this.work = done.catch(() => undefined); // whoever asked hears of it
        return done;
    }
}
