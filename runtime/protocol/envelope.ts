// How a message travels between the page and the kernel: the JSON text of one protocol message, and beside it the bytes it names. Both sides use this file
// and nothing else of each other. It knows no message's meaning.

/// Which conversation a text belongs to: the session's (run_nodes …), carried untouched, or the host's own (boot, packages, probe).
export type Lane = 'session' | 'host';

/// What `postMessage` carries. `serial` counts what the host sent, so that a stop can say up to where it reaches.
export interface Envelope {
    lane: Lane;
    text: string;
    serial?: number;
    /// Bytes named by id (transferred, never shared).
    buffers?: Record<string, ArrayBuffer>;
    /// Files by their sha256: a Blob passes by handle, its bytes are read on the other side.
    blobs?: Record<string, Blob>;
}

/// What leaves a kernel together. `isUrgent`: more does not follow at once, or somebody waits for it.
export interface Letter {
    envelopes: Envelope[];
    isUrgent: boolean;
}

/// What has to be transferred with them.
export function bytesOf(envelopes: Envelope[]): ArrayBuffer[] {
    return envelopes.flatMap(({ buffers }) => Object.values(buffers ?? {}));
}

/// Returns the envelope, or the sentence that says why this is none. From the page's side everything that arrives may be forged by Python code.
export function readEnvelope(data: unknown): Envelope | string {
    if (typeof data !== 'object' || data === null) return 'A message without an envelope arrived.';
    const { lane, text, serial, buffers, blobs } = data as Record<string, unknown>;
    if (lane !== 'session' && lane !== 'host') return 'A message of an unknown lane arrived.';
    if (typeof text !== 'string') return 'A message without text arrived.';
    if (serial !== undefined && !Number.isSafeInteger(serial)) return 'A message with a damaged serial arrived.';
    if (buffers !== undefined && !holdsOnly(buffers, ArrayBuffer)) return 'A message with something else than bytes beside it arrived.';
    if (blobs !== undefined && !holdsOnly(blobs, Blob)) return 'A message with something else than files beside it arrived.';
    return data as Envelope;
}

function holdsOnly(value: unknown, kind: typeof ArrayBuffer | typeof Blob): boolean {
    if (typeof value !== 'object' || value === null) return false;
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    return Object.values(value).every(item => item instanceof kind);
}
