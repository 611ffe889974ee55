// The page's end of the gate worker. Each request ends by bytes, by a reason, or by the gate's death.
import type { GateToPage, PageToGate } from '../gate/gate_messages.ts';
import { kDownloadSilenceMs } from './limits.ts';
import { scriptUrl } from './trusted.ts';

interface Request {
    arrived(bytes: number): void;
    resolve(bytes: ArrayBuffer): void;
    reject(error: Error): void;
}

export class GateClient {
    private worker: Worker | null = null;
    private lastRequest = 0;
    private readonly open = new Map<number, Request>();

    /// `allowed` are the beginnings of addresses that may be asked for.
    constructor(
        private readonly script: string,
        private readonly allowed: string[],
    ) {}

    /// The bytes behind an address of another host. A person has agreed to it before this is called.
    fetch(url: string, maximumBytes: number, arrived: (bytes: number) => void): Promise<ArrayBuffer> {
        const request = ++this.lastRequest;
        return new Promise((resolve, reject) => {
            this.open.set(request, { arrived, resolve, reject });
            this.started().postMessage({ request, url, allowed: this.allowed, maximumBytes, silenceMs: kDownloadSilenceMs } satisfies PageToGate);
        });
    }

    private started(): Worker {
        if (this.worker) return this.worker;
        const worker = new Worker(scriptUrl(this.script));
        worker.onmessage = (event: MessageEvent<GateToPage>) => this.take(event.data);
        worker.onerror = event => this.failAll(event.message || 'the gate could not be started');
        worker.onmessageerror = () => this.failAll('an answer of the gate could not be read');
        this.worker = worker;
        return worker;
    }

    private take(message: GateToPage): void {
        const request = this.open.get(message.request);
        if (!request) return;
        if (message.kind === 'progress') return request.arrived(message.bytes);
        this.open.delete(message.request);
        if (message.kind === 'done') request.resolve(message.bytes);
        else request.reject(new Error(message.reason));
    }

    private failAll(reason: string): void {
        this.worker?.terminate();
        this.worker = null;
        const requests = [...this.open.values()];
        this.open.clear();
        for (const request of requests) request.reject(new Error(reason));
    }
}
