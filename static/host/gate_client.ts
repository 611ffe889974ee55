// The page's end of the gate worker. Each request ends by an answer, by a reason, or by the gate's death.
import type { GateAnswer, GateFailure, GateRequest, GateToPage, PageToGate } from '../gate/gate_messages.ts';
import { kDownloadLimitMs, kDownloadSilenceMs } from './limits.ts';
import { scriptUrl } from './trusted.ts';

/// What is to be asked; what is absent is as in a plain GET.
export type GateAsk = Pick<GateRequest, 'url' | 'allowed' | 'maximumBytes'> &
    Partial<Pick<GateRequest, 'method' | 'headers' | 'body' | 'silenceMs' | 'limitMs'>>;

/// There was no answer.
export class GateError extends Error {
    constructor(
        readonly failure: GateFailure,
        reason: string,
    ) {
        super(reason);
    }
}

interface Request {
    arrived(bytes: number): void;
    resolve(answer: GateAnswer): void;
    reject(error: Error): void;
}

export class GateClient {
    private worker: Worker | null = null;
    private lastRequest = 0;
    private readonly open = new Map<number, Request>();

    constructor(private readonly script: string) {}

    /// The answer of another host, whatever its status. A person has agreed to it before this is called. Rejects with a GateError.
    ask(asked: GateAsk, signal?: AbortSignal, arrived: (bytes: number) => void = () => undefined): Promise<GateAnswer> {
        const request = ++this.lastRequest;
        return new Promise((resolve, reject) => {
            const cancel = (): void => this.worker?.postMessage({ kind: 'cancel', request } satisfies PageToGate);
            const ended =
                <T>(end: (value: T) => void) =>
                (value: T): void => {
                    signal?.removeEventListener('abort', cancel);
                    end(value);
                };
            if (signal?.aborted) return reject(new GateError('cancelled', 'it was stopped'));
            this.open.set(request, { arrived, resolve: ended(resolve), reject: ended(reject) });
            signal?.addEventListener('abort', cancel);
            const standard = { method: 'GET', headers: {}, body: null, silenceMs: kDownloadSilenceMs, limitMs: kDownloadLimitMs };
            this.started().postMessage({ kind: 'fetch', request, ...standard, ...asked } satisfies PageToGate);
        });
    }

    /// The bytes behind an address; an answer that is an error of the host rejects as well.
    async fetch(url: string, allowed: string[], maximumBytes: number, arrived: (bytes: number) => void): Promise<ArrayBuffer> {
        const { status, bytes } = await this.ask({ url, allowed, maximumBytes }, undefined, arrived);
        if (status < 200 || status > 299) throw new GateError('unreachable', `the host answered ${status}`);
        return bytes;
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
        if (message.kind === 'done') request.resolve(message);
        else request.reject(new GateError(message.failure, message.reason));
    }

    private failAll(reason: string): void {
        this.worker?.terminate();
        this.worker = null;
        const requests = [...this.open.values()];
        this.open.clear();
        for (const request of requests) request.reject(new GateError('unreachable', reason));
    }
}
