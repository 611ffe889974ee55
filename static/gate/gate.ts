// The gate: fetches from other hosts, after the page asked a person. Sends no cookies and no referrer, follows no redirect out of the allowed addresses, and stops at a size and
// at a silence. Knows neither flows nor Python.
import type { GateToPage, PageToGate } from './gate_messages.ts';

const scope = self as unknown as {
    onmessage: ((event: MessageEvent<PageToGate>) => void) | null;
    postMessage(message: GateToPage, transfer?: Transferable[]): void;
};

scope.onmessage = event => {
    const { request } = event.data;
    fetchBounded(event.data, bytes => scope.postMessage({ request, kind: 'progress', bytes })).then(
        bytes => scope.postMessage({ request, kind: 'done', bytes }, [bytes]),
        (error: unknown) => scope.postMessage({ request, kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );
};

async function fetchBounded({ url, allowed, maximumBytes, silenceMs }: PageToGate, arrived: (bytes: number) => void): Promise<ArrayBuffer> {
    const address = new URL(url).href;
    if (!allowed.some(prefix => address.startsWith(prefix))) throw new Error(`${address} is not among the allowed addresses`);
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), silenceMs);
    try {
        const response = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', signal: silence.signal });
        if (!response.ok || !response.body) throw new Error(`the host answered ${response.status}`);
        const pieces: Uint8Array<ArrayBuffer>[] = [];
        let bytes = 0;
        const reader = response.body.getReader();
        for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
            clearTimeout(timer);
            timer = setTimeout(() => silence.abort(), silenceMs);
            bytes += piece.value.byteLength;
            if (bytes > maximumBytes) throw new Error(`more than ${maximumBytes} bytes came`);
            pieces.push(piece.value);
            arrived(piece.value.byteLength);
        }
        return await new Blob(pieces).arrayBuffer();
    } catch (error) {
        silence.abort();
        throw error;
    } finally {
        clearTimeout(timer);
    }
}
