// The inline script of the kernels' frame: an opaque origin that starts the workers, joins each pair of them with a channel, makes the shared memory through which Python is stopped
// (one cannot be posted in: another agent cluster), passes on what they say, and stays able to answer while Python is busy. Reads no message of the session.
import { interruptUpTo, kInterruptBytes } from '../../../runtime/protocol/interrupt.ts';
import { Lifeline } from './lifeline.ts';
import { Relay } from './relay.ts';
import { type FrameToPage, type FrameToWorker, kFirstWorker, kWorkerSourceId, type PageToFrame } from './frame_messages.ts';

interface Kernel {
    number: number;
    worker: Worker;
    words: Int32Array | null;
    /// Null until the worker has said its first word.
    lifeline: Lifeline | null;
}

const say = (message: FrameToPage, transfer: Transferable[] = []): void => parent.postMessage(message, '*', transfer);
const tell = (kernel: Kernel, message: FrameToWorker, transfer: Transferable[] = []): void => kernel.worker.postMessage(message, transfer);
// The frame inherits the page's demand for trusted types, so it makes the page's policy again.
const policy = self.trustedTypes?.createPolicy('pythonflows', { createScriptURL: (url: string) => url });
const kernels = new Map<number, Kernel>();
const toScript = (address: string): string => (policy?.createScriptURL(address) ?? address) as string;
let url = '';

document.addEventListener('securitypolicyviolation', event =>
    say({ kind: 'violation', directive: event.effectiveDirective, blocked: `${event.blockedURI} ${event.sample}`.trim() }),
);

function start(id: number, number: number): void {
    const [toWorker, toPage] = [new MessageChannel(), new MessageChannel()];
    const relay = new Relay(toPage.port2);
    const worker = new Worker(toScript(url));
    const memory = self.crossOriginIsolated ? new SharedArrayBuffer(kInterruptBytes) : null;
    const kernel: Kernel = { number, worker, words: memory && new Int32Array(memory), lifeline: null };
    // The first word is the worker's own, by which it can be seen that it lives.
    worker.onmessage = ({ data }) => {
        if (kernel.lifeline) return relay.take(data);
        kernel.lifeline = new Lifeline(String(data), toScript);
        // Found once while it certainly lives.
        void kernel.lifeline.isCut();
    };
    worker.onerror = event => {
        event.preventDefault();
        say({ kind: 'failed', worker: id, reason: event.message || 'The worker could not be started.' });
    };
    worker.onmessageerror = () => say({ kind: 'failed', worker: id, reason: 'A message of the worker could not be read.' });
    tell(kernel, { port: toWorker.port2, memory, isRelayed: true }, [toWorker.port2]);
    for (const other of kernels.values()) {
        const between = new MessageChannel();
        tell(other, { peer: number, port: between.port1 }, [between.port1]);
        tell(kernel, { peer: other.number, port: between.port2 }, [between.port2]);
    }
    kernels.set(id, kernel);
    say({ kind: 'started', worker: id, canInterrupt: memory !== null }, [toWorker.port1, toPage.port1]);
}

function attempt(id: number, number: number): void {
    try {
        start(id, number);
    } catch (error) {
        say({ kind: 'failed', worker: id, reason: String(error) });
    }
}

addEventListener('message', event => {
    if (event.source !== parent) return;
    const message = event.data as PageToFrame;
    const kernel = kernels.get(message.worker);
    if (message.kind === 'start') attempt(message.worker, message.kernel);
    else if (message.kind === 'probe') {
        say({ kind: 'alive', worker: message.worker, request: message.request });
        void kernel?.lifeline?.isCut().then(isCut => isCut && say({ kind: 'failed', worker: message.worker, reason: 'Its worker was ended.' }));
    } else if (message.kind === 'end') {
        kernel?.worker.terminate();
        kernels.delete(message.worker);
    } else if (message.kind === 'interrupt' && kernel?.words) {
        interruptUpTo(kernel.words, message.serial);
        // After the signal, never before it: a node that only awaits does not see the signal and is cancelled by this.
        tell(kernel, { interrupt: message.serial });
    }
});
// The workers' source stands behind this script.
addEventListener('DOMContentLoaded', () => {
    const element = document.getElementById(kWorkerSourceId);
    url = URL.createObjectURL(new Blob([element?.textContent ?? ''], { type: 'text/javascript' }));
    attempt(kFirstWorker, Number(element?.dataset['kernel']));
});
