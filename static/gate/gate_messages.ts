// What the page and the gate say to each other. The gate is the one worker that may reach other hosts; its own response carries the policy that limits it.

/// A request to another host, or the end of one.
export type PageToGate = GateRequest | { kind: 'cancel'; request: number };

export interface GateRequest {
    kind: 'fetch';
    request: number;
    method: string;
    url: string;
    headers: Record<string, string>;
    body: ArrayBuffer | null;
    /// Addresses must start with one of these: the policy lets the gate reach every host, so that a person can agree to any.
    allowed: string[];
    maximumBytes: number;
    /// Without a byte for this long it has failed.
    silenceMs: number;
    /// It has failed after this time, whatever came.
    limitMs: number;
}

/// What a host answered.
export interface GateAnswer {
    status: number;
    statusText: string;
    headers: Record<string, string>;
    bytes: ArrayBuffer;
}

/// Why there is no answer: `redirect` and `too_large` are the gate's own refusals, `policy` that of the site's administrator.
export type GateFailure = 'redirect' | 'too_large' | 'silent' | 'cancelled' | 'policy' | 'unreachable';

export type GateToPage =
    | { request: number; kind: 'progress'; bytes: number }
    | ({ request: number; kind: 'done' } & GateAnswer)
    | { request: number; kind: 'failed'; failure: GateFailure; reason: string };
