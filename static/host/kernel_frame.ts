// The hidden frame of an opaque origin in which kernels live, each in a worker of its own. All workers of one page are in one frame: they are one agent cluster, and the frame joins each pair
// of them with a channel. It ends with its last worker. Knows no message of the session.
import { kFirstWorker, kWorkerSourceId, type PageToFrame, readFrameMessage } from './frame/frame_messages.ts';
import type { KernelSeat, SeatListener } from './kernel_seat.ts';
import { kFrameDeadlineMs, kFrameGraceMs } from './limits.ts';
import { frameDocument } from './trusted.ts';

interface Boot {
    script: string;
    hash: string;
}

interface Place {
    listener: SeatListener;
    /// To the worker, and from it; null until it has started.
    ports: readonly [MessagePort, MessagePort] | null;
    deadline: ReturnType<typeof setTimeout>;
    resolve(seat: KernelSeat): void;
    reject(error: Error): void;
}

/// The frame's own policy; the page's applies to it as well.
const framePolicy = (bootHash: string): string =>
    `default-src 'none'; script-src '${bootHash}' 'wasm-unsafe-eval' blob:; worker-src blob:; connect-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types pythonflows`;

/// The page's kernels together: a frame is made when there is none.
export class KernelFrames {
    private frame: KernelFrame | null = null;

    constructor(private readonly boot: Boot) {}

    /// Starts a worker for the kernel of that number. Rejects when this browser does not let it.
    open(kernel: number, workerSource: string, listener: SeatListener): Promise<KernelSeat> {
        if (!this.frame || this.frame.isOver) this.frame = new KernelFrame(this.boot, workerSource, kernel);
        return this.frame.open(kernel, listener);
    }
}

/// A frame of its own for one worker. Rejects when this browser does not let it.
export function openFrameSeat(boot: Boot, workerSource: string, listener: SeatListener): Promise<KernelSeat> {
    return new KernelFrames(boot).open(0, workerSource, listener);
}

class KernelFrame {
    isOver = false;
    private readonly element = document.createElement('iframe');
    private readonly places = new Map<number, Place>();
    private lastWorker = 0;
    /// What the frame cannot hear yet; null once its first worker has started.
    private early: PageToFrame[] | null = [];

    constructor(boot: Boot, workerSource: string, firstKernel: number) {
        const frame = this.element;
        frame.setAttribute('sandbox', 'allow-scripts');
        frame.setAttribute('allow', 'cross-origin-isolated');
        frame.setAttribute('aria-hidden', 'true');
        frame.tabIndex = -1;
        frame.hidden = true;
        frame.title = 'Python';
        frame.srcdoc = frameDocument(kernelDocument(boot, workerSource, firstKernel));
    }

    open(kernel: number, listener: SeatListener): Promise<KernelSeat> {
        const worker = ++this.lastWorker;
        return new Promise((resolve, reject) => {
            this.places.set(worker, { listener, ports: null, deadline: this.expectStart(worker, kFrameDeadlineMs), resolve, reject });
            if (worker === kFirstWorker) this.attach();
            else this.post({ kind: 'start', worker, kernel });
        });
    }

    private attach(): void {
        this.element.addEventListener('load', () => {
            const place = this.places.get(kFirstWorker);
            if (!place || place.ports) return;
            clearTimeout(place.deadline);
            place.deadline = this.expectStart(kFirstWorker, kFrameGraceMs);
        });
        addEventListener('message', this.take);
        document.body.append(this.element);
    }

    private expectStart(worker: number, deadlineMs: number): ReturnType<typeof setTimeout> {
        return setTimeout(() => this.fail(worker, 'The frame for Python did not load.'), deadlineMs);
    }

    private post(message: PageToFrame): void {
        if (this.early) this.early.push(message);
        else this.element.contentWindow?.postMessage(message, '*');
    }

    private readonly take = (event: MessageEvent): void => {
        if (event.source !== this.element.contentWindow || event.source === null) return;
        const message = readFrameMessage(event.data);
        if (!message) return;
        if (message.kind === 'violation') {
            // It concerns the frame, so whoever is in it may tell of it.
            const [any] = this.places.values();
            any?.listener.violation('frame', message.directive, message.blocked);
            return;
        }
        const place = this.places.get(message.worker);
        if (!place) return;
        if (message.kind === 'failed') this.fail(message.worker, message.reason);
        else if (message.kind === 'alive') place.listener.alive(message.request);
        const [port, incoming] = event.ports;
        // Once: a second pair would be somebody else's.
        if (message.kind === 'started' && !place.ports && port && incoming) this.started(message.worker, place, [port, incoming], message.canInterrupt);
    };

    private started(worker: number, place: Place, ports: readonly [MessagePort, MessagePort], canInterrupt: boolean): void {
        clearTimeout(place.deadline);
        place.ports = ports;
        const early = this.early ?? [];
        this.early = null;
        for (const message of early) this.post(message);
        place.resolve({
            port: ports[0],
            incoming: ports[1],
            canInterrupt,
            interrupt: serial => this.post({ kind: 'interrupt', worker, serial }),
            probe: request => this.post({ kind: 'probe', worker, request }),
            close: isPlaceDead => this.close(worker, isPlaceDead),
        });
    }

    private fail(worker: number, reason: string): void {
        const place = this.places.get(worker);
        if (!place) return;
        if (place.ports) return place.listener.lost(reason);
        this.close(worker);
        place.reject(new Error(reason));
    }

    private close(worker: number, isPlaceDead = false): void {
        const place = this.places.get(worker);
        if (!place) return;
        clearTimeout(place.deadline);
        for (const port of place.ports ?? []) port.close();
        this.places.delete(worker);
        if (this.places.size === 0 || isPlaceDead) this.end();
        else this.post({ kind: 'end', worker });
    }

    /// The frame with all that is still in it.
    private end(): void {
        if (this.isOver) return;
        this.isOver = true;
        removeEventListener('message', this.take);
        this.element.remove();
        for (const worker of [...this.places.keys()]) this.fail(worker, 'The frame for Python does not answer.');
    }
}

/// The frame's whole document: its policy, the boot script, and the workers' source as text that nobody executes.
function kernelDocument(boot: Boot, workerSource: string, firstKernel: number): string {
    if (/<\/script|<!--/i.test(workerSource)) throw new Error('The source of the worker would end its own element.');
    const policy = framePolicy(boot.hash).replaceAll('"', '&quot;');
    const head = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><script>${boot.script}</script>`;
    return `${head}<script type="text/plain" id="${kWorkerSourceId}" data-kernel="${firstKernel}">${workerSource}</script>`;
}
