// The only file that knows Pyodide: starts it from bytes that were handed in, gives it our Python package, and offers three verbs (handle, writeFile,
// stopAwaiting). Must not know frames, ports or the page.
import type { Lockfile, PyodideAPI, PyodideConfig } from 'pyodide';
import { boundedGlobals } from './bounded_globals.ts';
import type { Signals } from './signals.ts';

/// The files that must be there before Python can start, by the names under which Pyodide asks for them.
export const kBootFiles = ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip', 'pyodide-lock.json', 'pythonflows.zip'] as const;

/// Where Pyodide believes its files to be. Nothing is ever asked there: `fetch` answers from the handed-in bytes.
const kBase = 'https://kernel.invalid/';
/// Where the flow's files lie, Python's working directory.
const kDirectory = '/home/pyodide/flow';
const kPackagePath = '/lib/pythonflows.zip';

/// What the interpreter needs from whoever runs it.
export interface InterpreterHost {
    /// Carries a message of Python's (JSON text, bytes by id) away.
    post(text: string, buffers: Record<string, ArrayBuffer>): void;
    /// The wheels of these packages and of what they need, by file name; rejects with a sentence for people.
    fetchPackages(names: string[], loaded: string[]): Promise<Record<string, ArrayBuffer>>;
    /// Called at the beginning of each part of the start.
    step(name: string): void;
}

/// A started Python. Calls to `handle` must not overlap.
export interface Interpreter {
    /// Takes one message of the session; resolves when it has been dealt with. Rejects only when the interpreter is broken.
    handle(text: string): Promise<void>;
    /// Puts a file into the working directory.
    writeFile(name: string, bytes: Uint8Array): void;
    /// Ends a node that is awaiting something; no signal is noticed there because no Python runs.
    stopAwaiting(): void;
}

/// The names of our Python package that are used from here.
interface KernelPackage {
    start(
        post: (text: string, buffers: unknown) => void,
        loadPackages: (names: unknown) => Promise<unknown>,
        options: unknown,
    ): {
        handle: (text: string) => Promise<unknown> & { destroy?(): void };
        write_file: (name: string, bytes: unknown) => void;
        stop: () => void;
        flush: () => void;
    };
}
interface InterpreterPackage {
    install_sleep(wait: (durationMs: number) => boolean, flush: () => void): void;
    keep_loop_alive(): void;
}

/// Starts Python, which then says `kernel_ready` through `host.post`. `files` must hold kBootFiles.
export async function startInterpreter(
    files: Record<string, ArrayBuffer>,
    signals: Signals,
    scope: { fetch: typeof fetch },
    host: InterpreterHost,
): Promise<Interpreter> {
    const missing = kBootFiles.filter(name => !files[name]);
    if (missing.length > 0) throw new Error(`Python cannot start: ${missing.join(', ')} did not arrive.`);
    const served = new Map(Object.entries(files));
    serveFrom(served, scope);
    const lockText = new TextDecoder().decode(served.get('pyodide-lock.json'));

    host.step('compile');
    const wasm = compileOnce(served.get('pyodide.asm.wasm') as ArrayBuffer);
    const { loadPyodide, version } = (await importScript(served, 'pyodide.mjs')) as typeof import('pyodide');
    const { default: createPyodideModule } = (await importScript(served, 'pyodide.asm.mjs')) as { default: unknown };
    await wasm;

    host.step('start');
    const pyodide = await loadPyodide({
        indexURL: kBase,
        packageBaseUrl: kBase,
        createPyodideModule,
        lockFileContents: lockText,
        jsglobals: boundedGlobals(),
        env: { HOME: '/home/pyodide', PYTHONPATH: kPackagePath, MPLBACKEND: 'agg', PYTHONHASHSEED: '0' },
        fsInit: async (fs: { writeFile(path: string, data: Uint8Array): void }) => fs.writeFile(kPackagePath, bytesOf(served, 'pythonflows.zip')),
        stdout: () => undefined,
        stderr: () => undefined,
    } as PyodideConfig);
    for (const name of kBootFiles) served.delete(name);

    host.step('kernel');
    return connectKernel(pyodide, version, JSON.parse(lockText) as Lockfile, signals, served, host);
}

function connectKernel(
    pyodide: PyodideAPI,
    version: string,
    lock: Lockfile,
    signals: Signals,
    served: Map<string, ArrayBuffer>,
    host: InterpreterHost,
): Interpreter {
    const kernelPackage = pyodide.pyimport('pythonflows_kernel') as unknown as KernelPackage;
    const kernel = kernelPackage.start(
        (text, buffers) => host.post(text, copyBuffers(buffers)),
        async names => pyodide.toPy(await loadPackages(pyodide, toStrings(names), served, host)),
        pyodide.toPy({
            directory: kDirectory,
            import_packages: importTable(lock),
            pyodide: version,
            set_deadline: (durationMs: number | null | undefined) => signals.setDeadline(durationMs ?? null, () => stop()),
        }),
    );
    // Kept: each look at an attribute of a proxy would make another proxy.
    const { handle, write_file: writeFile, stop, flush } = kernel;
    pyodide.setInterruptBuffer(signals as unknown as Int32Array);
    const additions = pyodide.pyimport('pythonflows_interpreter') as unknown as InterpreterPackage;
    additions.keep_loop_alive();
    if (signals.canSleep) {
        additions.install_sleep(durationMs => signals.sleep(durationMs), flush);
    }
    return {
        async handle(text) {
            const running = handle(text);
            try {
                await running;
            } finally {
                running.destroy?.();
            }
        },
        writeFile: (name, bytes) => writeFile(name, bytes),
        stopAwaiting: () => stop(),
    };
}

/// import name -> package name, so that Python can tell which package an `import` needs.
function importTable(lock: Lockfile): Record<string, string> {
    const table: Record<string, string> = {};
    for (const entry of Object.values(lock.packages)) {
        if (entry.package_type !== 'package') continue;
        for (const name of entry.imports) table[name] ??= entry.name;
    }
    return table;
}

async function loadPackages(pyodide: PyodideAPI, names: string[], served: Map<string, ArrayBuffer>, host: InterpreterHost): Promise<Record<string, string>> {
    const wheels = await host.fetchPackages(names, Object.keys(pyodide.loadedPackages));
    const failures: string[] = [];
    for (const [file, bytes] of Object.entries(wheels)) served.set(file, bytes);
    try {
        const loaded = await pyodide.loadPackage(names, { messageCallback: () => undefined, errorCallback: (text: string) => failures.push(text) });
        const missing = names.filter(name => !isLoaded(pyodide, name));
        if (missing.length > 0) throw new Error(`${missing.join(', ')} could not be loaded. ${failures.join(' ')}`.trim());
        return Object.fromEntries(loaded.map(entry => [entry.name, entry.version]));
    } finally {
        for (const file of Object.keys(wheels)) served.delete(file);
    }
}

function isLoaded(pyodide: PyodideAPI, name: string): boolean {
    const plain = (text: string): string => text.toLowerCase().replace(/[-_.]+/g, '-');
    return Object.keys(pyodide.loadedPackages).some(loaded => plain(loaded) === plain(name));
}

/// Answers every `fetch` of Pyodide from the handed-in bytes and refuses everything else: there is no network behind it.
function serveFrom(served: Map<string, ArrayBuffer>, scope: { fetch: typeof fetch }): void {
    const types: Record<string, string> = { wasm: 'application/wasm', json: 'application/json', mjs: 'text/javascript' };
    scope.fetch = (async (input: RequestInfo | URL) => {
        const address = input instanceof Request ? input.url : String(input);
        const name = address.startsWith(kBase) ? decodeURIComponent(address.slice(kBase.length)) : '';
        const bytes = served.get(name);
        if (!bytes) throw new TypeError(`Python has no network here; "${address}" was not handed in.`);
        return new Response(bytes, { headers: { 'content-type': types[name.split('.').pop() ?? ''] ?? 'application/octet-stream' } });
    }) as typeof fetch;
}

/// Compiles the runtime once, ahead of Pyodide's own request, and makes a refused compilation an error: Pyodide itself only warns and then waits for ever.
async function compileOnce(bytes: ArrayBuffer): Promise<void> {
    const compiled = WebAssembly.compile(bytes);
    const original = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (_source, imports) => {
        WebAssembly.instantiateStreaming = original;
        const module = await compiled;
        return { module, instance: await WebAssembly.instantiate(module, imports) };
    };
    await compiled;
}

async function importScript(served: Map<string, ArrayBuffer>, name: string): Promise<unknown> {
    const url = URL.createObjectURL(new Blob([bytesOf(served, name)], { type: 'text/javascript' }));
    try {
        return await import(url);
    } finally {
        URL.revokeObjectURL(url);
    }
}

function bytesOf(served: Map<string, ArrayBuffer>, name: string): Uint8Array<ArrayBuffer> {
    const bytes = served.get(name);
    if (!bytes) throw new Error(`Python cannot start: ${name} did not arrive.`);
    return new Uint8Array(bytes);
}

interface ProxyLike {
    toJs(options: { dict_converter: typeof Object.fromEntries; create_pyproxies: boolean }): unknown;
    destroy(): void;
}

function isProxy(value: unknown): value is ProxyLike {
    return typeof value === 'object' && value !== null && 'toJs' in value;
}

function toStrings(names: unknown): string[] {
    const list = isProxy(names) ? names.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false }) : names;
    if (!Array.isArray(list) || !list.every(name => typeof name === 'string')) throw new Error('The kernel asked for packages without naming them.');
    return list;
}

/// Python's `{id: bytes}` as ArrayBuffers of their own, so that they can be transferred.
function copyBuffers(buffers: unknown): Record<string, ArrayBuffer> {
    if (buffers === undefined || buffers === null) return {};
    const plain = isProxy(buffers) ? buffers.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false }) : buffers;
    const copies: Record<string, ArrayBuffer> = {};
    for (const [id, bytes] of Object.entries(plain as Record<string, unknown>)) {
        if (!(bytes instanceof Uint8Array)) throw new Error(`The kernel sent something else than bytes as "${id}".`);
        copies[id] = bytes.slice().buffer;
    }
    return copies;
}
