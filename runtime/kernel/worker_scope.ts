// What this project uses of a dedicated worker's global scope (TypeScript's own `webworker` library cannot be used beside `dom`), and what is taken out of it
// before Python starts. Knows neither Pyodide nor the protocol.

export interface WorkerScope extends EventTarget {
    onmessage: ((event: MessageEvent) => void) | null;
    onmessageerror: ((event: MessageEvent) => void) | null;
    fetch: typeof fetch;
    importScripts: (...urls: string[]) => void;
    postMessage(message: unknown, transfer?: Transferable[]): void;
}

/// Names that Python has no business with. The opaque origin and its policy are the boundary (all of these are refused there); this is the second lock,
/// and the first one in the plain worker.
const kTaken = [
    'Worker',
    'SharedWorker',
    'WebSocket',
    'WebSocketStream',
    'WebTransport',
    'EventSource',
    'XMLHttpRequest',
    'RTCPeerConnection',
    'BroadcastChannel',
    'indexedDB',
    'caches',
    'cookieStore',
    'CacheStorage',
    'IDBFactory',
    'Notification',
    'importScripts',
    'trustedTypes',
    'close',
    'postMessage',
] as const;

/// Removes what opens a way to storage, to the network or to further workers, and what would end this one without a word. Returns the names that would not go.
export function closeDoors(scope: object): string[] {
    const remaining: string[] = [];
    for (const name of kTaken) {
        for (let holder: object | null = scope; holder; holder = Object.getPrototypeOf(holder)) {
            if (Object.hasOwn(holder, name)) Reflect.deleteProperty(holder, name);
        }
        if (name in scope) remaining.push(name);
    }
    const storage = (scope as { navigator?: object }).navigator;
    if (storage) {
        for (const name of ['storage', 'locks', 'serviceWorker', 'sendBeacon']) {
            for (let holder: object | null = storage; holder; holder = Object.getPrototypeOf(holder)) {
                if (Object.hasOwn(holder, name)) Reflect.deleteProperty(holder, name);
            }
        }
    }
    return remaining;
}
