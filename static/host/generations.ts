// A record of the flow in two generations: a new one is always written into the other place than the newest that is whole, so that whatever happens while it is written, the one before is
// there. Each carries a serial and a checksum over all of it, looked at when it is read.
import { crc32 } from './crc32.ts';
import type { Database } from './database.ts';

/// What is kept of a flow.
export interface KeptFlow {
    text: string;
    /// Whether the person has it as a file, or never changed what was opened.
    isSaved: boolean;
    savedAtMs: number;
    /// The name that its results are kept by.
    results?: string | undefined;
    /// The hash of the archive that it was opened from, with the author's results.
    authors?: string | undefined;
    /// The name of its history of versions.
    history?: string | undefined;
}

export interface Generation extends KeptFlow {
    serial: number;
    check: number;
}

/// What a record held: the newest whole generation, and whether a newer one was damaged.
export interface Found {
    newest: Generation | undefined;
    isNewestDamaged: boolean;
}

const kPlaces = 2;

export function generationOf(kept: KeptFlow, serial: number): Generation {
    const { text, isSaved, savedAtMs, results, authors, history } = kept;
    return {
        text,
        isSaved,
        savedAtMs,
        ...(results === undefined ? {} : { results }),
        ...(authors === undefined ? {} : { authors }),
        ...(history === undefined ? {} : { history }),
        serial,
        check: checkOf(kept, serial),
    };
}

/// The names under which a record's generations lie in the database.
export function placesOf(record: string): string[] {
    return Array.from({ length: kPlaces }, (_, place) => `${record}/${place}`);
}

/// Which record lies at a place of the database.
export function recordAt(place: string): string {
    return place.slice(0, place.lastIndexOf('/'));
}

export async function readRecord(database: Pick<Database, 'get'>, record: string): Promise<Found> {
    return newestOf(await Promise.all(placesOf(record).map(place => database.get('flows', place))));
}

export async function writeGeneration(database: Pick<Database, 'put'>, record: string, generation: Generation): Promise<void> {
    await database.put('flows', `${record}/${generation.serial % kPlaces}`, generation);
}

/// Of everything that was found for a record (also undefined for nothing).
export function newestOf(found: readonly unknown[]): Found {
    const whole = found.filter(isWhole).sort((a, b) => b.serial - a.serial);
    const newest = whole[0];
    const damaged = found.filter(each => each !== undefined && !isWhole(each));
    return { newest, isNewestDamaged: damaged.some(each => serialOf(each) > (newest?.serial ?? -1)) };
}

function isWhole(value: unknown): value is Generation {
    if (typeof value !== 'object' || value === null) return false;
    const { text, isSaved, savedAtMs, results, authors, history, serial, check } = value as Partial<Generation>;
    if (typeof text !== 'string' || typeof isSaved !== 'boolean' || typeof savedAtMs !== 'number' || typeof serial !== 'number') return false;
    return check === checkOf({ text, isSaved, savedAtMs, results, authors, history }, serial);
}

/// A damaged one whose serial cannot be read may have been the newest.
function serialOf(damaged: unknown): number {
    const { serial } = (damaged ?? {}) as Partial<Generation>;
    return typeof serial === 'number' ? serial : Number.POSITIVE_INFINITY;
}

function checkOf({ text, isSaved, savedAtMs, results = '', authors = '', history = '' }: KeptFlow, serial: number): number {
    return crc32(`${serial} ${isSaved} ${savedAtMs} ${results}${authors}${history}${text}`);
}
