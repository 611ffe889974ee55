// What Python finds in its `js` module. Knows no Pyodide: a plain object of names.

/// What `import js` gives to Python: the language's own values and clocks, nothing of the worker. No boundary by itself (facts: names are hidden, not
/// fenced); the boundary is the frame's origin and its policy.
export function boundedGlobals(network: typeof fetch): Record<string, unknown> {
    const scope = globalThis as unknown as Record<string, unknown>;
    const names = [
        'Object',
        'Array',
        'Map',
        'Set',
        'WeakMap',
        'WeakSet',
        'Promise',
        'Symbol',
        'String',
        'Number',
        'Boolean',
        'BigInt',
        'Math',
        'JSON',
        'Date',
        'RegExp',
        'Reflect',
        'Error',
        'TypeError',
        'RangeError',
        'SyntaxError',
        'AggregateError',
        'DOMException',
        'ArrayBuffer',
        'SharedArrayBuffer',
        'DataView',
        'Int8Array',
        'Uint8Array',
        'Uint8ClampedArray',
        'Int16Array',
        'Uint16Array',
        'Int32Array',
        'Uint32Array',
        'Float32Array',
        'Float64Array',
        'BigInt64Array',
        'BigUint64Array',
        'Iterator',
        'TextEncoder',
        'TextDecoder',
        'AbortController',
        'AbortSignal',
        'Request',
        'Response',
        'Headers',
        'URLSearchParams',
        'Intl',
        'NaN',
        'Infinity',
        'undefined',
        'parseInt',
        'parseFloat',
        'isNaN',
        'isFinite',
    ];
    const bounded: Record<string, unknown> = Object.create(null);
    for (const name of names) if (name in scope) bounded[name] = scope[name];
    for (const name of ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'queueMicrotask', 'structuredClone']) {
        const original = scope[name];
        if (typeof original === 'function') bounded[name] = (original as (...rest: unknown[]) => unknown).bind(globalThis);
    }
    bounded['fetch'] = network;
    bounded['performance'] = { now: () => performance.now(), timeOrigin: performance.timeOrigin };
    bounded['console'] = Object.fromEntries(['log', 'info', 'warn', 'error', 'debug'].map(level => [level, () => undefined]));
    return bounded;
}
