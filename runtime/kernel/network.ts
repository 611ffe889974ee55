// The kernel's end of the network: Python has none of its own, so each request is a question to the page, which asks a person and lets the gate do it. Knows the protocol, not Pyodide.
import type { Fetched, HostToKernel, KernelToHost } from '../protocol/messages.gen.ts';
import { Requests } from './requests.ts';

/// One request as Python makes it.
export interface NetworkRequest {
    method: string;
    url: string;
    headers: Record<string, string>;
    body: Uint8Array | null;
}

/// What came of it. With an `error` there was no answer; `isRefused` says that a person or a rule did not allow it.
export interface NetworkAnswer {
    status: number;
    statusText: string;
    headers: Record<string, string>;
    body: ArrayBuffer;
    isRefused: boolean;
    error: string | null;
}

/// Requests to other hosts.
export class NetworkDoor {
    private readonly requests = new Requests<NetworkAnswer>();

    constructor(private readonly tell: (message: KernelToHost, buffers: Record<string, ArrayBuffer>) => void) {}

    /// Never rejects: what went wrong is in the answer. An abort ends it at once, and takes a question to the person off the page.
    async ask({ method, url, headers, body }: NetworkRequest, signal?: AbortSignal): Promise<NetworkAnswer> {
        if (signal?.aborted) return withoutAnswer('The request was stopped.');
        let end: () => void = () => undefined;
        const answer = this.requests.ask(request => {
            end = () => this.end(request);
            signal?.addEventListener('abort', end);
            this.tell({ type: 'fetch', request, method, url, headers }, body ? { body: body.slice().buffer } : {});
        });
        try {
            return await answer;
        } finally {
            signal?.removeEventListener('abort', end);
        }
    }

    /// Ends everything that is under way.
    stop(): void {
        for (const request of this.requests.underWay) this.end(request);
    }

    /// The page's answer; one to a request that was stopped is nobody's.
    answer(message: Extract<HostToKernel, { type: 'fetched' }>, buffers: Record<string, ArrayBuffer>): void {
        this.requests.settle(message.request, answerOf(message, buffers['body'] ?? new ArrayBuffer(0)));
    }

    private end(request: number): void {
        if (this.requests.settle(request, withoutAnswer('The request was stopped.'))) this.tell({ type: 'cancel_fetch', request }, {});
    }
}

/// What Python finds as `js.fetch`, on which `pyodide.http.pyfetch` and the libraries made for Pyodide stand. The answer's address is the one asked for: redirects are not followed.
export function fetchThrough(door: NetworkDoor): typeof fetch {
    return async (input, init) => {
        const request = input instanceof Request ? input : new Request(input, init);
        // A request without a body gives an empty buffer; a body that is read counts as one.
        const bytes = request.method === 'GET' || request.method === 'HEAD' ? null : new Uint8Array(await request.arrayBuffer());
        const asked = { method: request.method, url: request.url, headers: Object.fromEntries(request.headers), body: bytes?.byteLength ? bytes : null };
        const answer = await door.ask(asked, init?.signal ?? request.signal);
        // Without a name, because Python shows a JavaScript error as "name: message".
        if (answer.error !== null) throw Object.assign(new TypeError(answer.error), { name: answer.isRefused ? 'PermissionError' : 'TypeError' });
        const hasBody = ![101, 204, 205, 304].includes(answer.status);
        const response = new Response(hasBody ? answer.body : null, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
        Object.defineProperty(response, 'url', { value: request.url });
        return response;
    };
}

function answerOf(message: Fetched, body: ArrayBuffer): NetworkAnswer {
    return {
        status: message.status,
        statusText: message.status_text,
        headers: message.headers,
        body,
        isRefused: message.refused,
        error: message.error ?? null,
    };
}

function withoutAnswer(error: string): NetworkAnswer {
    return { status: 0, statusText: '', headers: {}, body: new ArrayBuffer(0), isRefused: false, error };
}
