// The gate: asks other hosts, after the page asked a person. Sends no cookies and no referrer, follows no redirect, and stops at a size, at a silence and at a time.
// Knows neither flows nor Python.
import type { GateAnswer, GateFailure, GateRequest, GateToPage, PageToGate } from './gate_messages.ts';

const scope = self as unknown as {
    onmessage: ((event: MessageEvent<PageToGate>) => void) | null;
    postMessage(message: GateToPage, transfer?: Transferable[]): void;
};

class Failed extends Error {
    constructor(
        readonly failure: GateFailure,
        reason: string,
    ) {
        super(reason);
    }
}

const under = new Map<number, AbortController>();
/// Origins that this worker's policy did not let through.
const blocked = new Set<string>();
self.addEventListener('securitypolicyviolation', event => blocked.add(originOf(event.blockedURI)));

scope.onmessage = ({ data }) => {
    if (data.kind === 'cancel') return under.get(data.request)?.abort(new Failed('cancelled', 'it was stopped'));
    const { request } = data;
    const control = new AbortController();
    under.set(request, control);
    ask(data, control, bytes => scope.postMessage({ request, kind: 'progress', bytes }))
        .then(
            answer => scope.postMessage({ request, kind: 'done', ...answer }, [answer.bytes]),
            async (error: unknown) => {
                // The violation is told by an event of its own, which may come after the failure.
                await new Promise(resolve => setTimeout(resolve));
                if (blocked.has(originOf(data.url)))
                    return scope.postMessage({ request, kind: 'failed', failure: 'policy', reason: 'the policy of this site' });
                // What was thrown for an abort is the abort's own reason, in every browser.
                const cause: unknown = control.signal.aborted ? control.signal.reason : error;
                const failure = cause instanceof Failed ? cause.failure : 'unreachable';
                scope.postMessage({ request, kind: 'failed', failure, reason: cause instanceof Error ? cause.message : String(cause) });
            },
        )
        .finally(() => under.delete(request));
};

function originOf(address: string): string {
    return URL.canParse(address) ? new URL(address).origin : address;
}

async function ask(request: GateRequest, control: AbortController, arrived: (bytes: number) => void): Promise<GateAnswer> {
    const address = new URL(request.url).href;
    if (!request.allowed.some(prefix => address.startsWith(prefix))) throw new Failed('unreachable', `${address} is not among the allowed addresses`);
    const silent = (): void => control.abort(new Failed('silent', `nothing came for ${request.silenceMs / 1000} seconds`));
    const limit = setTimeout(() => control.abort(new Failed('silent', `it was not over after ${request.limitMs / 1000} seconds`)), request.limitMs);
    let silence = setTimeout(silent, request.silenceMs);
    try {
        const { method, headers, body } = request;
        const response = await fetch(address, {
            method,
            headers,
            body,
            credentials: 'omit',
            referrerPolicy: 'no-referrer',
            cache: 'no-store',
            redirect: 'manual',
            signal: control.signal,
        });
        // Where it leads is not told by browsers, so nobody could be asked about it.
        if (response.type === 'opaqueredirect') throw new Failed('redirect', 'the host answered with a redirect');
        const pieces: Uint8Array<ArrayBuffer>[] = [];
        let bytes = 0;
        const reader = response.body?.getReader();
        for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
            clearTimeout(silence);
            silence = setTimeout(silent, request.silenceMs);
            bytes += piece.value.byteLength;
            if (bytes > request.maximumBytes) throw new Failed('too_large', `more than ${request.maximumBytes} bytes came`);
            pieces.push(piece.value);
            arrived(piece.value.byteLength);
        }
        const { status, statusText } = response;
        return { status, statusText, headers: Object.fromEntries(response.headers), bytes: await new Blob(pieces).arrayBuffer() };
    } catch (error) {
        // Nothing more is fetched of what nobody wants.
        if (!control.signal.aborted) control.abort(error);
        throw error;
    } finally {
        clearTimeout(silence);
        clearTimeout(limit);
    }
}
