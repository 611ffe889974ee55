// What the page and the gate say to each other. The gate is the one worker that may reach other hosts; its own response carries the policy that limits it.

export type PageToGate = {
    request: number;
    url: string;
    /// Addresses must start with one of these: on hosts that send no headers this is the only limit.
    allowed: string[];
    maximumBytes: number;
    silenceMs: number;
};

export type GateToPage =
    | { request: number; kind: 'progress'; bytes: number }
    | { request: number; kind: 'done'; bytes: ArrayBuffer }
    | { request: number; kind: 'failed'; reason: string };
