// Which record of the browser's database a tab writes. Two tabs never write the same one: a tab holds a Web Lock on its record as long as it lives, and the browser frees it however the
// tab ends.
import { dropValue, keepValue, keptValue } from './kept_values.ts';

/// The record that a plain start reads.
export const kMainRecord = 'main';
/// Records of single tabs.
export const kTabPrefix = 'tab-';
/// Between the record that a browser tab holds and what tells its flows side by side apart.
const kBeside = '+';
const kShownPrefix = 'pythonflows.shown.';
const kTabKey = 'pythonflows.tab';
const kLockPrefix = 'pythonflows.autosave.';
/// A document that is being left gives its lock up within milliseconds after its successor has begun.
const kReloadMs = 2_000;

export interface Claim {
    record: string;
    /// The record that this tab found taken, whose flow it shows as a copy; undefined for the first tab.
    copyOf: string | undefined;
}

/// Takes the main record if no other tab has it, else a record of this tab's own, which a reload of the tab finds again. A flow that the address names (`named`, else "")
/// always gets a record of its own: a visit by a link must not overwrite what the person was working on.
export async function claimRecord(named: string): Promise<Claim> {
    const place = kTabKey + named;
    const kept = keptValue('session', place);
    const claim = (record: string, copyOf?: string): Claim => {
        keepValue('session', place, record);
        return { record, copyOf };
    };
    if (kept?.startsWith(kTabPrefix)) {
        // After a reload the lock of this very tab may not be free yet.
        if (await holdLock(kept, kReloadMs)) return claim(kept);
        // A duplicated tab brings its original's name along; the original holds it.
        return claim(await ownRecord(), kept);
    }
    if (named !== '') return claim(await ownRecord());
    if (await holdLock(kMainRecord, kept === kMainRecord ? kReloadMs : 0)) return claim(kMainRecord);
    return claim(await ownRecord(), kMainRecord);
}

/// Tells of a record whether a tab writes it now, this one included; without locks all tabs' records may be.
export async function livingRecords(): Promise<(record: string) => boolean> {
    const held = await heldRecords();
    return record => held?.includes(ownerOf(record)) ?? record.startsWith(kTabPrefix);
}

/// The record whose lock also covers this one: flows side by side in one browser tab have a record each.
export function ownerOf(record: string): string {
    return record.split(kBeside, 1)[0] as string;
}

/// A record for one more flow beside those of this owner; later ones sort after earlier ones.
export function recordBeside(owner: string): string {
    return newRecord(`${owner}${kBeside}${Date.now().toString(36)}-`);
}

/// Which of its flows a browser tab showed last.
export function shownRecord(owner: string): string {
    const shown = keptValue('local', kShownPrefix + owner);
    return shown !== null && ownerOf(shown) === owner ? shown : owner;
}

export function keepShown(record: string): void {
    const owner = ownerOf(record);
    if (record === owner) dropValue('local', kShownPrefix + owner);
    else keepValue('local', kShownPrefix + owner, record);
}

/// Whether any other tab of this site is open now, as far as locks tell.
export async function isAlone(record: string): Promise<boolean> {
    const held = await heldRecords();
    return held?.every(each => each === record) ?? true;
}

/// How many other tabs of this site are open, as far as locks tell.
export async function otherTabs(): Promise<number> {
    return Math.max(0, ((await heldRecords()) ?? []).length - 1);
}

/// The name of a record that nobody has yet. Also where the page is no secure context.
export function newRecord(prefix: string): string {
    return prefix + Math.random().toString(36).slice(2);
}

/// The records that tabs hold; nothing where there are no locks.
async function heldRecords(): Promise<string[] | undefined> {
    const snapshot = await navigator.locks?.query().catch((error: unknown) => {
        if (isRefused(error)) return undefined;
        throw error;
    });
    return snapshot?.held?.flatMap(({ name }) => (name?.startsWith(kLockPrefix) ? [name.slice(kLockPrefix.length)] : []));
}

/// Firefox has no locks for a frame in a page of another site.
function isRefused(error: unknown): boolean {
    return error instanceof DOMException && error.name === 'SecurityError';
}

async function ownRecord(): Promise<string> {
    const record = newRecord(kTabPrefix);
    await holdLock(record, 0);
    return record;
}

/// Takes the lock of a record for the page's life, waiting at most so long. Without locks a tab counts as the first.
function holdLock(record: string, waitMs: number): Promise<boolean> {
    if (!navigator.locks) return Promise.resolve(true);
    const options = waitMs > 0 ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true };
    return new Promise(resolve => {
        navigator.locks
            .request(kLockPrefix + record, options, lock => {
                resolve(lock !== null);
                return lock === null ? undefined : new Promise<void>(() => undefined);
            })
            .catch((error: unknown) => resolve(isRefused(error)));
    });
}
