// Ties the autosave to the page's life: claims a record, tidies the database while no other tab is there, and writes at the moments after which nothing more may come.
import { Autosave, type AutosaveOptions, type Restored } from './autosave.ts';
import type { Database } from './database.ts';
import type { EarlierFlows } from './earlier_flows.ts';
import type { FileStore } from './file_store.ts';
import { watchHand } from './hand.ts';
import { forgetOldRecords } from './old_records.ts';
import { claimRecord, isAlone } from './record_lock.ts';

export interface KeepingOptions extends Omit<AutosaveOptions, 'database' | 'isHeld'> {
    database: Promise<Database | null>;
    store: FileStore;
    earlier: EarlierFlows;
}

export interface Keeping {
    autosave: Autosave;
    restored: Restored;
}

/// Begins to keep the flow. `named` is the address of a flow that the page was called with, else "".
export async function beginKeeping(options: KeepingOptions, named: string): Promise<Keeping> {
    const claim = await claimRecord(named);
    const autosave = new Autosave({ ...options, isHeld: watchHand() }, claim);
    const restored = await autosave.restored();
    // Before anything is added here: a file is named by a kept flow only once that flow was written. And not beside another tab, of which the same is true.
    const isAloneHere = autosave.isMain && (await isAlone(claim.record));
    if (isAloneHere) await tidy(options);
    await options.earlier.look(restored.kept && !restored.kept.isSaved ? restored.kept.savedAtMs : 0);
    addEventListener('pagehide', () => autosave.flushAtEnd());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && void autosave.flush());
    return { autosave, restored };
}

async function tidy({ database, store, onTrouble, now }: KeepingOptions): Promise<void> {
    try {
        const opened = await database;
        if (opened) await forgetOldRecords(opened, store, now());
    } catch (error) {
        // What could not be tidied is tidied at the next start, but a database that fails now will hardly keep anything.
        onTrouble(error);
    }
}
