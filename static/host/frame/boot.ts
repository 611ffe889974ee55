// The inline script of the kernels' frame: an opaque origin that starts the workers, joins each pair of them with a channel, makes the shared memory through which Python is stopped
// (one cannot be posted in: another agent cluster), passes on what they say, and stays able to answer while Python is busy. Reads no message of the session.
import { KernelWorker } from './kernel_worker.ts';
import { type FrameToPage, kFirstRequest, kFirstWorker, kWorkerSourceId, type PageToFrame } from './frame_messages.ts';

const say = (message: FrameToPage, transfer: Transferable[] = []): void => parent.postMessage(message, '*', transfer);
// The frame inherits the page's demand for trusted types, so it makes the page's policy again.
const policy = self.trustedTypes?.createPolicy('pythonflows', { createScriptURL: (url: string) => url });
const workers = new Map<number, KernelWorker>();
const toScript = (address: string): string => (policy?.createScriptURL(address) ?? address) as string;
let url = '';

document.addEventListener('securitypolicyviolation', event =>
    say({ kind: 'violation', directive: event.effectiveDirective, blocked: `${event.blockedURI} ${event.sample}`.trim() }),
);

function join(id: number, request: number, worker: KernelWorker | undefined): void {
    const refuse = (): void => say({ kind: 'failed', worker: id, request, reason: 'This worker has ended.' });
    if (!worker) return refuse();
    worker.join((ports, canInterrupt) => (ports ? say({ kind: 'started', worker: id, request, canInterrupt }, ports) : refuse()));
}

function start(id: number, kernel: number): void {
    try {
        const worker = new KernelWorker(new Worker(toScript(url)), kernel, toScript, count => {
            if (count === 0) workers.delete(id);
            say({ kind: 'sessions', worker: id, count });
        });
        join(id, kFirstRequest, worker);
        for (const other of workers.values()) other.meet(worker);
        workers.set(id, worker);
    } catch (error) {
        say({ kind: 'failed', worker: id, request: kFirstRequest, reason: String(error) });
    }
}

addEventListener('message', event => {
    if (event.source !== parent) return;
    const message = event.data as PageToFrame;
    if (message.kind === 'start') start(message.worker, message.kernel);
    else if (message.kind === 'join') join(message.worker, message.request, workers.get(message.worker));
});
// Other pages may have sessions here, and not every browser tells them that a port has closed.
addEventListener('pagehide', () => {
    for (const worker of workers.values()) worker.end('The page that it belonged to was left.');
});
// The workers' source stands behind this script.
addEventListener('DOMContentLoaded', () => {
    const element = document.getElementById(kWorkerSourceId);
    url = URL.createObjectURL(new Blob([element?.textContent ?? ''], { type: 'text/javascript' }));
    start(kFirstWorker, Number(element?.dataset['kernel']));
});
