// What the page and the boot script of the kernels' frame say to each other by window.postMessage. Few and small, because the boot script is inline in the frame's
// document. Everything that concerns Python goes through two ports instead: straight to the worker, and what it says through the frame's relay.

/// `worker` tells the workers of one frame apart, also those that had the same kernel's number one after the other.
export type PageToFrame =
    | { kind: 'start'; worker: number; kernel: number }
    | { kind: 'end'; worker: number }
    | { kind: 'interrupt'; worker: number; serial: number }
    | { kind: 'probe'; worker: number; request: number };

export type FrameToPage =
    /// Comes with the port to the worker, and the one through which comes what it says.
    | { kind: 'started'; worker: number; canInterrupt: boolean }
    | { kind: 'failed'; worker: number; reason: string }
    | { kind: 'alive'; worker: number; request: number }
    | { kind: 'violation'; directive: string; blocked: string };

/// Checks what came from the frame, whose content may not be trusted; null for anything else.
export function readFrameMessage(data: unknown): FrameToPage | null {
    if (typeof data !== 'object' || data === null) return null;
    const { kind, worker, canInterrupt, reason, request, directive, blocked } = data as Record<string, unknown>;
    if (kind === 'violation') return typeof directive === 'string' && typeof blocked === 'string' ? { kind, directive, blocked } : null;
    if (typeof worker !== 'number') return null;
    switch (kind) {
        case 'started':
            return typeof canInterrupt === 'boolean' ? { kind, worker, canInterrupt } : null;
        case 'failed':
            return typeof reason === 'string' ? { kind, worker, reason } : null;
        case 'alive':
            return typeof request === 'number' ? { kind, worker, request } : null;
        default:
            return null;
    }
}

/// The id of the element in the frame's document whose text is the workers' source: the first one (whose kernel its `data-kernel` names) starts without waiting for the page, whose
/// thread is busy with the editor then.
export const kWorkerSourceId = 'worker';
export const kFirstWorker = 1;

/// What a worker is told by the frame: first its port to the page and the memory through which it is stopped, then a port to each other worker, and stops that it may have to pass on.
export type FrameToWorker =
    | { port: MessagePort; memory: SharedArrayBuffer | null; isRelayed: boolean }
    | { peer: number; port: MessagePort }
    | { interrupt: number };
