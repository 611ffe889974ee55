// What this project uses of a service worker's global scope (TypeScript's own `webworker` library cannot be used beside `dom`).

export interface ExtendableEvent extends Event {
    /// Keeps the worker alive until this is settled.
    waitUntil(work: Promise<unknown>): void;
}

export interface FetchEvent extends ExtendableEvent {
    readonly request: Request;
    respondWith(response: Promise<Response>): void;
}

export interface ExtendableMessageEvent extends ExtendableEvent {
    readonly data: unknown;
    readonly ports: readonly MessagePort[];
}

export interface ServiceWorkerScope {
    readonly location: { readonly href: string };
    readonly registration: { readonly scope: string; readonly active: object | null; unregister(): Promise<boolean> };
    readonly clients: { claim(): Promise<void>; matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly object[]> };
    skipWaiting(): Promise<void>;
    addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
    addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
    addEventListener(type: 'message', listener: (event: ExtendableMessageEvent) => void): void;
}
