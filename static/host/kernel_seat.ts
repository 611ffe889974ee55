// Where a kernel lives: an opaque frame with its worker, or (only after a person's yes) a plain worker. Gives the host a port, a way to interrupt and a way to end
// everything. Knows no message of the session.
import { interruptUpTo, kInterruptBytes } from '../../runtime/protocol/interrupt.ts';
import { kWorkerSourceId, type PageToFrame, readFrameMessage } from './frame/frame_messages.ts';
import { kFrameDeadlineMs, kFrameGraceMs } from './limits.ts';
import { Lifeline } from './frame/lifeline.ts';
import { frameDocument, scriptUrl } from './trusted.ts';

export interface KernelSeat {
    /// Straight to the worker.
    readonly port: MessagePort;
    /// Whether a running Python can be stopped without ending the kernel.
    readonly canInterrupt: boolean;
    /// Stops what runs and whatever was sent up to `serial`. Does nothing where canInterrupt is false.
    interrupt(serial: number): void;
    /// Asks for a sign of life of the process; the answer comes to SeatListener.alive also while Python is busy.
    probe(request: number): void;
    /// Ends the worker at once. Nothing is heard of it afterwards.
    close(): void;
}

/// What a seat tells, at any time until it is closed.
export interface SeatListener {
    lost(reason: string): void;
    alive(request: number): void;
    violation(where: string, directive: string, blocked: string): void;
}

/// The frame's own policy; the page's applies to it as well.
const framePolicy = (bootHash: string): string =>
    `default-src 'none'; script-src '${bootHash}' 'wasm-unsafe-eval' blob:; worker-src blob:; connect-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types pythonflows`;

/// Makes the hidden frame of an opaque origin and starts the worker in it. Rejects when this browser does not let it.
export function openFrameSeat(boot: { script: string; hash: string }, workerSource: string, listener: SeatListener): Promise<KernelSeat> {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.setAttribute('allow', 'cross-origin-isolated');
    frame.setAttribute('aria-hidden', 'true');
    frame.tabIndex = -1;
    frame.hidden = true;
    frame.title = 'Python';
    frame.srcdoc = frameDocument(kernelDocument(boot, workerSource));
    let port: MessagePort | null = null;
    const post = (message: PageToFrame): void => frame.contentWindow?.postMessage(message, '*');

    return new Promise((resolve, reject) => {
        let isOpen = false;
        const close = (): void => {
            clearTimeout(deadline);
            removeEventListener('message', onMessage);
            port?.close();
            frame.remove();
        };
        const fail = (reason: string): void => {
            if (isOpen) return listener.lost(reason);
            close();
            reject(new Error(reason));
        };
        const onMessage = (event: MessageEvent): void => {
            if (event.source !== frame.contentWindow || event.source === null) return;
            const message = readFrameMessage(event.data);
            if (!message) return;
            switch (message.kind) {
                case 'started':
                    // Once: a second port would be somebody else's.
                    if (isOpen || !event.ports[0]) break;
                    clearTimeout(deadline);
                    isOpen = true;
                    port = event.ports[0];
                    resolve({
                        port,
                        canInterrupt: message.canInterrupt,
                        interrupt: serial => post({ kind: 'interrupt', serial }),
                        probe: request => post({ kind: 'probe', request }),
                        close,
                    });
                    break;
                case 'failed':
                    fail(message.reason);
                    break;
                case 'alive':
                    listener.alive(message.request);
                    break;
                case 'violation':
                    listener.violation('frame', message.directive, message.blocked);
                    break;
            }
        };
        let deadline = setTimeout(() => fail('The frame for Python did not load.'), kFrameDeadlineMs);
        frame.addEventListener('load', () => {
            if (isOpen) return;
            clearTimeout(deadline);
            deadline = setTimeout(() => fail('The frame for Python did not load.'), kFrameGraceMs);
        });
        addEventListener('message', onMessage);
        document.body.append(frame);
    });
}

/// The frame's whole document: its policy, the boot script, and the worker's source as text that nobody executes.
function kernelDocument(boot: { script: string; hash: string }, workerSource: string): string {
    if (/<\/script|<!--/i.test(workerSource)) throw new Error('The source of the worker would end its own element.');
    const policy = framePolicy(boot.hash).replaceAll('"', '&quot;');
    const head = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><script>${boot.script}</script>`;
    return `${head}<script type="text/plain" id="${kWorkerSourceId}">${workerSource}</script>`;
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
    worker.postMessage({ port: channel.port2, memory }, [channel.port2]);
    return {
        port: channel.port1,
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
