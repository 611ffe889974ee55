// The page's kernels by number: the home kernel (0), which is always there or about to be, and helpers that the session opens when a run is worth it. Which kernel a message is from
// or for is said here, beside the message: Python code can forge its own kernel's words, not another's.
import type { CodeTask, SessionToPage } from '../../runtime/protocol/messages.gen.ts';
import { KernelFrames } from './kernel_frame.ts';
import { KernelHost, type KernelHostOptions } from './kernel_host.ts';
import type { KernelBounds } from './kernel_life.ts';
import type { ValueKeeper } from './value_keeper.ts';

export interface KernelPoolOptions extends Omit<KernelHostOptions, 'onMessage' | 'kernel' | 'frames' | 'values'> {
    /// A kernel_to_session message, checked, and the kernel that it is from.
    onMessage(kernel: number, text: string): void;
}

export class KernelPool {
    private readonly frames: KernelFrames;
    private readonly home: KernelHost;
    private readonly helpers = new Map<number, KernelHost>();
    private bounds: KernelBounds | null = null;

    constructor(private readonly options: KernelPoolOptions) {
        this.frames = new KernelFrames(options.site.boot);
        this.home = new KernelHost({ ...options, frames: this.frames, onMessage: text => options.onMessage(0, text) });
    }

    /// What survives all kernels.
    get values(): ValueKeeper {
        return this.home.values;
    }

    /// How many kernels there are now.
    get count(): number {
        return [this.home, ...this.helpers.values()].filter(host => host.isOpen).length;
    }

    /// Starts the home kernel. The outcome is a message: kernel_ready, or kernel_failed with a sentence.
    start(): void {
        this.home.start();
    }

    /// A flow as code, or code as a flow: the home kernel does it.
    translate(task: CodeTask, question: unknown): Promise<unknown> {
        return this.home.translate(task, question);
    }

    /// Sends a session_to_kernel message; it waits while the kernel is starting.
    send(kernel: number, text: string): void {
        this.host(kernel).send(text);
    }

    /// What the session wants of a kernel itself; false for any other message.
    take(message: SessionToPage): message is Extract<SessionToPage, { kernel: number }> {
        if (message.type === 'interrupt_kernel') this.host(message.kernel).interrupt();
        else if (message.type === 'replace_kernel') this.host(message.kernel).replace();
        else if (message.type === 'open_kernel') this.open(message.kernel);
        else return false;
        return true;
    }

    /// Ends all kernels for good, without a word.
    end(): void {
        for (const host of [...this.helpers.values(), this.home]) host.end();
    }

    /// What is open now is not by the author whose flows share the home kernel.
    async standApart(): Promise<void> {
        if ((await this.options.sharing)?.standApart()) this.home.replace();
    }

    /// Whether flows in other frames of the page around live from this one's kernel.
    async isNeeded(): Promise<boolean> {
        return (await this.options.sharing)?.isNeeded ?? false;
    }

    /// Bounds each kernel and those to come; without this they have their own bounds.
    setBounds(bounds: KernelBounds): void {
        this.bounds = bounds;
        for (const host of [this.home, ...this.helpers.values()]) host.setBounds(bounds);
    }

    /// Every kernel is given the files whose bytes it lacked.
    filesCame(): void {
        for (const host of [this.home, ...this.helpers.values()]) host.filesCame();
    }

    /// A person agreed to run Python without the frame. The caller has made sure that the flow is the person's own.
    allowPlainWorker(): void {
        this.home.allowPlainWorker();
    }

    /// Bytes that a message named, once.
    takeBuffer(id: string): ArrayBuffer | undefined {
        for (const host of [this.home, ...this.helpers.values()]) {
            const bytes = host.takeBuffer(id);
            if (bytes) return bytes;
        }
        return undefined;
    }

    private open(kernel: number): void {
        if (this.home.runsPlain || this.options.sharing) {
            // Plain workers have nobody who joins them; what is shared with other pages has no helpers of one of them.
            const reason = this.options.sentence(this.home.runsPlain ? 'kernel.no_helper_in_plain_worker' : 'kernel.no_helper_when_shared', {});
            this.options.onMessage(kernel, JSON.stringify({ type: 'kernel_failed', reason }));
            return;
        }
        this.host(kernel).start();
    }

    private host(kernel: number): KernelHost {
        if (kernel === 0) return this.home;
        const known = this.helpers.get(kernel);
        if (known) return known;
        const { options, home, frames } = this;
        const onMessage = (text: string): void => options.onMessage(kernel, text);
        const { values, assets, snapshots } = home.shared;
        // What a helper does keeps a snapshot from being made; that it is idle says nothing of the home kernel.
        const touch = (isRunning: boolean): void => void (isRunning && snapshots.touch(true));
        const watched = { read: () => snapshots.read(), refuse: () => snapshots.refuse(), touch };
        const made = new KernelHost({ ...options, values, assets, snapshots: watched, kernel, frames, onMessage });
        if (this.bounds) made.setBounds(this.bounds);
        this.helpers.set(kernel, made);
        return made;
    }
}
