// Keeps the flow in the browser's database while it is edited, and gives it back at the next start. Two tabs never write the same record: the first tab holds a Web Lock and writes the
// record that a fresh start reads; any other tab writes one of its own, and says so.
import type { Database } from './database.ts';
import { dropValue, keepValue, keptValue } from './kept_values.ts';
import { kAutosaveDelayMs, kFlowCharacters } from './limits.ts';

const kMain = 'main';
const kTabKey = 'pythonflows.tab';
const kLatePrefix = 'pythonflows.late.';
/// A document that is being left gives its lock up within milliseconds after its successor has begun.
const kReloadMs = 2_000;

/// What is kept of a flow.
export interface KeptFlow {
    text: string;
    savedAtMs: number;
}

export interface AutosaveOptions {
    database: Promise<Pick<Database, 'get' | 'put' | 'delete'> | null>;
    /// The flow's text now.
    flowText(): string;
    /// Called once when this browser keeps nothing.
    onTrouble(): void;
    now(): number;
}

export class Autosave {
    private timer: ReturnType<typeof setTimeout> | undefined;
    private isDirty = false;
    private writing: Promise<void> = Promise.resolve();

    private constructor(
        private readonly options: AutosaveOptions,
        /// The record that this tab writes.
        readonly key: string,
        /// Whether another tab had the main record already.
        readonly isSecondTab: boolean,
    ) {}

    /// Takes the main record if no other tab has it, else a record of this tab's own, which a reload of the tab finds again. A flow that the address names (`named`, else "")
    /// always gets a record of its own: a visit by a link must not overwrite what the person was working on.
    static async claim(options: AutosaveOptions, named: string): Promise<Autosave> {
        const place = kTabKey + named;
        const kept = keptValue('session', place);
        const remember = (key: string): string => {
            keepValue('session', place, key);
            return key;
        };
        // After a reload the lock of this very tab may not be free yet.
        if (named === '' && (await holdLock(kMain, kept === kMain ? kReloadMs : 0))) return new Autosave(options, remember(kMain), false);
        // A duplicated tab brings its original's key along, whose lock the original holds.
        const own = kept?.startsWith('tab-') && (await holdLock(kept, kReloadMs)) ? kept : `tab-${Math.random().toString(36).slice(2)}`;
        if (own !== kept) await holdLock(own, 0);
        return new Autosave(options, remember(own), named === '');
    }

    /// Whether this tab writes the record that a plain start reads.
    get isMain(): boolean {
        return this.key === kMain;
    }

    /// The flow of this tab's last life, or undefined: what the database has, or what the last moment left in the local storage if that is newer.
    async restored(): Promise<KeptFlow | undefined> {
        const [kept, late] = [readKept(await this.fromDatabase()), readKept(takeLate(this.key))];
        if (late && (!kept || late.savedAtMs > kept.savedAtMs)) {
            await this.write(late);
            return late;
        }
        return kept;
    }

    /// The flow changed: it is written when editing rests.
    touch(): void {
        this.isDirty = true;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.flush(), kAutosaveDelayMs);
    }

    /// Writes now what is not written yet.
    flush(): Promise<void> {
        clearTimeout(this.timer);
        if (!this.isDirty) return this.writing;
        this.isDirty = false;
        this.writing = this.write({ text: this.options.flowText(), savedAtMs: this.options.now() });
        return this.writing;
    }

    /// The page is going away, perhaps before the database has taken anything: the text is also left where writing is immediate.
    flushAtEnd(): void {
        if (!this.isDirty) return;
        const kept = { text: this.options.flowText(), savedAtMs: this.options.now() };
        // Too large for it or not allowed here: then the database's chance is the only one, and nobody is left to tell.
        keepValue('local', kLatePrefix + this.key, JSON.stringify(kept));
        void this.flush();
    }

    private async fromDatabase(): Promise<unknown> {
        try {
            return await (await this.options.database)?.get('flows', this.key);
        } catch {
            this.options.onTrouble();
            return undefined;
        }
    }

    private async write(kept: KeptFlow): Promise<void> {
        if (kept.text.length > kFlowCharacters) return this.options.onTrouble();
        try {
            await (await this.options.database)?.put('flows', this.key, kept);
        } catch {
            // A full disk, a private window: editing goes on, the person is told.
            this.options.onTrouble();
        }
    }
}

function readKept(value: unknown): KeptFlow | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    const { text, savedAtMs } = value as Partial<KeptFlow>;
    return typeof text === 'string' && typeof savedAtMs === 'number' ? { text, savedAtMs } : undefined;
}

function takeLate(key: string): unknown {
    const text = keptValue('local', kLatePrefix + key);
    dropValue('local', kLatePrefix + key);
    try {
        return text === null ? undefined : JSON.parse(text);
    } catch {
        // Cut off while it was written: the database has the flow as it was shortly before.
        return undefined;
    }
}

/// Takes the lock of a record for the page's life, waiting at most so long. Without locks (no secure context) a tab counts as the first.
function holdLock(key: string, waitMs: number): Promise<boolean> {
    if (!navigator.locks) return Promise.resolve(true);
    const options = waitMs > 0 ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true };
    return new Promise(resolve => {
        navigator.locks
            .request(`pythonflows.autosave.${key}`, options, lock => {
                resolve(lock !== null);
                return lock === null ? undefined : new Promise<void>(() => undefined);
            })
            .catch(() => resolve(false));
    });
}
