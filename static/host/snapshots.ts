// When a snapshot of Python's memory is used, made and given up. It is made by a kernel of its own that does nothing else and ends again, in a moment in which nobody
// waits for the processor; without one Python starts a second later and nothing else changes.
import { type Envelope, readEnvelope } from '../../runtime/protocol/envelope.ts';
import { type HostToKernel, parseKernelToHost } from '../../runtime/protocol/messages.gen.ts';
import type { KernelSeat, SeatListener } from './kernel_seat.ts';
import { kSnapshotDeadlineMs, kSnapshotIdleMs } from './limits.ts';
import type { SnapshotStore } from './snapshot_store.ts';

export interface SnapshotsOptions {
    /// Null where nothing can be kept.
    store: Promise<Pick<SnapshotStore, 'read' | 'write' | 'drop'> | null>;
    /// A place for the kernel that makes one.
    openSeat(listener: SeatListener): Promise<KernelSeat>;
    files(): Promise<Record<string, Blob>>;
}

export class Snapshots {
    private idle: ReturnType<typeof setTimeout> | undefined;
    private making: AbortController | null = null;
    /// Nothing (more) to make: there is one, there is no place for one, or the last one did not fit.
    private isSettled = false;

    constructor(private readonly options: SnapshotsOptions) {}

    /// The snapshot of this build, or null.
    async read(): Promise<Blob | null> {
        try {
            const store = await this.options.store;
            const memory = (await store?.read()) ?? null;
            this.isSettled ||= !store || memory !== null;
            return memory;
        } catch {
            // A disk that does not answer: the longer way.
            return null;
        }
    }

    /// What was read did not start Python. It is removed, and this page makes no other: something is wrong that a new one would not mend.
    async refuse(): Promise<void> {
        this.isSettled = true;
        await (await this.options.store)?.drop();
    }

    /// The kernel has just become ready, was given something to do, or has said something: from now on it counts as idle, unless it runs a node, which may be silent for long.
    touch(isRunning: boolean): void {
        this.making?.abort();
        clearTimeout(this.idle);
        if (!this.isSettled && !isRunning) this.idle = setTimeout(() => void this.make(), kSnapshotIdleMs);
    }

    private async make(): Promise<void> {
        const making = new AbortController();
        this.making = making;
        try {
            const bytes = await this.made(making.signal);
            this.isSettled = true;
            await (await this.options.store)?.write(bytes);
        } catch (error) {
            // Interrupted by work: later again. Anything else (no memory, a full disk): not in this page.
            if (!making.signal.aborted) {
                this.isSettled = true;
                console.info(`No snapshot of Python's memory is kept: ${error instanceof Error ? error.message : String(error)}`);
            }
        } finally {
            if (this.making === making) this.making = null;
        }
    }

    private async made(signal: AbortSignal): Promise<ArrayBuffer> {
        const files = await this.options.files();
        const { promise, resolve, reject } = deferred<ArrayBuffer>();
        // Heard below at the latest; the seat may be lost before anybody waits.
        promise.catch(() => undefined);
        const seat = await this.options.openSeat({ lost: reason => reject(new Error(reason)), alive: () => undefined, violation: () => undefined });
        const deadline = setTimeout(() => reject(new Error('it took too long')), kSnapshotDeadlineMs);
        signal.addEventListener('abort', () => reject(new Error('there is work to do')));
        try {
            signal.throwIfAborted();
            seat.incoming.onmessage = event => {
                for (const envelope of [event.data].flat()) {
                    const answer = snapshotIn(envelope);
                    if (typeof answer === 'string') reject(new Error(answer));
                    else if (answer) resolve(answer);
                }
            };
            const message: HostToKernel = { type: 'make_snapshot', files: Object.keys(files) };
            seat.port.postMessage({ lane: 'host', text: JSON.stringify(message), blobs: files } satisfies Envelope);
            return await promise;
        } finally {
            clearTimeout(deadline);
            seat.close();
        }
    }
}

/// The snapshot, the sentence why there is none, or null for a message about something else.
function snapshotIn(data: unknown): ArrayBuffer | string | null {
    const envelope = readEnvelope(data);
    if (typeof envelope === 'string') return envelope;
    if (envelope.lane !== 'host') return null;
    const parsed = parseKernelToHost(envelope.text);
    if (!parsed.ok) return parsed.error;
    if (parsed.message.type === 'broken') return parsed.message.reason;
    if (parsed.message.type !== 'snapshot_made') return null;
    const bytes = envelope.buffers?.['snapshot'];
    return bytes && bytes.byteLength === parsed.message.bytes ? bytes : 'its bytes did not arrive';
}

function deferred<T>(): { promise: Promise<T>; resolve(value: T): void; reject(error: Error): void } {
    let resolve: (value: T) => void = () => undefined;
    let reject: (error: Error) => void = () => undefined;
    const promise = new Promise<T>((settle, refuse) => {
        resolve = settle;
        reject = refuse;
    });
    return { promise, resolve, reject };
}
