// A worker of the frame and the pages that it works for: one as a rule; flows that are embedded in one page share one. It ends with its last page. Each has ports of its own, memory of its
// own through which it stops what is its own, and a number, which no other page of this worker ever had.
import { interruptUpTo, kInterruptBytes } from '../../../runtime/protocol/interrupt.ts';
import type { FrameToSession, FrameToWorker, SessionToFrame } from './frame_messages.ts';
import { Lifeline } from './lifeline.ts';
import { Relay } from './relay.ts';

/// Whoever leaves has its node stopped. A worker that has it in work after this time hears no stop, and the others would wait for ever.
const kLeavingMs = 2_000;

interface Session {
    relay: Relay;
    control: MessagePort;
    words: Int32Array | null;
}

/// Takes the ports of a new session; null when the worker has ended.
type Given = (ports: MessagePort[] | null, canInterrupt: boolean) => void;

export class KernelWorker {
    private readonly sessions = new Map<number, Session>();
    private last = -1;
    /// Those that have left and of which the worker does not know yet.
    private readonly leaving = new Map<number, Session>();
    /// Whose message the worker has in work, or had the last time.
    private turn = 0;
    /// That is one that has left: what it has in work must end soon, and nobody joins meanwhile.
    private ending: ReturnType<typeof setTimeout> | undefined;
    private readonly waiting: Given[] = [];
    /// Null until the worker has said its first word.
    private lifeline: Lifeline | null = null;
    private isOver = false;

    /// `number`: the kernel's among its page's kernels. `changed` is told how many pages have a session; the last time that there are none.
    constructor(
        private readonly worker: Worker,
        private readonly number: number,
        toScript: (address: string) => string,
        private readonly changed: (count: number) => void,
    ) {
        // The first word is the worker's own, by which it can be seen that it lives.
        worker.onmessage = ({ data }) => {
            if (this.lifeline) return this.take(data);
            this.lifeline = new Lifeline(String(data), toScript);
            // Found once while it certainly lives.
            void this.lifeline.isCut();
        };
        worker.onerror = event => {
            event.preventDefault();
            this.lost(event.message || 'The worker could not be started.');
        };
        worker.onmessageerror = () => this.lost('A message of the worker could not be read.');
    }

    /// Makes room for one more page: its ports to the worker, from it, and to this frame.
    join(given: Given): void {
        if (this.isOver) return given(null, false);
        if (this.ending !== undefined) return void this.waiting.push(given);
        const [toWorker, toPage, control] = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
        const memory = self.crossOriginIsolated ? new SharedArrayBuffer(kInterruptBytes) : null;
        const session = ++this.last;
        this.sessions.set(session, { relay: new Relay(toPage.port2), control: control.port2, words: memory && new Int32Array(memory) });
        control.port2.onmessage = ({ data }) => this.hear(session, data as SessionToFrame);
        // Where a page is gone without a word; not every browser tells.
        control.port2.addEventListener('close', () => this.leave(session));
        this.tell({ session, port: toWorker.port2, memory, isRelayed: true }, [toWorker.port2]);
        given([toWorker.port1, toPage.port1, control.port1], memory !== null);
        this.changed(this.sessions.size);
    }

    /// Joins two workers with a channel.
    meet(other: KernelWorker): void {
        const between = new MessageChannel();
        this.tell({ peer: other.number, port: between.port1 }, [between.port1]);
        other.tell({ peer: this.number, port: between.port2 }, [between.port2]);
    }

    /// Ends the worker and tells every page why.
    end(reason: string): void {
        this.lost(reason);
        this.finish();
    }

    private hear(number: number, message: SessionToFrame): void {
        const session = this.sessions.get(number);
        if (!session) return;
        if ('interrupt' in message) this.interrupt(number, session, message.interrupt);
        else if ('probe' in message) {
            session.control.postMessage({ alive: message.probe } satisfies FrameToSession);
            void this.lifeline?.isCut().then(isCut => isCut && this.lost('Its worker was ended.'));
        } else this.leave(number);
    }

    private interrupt(number: number, { words }: Session, upToSerial: number): void {
        if (!words) return;
        interruptUpTo(words, upToSerial);
        // After the signal, never before it: a node that only awaits does not see the signal and is cancelled by this.
        this.tell({ session: number, interrupt: upToSerial });
    }

    private leave(number: number): void {
        const session = this.sessions.get(number);
        if (!session) return;
        this.sessions.delete(number);
        session.control.close();
        if (this.sessions.size === 0) return this.finish();
        this.changed(this.sessions.size);
        this.leaving.set(number, session);
        this.interrupt(number, session, kAll);
        this.tell({ leave: number });
        if (this.turn === number) this.expectEnd();
    }

    /// What is in work is nobody's any more.
    private expectEnd(): void {
        this.ending ??= setTimeout(() => this.end('A flow that shared it was left and could not be stopped.'), kLeavingMs);
    }

    private take(data: unknown): void {
        const { session, turn, left } = (data ?? {}) as Record<string, unknown>;
        if (typeof session === 'number') return this.sessions.get(session)?.relay.take(data);
        if (typeof turn === 'number') this.turn = turn;
        if (typeof left === 'number') this.leaving.delete(left);
        if (this.leaving.has(this.turn)) return this.expectEnd();
        clearTimeout(this.ending);
        this.ending = undefined;
        if (this.isOver) return;
        for (const given of this.waiting.splice(0)) this.join(given);
    }

    private lost(reason: string): void {
        for (const { control } of this.sessions.values()) control.postMessage({ lost: reason } satisfies FrameToSession);
    }

    private tell(message: FrameToWorker, transfer: Transferable[] = []): void {
        this.worker.postMessage(message, transfer);
    }

    private finish(): void {
        if (this.isOver) return;
        this.isOver = true;
        clearTimeout(this.ending);
        this.worker.terminate();
        for (const given of this.waiting) given(null, false);
        this.changed(0);
    }
}

/// Every serial: one that leaves has nothing that is still wanted.
const kAll = 2 ** 31 - 1;
