// Ties the autosave to the page's life: claims a record, tidies the database while no other tab is there, and writes at the moments after which nothing more may come.
import { Autosave, type AutosaveOptions, type Restored } from './autosave.ts';
import type { Database } from './database.ts';
import type { FileStore } from './file_store.ts';
import { type KeptFlow, readRecord, recordAt } from './generations.ts';
import { forgetOldRecords } from './old_records.ts';
import { claimRecord, isAlone, kTabPrefix } from './record_lock.ts';

export interface KeepingOptions extends Omit<AutosaveOptions, 'database'> {
    database: Promise<Database | null>;
    store: FileStore;
}

export interface Keeping {
    autosave: Autosave;
    restored: Restored;
    /// The newest flow of a tab that is gone: changed after this one and never saved as a file. Nobody would find it by a plain start.
    leftBehind: KeptFlow | undefined;
}

/// Begins to keep the flow. `named` is the address of a flow that the page was called with, else "".
export async function beginKeeping(options: KeepingOptions, named: string): Promise<Keeping> {
    const claim = await claimRecord(named);
    const autosave = new Autosave(options, claim);
    const restored = await autosave.restored();
    // Before anything is added here: a file is named by a kept flow only once that flow was written. And not beside another tab, of which the same is true.
    const isAloneHere = autosave.isMain && (await isAlone(claim.record));
    const leftBehind = isAloneHere ? await tidy(options, restored.kept?.savedAtMs ?? 0) : undefined;
    addEventListener('pagehide', () => autosave.flushAtEnd());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && void autosave.flush());
    return { autosave, restored, leftBehind };
}

async function tidy({ database, store, onTrouble, now }: KeepingOptions, keptAtMs: number): Promise<KeptFlow | undefined> {
    try {
        const opened = await database;
        if (!opened) return undefined;
        await forgetOldRecords(opened, store, now());
        return await newestLeftBehind(opened, keptAtMs);
    } catch {
        // What could not be tidied is tidied at the next start, but a database that fails now will hardly keep anything.
        onTrouble();
        return undefined;
    }
}

/// Call when no other tab is there: then every tab's record is one that was left behind.
export async function newestLeftBehind(database: Pick<Database, 'get' | 'keys'>, keptAtMs: number): Promise<KeptFlow | undefined> {
    const records = new Set((await database.keys('flows')).map(recordAt).filter(record => record.startsWith(kTabPrefix)));
    const found = await Promise.all([...records].map(async record => (await readRecord(database, record)).newest));
    const unsaved = found.filter(kept => kept !== undefined && !kept.isSaved && kept.savedAtMs > keptAtMs) as KeptFlow[];
    return unsaved.sort((a, b) => b.savedAtMs - a.savedAtMs)[0];
}
