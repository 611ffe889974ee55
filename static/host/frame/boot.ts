// The inline script of the kernel's frame: an opaque origin that starts the worker, makes the shared memory through which Python is stopped (one cannot be posted in:
// another agent cluster) and stays able to answer while Python is busy. Sees no message of the session.
import { interruptUpTo, kInterruptBytes } from '../../../runtime/protocol/interrupt.ts';
import { Lifeline } from './lifeline.ts';
import { type FrameToPage, kWorkerSourceId, type PageToFrame } from './frame_messages.ts';

const say = (message: FrameToPage, transfer: Transferable[] = []): void => parent.postMessage(message, '*', transfer);
// The frame inherits the page's demand for trusted types, so it makes the page's policy again.
const policy = self.trustedTypes?.createPolicy('pythonflows', { createScriptURL: (url: string) => url });
let words: Int32Array | null = null;
let kernel: Worker | null = null;
let lifeline: Lifeline | null = null;

document.addEventListener('securitypolicyviolation', event =>
    say({ kind: 'violation', directive: event.effectiveDirective, blocked: `${event.blockedURI} ${event.sample}`.trim() }),
);

const toScript = (url: string): string => (policy?.createScriptURL(url) ?? url) as string;

function start(source: string): void {
    const { port1, port2 } = new MessageChannel();
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(toScript(url));
    kernel = worker;
    // The first word is the worker's own, later ones would be Python's.
    worker.onmessage = ({ data }) => {
        if (lifeline) return;
        lifeline = new Lifeline(String(data), toScript);
        // Found once while it certainly lives.
        void lifeline.isCut();
    };
    const memory = self.crossOriginIsolated ? new SharedArrayBuffer(kInterruptBytes) : null;
    words = memory && new Int32Array(memory);
    worker.onerror = event => {
        event.preventDefault();
        say({ kind: 'failed', reason: event.message || 'The worker could not be started.' });
    };
    worker.onmessageerror = () => say({ kind: 'failed', reason: 'A message of the worker could not be read.' });
    worker.postMessage({ port: port2, memory }, [port2]);
    say({ kind: 'started', canInterrupt: words !== null }, [port1]);
}

addEventListener('message', event => {
    if (event.source !== parent) return;
    const message = event.data as PageToFrame;
    if (message.kind === 'probe') {
        say({ kind: 'alive', request: message.request });
        void lifeline?.isCut().then(isCut => isCut && say({ kind: 'failed', reason: 'Its worker was ended.' }));
    } else if (message.kind === 'interrupt' && words) {
        interruptUpTo(words, message.serial);
        // After the signal, never before it: a node that only awaits does not see the signal and is cancelled by this.
        kernel?.postMessage({ interrupt: message.serial });
    }
});
// The worker's source stands behind this script.
addEventListener('DOMContentLoaded', () => {
    try {
        start(document.getElementById(kWorkerSourceId)?.textContent ?? '');
    } catch (error) {
        say({ kind: 'failed', reason: String(error) });
    }
});
