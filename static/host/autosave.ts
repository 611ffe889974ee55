// Keeps the flow in the browser's database while it is edited, and gives it back at the next start. Which record it writes is record_lock.ts's word, how it is written generations.ts's.
import type { Database } from './database.ts';
import { type Generation, generationOf, type KeptFlow, newestOf, readRecord, writeGeneration } from './generations.ts';
import { dropValue, keepValue, keptValue } from './kept_values.ts';
import { kAutosaveDelayMs, kAutosaveLongestMs, kAutosaveShare, kAutosaveWaits, kFlowCharacters } from './limits.ts';
import { type Claim, keepShown, kMainRecord, shownRecord } from './record_lock.ts';

const kLatePrefix = 'pythonflows.late.';

export interface AutosaveOptions {
    database: Promise<Pick<Database, 'get' | 'put' | 'delete'> | null>;
    /// The flow now.
    flow(): Omit<KeptFlow, 'savedAtMs'>;
    /// It was written.
    onKept?(): void;
    /// This browser has not kept it, with why where there is an error.
    onTrouble(error?: unknown): void;
    /// Whether the person is moving something right now.
    isHeld?(): boolean;
    now(): number;
}

/// What a start finds.
export interface Restored {
    kept: KeptFlow | undefined;
    /// The newest generation was damaged: `kept` is the one before, or nothing.
    isNewestDamaged: boolean;
}

export class Autosave {
    private rest: ReturnType<typeof setTimeout> | undefined;
    private longest: ReturnType<typeof setTimeout> | undefined;
    /// How often it was put off.
    private waits = 0;
    private isDirty = false;
    private isStopped = false;
    private serial = 0;
    /// To write out the flow the last time.
    private tookMs = 0;
    /// Taken and not yet in the database.
    private unwritten: Generation | undefined;
    private writing: Promise<void> = Promise.resolve();
    private last: KeptFlow | undefined;
    /// The one that is written now: of several flows in this tab, the one that is open.
    private place: string;

    constructor(
        private readonly options: AutosaveOptions,
        private readonly claim: Claim,
    ) {
        this.place = shownRecord(claim.record);
    }

    get record(): string {
        return this.place;
    }

    /// Everything is written, also what was changed meanwhile. What follows in the same breath finds it so.
    async settle(): Promise<void> {
        do await this.flush();
        while (this.isDirty && !this.isStopped);
    }

    /// Another flow of this tab is open from now on; `serial` is its newest generation's.
    turnTo(record: string, serial: number): void {
        this.place = record;
        this.serial = serial;
        keepShown(record);
    }

    get lastSerial(): number {
        return this.serial;
    }

    /// Whether this tab writes the record that a plain start reads.
    get isMain(): boolean {
        return this.claim.record === kMainRecord;
    }

    /// Whether another tab has the flow that this one would have shown.
    get isCopy(): boolean {
        return this.claim.copyOf !== undefined;
    }

    /// What was kept or given back last.
    get lastText(): string | undefined {
        return this.last?.text;
    }

    /// The flow of this tab's last life: what the database has, or what the last moment left in the local storage if that is newer. A copy begins with what its original last kept.
    async restored(): Promise<Restored> {
        const found = await this.find();
        this.last = found.kept;
        return found;
    }

    private async find(): Promise<Restored> {
        const { record, copyOf } = this.claim;
        const shown = await this.findAt(this.place);
        if (shown.kept || shown.isNewestDamaged || this.place === record) return shown.kept || copyOf === undefined ? shown : this.original(copyOf);
        // What was shown last is not there; another flow of this tab is.
        this.turnTo(record, 0);
        return this.findAt(record);
    }

    private async findAt(record: string): Promise<Restored> {
        const [own, late] = [await this.read(record), readLate(record)];
        const { newest, isNewestDamaged } = newestOf([own.newest, late]);
        if (!newest) return { kept: undefined, isNewestDamaged: own.isNewestDamaged };
        this.serial = newest.serial;
        if (newest === late) await this.write(newest);
        dropValue('local', kLatePrefix + record);
        // Where the late one is whole, nothing is lost with a damaged older one.
        return { kept: newest, isNewestDamaged: newest !== late && (own.isNewestDamaged || isNewestDamaged) };
    }

    private async original(record: string): Promise<Restored> {
        const original = await this.read(shownRecord(record));
        return { kept: original.newest, isNewestDamaged: original.isNewestDamaged };
    }

    /// The flow changed: it is written when editing rests, and while it does not, again and again; of places alone (a drag that is still on) only when it rests.
    touch(isOfPlaces = false): void {
        if (this.isStopped) return;
        this.isDirty = true;
        clearTimeout(this.rest);
        this.rest = setTimeout(() => this.due(), kAutosaveDelayMs);
        if (!isOfPlaces) this.longest ??= setTimeout(() => this.due(), Math.max(kAutosaveLongestMs, this.tookMs * kAutosaveShare));
    }

    private due(): void {
        this.forgetTimers();
        if (this.waits++ < kAutosaveWaits && this.options.isHeld?.()) this.rest = setTimeout(() => this.due(), kAutosaveDelayMs);
        else void this.flush();
    }

    /// Writes now what is not written yet.
    flush(): Promise<void> {
        if (this.isDirty && !this.isStopped) this.queue(this.take());
        return this.writing;
    }

    /// The page is going away, perhaps before the database has taken anything: the flow is also left where writing is immediate.
    flushAtEnd(): void {
        if (this.isStopped) return;
        if (this.isDirty) this.queue(this.take());
        // Also what is on its way into the database: a transaction that has not ended when the page goes is undone.
        if (!this.unwritten) return;
        // Too large for it or not allowed here: then the database's chance is the only one, and nobody is left to tell.
        keepValue('local', kLatePrefix + this.place, JSON.stringify(this.unwritten));
    }

    /// Nothing more is written: what is open now is not to be trusted.
    stop(): void {
        this.isStopped = true;
        this.forgetTimers();
    }

    private take(): Generation {
        this.forgetTimers();
        this.waits = 0;
        this.isDirty = false;
        const start = performance.now();
        this.last = { ...this.options.flow(), savedAtMs: this.options.now() };
        const generation = generationOf(this.last, ++this.serial);
        this.tookMs = performance.now() - start;
        return generation;
    }

    private queue(generation: Generation): void {
        this.unwritten = generation;
        // One after the other: a later one must not overtake, or it would be written over.
        this.writing = this.writing.then(async () => {
            const isKept = await this.write(generation);
            if (isKept && this.unwritten === generation) this.unwritten = undefined;
        });
    }

    private forgetTimers(): void {
        clearTimeout(this.rest);
        clearTimeout(this.longest);
        this.longest = undefined;
    }

    private async read(record: string): ReturnType<typeof readRecord> {
        try {
            const database = await this.options.database;
            if (database) return await readRecord(database, record);
        } catch (error) {
            this.options.onTrouble(error);
        }
        return { newest: undefined, isNewestDamaged: false };
    }

    /// Whether the database has it.
    private async write(generation: Generation): Promise<boolean> {
        try {
            if (generation.text.length > kFlowCharacters) {
                this.options.onTrouble();
                return false;
            }
            const database = await this.options.database;
            if (!database) return false;
            await writeGeneration(database, this.place, generation);
            this.options.onKept?.();
            return true;
        } catch (error) {
            // A full disk, a private window: editing goes on, the person is told.
            this.options.onTrouble(error);
            return false;
        }
    }
}

function readLate(record: string): unknown {
    const text = keptValue('local', kLatePrefix + record);
    try {
        return text === null ? undefined : JSON.parse(text);
    } catch {
        // Cut off while it was written: the database has the flow as it was shortly before.
        return undefined;
    }
}
