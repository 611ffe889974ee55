// Carries messages between the session and whichever kernel of one number lives now, starts kernels, replaces them, and says what became of them. Keeps no graph and no
// result: after a loss the session decides what to send again.
import type { SiteFacts } from 'site:facts';
import { kSnapshotFile } from '../../runtime/protocol/boot_files.ts';
import type { CodeTask, FileRef, KernelToSession } from '../../runtime/protocol/messages.gen.ts';
import { Buffers } from './buffers.ts';
import { Calls } from './calls.ts';
import type { KernelSharing } from './embedding/kernel_sharing.ts';
import { KernelAssets } from './kernel_assets.ts';
import { type KernelBounds, KernelLife } from './kernel_life.ts';
import { KernelFrames } from './kernel_frame.ts';
import { type KernelSeat, type SeatListener, openPlainSeat, takeSeat } from './kernel_seat.ts';
import { kBufferBytes, kBufferCount, kLosses, kLossWindowMs, kRestartDelayMs, kSavedBytes, kSavedCount, kSavedTellMs, kWaitingMessages } from './limits.ts';
import type { NetworkDesk } from './network/network_desk.ts';
import type { PackageSource } from './package_source.ts';
import { sha256Of } from './sha256.ts';
import { SnapshotStore } from './snapshot_store.ts';
import { Snapshots } from './snapshots.ts';
import { type LastingBytes, ValueKeeper } from './value_keeper.ts';

export interface KernelHostOptions {
    /// The kernel's number; without one it is the home kernel. A helper (any other) that is lost is not started again by itself.
    kernel?: number;
    /// Where all kernels of the page live.
    frames?: KernelFrames;
    /// What survives all of them.
    values?: ValueKeeper;
    site: Pick<SiteFacts, 'boot' | 'kernelWorker' | 'kernelFiles'>;
    packages: Pick<PackageSource, 'fetch'>;
    network: Pick<NetworkDesk, 'fetch' | 'cancel' | 'leave'>;
    /// A kernel_to_session message, checked.
    onMessage(text: string): void;
    /// A sentence for the person.
    onProblem(text: string): void;
    onViolation(where: string, directive: string, blocked: string): void;
    /// The frame cannot be made here; `allowPlainWorker` is a person's answer.
    onPlainWorkerOffered(reason: string): void;
    /// The bytes of a file of the flow.
    file(name: string, sha256: string): Blob | undefined;
    /// Python wrote a file; its hash has been checked.
    keepFile(file: FileRef, blob: Blob): void;
    /// Where saved values lie besides.
    lasting?: LastingBytes;
    sentence(key: string, args: Record<string, string>): string;
    /// Settles when `sentence` has its catalogue: a kernel starts before that, but can only fail in words.
    textsLoaded?: Promise<void>;
    /// Pages with which this one may share its home kernel.
    sharing?: Promise<KernelSharing> | null;
    /// How a kernel's place is made; tests put theirs here.
    openSeat?: (workerSource: string, listener: SeatListener) => Promise<KernelSeat>;
    assets?: Pick<KernelAssets, 'load' | 'workerSource' | 'lockFile' | 'forget'>;
    snapshots?: Pick<Snapshots, 'read' | 'refuse' | 'touch'>;
}

export class KernelHost {
    /// What survives a kernel.
    readonly values: ValueKeeper;
    private readonly assets: Pick<KernelAssets, 'load' | 'workerSource' | 'lockFile' | 'forget'>;
    private readonly snapshots: Pick<Snapshots, 'read' | 'refuse' | 'touch'>;
    private readonly buffers = new Buffers(kBufferBytes, kBufferCount);
    private readonly translations = new Calls();
    private life: KernelLife | null = null;
    /// Counts starts, so that an old one that ends late changes nothing.
    private generation = 0;
    private readonly isHelper: boolean;
    private readonly frames: KernelFrames;
    private isPlainAllowed = false;
    /// The kernel was started by another page.
    private isGuest = false;
    private hasFailed = false;
    private waiting: string[] = [];
    /// Sent to a kernel that is not ready yet: another one may have to be told again.
    private unheard: string[] = [];
    private bounds: KernelBounds | null = null;
    private lostAtMs: number[] = [];
    private restartTimer: ReturnType<typeof setTimeout> | undefined;
    /// Messages behind a file whose hash is being checked keep their order.
    private order: Promise<void> | null = null;

    constructor(private readonly options: KernelHostOptions) {
        const { kernelFiles, kernelWorker } = options.site;
        this.isHelper = (options.kernel ?? 0) !== 0;
        this.frames = options.frames ?? new KernelFrames(options.site.boot);
        this.values =
            options.values ?? new ValueKeeper({ bytes: kSavedBytes, count: kSavedCount }, message => this.tell(message), kSavedTellMs, options.lasting);
        this.assets = options.assets ?? new KernelAssets(kernelFiles, kernelWorker);
        this.snapshots =
            options.snapshots ??
            new Snapshots({
                store: SnapshotStore.open([...Object.values(kernelFiles), kernelWorker]),
                openSeat: async listener => this.openPlace(await this.assets.workerSource(), listener, new KernelFrames(options.site.boot)),
                files: () => this.assets.load(() => undefined),
            });
    }

    /// What helpers of this kernel use as well.
    get shared(): Required<Pick<KernelHostOptions, 'values' | 'assets' | 'snapshots'>> {
        return { values: this.values, assets: this.assets, snapshots: this.snapshots };
    }

    /// Starts a kernel. The outcome is a message: kernel_ready, or kernel_failed with a sentence.
    start(): void {
        this.hasFailed = false;
        clearTimeout(this.restartTimer);
        this.restartTimer = undefined;
        void this.startKernel(++this.generation);
    }

    /// Sends a session_to_kernel message; it waits while a kernel is starting.
    send(text: string): void {
        const { life } = this;
        if (!life) {
            if (this.waiting.length < kWaitingMessages) this.waiting.push(text);
            else this.options.onProblem(this.options.sentence('kernel.too_many_waiting', {}));
            return;
        }
        if (!life.wasReady && this.unheard.length < kWaitingMessages) this.unheard.push(text);
        life.send(text, this.options.file);
        if (life.wasReady) this.touch(life);
    }

    /// A flow as code, or code as a flow (pythonflows_code); rejects with a sentence. It waits while a node runs.
    translate(task: CodeTask, question: unknown): Promise<unknown> {
        const { life } = this;
        if (!life) return Promise.reject(new Error(this.options.sentence('kernel.not_there', {})));
        return this.translations.make(task, request => life.translate({ type: 'translate', request, task, question }));
    }

    /// Stops what runs: softly where a signal can reach Python, else by a new kernel.
    interrupt(): void {
        if (!this.life) return;
        if (this.life.canInterrupt) this.life.interrupt();
        else this.replace();
    }

    /// Ends this kernel and starts another (a helper: when it is started again). The session hears kernel_lost, then the new one's start.
    replace(): void {
        if (this.hasFailed) this.lostAtMs = [];
        this.life?.close();
        // Of one that is lost or has failed already it was told.
        if (!this.hasFailed && this.restartTimer === undefined) this.lost('kernel.lost.replaced', {});
        if (this.isHelper) this.generation++;
        else this.start();
    }

    /// Ends the kernel for good, without a word: nobody is left to hear it.
    end(): void {
        this.generation++;
        this.hasFailed = true;
        this.forget();
    }

    /// Bounds this kernel and those after it; without this they have their own bounds.
    setBounds(bounds: KernelBounds): void {
        this.bounds = bounds;
        this.life?.setBounds(bounds);
    }

    /// Python is given the files whose bytes it lacked.
    filesCame(): void {
        this.life?.filesCame(this.options.file);
    }

    /// Whether there is a kernel, or one is being started.
    get isOpen(): boolean {
        return this.life !== null;
    }

    get runsPlain(): boolean {
        return this.isPlainAllowed;
    }

    /// A person agreed to run Python without the frame. The caller has made sure that the flow is the person's own.
    allowPlainWorker(): void {
        this.isPlainAllowed = true;
        this.replace();
    }

    /// Bytes that a message named, once.
    takeBuffer(id: string): ArrayBuffer | undefined {
        return this.buffers.take(id);
    }

    private async startKernel(generation: number): Promise<void> {
        const isCurrent = (): boolean => generation === this.generation;
        const progress = (done: number, total: number): void => {
            if (isCurrent()) this.tell({ type: 'kernel_progress', step: 'kernel.step.download', done, total });
        };
        // The document has it on its way already; where this page joins another's kernel it is there for the day that one is lost.
        this.assets.workerSource().catch(() => undefined);
        try {
            const shared = await this.findShared(generation);
            if (shared) return isCurrent() ? this.begin(shared, null, null) : shared.close();
            if (!isCurrent()) return;
            const files = this.assets.load(progress);
            // Awaited below; without this a frame that fails first would leave its rejection unheard.
            files.catch(() => undefined);
            const snapshot = this.snapshots.read();
            const seat = await this.openSeat(generation);
            const bytes = await files.catch(error => {
                seat.close();
                throw error;
            });
            const memory = await snapshot;
            if (!isCurrent()) return seat.close();
            this.begin(seat, bytes, memory);
        } catch (error) {
            await this.options.textsLoaded?.catch(() => undefined);
            if (isCurrent()) this.fail('kernel.failed.start', { reason: error instanceof Error ? error.message : String(error) });
        }
    }

    /// A session of a kernel that this page has together with others.
    private async findShared(generation: number): Promise<KernelSeat | null> {
        if (this.isPlainAllowed) return null;
        const listener = this.listenerOf(generation);
        const parts = await (await this.options.sharing)?.find(this.frames, listener.lost);
        return parts ? takeSeat(parts, listener) : null;
    }

    private async openSeat(generation: number): Promise<KernelSeat> {
        const source = await this.assets.workerSource();
        const listener = this.listenerOf(generation);
        if (this.options.openSeat || this.isPlainAllowed || this.isHelper) return this.openPlace(source, listener);
        try {
            return await this.openPlace(source, listener);
        } catch (error) {
            const reason = error instanceof Error ? error.message : String(error);
            if (generation === this.generation) this.options.onPlainWorkerOffered(reason);
            throw error;
        } finally {
            (await this.options.sharing)?.opened();
        }
    }

    private listenerOf(generation: number): SeatListener {
        return {
            lost: reason => {
                if (generation !== this.generation) return;
                if (this.life) this.life.end(this.life.wasReady ? 'kernel.lost.broken' : 'kernel.failed.broken', { reason });
                // It may be said in more than one way.
                else if (this.restartTimer === undefined) this.fail('kernel.failed.broken', { reason });
            },
            alive: request => {
                if (generation === this.generation) this.life?.alive(request);
            },
            violation: (where, directive, blocked) => this.options.onViolation(where, directive, blocked),
        };
    }

    private async openPlace(source: string, listener: SeatListener, frames = this.frames): Promise<KernelSeat> {
        if (this.options.openSeat) return this.options.openSeat(source, listener);
        return this.isPlainAllowed ? openPlainSeat(source, listener) : frames.open(this.options.kernel ?? 0, source, listener);
    }

    /// `files` are null for a kernel that has been started by another page.
    private begin(seat: KernelSeat, files: Record<string, Blob> | null, memory: Blob | null): void {
        const life = new KernelLife(seat, {
            message: (message, text, buffers) => this.inOrder(life, () => this.deliver(message, text, buffers)),
            needPackages: (request, names, loaded) => void this.fetchPackages(life, request, names, loaded),
            valueSaved: (value, bytes) => {
                if (this.life === life) this.values.keep(value, bytes);
            },
            needSavedValues: (request, hashes) => void this.values.bytesOf(hashes).then(bytes => life.answerSavedValues(request, bytes)),
            valuesDropped: keys => this.values.forget(keys),
            fetch: (message, body) =>
                void this.options.network.fetch(life, message, body).then(({ message: answer, buffers }) => life.answerFetch(answer, buffers)),
            translated: ({ request, answer, error }) =>
                void (error === undefined ? this.translations.answer(request, answer) : this.translations.refuse(request, error, 'code')),
            cancelFetch: request => this.options.network.cancel(life, request),
            violation: (where, directive, blocked) => this.options.onViolation(where, directive, blocked),
            problem: (key, args) => this.options.onProblem(this.options.sentence(key, args)),
            snapshotRefused: () => void this.snapshots.refuse(),
            ended: (key, args, wasReady) => {
                if (this.life !== life) return;
                if (wasReady || !files) this.lostAndRestart(key, args);
                else if (memory) void this.startWithoutSnapshot();
                else {
                    // What arrived may be damaged; the next start fetches it anew.
                    this.assets.forget();
                    this.fail(key, args);
                }
            },
        });
        this.life = life;
        this.isGuest = files === null;
        if (this.bounds) life.setBounds(this.bounds);
        if (files) life.boot(memory ? { ...files, [kSnapshotFile]: memory } : files);
        this.unheard = this.waiting;
        this.waiting = [];
        for (const text of this.unheard) life.send(text, this.options.file);
    }

    /// Whoever has started the kernel sees to its snapshot.
    private touch(life: KernelLife): void {
        if (!this.isGuest) this.snapshots.touch(life.isRunning);
    }

    /// A kernel that came to nothing from a snapshot says nothing about Python itself.
    private async startWithoutSnapshot(): Promise<void> {
        this.life = null;
        this.waiting = this.unheard;
        await this.snapshots.refuse();
        this.start();
    }

    /// Runs `deliver` now, or behind what is still being checked. What a closed kernel had under way is dropped.
    private inOrder(life: KernelLife, deliver: () => Promise<void> | undefined): void {
        const next = (): Promise<void> | undefined => (this.life === life ? deliver() : undefined);
        const busy = this.order ? this.order.then(next) : next();
        if (!busy) return;
        const order = busy.finally(() => {
            if (this.order === order) this.order = null;
        });
        this.order = order;
    }

    private deliver(message: KernelToSession, text: string, buffers: Record<string, ArrayBuffer>): Promise<void> | undefined {
        if (this.life?.wasReady) this.touch(this.life);
        if (message.type === 'file_written') return this.deliverFile(message.file, text, buffers);
        for (const [id, buffer] of Object.entries(buffers)) {
            if (!this.buffers.put(id, buffer)) this.options.onProblem(this.options.sentence('kernel.buffer_too_large', {}));
        }
        this.options.onMessage(text);
        return undefined;
    }

    /// A file is kept under its hash, so the hash is ours, not the kernel's word.
    private async deliverFile(file: FileRef, text: string, buffers: Record<string, ArrayBuffer>): Promise<void> {
        const bytes = buffers[`file:${file.name}`];
        if (!bytes || bytes.byteLength !== file.bytes || (await sha256Of(bytes)) !== file.sha256) {
            this.options.onProblem(this.options.sentence('kernel.damaged_message', { reason: `file_written ${file.name}` }));
            return;
        }
        this.options.keepFile(file, new Blob([bytes]));
        this.options.onMessage(text);
    }

    private async fetchPackages(life: KernelLife, request: number, names: string[], loaded: string[]): Promise<void> {
        try {
            const lock = await this.assets.lockFile();
            const wheels = await this.options.packages.fetch(lock, names, loaded, (done, total) => {
                if (this.life === life) this.tell({ type: 'kernel_progress', step: 'kernel.step.packages', done, total });
            });
            life.answerPackages(request, wheels);
        } catch (error) {
            life.answerPackages(request, {}, error instanceof Error ? error.message : String(error));
        }
    }

    private lostAndRestart(key: string, args: Record<string, string>): void {
        this.lost(key, args);
        if (this.isHelper) return;
        const now = performance.now();
        this.lostAtMs = [...this.lostAtMs.filter(at => now - at < kLossWindowMs), now];
        const count = this.lostAtMs.length;
        if (count > kLosses) this.fail('kernel.failed.again_and_again', { count: String(count) });
        else this.restartTimer = setTimeout(() => this.start(), kRestartDelayMs * 2 ** (count - 1));
    }

    private lost(key: string, args: Record<string, string>): void {
        this.forget();
        this.tell({ type: 'kernel_lost', reason: this.options.sentence(key, args) });
    }

    private fail(key: string, args: Record<string, string>): void {
        this.forget();
        this.generation++;
        this.hasFailed = true;
        this.tell({ type: 'kernel_failed', reason: this.options.sentence(key, args) });
    }

    private forget(): void {
        this.values.flush(); // before the session hears that what is not saved is gone
        if (this.life) this.options.network.leave(this.life);
        this.life?.close();
        this.life = null;
        this.translations.endAll(null, this.options.sentence('kernel.not_there', {}));
        this.order = null;
        this.waiting = [];
        this.unheard = [];
        this.buffers.clear();
    }

    private tell(message: KernelToSession): void {
        this.options.onMessage(JSON.stringify(message));
    }
}
