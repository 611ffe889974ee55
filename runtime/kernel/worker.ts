// The kernel's message loop: a classic worker that gets one port to the page, starts the interpreter from posted bytes and hands it one message at a time.
// Knows the protocol and the interpreter's interface, nothing of Pyodide, frames or the page.
import {
    parseHostToKernel,
    parseSessionToKernel,
    type HostToKernel,
    type KernelToHost,
    type KernelToSession,
    type Translate,
} from '../protocol/messages.gen.ts';
import { type Envelope, readEnvelope } from '../protocol/envelope.ts';
import { type Interpreter, makeSnapshot, startInterpreter } from './interpreter.ts';
import { NetworkDoor } from './network.ts';
import { MemoryLimit } from './memory_limit.ts';
import { Outbox, type Post } from './outbox.ts';
import { Requests } from './requests.ts';
import { Signals } from './signals.ts';
import { closeDoors, type WorkerScope } from './worker_scope.ts';

const scope = self as unknown as WorkerScope;
// Pyodide refuses a classic worker unless this throws; a module worker cannot be made from a blob in an opaque origin.
scope.importScripts = () => {
    throw new Error('Scripts are imported as modules here.');
};

/// Between the worker's and Python's beginning or end of a message lie some turns of the event loop; nothing takes this long.
const kLostMessageMs = 3_000;

/// What the place of this worker tells it first: its port to the page, the memory through which it is stopped, and whether what it says goes to whoever made it, to be passed on.
interface FirstWord {
    port: MessagePort;
    memory: SharedArrayBuffer | null;
    isRelayed: boolean;
}

/// Values of a call that another kernel has handed over.
interface HandedOver {
    key: string;
    value: ArrayBuffer;
}

class Kernel {
    private interpreter: Interpreter | null = null;
    private readonly queue: (Envelope | HandedOver | Translate)[] = [];
    /// The other kernels of this frame, by number.
    private readonly peers = new Map<number, MessagePort>();
    private isWorking = false;
    /// Whether the message in work runs a node: only that is to be stopped.
    private isRunning = false;
    /// Whether Python has a message that it has not answered for.
    private isInPython = false;
    /// Counts these messages.
    private turn = 0;
    /// The message of which Python knew nothing when it was looked at the last time.
    private lost: { turn: number; sinceMs: number } | null = null;
    private isBroken = false;
    private readonly signals: Signals;
    private readonly outbox: Outbox;
    private readonly network = new NetworkDoor((message, buffers) => this.tellHost(message, buffers));
    private readonly memory = new MemoryLimit();
    /// What the page said last; Python may not be there yet.
    private bounds: Extract<HostToKernel, { type: 'set_bounds' }> | null = null;
    private readonly packages = new Requests<Record<string, ArrayBuffer>>();
    private readonly values = new Requests<Record<string, ArrayBuffer>>();

    /// `relay` takes what leaves; without one it goes through the port.
    constructor(port: MessagePort, relay: Post | null, words: Int32Array | null) {
        this.signals = new Signals(words);
        this.outbox = new Outbox(relay ?? ((letter, transfer) => port.postMessage(letter.envelopes, transfer)), () => this.isWorking);
        port.onmessage = event => this.take(event.data);
        port.onmessageerror = () => this.breakDown('A message from the page could not be read.');
    }

    /// Says that nothing more can be run here; the host then replaces the kernel.
    breakDown(reason: string): void {
        if (this.isBroken) return;
        this.isBroken = true;
        this.queue.length = 0;
        this.tellHost({ type: 'broken', reason });
    }

    /// A stop that arrives here finds Python not running. (A running one has seen the signal in the shared memory already.)
    stopAwaiting(upToSerial: number): void {
        this.signals.passOn(upToSerial, () => this.interpreter?.stopAwaiting() || !this.isRunning);
    }

    /// Another kernel can be reached; it takes the place of an earlier one of that number.
    meet(number: number, port: MessagePort): void {
        this.peers.get(number)?.close();
        this.peers.set(number, port);
        port.onmessage = event => {
            const { key, value } = event.data as Partial<HandedOver>;
            if (typeof key !== 'string' || !(value instanceof ArrayBuffer)) return this.breakDown('A message of another kernel was damaged.');
            this.queue.push({ key, value });
            void this.work();
        };
    }

    /// False if there is no such kernel.
    private handOver(to: number, key: string, value: ArrayBuffer): boolean {
        const peer = this.peers.get(to);
        peer?.postMessage({ key, value } satisfies HandedOver, [value]);
        return peer !== undefined;
    }

    tellHost(message: KernelToHost, buffers: Record<string, ArrayBuffer> = {}): void {
        this.outbox.send({ lane: 'host', text: JSON.stringify(message), buffers });
    }

    /// Called when this worker is free. A message that is in work for some time while Python knows of none will never end; one that Python still awaits may take as long as it likes.
    private lookForLife(): void {
        const isLost = this.isInPython && this.isPythonBusy() === false;
        if (!isLost || this.lost?.turn !== this.turn) this.lost = isLost ? { turn: this.turn, sinceMs: performance.now() } : null;
        else if (performance.now() - this.lost.sinceMs > kLostMessageMs) this.breakDown('Python has ended without a word.');
    }

    /// Whether Python deals with a message; null if there is no Python, which ends this kernel.
    private isPythonBusy(): boolean | null {
        try {
            return this.interpreter?.isBusy() ?? null;
        } catch (error) {
            this.breakDown(`Python has ended: ${sentenceOf(error)}`);
            return null;
        }
    }

    /// An error that nobody caught. Most are of a node's own JavaScript objects and harm nothing: those are shown in its output. If Python does not answer after it, it was fatal.
    uncaught(error: unknown): void {
        const text = `Uncaught in JavaScript: ${sentenceOf(error)}`;
        if (!this.interpreter) this.breakDown(text);
        else if (this.isPythonBusy() !== null && !this.interpreter.complain(`${text}\n`)) console.warn(text);
    }

    private tellSession(message: KernelToSession): void {
        this.outbox.send({ lane: 'session', text: JSON.stringify(message) });
    }

    private take(data: unknown): void {
        const envelope = readEnvelope(data);
        if (typeof envelope === 'string') return this.breakDown(envelope);
        if (envelope.lane === 'session') {
            this.queue.push(envelope);
            void this.work();
            return;
        }
        const parsed = parseHostToKernel(envelope.text);
        if (!parsed.ok) return this.breakDown(`A message of the page was damaged: ${parsed.error}`);
        this.takeFromHost(parsed.message, envelope.buffers ?? {}, envelope.blobs ?? {});
    }

    private takeFromHost(message: HostToKernel, buffers: Record<string, ArrayBuffer>, blobs: Record<string, Blob>): void {
        switch (message.type) {
            case 'boot':
                void this.boot(blobs);
                break;
            case 'make_snapshot':
                void this.makeSnapshot(blobs);
                break;
            case 'set_bounds':
                this.bounds = message;
                this.memory.maximumBytes = message.memory_bytes;
                this.boundSizes();
                break;
            case 'probe':
                this.lookForLife();
                this.tellHost({ type: 'alive', request: message.request });
                break;
            case 'translate':
                this.queue.push(message);
                void this.work();
                break;
            case 'fetched':
                this.network.answer(message, buffers);
                break;
            case 'packages':
                // Without a name, because Python shows a JavaScript error as "name: message".
                this.packages.settle(message.request, message.error === undefined ? buffers : Object.assign(new Error(message.error), { name: '' }));
                break;
            case 'saved_values':
                this.values.settle(message.request, buffers);
                break;
        }
    }

    private async boot(blobs: Record<string, Blob>): Promise<void> {
        try {
            const files = await readAll(blobs);
            const steps = ['compile', 'restore', 'start', 'kernel'];
            this.interpreter = await startInterpreter(files, this.signals, this.memory, scope, {
                post: (text, buffers) => this.outbox.send({ lane: 'session', text, buffers }),
                network: this.network,
                fetchPackages: (names, loaded) => this.packages.ask(request => this.tellHost({ type: 'need_packages', request, names, loaded })),
                keepValues: (key, sha256, value) => this.tellHost({ type: 'value_saved', key, sha256, bytes: value.byteLength }, { value }),
                giveValue: (to, key, value) => this.handOver(to, key, value),
                hasWaiting: () => this.queue.length > 0,
                fetchValues: hashes => this.values.ask(request => this.tellHost({ type: 'need_saved_values', request, hashes })),
                died: reason => this.breakDown(`Python has ended: ${reason}`),
                snapshotRefused: reason => this.tellHost({ type: 'snapshot_refused', reason }),
                step: name => this.tellSession({ type: 'kernel_progress', step: `kernel.step.${name}`, done: steps.indexOf(name), total: steps.length }),
            });
            this.boundSizes();
            void this.work();
        } catch (error) {
            this.breakDown(`Python could not be started: ${sentenceOf(error)}`);
        }
    }

    private boundSizes(): void {
        if (this.bounds) this.interpreter?.boundSizes(this.bounds.preview_bytes, this.bounds.message_bytes);
    }

    private async makeSnapshot(blobs: Record<string, Blob>): Promise<void> {
        try {
            const snapshot = await makeSnapshot(await readAll(blobs), scope);
            this.tellHost({ type: 'snapshot_made', bytes: snapshot.byteLength }, { snapshot });
        } catch (error) {
            this.breakDown(`The snapshot could not be made: ${sentenceOf(error)}`);
        }
    }

    /// Deals with what is queued, strictly one after the other.
    private async work(): Promise<void> {
        if (this.isWorking || !this.interpreter) return;
        this.isWorking = true;
        try {
            for (let next = this.queue.shift(); next && !this.isBroken; next = this.queue.shift()) {
                if ('lane' in next) await this.handle(next, this.interpreter);
                else if ('task' in next) await this.translate(next, this.interpreter);
                else await this.takeIn(next, this.interpreter);
                this.outbox.flush();
                if (this.signals.end()) this.interpreter.forgetStop();
            }
        } catch (error) {
            this.breakDown(`Python has ended: ${sentenceOf(error)}`);
        } finally {
            this.isWorking = false;
            this.outbox.flush();
        }
    }

    private async handle(envelope: Envelope, interpreter: Interpreter): Promise<void> {
        const parsed = parseSessionToKernel(envelope.text);
        if (!parsed.ok) throw new Error(`A message of the session was damaged: ${parsed.error}`);
        const message = parsed.message;
        this.isRunning = message.type === 'run_nodes';
        const wasStopped = this.signals.begin(envelope.serial ?? 0);
        if (message.type === 'run_nodes' && wasStopped) {
            const [first, ...others] = message.calls;
            if (first) this.tellSession({ type: 'node_stopped', run: first.run, node: first.node, elapsed_ms: 0 });
            if (first && others.length > 0) this.tellSession({ type: 'calls_returned', run: first.run, count: others.length });
            return;
        }
        if (message.type === 'set_files') await this.writeFiles(message.files, envelope.blobs ?? {}, interpreter);
        await this.inPython(() => interpreter.handle(envelope.text));
    }

    private async takeIn({ key, value }: HandedOver, interpreter: Interpreter): Promise<void> {
        this.isRunning = false;
        this.signals.begin(Number.POSITIVE_INFINITY); // no stop is meant for it
        await this.inPython(() => interpreter.takeValue(key, value));
    }

    private async translate({ request, task, question }: Translate, interpreter: Interpreter): Promise<void> {
        this.isRunning = false;
        this.signals.begin(Number.POSITIVE_INFINITY); // no stop is meant for it
        let answered = '';
        await this.inPython(async () => {
            answered = interpreter.translate(task, JSON.stringify(question));
        });
        this.tellHost({ type: 'translated', request, ...(JSON.parse(answered) as { answer?: unknown; error?: string }) });
    }

    private async inPython(work: () => Promise<void>): Promise<void> {
        this.isInPython = true;
        this.turn++;
        try {
            await work();
        } finally {
            this.isInPython = false;
        }
    }

    /// Writes the files that are new or changed. A file whose bytes the page does not have is left out: Python then says that it is not there.
    private async writeFiles(files: { name: string; sha256: string }[], blobs: Record<string, Blob>, interpreter: Interpreter): Promise<void> {
        for (const { name, sha256 } of files) {
            const blob = blobs[sha256];
            if (blob && !interpreter.holdsFile(name, sha256)) interpreter.writeFile(name, new Uint8Array(await blob.arrayBuffer()));
        }
    }
}

async function readAll(blobs: Record<string, Blob>): Promise<Record<string, ArrayBuffer>> {
    return Object.fromEntries(await Promise.all(Object.entries(blobs).map(async ([name, blob]) => [name, await blob.arrayBuffer()] as const)));
}

function sentenceOf(error: unknown): string {
    const text = error instanceof Error ? error.message || error.name : String(error);
    return text.trim().split('\n').at(-1) ?? '';
}

scope.onmessage = event => {
    const { port, memory, isRelayed } = event.data as FirstWord;
    const relay: Post | null = isRelayed ? scope.postMessage.bind(scope) : null;
    const kernel = new Kernel(port, relay, memory ? new Int32Array(memory) : null);
    self.addEventListener('securitypolicyviolation', violation => {
        kernel.tellHost({
            type: 'policy_violation',
            where: 'kernel',
            directive: violation.effectiveDirective,
            blocked: `${violation.blockedURI} ${violation.sample}`.trim(),
        });
    });
    // Told to the host, which replaces this kernel; not said once more as an uncaught error of the page.
    self.addEventListener('error', failure => {
        failure.preventDefault();
        kernel.uncaught(failure.error ?? failure.message);
    });
    self.addEventListener('unhandledrejection', failure => {
        failure.preventDefault();
        kernel.uncaught(failure.reason);
    });
    // Its first word: an address that ends with this worker (static/host/frame/lifeline.ts). Whatever runs here later does not know it.
    scope.postMessage(URL.createObjectURL(new Blob([], { type: 'text/javascript' })));
    scope.onmessage = next => {
        const message = next.data as { interrupt: number } | { peer: number; port: MessagePort };
        if ('peer' in message) kernel.meet(message.peer, message.port);
        else kernel.stopAwaiting(message.interrupt);
    };
    closeDoors(self);
};
