// Where a kernel lives: a worker in an opaque frame (kernel_frame.ts), or (only after a person's yes) a plain worker. Gives the host a port, a way to interrupt and a way to end
// everything. Knows no message of the session.
import { interruptUpTo, kInterruptBytes } from '../../runtime/protocol/interrupt.ts';
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
    /// Ends the worker at once. Nothing is heard of it afterwards. `isPlaceDead`: the place does not answer, so nothing else in it lives.
    close(isPlaceDead?: boolean): void;
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
    worker.postMessage({ port: channel.port2, memory, isRelayed: false }, [channel.port2]);
    return {
        port: channel.port1,
        incoming: channel.port1,
        canInterrupt: words !== null,
        interrupt(serial) {
            if (!words) return;
            interruptUpTo(words, serial);
            worker.postMessage({ interrupt: serial });
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
