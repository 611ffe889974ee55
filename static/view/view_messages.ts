// What the page and the sandboxed HTML view say to each other by window.postMessage.

export type PageToView = { request: number; html: string; isShown: boolean };
export type ViewToPage = { kind: 'loaded' } | { kind: 'sanitised'; request: number; html: string } | { kind: 'height'; height: number };
