// Where a kernel lives: a worker in an opaque frame (kernel_frame.ts), or (only after a person's yes) a plain worker. Gives the host a port, a way to interrupt and a way to end
// everything. Knows no message of the session.
import { interruptUpTo, kInterruptBytes } from '../../runtime/protocol/interrupt.ts';
import { type FrameToWorker, readSessionMessage, type SessionToFrame } from './frame/frame_messages.ts';
import { Lifeline } from './frame/lifeline.ts';
import { scriptUrl } from './trusted.ts';

export interface KernelSeat {
    /// Straight to the worker.
    readonly port: MessagePort;
    /// Where comes what it says: one envelope or several that go together.
    readonly incoming: MessagePort;
    /// Whether a running Python can be stopped without ending the kernel.
    readonly canInterrupt: boolean;
    /// Stops what runs and whatever was sent up to `serial`. Does nothing where canInterrupt is false.
    interrupt(serial: number): void;
    /// Asks for a sign of life of the process; the answer comes to SeatListener.alive also while Python is busy.
    probe(request: number): void;
    /// Ends this session; the worker ends with its last one. Nothing is heard of it afterwards. `isPlaceDead`: the place does not answer, so nothing else in it lives.
    close(isPlaceDead?: boolean): void;
}

/// What a session of a worker in a frame has: the ports to the worker, from it, and to the frame. It can be handed to another page.
export interface SeatParts {
    ports: readonly [MessagePort, MessagePort, MessagePort];
    canInterrupt: boolean;
}

/// The seat that these make.
export function takeSeat(
    { ports: [port, incoming, control], canInterrupt }: SeatParts,
    listener: SeatListener,
    closed: (isPlaceDead: boolean) => void = () => undefined,
): KernelSeat {
    const tell = (message: SessionToFrame): void => control.postMessage(message);
    control.onmessage = ({ data }) => {
        const message = readSessionMessage(data);
        if (message && 'alive' in message) listener.alive(message.alive);
        else if (message) listener.lost(message.lost);
    };
    return {
        port,
        incoming,
        canInterrupt,
        interrupt: serial => tell({ interrupt: serial }),
        probe: request => tell({ probe: request }),
        close(isPlaceDead = false) {
            tell({ leave: true });
            control.onmessage = null;
            for (const one of [port, incoming, control]) one.close();
            closed(isPlaceDead);
        },
    };
}

/// What a seat tells, at any time until it is closed.
export interface SeatListener {
    lost(reason: string): void;
    alive(request: number): void;
    violation(where: string, directive: string, blocked: string): void;
}

/// A worker of the page's own origin: Python could then read what this site keeps in the browser. Only after a person's yes, never for a flow from elsewhere.
export function openPlainSeat(workerSource: string, listener: SeatListener): KernelSeat {
    const url = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
    const worker = new Worker(scriptUrl(url));
    const channel = new MessageChannel();
    const memory = self.crossOriginIsolated ? new SharedArrayBuffer(kInterruptBytes) : null;
    const words = memory && new Int32Array(memory);
    let lifeline: Lifeline | null = null;
    worker.onmessage = ({ data }) => {
        lifeline ??= new Lifeline(String(data), scriptUrl);
    };
    worker.onerror = event => listener.lost(event.message || 'The worker could not be started.');
    worker.onmessageerror = () => listener.lost('A message of the worker could not be read.');
    worker.postMessage({ session: 0, port: channel.port2, memory, isRelayed: false } satisfies FrameToWorker, [channel.port2]);
    return {
        port: channel.port1,
        incoming: channel.port1,
        canInterrupt: words !== null,
        interrupt(serial) {
            if (!words) return;
            interruptUpTo(words, serial);
            worker.postMessage({ session: 0, interrupt: serial } satisfies FrameToWorker);
        },
        probe(request) {
            queueMicrotask(() => listener.alive(request));
            void lifeline?.isCut().then(isCut => isCut && listener.lost('Its worker was ended.'));
        },
        close() {
            worker.terminate();
            channel.port1.close();
            URL.revokeObjectURL(url);
        },
    };
}
