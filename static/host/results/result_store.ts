// Results that outlive the page: of the flow that is open, by what they were made from, with the bytes of their values by hash; of other flows as long as there is room for
// all. Segments are written beside each other and never changed, so that nothing is torn and two tabs do not meet. Which results are still true is the session's word.
import type { KeptResult } from '../../../runtime/protocol/messages.gen.ts';
import { kKeptResultsCount, kResultsDelayMs, kResultsLongestMs, kSegmentBytes, kSegments } from '../limits.ts';
import { packSegment, readSegment, type SegmentValue, type ValuePlace } from './segment.ts';
import type { ResultFiles, StoredFile } from './result_files.ts';

export interface ResultStoreOptions {
    /// Null where nothing can be kept.
    files: Promise<ResultFiles | null>;
    /// The bytes that were saved under a hash, as long as the page has them.
    bytesOf(sha256: string): Promise<ArrayBuffer | undefined>;
    /// Called once when this browser keeps no more.
    onTrouble(): void;
    /// A name that no other page gives.
    uniqueName(): string;
}

interface Entry {
    result: KeptResult;
    /// Counts up with each writing and each reading of its values.
    used: number;
}

interface Place extends ValuePlace {
    path: string;
}

const kSuffix = '.segment';
/// Says when the flow was open last, by its time of writing.
const kMark = 'opened';
/// Holds the name of the flow that this one is.
const kAlias = 'alias';

export class ResultStore {
    private flow: string | null = null;
    /// The one that is used next goes last.
    private entries = new Map<string, Entry>();
    private places = new Map<string, Place>();
    private segments = new Set<string>();
    private waiting: KeptResult[] = [];
    private rest: ReturnType<typeof setTimeout> | undefined;
    private longest: ReturnType<typeof setTimeout> | undefined;
    private clock = 0;
    private isBroken = false;
    /// One thing after the other: writing, reading another flow, tidying.
    private work: Promise<unknown> = Promise.resolve();

    constructor(
        private readonly options: ResultStoreOptions,
        private budget: number,
    ) {}

    /// The results kept of this flow, which is open from now on, and the name that it goes by. `name` is one for a folder; null: of this flow nothing is kept.
    async enter(name: string | null): Promise<{ flow: string | null; results: KeptResult[] }> {
        const results = await this.inTurn(async files => {
            if (files) await this.write(files);
            this.forget(name);
            if (!files || name === null || this.budget === 0) return [];
            const flow = (await aliasOf(files, name)) ?? name;
            this.flow = flow;
            const found = (await files.list()).filter(file => file.path.startsWith(`${flow}/`) && file.path.endsWith(kSuffix));
            found.sort((a, b) => a.atMs - b.atMs || (a.path < b.path ? -1 : 1));
            for (const file of found) await this.read(files, file);
            if (found.length > 0) await files.write(`${flow}/${kMark}`, new Blob([' ']));
            return [...this.entries.values()].map(entry => entry.result).filter(result => this.places.has(result.sha256));
        });
        return { flow: this.flow, results: results ?? [] };
    }

    /// The flow goes by this name as well.
    async nameToo(flow: string, name: string): Promise<void> {
        if (flow !== name) await this.inTurn(async files => files?.write(`${name}/${kAlias}`, new Blob([flow])));
    }

    /// Results that the session has just saved; written when the run rests.
    keep(results: readonly KeptResult[]): void {
        if (this.flow === null || this.isBroken || this.budget === 0) return;
        this.waiting.push(...results);
        clearTimeout(this.rest);
        this.rest = setTimeout(() => void this.flush(), kResultsDelayMs);
        this.longest ??= setTimeout(() => void this.flush(), kResultsLongestMs);
    }

    /// Writes what waits.
    flush(): Promise<void> {
        this.forgetTimers();
        return this.inTurn(async files => {
            if (files) await this.write(files);
        });
    }

    has(sha256: string): boolean {
        return this.places.has(sha256);
    }

    /// The bytes under this hash as they lie there, unchecked; undefined if they are not there.
    async get(sha256: string): Promise<ArrayBuffer | undefined> {
        const place = this.places.get(sha256);
        const segment = place && (await (await this.options.files)?.read(place.path));
        if (!place || !segment) return undefined;
        for (const entry of this.entries.values()) if (entry.result.sha256 === sha256) entry.used = ++this.clock;
        return segment.slice(place.offset, place.offset + place.bytes).arrayBuffer();
    }

    /// What lies there is not what it should be: it is not offered again.
    damaged(sha256: string): void {
        this.places.delete(sha256);
        for (const [name, entry] of this.entries) if (entry.result.sha256 === sha256) this.entries.delete(name);
        void this.inTurn(async files => {
            if (files) await this.rewrite(files);
        });
    }

    /// What all flows' results take on the disk, and how much they may.
    async usage(): Promise<{ bytes: number; budget: number }> {
        const files = await (await this.options.files)?.list();
        return { bytes: (files ?? []).reduce((sum, file) => sum + file.bytes, 0), budget: this.budget };
    }

    /// Removes everything, of all flows.
    clear(): Promise<void> {
        return this.inTurn(async files => {
            this.forget(this.flow);
            for (const file of (await files?.list()) ?? []) await files?.remove(file.path);
        });
    }

    setBudget(bytes: number): void {
        this.budget = bytes;
    }

    private forget(flow: string | null): void {
        this.flow = flow;
        this.entries = new Map();
        this.places = new Map();
        this.segments = new Set();
        this.waiting = [];
        this.forgetTimers();
    }

    private forgetTimers(): void {
        clearTimeout(this.rest);
        clearTimeout(this.longest);
        this.longest = undefined;
    }

    private inTurn<T>(act: (files: ResultFiles | null) => Promise<T>): Promise<T | undefined> {
        const done = this.work.then(async () => act(this.isBroken ? null : await this.options.files));
        const heard = done.catch(() => {
            // A full or failing disk. What is there stays; a person is told once, and the results of this visit end with it.
            if (!this.isBroken) this.options.onTrouble();
            this.isBroken = true;
            return undefined;
        });
        this.work = heard;
        return heard;
    }

    private async read(files: ResultFiles, { path }: StoredFile): Promise<void> {
        const segment = await files.read(path);
        const head = segment && (await readSegment(segment));
        if (!head) return files.remove(path);
        this.take(path, head.results, head.values);
    }

    private take(path: string, results: readonly KeptResult[], values: readonly ValuePlace[]): void {
        this.segments.add(path);
        for (const value of values) this.places.set(value.sha256, { ...value, path });
        for (const result of results) {
            const name = nameOf(result);
            this.entries.delete(name);
            this.entries.set(name, { result, used: ++this.clock });
        }
    }

    private async write(files: ResultFiles): Promise<void> {
        const { flow } = this;
        // The latest of each, in order.
        const results = [...new Map(this.waiting.map(result => [nameOf(result), result])).values()];
        this.waiting = [];
        if (flow === null || results.length === 0) return;
        let batch = new Batch();
        for (const result of results) {
            if (!this.places.has(result.sha256) && !batch.has(result.sha256)) {
                const bytes = await this.options.bytesOf(result.sha256);
                if (!bytes || bytes.byteLength > this.budget) continue; // crowded out meanwhile, or never to fit
                batch.put({ sha256: result.sha256, bytes });
            }
            batch.results.push(result);
            if (batch.bytes >= kSegmentBytes) {
                await this.writeBatch(files, flow, batch);
                batch = new Batch();
            }
        }
        await this.writeBatch(files, flow, batch);
        await this.keepWithinBudget(files);
    }

    private async writeBatch(files: ResultFiles, flow: string, batch: Batch): Promise<void> {
        if (batch.results.length === 0) return;
        const content = await packSegment(batch.results, batch.values);
        const path = `${flow}/${this.options.uniqueName()}${kSuffix}`;
        await files.write(path, content);
        const head = await readSegment(content);
        if (head) this.take(path, head.results, head.values);
    }

    private async keepWithinBudget(files: ResultFiles): Promise<void> {
        const all = await files.list();
        let total = all.reduce((sum, file) => sum + file.bytes, 0);
        // Other flows first, the one that was open longest ago before all.
        for (const other of othersByAge(all, this.flow)) {
            if (total <= this.budget) break;
            for (const file of other) await files.remove(file.path);
            total -= other.reduce((sum, file) => sum + file.bytes, 0);
        }
        const live = this.liveValues().reduce((sum, place) => sum + place.bytes, 0);
        const own = all.filter(file => this.segments.has(file.path)).reduce((sum, file) => sum + file.bytes, 0);
        const isMostlyGarbage = own > kSegmentBytes && live < own / 2;
        if (total > this.budget || isMostlyGarbage || this.segments.size > kSegments || this.entries.size > kKeptResultsCount) await this.rewrite(files);
    }

    private liveValues(): Place[] {
        const wanted = new Set([...this.entries.values()].map(entry => entry.result.sha256));
        return [...this.places.values()].filter(place => wanted.has(place.sha256));
    }

    /// Writes what is worth keeping anew and removes the rest: what was used longest ago goes first, with some room for what comes next.
    private async rewrite(files: ResultFiles): Promise<void> {
        const { flow, segments, places } = this;
        if (flow === null) return;
        const order = [...this.entries.values()].sort((a, b) => b.used - a.used).slice(0, kKeptResultsCount);
        this.entries = new Map();
        this.places = new Map();
        this.segments = new Set();
        const content = new Map<string, Blob>();
        let room = this.budget * 0.8;
        let batch = new Batch();
        const chosen: KeptResult[] = [];
        const fitting = new Set<string>();
        for (const { result } of order) {
            const place = places.get(result.sha256);
            if (!place) continue;
            const bytes = JSON.stringify(result).length + (fitting.has(place.sha256) ? 0 : place.bytes);
            if (bytes > room) continue;
            room -= bytes;
            fitting.add(place.sha256);
            chosen.push(result);
        }
        for (const result of chosen.reverse()) {
            const place = places.get(result.sha256) as Place;
            if (!batch.has(place.sha256) && !this.places.has(place.sha256)) {
                const segment = content.get(place.path) ?? (await files.read(place.path));
                if (!segment) continue;
                content.set(place.path, segment);
                batch.put({ sha256: place.sha256, bytes: segment.slice(place.offset, place.offset + place.bytes) });
            }
            batch.results.push(result);
            if (batch.bytes >= kSegmentBytes) {
                await this.writeBatch(files, flow, batch);
                batch = new Batch();
            }
        }
        await this.writeBatch(files, flow, batch);
        for (const path of segments) await files.remove(path);
    }
}

/// What goes into one segment.
class Batch {
    readonly results: KeptResult[] = [];
    readonly values: SegmentValue[] = [];
    bytes = 0;
    private readonly hashes = new Set<string>();

    has(sha256: string): boolean {
        return this.hashes.has(sha256);
    }

    put(value: SegmentValue): void {
        this.hashes.add(value.sha256);
        this.values.push(value);
        this.bytes += value.bytes instanceof Blob ? value.bytes.size : value.bytes.byteLength;
    }
}

async function aliasOf(files: ResultFiles, name: string): Promise<string | null> {
    const text = await (await files.read(`${name}/${kAlias}`))?.text();
    return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? text : null;
}

/// Two results with the same name stand for each other: the later one is kept.
function nameOf({ key, files }: KeptResult): string {
    const read = files.map(file => `${file.name.length}:${file.name}${file.sha256}`).sort();
    return [key, ...read].join('/');
}

/// Of each other flow its files, the flow that was open longest ago first.
function othersByAge(all: readonly StoredFile[], own: string | null): StoredFile[][] {
    const flows = new Map<string, StoredFile[]>();
    for (const file of all) {
        const flow = file.path.slice(0, file.path.indexOf('/'));
        if (flow !== own) flows.set(flow, [...(flows.get(flow) ?? []), file]);
    }
    const latest = (files: StoredFile[]): number => Math.max(...files.map(file => file.atMs));
    return [...flows.values()].sort((a, b) => latest(a) - latest(b));
}
