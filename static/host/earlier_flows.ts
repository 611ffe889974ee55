// Flows that nobody has as a file and that are not on the page any more: another one was opened over them, or the tab that had them is gone. Undo brings the first kind back as long
// as the page lives; this list does after that too.
import { crc32 } from './crc32.ts';
import type { Database } from './database.ts';
import { type KeptFlow, placesOf, readRecord, recordAt, writeGeneration, generationOf } from './generations.ts';
import { keepValue, keptValue } from './kept_values.ts';
import { kEarlierFlows } from './limits.ts';
import { kTabPrefix, livingRecords, newRecord } from './record_lock.ts';

/// Records of flows over which another one was opened.
const kAwayPrefix = 'away-';
const kOfferedKey = 'pythonflows.offered';

export interface EarlierFlow {
    record: string;
    /// "" for one without.
    title: string;
    nodes: number;
    savedAtMs: number;
}

/// With what tells whether another one is the same, as the texts are large.
interface Described extends EarlierFlow {
    sum: string;
}

export class EarlierFlows {
    private found: Described[] = [];
    private all: readonly string[] = [];
    private work: Promise<void> = Promise.resolve();
    private sinceMs = 0;

    constructor(
        private readonly database: Promise<Pick<Database, 'get' | 'put' | 'delete' | 'keys'> | null>,
        private readonly onTrouble: (error?: unknown) => void,
        private readonly living: () => Promise<(record: string) => boolean> = livingRecords,
    ) {}

    /// As they were found when it was looked last; the newest first.
    get list(): readonly EarlierFlow[] {
        return this.found;
    }

    /// All that the database had when it was looked last, whoever they belong to.
    get records(): readonly string[] {
        return this.all;
    }

    /// Looks what there is. `changedAtMs`: when the flow that is open was changed last, 0 without a change of its person's.
    look(changedAtMs = 0): Promise<void> {
        this.sinceMs = changedAtMs;
        return this.inTurn(async database => {
            const isAlive = await this.living();
            this.all = (await database.keys('flows')).map(recordAt);
            const records = new Set(this.all.filter(record => isEarlier(record) && !isAlive(record)));
            const found = await Promise.all([...records].map(async record => ({ record, kept: (await readRecord(database, record)).newest })));
            this.found = found.flatMap(({ record, kept }) => (kept && !kept.isSaved ? [described(record, kept)] : []));
            this.found.sort((a, b) => b.savedAtMs - a.savedAtMs);
        });
    }

    /// Keeps a flow that has left the page, if there is anything in it; only so many of them stay.
    keep(flow: KeptFlow): Promise<void> {
        return this.inTurn(async database => {
            const record = newRecord(kAwayPrefix);
            const kept = described(record, flow);
            if (kept.nodes === 0) return;
            // Opened from here and left again as it was: once is enough.
            const same = this.found.filter(known => known.sum === kept.sum && known.record.startsWith(kAwayPrefix));
            await writeGeneration(database, record, generationOf(flow, 0));
            this.found = [kept, ...this.found.filter(known => !same.includes(known))];
            const away = this.found.filter(known => known.record.startsWith(kAwayPrefix));
            const old = away.slice(kEarlierFlows);
            this.found = this.found.filter(known => !old.includes(known));
            const places = [...same, ...old].flatMap(known => placesOf(known.record));
            if (places.length > 0) await database.delete('flows', places);
        });
    }

    /// What is kept there now.
    async read(record: string): Promise<KeptFlow | undefined> {
        const database = await this.database;
        return database ? (await readRecord(database, record)).newest : undefined;
    }

    /// The newest one that was not offered before and was changed later than what is open; it counts as offered then.
    offer(): EarlierFlow | undefined {
        const newest = this.found[0];
        if (!newest || newest.savedAtMs <= Math.max(this.sinceMs, Number(keptValue('local', kOfferedKey)))) return undefined;
        keepValue('local', kOfferedKey, String(newest.savedAtMs));
        return newest;
    }

    private inTurn(act: (database: Pick<Database, 'get' | 'put' | 'delete' | 'keys'>) => Promise<void>): Promise<void> {
        this.work = this.work.then(async () => {
            try {
                const database = await this.database;
                if (database) await act(database);
            } catch (error) {
                // A full disk, a private window: the person is told once.
                this.onTrouble(error);
            }
        });
        return this.work;
    }
}

/// Whether a record holds a flow that no plain start reads.
export function isEarlier(record: string): boolean {
    return record.startsWith(kTabPrefix) || record.startsWith(kAwayPrefix);
}

function described(record: string, { text, savedAtMs }: KeptFlow): Described {
    const { title, nodes } = JSON.parse(text) as { title?: string; nodes?: unknown[] };
    return { record, title: title ?? '', nodes: nodes?.length ?? 0, savedAtMs, sum: `${text.length} ${crc32(text)}` };
}
