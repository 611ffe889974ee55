// What the page and the boot script of the kernel's frame say to each other by window.postMessage. Few and small, because the boot script is inline in the frame's
// document. Everything that concerns Python goes through the port instead, straight to the worker.

export type PageToFrame = { kind: 'interrupt'; serial: number } | { kind: 'probe'; request: number };

export type FrameToPage =
    /// Comes with the port to the worker.
    | { kind: 'started'; canInterrupt: boolean }
    | { kind: 'failed'; reason: string }
    | { kind: 'alive'; request: number }
    | { kind: 'violation'; directive: string; blocked: string };

/// Checks what came from the frame, whose content may not be trusted; null for anything else.
export function readFrameMessage(data: unknown): FrameToPage | null {
    if (typeof data !== 'object' || data === null) return null;
    const { kind, canInterrupt, reason, request, directive, blocked } = data as Record<string, unknown>;
    switch (kind) {
        case 'started':
            return typeof canInterrupt === 'boolean' ? { kind, canInterrupt } : null;
        case 'failed':
            return typeof reason === 'string' ? { kind, reason } : null;
        case 'alive':
            return typeof request === 'number' ? { kind, request } : null;
        case 'violation':
            return typeof directive === 'string' && typeof blocked === 'string' ? { kind, directive, blocked } : null;
        default:
            return null;
    }
}

/// The id of the element in the frame's document whose text is the worker's source: it starts without waiting for the page, whose thread is busy with the editor then.
export const kWorkerSourceId = 'worker';
