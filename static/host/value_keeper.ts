// What nodes have computed, kept where a kernel's end cannot reach it: bytes by their hash, within a budget; the values that were needed longest ago go first. Tells the
// session which values are saved and which no longer are. The bytes are the kernel's own affair (a pickle); here they only have a hash, which is checked before they are
// handed to a kernel again.
import type { KernelToSession, SavedValue } from '../../runtime/protocol/messages.gen.ts';
import { sha256Of } from './sha256.ts';

/// Where the bytes lie. Memory today; whatever else keeps them answers the same calls.
export interface ValueBytes {
    put(sha256: string, bytes: ArrayBuffer): void;
    get(sha256: string): Promise<ArrayBuffer | undefined>;
    delete(sha256: string): void;
}

export class BytesInMemory implements ValueBytes {
    private readonly kept = new Map<string, ArrayBuffer>();

    put(sha256: string, bytes: ArrayBuffer): void {
        this.kept.set(sha256, bytes);
    }

    get(sha256: string): Promise<ArrayBuffer | undefined> {
        return Promise.resolve(this.kept.get(sha256));
    }

    delete(sha256: string): void {
        this.kept.delete(sha256);
    }
}

/// Where bytes lie besides, longer than the page lives.
export interface LastingBytes {
    has(sha256: string): boolean;
    get(sha256: string): Promise<ArrayBuffer | undefined>;
    /// They do not have their hash.
    damaged(sha256: string): void;
}

export interface ValueBudget {
    bytes: number;
    count: number;
}

/// Bytes that one or more calls made.
interface Kept {
    bytes: number;
    keys: Set<string>;
}

export class ValueKeeper {
    /// By hash, the one that was needed longest ago first.
    private readonly kept = new Map<string, Kept>();
    private readonly hashes = new Map<string, string>();
    private total = 0;
    /// Saved, but the session has not heard of it: a message for each of a thousand small nodes would cost more than the saving.
    private untold: SavedValue[] = [];
    private timer: ReturnType<typeof setTimeout> | undefined;

    /// `tell` carries a message to the session, at the latest `tellAfterMs` after what it tells.
    constructor(
        private budget: ValueBudget,
        private readonly tell: (message: KernelToSession) => void,
        private readonly tellAfterMs: number,
        private readonly lasting?: LastingBytes,
        private readonly store: ValueBytes = new BytesInMemory(),
    ) {}

    /// Keeps the bytes of a call's values, whose hash is the kernel's word until they are needed.
    keep(value: SavedValue, bytes: ArrayBuffer): void {
        if (this.hashes.has(value.key)) return; // a key stands for one call; Python code that says more of it is not heard
        this.untold.push(value);
        this.timer ??= setTimeout(() => this.flush(), this.tellAfterMs);
        this.hashes.set(value.key, value.sha256);
        const known = this.kept.get(value.sha256);
        if (known) known.keys.add(value.key);
        else this.total += bytes.byteLength;
        this.touch(value.sha256, known ?? { bytes: bytes.byteLength, keys: new Set([value.key]) });
        if (!known) this.store.put(value.sha256, bytes);
        this.crowdOut();
    }

    /// The bytes with these hashes, as far as they are kept and undamaged.
    async bytesOf(hashes: readonly string[]): Promise<Record<string, ArrayBuffer>> {
        const found: Record<string, ArrayBuffer> = {};
        for (const sha256 of new Set(hashes)) {
            const bytes = (await this.here(sha256)) ?? (await this.fromLasting(sha256));
            if (bytes) found[sha256] = bytes;
        }
        return found;
    }

    /// The bytes with this hash, if they are kept here and undamaged.
    async here(sha256: string): Promise<ArrayBuffer | undefined> {
        const kept = this.kept.get(sha256);
        if (!kept) return undefined;
        this.touch(sha256, kept);
        const bytes = await this.store.get(sha256);
        return bytes !== undefined && (await sha256Of(bytes)) === sha256 ? bytes : undefined;
    }

    private async fromLasting(sha256: string): Promise<ArrayBuffer | undefined> {
        const bytes = await this.lasting?.get(sha256);
        if (bytes === undefined || (await sha256Of(bytes)) === sha256) return bytes;
        this.lasting?.damaged(sha256);
        return undefined;
    }

    /// Nobody needs the values of these calls any more.
    forget(keys: readonly string[]): void {
        for (const key of keys) {
            const sha256 = this.hashes.get(key);
            if (sha256 === undefined) continue;
            this.hashes.delete(key);
            const kept = this.kept.get(sha256);
            kept?.keys.delete(key);
            if (kept?.keys.size === 0) this.remove(sha256, kept);
        }
    }

    /// Tells the session what it has not heard yet. Called before it hears of a kernel's end.
    flush(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        const values = this.untold;
        this.untold = [];
        if (values.length > 0) this.tell({ type: 'values_saved', values });
    }

    setBudget(budget: ValueBudget): void {
        this.budget = budget;
        this.crowdOut();
    }

    /// Bytes kept (tests, and whoever wants to show it).
    get bytes(): number {
        return this.total;
    }

    private touch(sha256: string, kept: Kept): void {
        this.kept.delete(sha256);
        this.kept.set(sha256, kept);
    }

    private remove(sha256: string, kept: Kept): void {
        this.kept.delete(sha256);
        this.total -= kept.bytes;
        this.store.delete(sha256);
    }

    private crowdOut(): void {
        for (const [sha256, kept] of this.kept) {
            if (this.total <= this.budget.bytes && this.hashes.size <= this.budget.count) return;
            this.remove(sha256, kept);
            for (const key of kept.keys) {
                this.hashes.delete(key);
                if (this.lasting?.has(sha256)) continue;
                this.flush();
                this.tell({ type: 'value_unsaved', key, reason: 'crowded_out', detail: '' });
            }
        }
    }
}
