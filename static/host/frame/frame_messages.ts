// What the page and the boot script of the kernels' frame say to each other: where a worker begins and a page joins by window.postMessage, everything after that through ports, which a page
// can hand to another one. Few and small, because the boot script is inline in the frame's document.

/// `worker` tells the workers of one frame apart, also those that had the same kernel's number one after the other.
export type PageToFrame =
    | { kind: 'start'; worker: number; kernel: number }
    /// One more page for a worker: it is answered with `started` or `failed`, which name the request.
    | { kind: 'join'; worker: number; request: number };

export type FrameToPage =
    /// Comes with the ports of a session: to the worker, from it, and to the frame.
    | { kind: 'started'; worker: number; request: number; canInterrupt: boolean }
    | { kind: 'failed'; worker: number; request: number; reason: string }
    /// How many pages have a session of the worker now; without any it is no more.
    | { kind: 'sessions'; worker: number; count: number }
    | { kind: 'violation'; directive: string; blocked: string };

/// What goes through a session's own port to the frame.
export type SessionToFrame = { interrupt: number } | { probe: number } | { leave: true };
export type FrameToSession = { alive: number } | { lost: string };

/// Checks what came from the frame, whose content may not be trusted; null for anything else.
export function readFrameMessage(data: unknown): FrameToPage | null {
    if (typeof data !== 'object' || data === null) return null;
    const { kind, worker, request, count, canInterrupt, reason, directive, blocked } = data as Record<string, unknown>;
    if (kind === 'violation') return typeof directive === 'string' && typeof blocked === 'string' ? { kind, directive, blocked } : null;
    if (typeof worker !== 'number') return null;
    if (kind === 'sessions') return typeof count === 'number' ? { kind, worker, count } : null;
    if (typeof request !== 'number') return null;
    if (kind === 'started') return typeof canInterrupt === 'boolean' ? { kind, worker, request, canInterrupt } : null;
    if (kind === 'failed') return typeof reason === 'string' ? { kind, worker, request, reason } : null;
    return null;
}

/// The same for a session's port.
export function readSessionMessage(data: unknown): FrameToSession | null {
    const { alive, lost } = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
    if (typeof alive === 'number') return { alive };
    return typeof lost === 'string' ? { lost } : null;
}

/// The id of the element in the frame's document whose text is the workers' source: the first one (whose kernel its `data-kernel` names) starts without waiting for the page, whose
/// thread is busy with the editor then.
export const kWorkerSourceId = 'worker';
export const kFirstWorker = 1;
/// The request of the session that a worker begins with.
export const kFirstRequest = 0;

/// What a worker is told by the frame: its sessions (the first before anything else), a port to each other worker, stops that it may have to pass on, and who leaves.
export type FrameToWorker =
    | { session: number; port: MessagePort; memory: SharedArrayBuffer | null; isRelayed: boolean }
    | { peer: number; port: MessagePort }
    | { session: number; interrupt: number }
    | { leave: number };
