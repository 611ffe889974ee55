// One kernel from its first byte to its end: checks what comes out of it, keeps what comes beside messages, and notices when it says nothing any more.
// Knows the protocol's frame of a conversation (ready, run_nodes and the endings of calls, packages, probes), not what a session does with it.
import { type Envelope, readEnvelope } from '../../runtime/protocol/envelope.ts';
import {
    parseKernelToHost,
    parseKernelToSession,
    parseSessionToKernel,
    type HostToKernel,
    type Fetch,
    type Fetched,
    type KernelToHost,
    type KernelToSession,
    type SavedValue,
    type Translate,
    type Translated,
} from '../../runtime/protocol/messages.gen.ts';
import { kRelayMost } from './frame/relay.ts';
import type { KernelSeat } from './kernel_seat.ts';
import { kBootSilenceMs, kDamagedMessages, kProbeIntervalMs, kProbeMisses } from './limits.ts';

/// What a kernel's life tells its host. After `ended` nothing more comes.
export interface LifeListener {
    /// A checked message for the session, with the bytes that came beside it.
    message(message: KernelToSession, text: string, buffers: Record<string, ArrayBuffer>): void;
    /// Python names packages; answer with `answerPackages`.
    needPackages(request: number, names: string[], loaded: string[]): void;
    /// Python saved the values of a call; `bytes` are what its message says they are.
    valueSaved(value: SavedValue, bytes: ArrayBuffer): void;
    /// Python wants saved values back; answer with `answerSavedValues`.
    needSavedValues(request: number, hashes: string[]): void;
    /// The session needs the values of these calls no more.
    valuesDropped(keys: string[]): void;
    /// Python wants something from another host; answer with `answerFetch`.
    fetch(message: Fetch, body: ArrayBuffer | null): void;
    /// It does not want the answer any more.
    cancelFetch(request: number): void;
    /// What `translate` asked for.
    translated(message: Translated): void;
    violation(where: string, directive: string, blocked: string): void;
    /// The snapshot of Python's memory did not fit; this kernel starts without it.
    snapshotRefused(): void;
    /// Something was refused that this kernel sent; it goes on.
    problem(key: string, args: Record<string, string>): void;
    /// The kernel is no more; `wasReady` tells a failed start from a loss.
    ended(key: string, args: Record<string, string>, wasReady: boolean): void;
}

/// What a kernel may take as a whole: Python's memory, one preview, anything else that it hands to the page in one piece.
export interface KernelBounds {
    memoryBytes: number;
    previewBytes: number;
    messageBytes: number;
}

export class KernelLife {
    /// The latest `set_files` if bytes of one of its files were not there.
    private lackingFiles: string | null = null;
    private isReady = false;
    private isOver = false;
    private isPlaceDead = false;
    private serial = 0;
    private running = 0;
    private damaged = 0;
    private lastProbe = 0;
    private lastAnswer = 0;
    private readonly probeTimer: ReturnType<typeof setInterval>;
    private silenceTimer: ReturnType<typeof setTimeout>;

    constructor(
        private readonly seat: KernelSeat,
        private readonly listener: LifeListener,
    ) {
        seat.incoming.onmessage = event => this.takeAll(event.data);
        // The other end of the port ends with the worker, however it ended and whatever ran in it.
        seat.port.addEventListener('close', () => this.end(this.isReady ? 'kernel.lost.silent' : 'kernel.failed.ended'));
        seat.incoming.onmessageerror = () => this.damage('a message that cannot be read');
        this.probeTimer = setInterval(() => this.lookForLife(), kProbeIntervalMs);
        this.silenceTimer = this.expectSign();
    }

    /// Whether Python has answered at least once.
    get wasReady(): boolean {
        return this.isReady;
    }

    /// Whether it has been given a node to run that has not ended.
    get isRunning(): boolean {
        return this.running > 0;
    }

    get canInterrupt(): boolean {
        return this.seat.canInterrupt;
    }

    /// Hands Python's files in, by handle.
    boot(files: Record<string, Blob>): void {
        const message: HostToKernel = { type: 'boot', files: Object.keys(files) };
        this.seat.port.postMessage({ lane: 'host', text: JSON.stringify(message), blobs: files } satisfies Envelope);
    }

    /// What holds from now on.
    setBounds({ memoryBytes, previewBytes, messageBytes }: KernelBounds): void {
        this.tell({ type: 'set_bounds', memory_bytes: memoryBytes, preview_bytes: previewBytes, message_bytes: messageBytes }, {}, []);
    }

    /// Passes a message of the session on, with the files it names.
    send(text: string, file: (name: string, sha256: string) => Blob | undefined): void {
        const parsed = parseSessionToKernel(text);
        if (!parsed.ok) throw new Error(`The session wrote a damaged message: ${parsed.error}`);
        const blobs: Record<string, Blob> = {};
        if (parsed.message.type === 'run_nodes') this.running += parsed.message.calls.length;
        if (parsed.message.type === 'drop_values') this.listener.valuesDropped(parsed.message.keys);
        if (parsed.message.type === 'set_files') {
            this.lackingFiles = null;
            for (const { name, sha256 } of parsed.message.files) {
                const blob = file(name, sha256);
                if (blob) blobs[sha256] = blob;
                else this.lackingFiles = text;
            }
        }
        this.seat.port.postMessage({ lane: 'session', text, serial: ++this.serial, blobs } satisfies Envelope);
    }

    /// There are bytes of files that were not there when the session named them: the session has nothing new to say, but Python has.
    filesCame(file: (name: string, sha256: string) => Blob | undefined): void {
        if (this.lackingFiles !== null && !this.isOver) this.send(this.lackingFiles, file);
    }

    answerPackages(request: number, wheels: Record<string, ArrayBuffer>, error?: string): void {
        if (this.isOver) return;
        const message: HostToKernel = { type: 'packages', request, files: Object.keys(wheels), ...(error === undefined ? {} : { error }) };
        this.tell(message, wheels, Object.values(wheels));
    }

    /// The bytes by their hash. They are copied, not moved: another kernel may need them.
    answerSavedValues(request: number, bytes: Record<string, ArrayBuffer>): void {
        if (!this.isOver) this.tell({ type: 'saved_values', request }, bytes, []);
    }

    /// Asks for a flow as code, or for code as a flow; `translated` is the answer. It waits while a node runs.
    translate(message: Translate): void {
        this.tell(message, {}, []);
    }

    answerFetch(message: Fetched, buffers: Record<string, ArrayBuffer>): void {
        if (!this.isOver) this.tell(message, buffers, Object.values(buffers));
    }

    /// Stops what runs and all that was sent so far.
    interrupt(): void {
        this.seat.interrupt(this.serial);
    }

    /// The frame answered.
    alive(request: number): void {
        this.lastAnswer = Math.max(this.lastAnswer, Math.min(request, this.lastProbe));
    }

    /// Ends the kernel and tells the listener why.
    end(key: string, args: Record<string, string> = {}): void {
        if (this.isOver) return;
        this.close();
        this.listener.ended(key, args, this.isReady);
    }

    /// Ends the kernel and tells nobody.
    close(): void {
        this.isOver = true;
        clearInterval(this.probeTimer);
        clearTimeout(this.silenceTimer);
        this.seat.close(this.isPlaceDead);
    }

    private tell(message: HostToKernel, buffers: Record<string, ArrayBuffer>, transfer: Transferable[]): void {
        this.seat.port.postMessage({ lane: 'host', text: JSON.stringify(message), buffers } satisfies Envelope, transfer);
    }

    private expectSign(): ReturnType<typeof setTimeout> {
        return setTimeout(() => this.end('kernel.failed.silent', { seconds: String(kBootSilenceMs / 1000) }), kBootSilenceMs);
    }

    /// A frame that does not answer several times in a row has lost its process (memory, a crash): no event tells that.
    private lookForLife(): void {
        if (this.lastProbe - this.lastAnswer >= kProbeMisses) {
            this.isPlaceDead = true;
            return this.end('kernel.lost.silent');
        }
        if (this.isReady && this.running === 0) return;
        this.seat.probe(++this.lastProbe);
        // Not waited for: a worker that is busy with Python cannot answer. A free one looks whether its Python still lives.
        this.tell({ type: 'probe', request: this.lastProbe }, {}, []);
    }

    /// One envelope, or a few that go together.
    private takeAll(data: unknown): void {
        const envelopes: unknown[] = Array.isArray(data) ? data : [data];
        if (envelopes.length > kRelayMost) return this.damage('too many messages at once');
        for (const envelope of envelopes) this.take(envelope);
    }

    private take(data: unknown): void {
        if (this.isOver) return;
        const envelope = readEnvelope(data);
        if (typeof envelope === 'string') return this.damage(envelope);
        if (envelope.lane === 'host') {
            const parsed = parseKernelToHost(envelope.text);
            if (!parsed.ok) return this.damage(parsed.error);
            return this.takeForHost(parsed.message, envelope.buffers ?? {});
        }
        const parsed = parseKernelToSession(envelope.text);
        if (!parsed.ok) return this.damage(parsed.error);
        this.takeForSession(parsed.message, envelope);
    }

    private takeForHost(message: KernelToHost, buffers: Record<string, ArrayBuffer>): void {
        switch (message.type) {
            case 'need_packages':
                this.listener.needPackages(message.request, message.names, message.loaded);
                break;
            case 'value_saved': {
                const bytes = buffers['value'];
                if (bytes?.byteLength !== message.bytes) return this.damage('a saved value without its bytes');
                this.listener.valueSaved({ key: message.key, sha256: message.sha256, bytes: message.bytes }, bytes);
                break;
            }
            case 'need_saved_values':
                this.listener.needSavedValues(message.request, message.hashes);
                break;
            case 'fetch':
                this.listener.fetch(message, buffers['body'] ?? null);
                break;
            case 'translated':
                this.listener.translated(message);
                break;
            case 'cancel_fetch':
                this.listener.cancelFetch(message.request);
                break;
            case 'broken':
                this.end(this.isReady ? 'kernel.lost.broken' : 'kernel.failed.broken', { reason: message.reason });
                break;
            case 'policy_violation':
                this.listener.violation(message.where, message.directive, message.blocked);
                break;
            case 'snapshot_refused':
                this.listener.snapshotRefused();
                break;
            case 'snapshot_made':
            case 'alive':
                break;
        }
    }

    private takeForSession(message: KernelToSession, envelope: Envelope): void {
        switch (message.type) {
            // Only the host may say that a kernel is gone or a value is kept; from inside it is a forgery.
            case 'values_saved':
            case 'kernel_lost':
            case 'kernel_failed':
                return this.damage(`a kernel cannot send ${message.type}`);
            case 'kernel_ready':
                this.isReady = true;
                clearTimeout(this.silenceTimer);
                break;
            case 'kernel_progress':
                if (this.isReady) break;
                clearTimeout(this.silenceTimer);
                this.silenceTimer = this.expectSign();
                break;
            case 'calls_returned':
                this.running = Math.max(0, this.running - Math.max(0, message.count));
                break;
            case 'node_finished':
            case 'node_failed':
            case 'node_stopped':
            case 'node_unmovable':
                this.running = Math.max(0, this.running - 1);
                break;
        }
        this.listener.message(message, envelope.text, envelope.buffers ?? {});
    }

    private damage(what: string): void {
        this.damaged++;
        if (this.damaged > kDamagedMessages) return this.end('kernel.lost.damaged', { count: String(this.damaged) });
        this.listener.problem('kernel.damaged_message', { reason: what });
    }
}
