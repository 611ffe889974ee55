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
import type { Envelope } from '../protocol/envelope.ts';
import { type Interpreter, makeSnapshot, startInterpreter } from './interpreter.ts';
import { NetworkDoor } from './network.ts';
import { MemoryLimit } from './memory_limit.ts';
import { Requests } from './requests.ts';
import { type Arrival, type PlaceWord, Session } from './session.ts';
import { Signals } from './signals.ts';
import { closeDoors, type WorkerScope } from './worker_scope.ts';

const scope = self as unknown as WorkerScope;
// Pyodide refuses a classic worker unless this throws; a module worker cannot be made from a blob in an opaque origin.
scope.importScripts = () => {
    throw new Error('Scripts are imported as modules here.');
};

/// Between the worker's and Python's beginning or end of a message lie some turns of the event loop; nothing takes this long.
const kLostMessageMs = 3_000;

/// Values of a call that another kernel has handed over.
interface HandedOver {
    key: string;
    value: ArrayBuffer;
}

/// What waits for its turn, and whose it is.
interface Waiting {
    session: Session;
    what: Envelope | HandedOver | Translate | 'join' | 'leave';
}

class Kernel {
    private interpreter: Interpreter | null = null;
    private readonly queue: Waiting[] = [];
    private readonly sessions = new Map<number, Session>();
    /// Whose turn it is, or was the last time.
    private present: Session;
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
    private readonly signals = new Signals(null);
    private readonly network = new NetworkDoor((message, buffers) => this.present.tellHost(message, buffers));
    private readonly memory = new MemoryLimit();
    private readonly packages = new Requests<Record<string, ArrayBuffer>>();
    private readonly values = new Requests<Record<string, ArrayBuffer>>();

    /// `post` goes to whoever made this worker.
    constructor(
        first: Arrival,
        private readonly post: WorkerScope['postMessage'],
    ) {
        this.present = this.enter(first);
        this.signals.use(this.present.words);
    }

    /// A page comes that this kernel works for as well.
    join(arrival: Arrival): void {
        const session = this.enter(arrival);
        if (this.isBroken) return session.tellHost({ type: 'broken', reason: 'Python has ended before.' });
        this.queue.push({ session, what: 'join' });
        void this.work();
    }

    /// A page goes: what it waits for is not begun, and what runs for it was stopped before. `left` says that nothing of it runs any more.
    leave(number: number): void {
        const session = this.sessions.get(number);
        if (!session) return;
        this.sessions.delete(number);
        session.close();
        const others = this.queue.filter(waiting => waiting.session !== session);
        this.queue.splice(0, this.queue.length, { session, what: 'leave' }, ...others);
        if (this.isWorking && this.present === session) return; // said when its turn ends
        this.post({ left: number });
        void this.work();
    }

    private enter(arrival: Arrival): Session {
        const session: Session = new Session(arrival, this.post, whose => this.isWorking && this.present === whose, {
            take: envelope => this.take(session, envelope),
            damaged: reason => this.breakDown(reason),
        });
        this.sessions.set(arrival.session, session);
        return session;
    }

    /// Says that nothing more can be run here; the host then replaces the kernel.
    breakDown(reason: string): void {
        if (this.isBroken) return;
        this.isBroken = true;
        this.queue.length = 0;
        this.tellAll({ type: 'broken', reason });
    }

    /// A stop that arrives here finds Python not running. (A running one has seen the signal in the shared memory already.)
    stopAwaiting(session: number, upToSerial: number): void {
        if (this.present.number !== session) return; // the one whose turn it is has nothing to do with it
        this.signals.passOn(upToSerial, () => this.interpreter?.stopAwaiting() || !this.isRunning);
    }

    /// Another kernel can be reached; it takes the place of an earlier one of that number.
    meet(number: number, port: MessagePort): void {
        this.peers.get(number)?.close();
        this.peers.set(number, port);
        port.onmessage = event => {
            const { key, value } = event.data as Partial<HandedOver>;
            if (typeof key !== 'string' || !(value instanceof ArrayBuffer)) return this.breakDown('A message of another kernel was damaged.');
            // Only a kernel of one page has peers.
            this.queue.push({ session: this.present, what: { key, value } });
            void this.work();
        };
    }

    /// False if there is no such kernel.
    private handOver(to: number, key: string, value: ArrayBuffer): boolean {
        const peer = this.peers.get(to);
        peer?.postMessage({ key, value } satisfies HandedOver, [value]);
        return peer !== undefined;
    }

    /// Every page hears of what concerns them all.
    tellAll(message: KernelToHost): void {
        for (const session of this.sessions.values()) session.tellHost(message);
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

    private tellSession(session: Session, message: KernelToSession): void {
        session.outbox.send({ lane: 'session', text: JSON.stringify(message) });
    }

    private take(session: Session, envelope: Envelope): void {
        if (envelope.lane === 'session') {
            this.queue.push({ session, what: envelope });
            void this.work();
            return;
        }
        const parsed = parseHostToKernel(envelope.text);
        if (!parsed.ok) return this.breakDown(`A message of the page was damaged: ${parsed.error}`);
        this.takeFromHost(session, parsed.message, envelope.buffers ?? {}, envelope.blobs ?? {});
    }

    private takeFromHost(session: Session, message: HostToKernel, buffers: Record<string, ArrayBuffer>, blobs: Record<string, Blob>): void {
        switch (message.type) {
            case 'boot':
                void this.boot(session, blobs);
                break;
            case 'make_snapshot':
                void this.makeSnapshot(session, blobs);
                break;
            case 'set_bounds':
                session.bounds = message;
                if (session === this.present) this.memory.maximumBytes = message.memory_bytes;
                this.boundSizes(session);
                break;
            case 'probe':
                this.lookForLife();
                session.tellHost({ type: 'alive', request: message.request });
                break;
            case 'translate':
                this.queue.push({ session, what: message });
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

    private async boot(first: Session, blobs: Record<string, Blob>): Promise<void> {
        try {
            const files = await readAll(blobs);
            const steps = ['compile', 'restore', 'start', 'kernel'];
            const ask = (message: KernelToHost): void => this.present.tellHost(message);
            const step = (name: string): KernelToSession => ({
                type: 'kernel_progress',
                step: `kernel.step.${name}`,
                done: steps.indexOf(name),
                total: steps.length,
            });
            this.interpreter = await startInterpreter(files, this.signals, this.memory, scope, {
                post: (session, text, buffers) => this.sessions.get(session)?.outbox.send({ lane: 'session', text, buffers }),
                network: this.network,
                fetchPackages: (names, loaded) => this.packages.ask(request => ask({ type: 'need_packages', request, names, loaded })),
                keepValues: (session, key, sha256, value) =>
                    this.sessions.get(session)?.tellHost({ type: 'value_saved', key, sha256, bytes: value.byteLength }, { value }),
                giveValue: (to, key, value) => this.handOver(to, key, value),
                hasWaiting: () => this.queue.length > 0,
                fetchValues: hashes => this.values.ask(request => ask({ type: 'need_saved_values', request, hashes })),
                died: reason => this.breakDown(`Python has ended: ${reason}`),
                snapshotRefused: reason => ask({ type: 'snapshot_refused', reason }),
                step: name => [...this.sessions.values()].forEach(session => void this.tellSession(session, step(name))),
            });
            this.boundSizes(first);
            void this.work();
        } catch (error) {
            this.breakDown(`Python could not be started: ${sentenceOf(error)}`);
        }
    }

    private boundSizes({ bounds, number }: Session): void {
        if (bounds) this.interpreter?.boundSizes(number, bounds.preview_bytes, bounds.message_bytes);
    }

    private async makeSnapshot(session: Session, blobs: Record<string, Blob>): Promise<void> {
        try {
            const snapshot = await makeSnapshot(await readAll(blobs), scope);
            session.tellHost({ type: 'snapshot_made', bytes: snapshot.byteLength }, { snapshot });
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
                const { session, what } = next;
                this.turnTo(session);
                this.isRunning = false;
                if (what === 'join') this.welcome(session, this.interpreter);
                else if (what === 'leave') this.bidFarewell(session, this.interpreter);
                else if ('lane' in what) await this.handle(session, what, this.interpreter);
                else if ('task' in what) await this.translate(session, what, this.interpreter);
                else await this.takeIn(session, what, this.interpreter);
                session.outbox.flush();
                if (this.signals.end()) this.interpreter.forgetStop();
            }
        } catch (error) {
            this.breakDown(`Python has ended: ${sentenceOf(error)}`);
        } finally {
            this.isWorking = false;
            this.present.outbox.flush();
        }
    }

    /// Its place is told: a session that leaves while its own message is in work has to be waited for.
    private turnTo(session: Session): void {
        if (session === this.present) return;
        this.present = session;
        this.post({ turn: session.number });
        this.signals.use(session.words);
        if (session.bounds) this.memory.maximumBytes = session.bounds.memory_bytes;
    }

    private welcome(session: Session, interpreter: Interpreter): void {
        this.signals.begin(Number.POSITIVE_INFINITY); // no stop is meant for it
        interpreter.join(session.number);
        this.boundSizes(session);
    }

    private bidFarewell({ number }: Session, interpreter: Interpreter): void {
        this.signals.begin(Number.POSITIVE_INFINITY);
        interpreter.leave(number);
        this.post({ left: number });
    }

    private async handle(session: Session, envelope: Envelope, interpreter: Interpreter): Promise<void> {
        const parsed = parseSessionToKernel(envelope.text);
        if (!parsed.ok) throw new Error(`A message of the session was damaged: ${parsed.error}`);
        const message = parsed.message;
        this.isRunning = message.type === 'run_nodes';
        const wasStopped = this.signals.begin(envelope.serial ?? 0);
        if (message.type === 'run_nodes' && wasStopped) {
            const [first, ...others] = message.calls;
            if (first) this.tellSession(session, { type: 'node_stopped', run: first.run, node: first.node, elapsed_ms: 0 });
            if (first && others.length > 0) this.tellSession(session, { type: 'calls_returned', run: first.run, count: others.length });
            return;
        }
        if (message.type === 'set_files') await this.writeFiles(session, message.files, envelope.blobs ?? {}, interpreter);
        await this.inPython(() => interpreter.handle(session.number, envelope.text));
    }

    private async takeIn(session: Session, { key, value }: HandedOver, interpreter: Interpreter): Promise<void> {
        this.signals.begin(Number.POSITIVE_INFINITY); // no stop is meant for it
        await this.inPython(() => interpreter.takeValue(session.number, key, value));
    }

    private async translate(session: Session, { request, task, question }: Translate, interpreter: Interpreter): Promise<void> {
        this.signals.begin(Number.POSITIVE_INFINITY); // no stop is meant for it
        let answered = '';
        await this.inPython(async () => {
            answered = interpreter.translate(task, JSON.stringify(question));
        });
        session.tellHost({ type: 'translated', request, ...(JSON.parse(answered) as { answer?: unknown; error?: string }) });
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
    private async writeFiles(
        session: Session,
        files: { name: string; sha256: string }[],
        blobs: Record<string, Blob>,
        interpreter: Interpreter,
    ): Promise<void> {
        for (const { name, sha256 } of files) {
            const blob = blobs[sha256];
            if (blob && !interpreter.holdsFile(session.number, name, sha256))
                interpreter.writeFile(session.number, name, new Uint8Array(await blob.arrayBuffer()));
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
    const kernel = new Kernel(event.data as Arrival, scope.postMessage.bind(scope));
    self.addEventListener('securitypolicyviolation', violation => {
        kernel.tellAll({
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
        const message = next.data as PlaceWord;
        if ('peer' in message) kernel.meet(message.peer, message.port);
        else if ('interrupt' in message) kernel.stopAwaiting(message.session, message.interrupt);
        else if ('leave' in message) kernel.leave(message.leave);
        else kernel.join(message);
    };
    closeDoors(self);
};
