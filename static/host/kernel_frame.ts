// The hidden frame of an opaque origin in which kernels live, each in a worker of its own. All workers of one page are in one frame: they are one agent cluster, and the frame joins each pair
// of them with a channel. It ends with its last worker. Knows no message of the session.
import { kFirstRequest, kFirstWorker, kWorkerSourceId, type PageToFrame, readFrameMessage } from './frame/frame_messages.ts';
import { type KernelSeat, type SeatListener, type SeatParts, takeSeat } from './kernel_seat.ts';
import { kFrameDeadlineMs, kFrameGraceMs } from './limits.ts';
import { frameDocument } from './trusted.ts';

interface Boot {
    script: string;
    hash: string;
}

/// Somebody who waits for a session of a worker.
interface Asked {
    /// Of this page; who joins for another has none.
    listener?: SeatListener | undefined;
    deadline: ReturnType<typeof setTimeout>;
    resolve(parts: SeatParts): void;
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

    /// One more session of the worker that the latest kernel of that number lives in, for this page or another; null when there is none.
    async join(kernel: number): Promise<SeatParts | null> {
        return this.frame?.isOver === false ? this.frame.join(kernel) : null;
    }

    /// Whether a worker of that kernel works for more pages than this one, or did.
    isShared(kernel: number): boolean {
        return this.frame?.isShared(kernel) ?? false;
    }

    /// Whether other pages have sessions there now.
    hasGuests(kernel: number): boolean {
        return this.frame?.hasGuests(kernel) ?? false;
    }
}

/// A frame of its own for one worker. Rejects when this browser does not let it.
export function openFrameSeat(boot: Boot, workerSource: string, listener: SeatListener): Promise<KernelSeat> {
    return new KernelFrames(boot).open(0, workerSource, listener);
}

/// A worker in the frame.
interface Tenant {
    kernel: number;
    /// Who waits for a session, by request.
    asked: Map<number, Asked>;
    /// The sessions of this page in it.
    own: Set<SeatListener>;
    /// All sessions.
    sessions: number;
    isShared: boolean;
}

class KernelFrame {
    isOver = false;
    private readonly element = document.createElement('iframe');
    private readonly tenants = new Map<number, Tenant>();
    private lastWorker = 0;
    private lastRequest = kFirstRequest;
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

    async open(kernel: number, listener: SeatListener): Promise<KernelSeat> {
        const worker = ++this.lastWorker;
        const tenant: Tenant = { kernel, asked: new Map(), own: new Set(), sessions: 0, isShared: false };
        this.tenants.set(worker, tenant);
        const parts = this.ask(worker, tenant, kFirstRequest, listener, kFrameDeadlineMs);
        if (worker === kFirstWorker) this.attach();
        else this.post({ kind: 'start', worker, kernel });
        return this.seatOf(worker, tenant, await parts, listener);
    }

    /// The caller hands the parts on, or takes the seat itself.
    async join(kernel: number): Promise<SeatParts | null> {
        const [worker, tenant] = [...this.tenants].reverse().find(([, one]) => one.kernel === kernel) ?? [];
        if (worker === undefined || !tenant) return null;
        tenant.isShared = true;
        const request = ++this.lastRequest;
        const parts = this.ask(worker, tenant, request, undefined, kFrameDeadlineMs);
        this.post({ kind: 'join', worker, request });
        return parts.catch(() => null);
    }

    isShared(kernel: number): boolean {
        return [...this.tenants.values()].some(tenant => tenant.kernel === kernel && tenant.isShared);
    }

    hasGuests(kernel: number): boolean {
        return [...this.tenants.values()].some(tenant => tenant.kernel === kernel && tenant.sessions > tenant.own.size);
    }

    private attach(): void {
        this.element.addEventListener('load', () => {
            const asked = this.tenants.get(kFirstWorker)?.asked.get(kFirstRequest);
            if (!asked) return;
            clearTimeout(asked.deadline);
            asked.deadline = this.expect(kFirstWorker, kFirstRequest, kFrameGraceMs);
        });
        addEventListener('message', this.take);
        document.body.append(this.element);
    }

    private ask(worker: number, tenant: Tenant, request: number, listener: SeatListener | undefined, deadlineMs: number): Promise<SeatParts> {
        return new Promise((resolve, reject) => {
            tenant.asked.set(request, { listener, deadline: this.expect(worker, request, deadlineMs), resolve, reject });
        });
    }

    private expect(worker: number, request: number, deadlineMs: number): ReturnType<typeof setTimeout> {
        return setTimeout(() => this.refuse(worker, request, 'The frame for Python did not load.'), deadlineMs);
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
            const [any] = [...this.tenants.values()].flatMap(({ own, asked }) => [...own, ...[...asked.values()].flatMap(({ listener }) => listener ?? [])]);
            any?.violation('frame', message.directive, message.blocked);
            return;
        }
        if (message.kind === 'sessions') return this.count(message.worker, message.count);
        if (message.kind === 'failed') return this.refuse(message.worker, message.request, message.reason);
        const asked = this.tenants.get(message.worker)?.asked.get(message.request);
        const [port, incoming, control] = event.ports;
        // Once: other ports would be somebody else's.
        if (!asked || !port || !incoming || !control) return;
        clearTimeout(asked.deadline);
        this.tenants.get(message.worker)?.asked.delete(message.request);
        const early = this.early ?? [];
        this.early = null;
        for (const one of early) this.post(one);
        asked.resolve({ ports: [port, incoming, control], canInterrupt: message.canInterrupt });
    };

    private seatOf(worker: number, tenant: Tenant, parts: SeatParts, listener: SeatListener): KernelSeat {
        tenant.own.add(listener);
        return takeSeat(parts, listener, isPlaceDead => {
            tenant.own.delete(listener);
            if (isPlaceDead) this.end();
            // The frame says when a worker has ended that works for others too.
            else if (!tenant.isShared) this.forget(worker);
        });
    }

    private refuse(worker: number, request: number, reason: string): void {
        const tenant = this.tenants.get(worker);
        const asked = tenant?.asked.get(request);
        if (!tenant || !asked) return;
        clearTimeout(asked.deadline);
        tenant.asked.delete(request);
        // A worker that has not begun, or lets nobody in, is none.
        for (const listener of tenant.own) listener.lost(reason);
        this.forget(worker);
        asked.reject(new Error(reason));
    }

    private count(worker: number, count: number): void {
        const tenant = this.tenants.get(worker);
        if (tenant) tenant.sessions = count;
        if (count === 0) this.forget(worker);
    }

    /// This worker is no more.
    private forget(worker: number): void {
        this.tenants.delete(worker);
        if (this.tenants.size === 0) this.end();
    }

    /// The frame with all that is still in it.
    private end(): void {
        if (this.isOver) return;
        this.isOver = true;
        removeEventListener('message', this.take);
        this.element.remove();
        for (const { asked, own } of this.tenants.values()) {
            for (const { reject, deadline } of asked.values()) {
                clearTimeout(deadline);
                reject(new Error('The frame for Python does not answer.'));
            }
            for (const listener of own) listener.lost('The frame for Python does not answer.');
        }
        this.tenants.clear();
    }
}

/// The frame's whole document: its policy, the boot script, and the workers' source as text that nobody executes.
function kernelDocument(boot: Boot, workerSource: string, firstKernel: number): string {
    if (/<\/script|<!--/i.test(workerSource)) throw new Error('The source of the worker would end its own element.');
    const policy = framePolicy(boot.hash).replaceAll('"', '&quot;');
    const head = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><script>${boot.script}</script>`;
    return `${head}<script type="text/plain" id="${kWorkerSourceId}" data-kernel="${firstKernel}">${workerSource}</script>`;
}
