// What this project uses of a service worker's global scope (TypeScript's own `webworker` library cannot be used beside `dom`).

export interface ExtendableEvent extends Event {
    /// Keeps the worker alive until this is settled.
    waitUntil(work: Promise<unknown>): void;
}

export interface FetchEvent extends ExtendableEvent {
    readonly request: Request;
    respondWith(response: Promise<Response>): void;
}

export interface ServiceWorkerScope {
    readonly registration: { readonly scope: string };
    readonly clients: { claim(): Promise<void> };
    addEventListener(type: 'activate', listener: (event: ExtendableEvent) => void): void;
    addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}
