// The only file that knows Pyodide: starts it from bytes that were handed in, gives it our Python package, and offers few verbs (handle, writeFile,
// stopAwaiting …). Must not know frames, ports or the page.
//
// A start is short when the memory of an earlier one is handed in (`kSnapshotFile`, made by `makeSnapshot` in a kernel that does nothing else): Python, the standard
// library's usual modules and our package are then there already. A snapshot holds linear memory only, so files are written and JavaScript's side is connected as always.
import type { Lockfile, PyodideAPI, PyodideConfig } from 'pyodide';
import { kBootFiles, kSnapshotFile } from '../protocol/boot_files.ts';
import { boundedGlobals } from './bounded_globals.ts';
import { fetchThrough, type NetworkDoor } from './network.ts';
import { copyBuffers, joinPieces, type PiecesLike, toStrings } from './handed_over.ts';
import type { MemoryLimit } from './memory_limit.ts';
import type { Signals } from './signals.ts';
import { boundStack, type StackRuntime } from './stack_room.ts';
import { packSnapshot, unpackSnapshot } from './snapshot.ts';

/// Where Pyodide believes its files to be. Nothing is ever asked there: `fetch` answers from the handed-in bytes.
const kBase = 'https://kernel.invalid/';
/// Where the flow's files lie, Python's working directory.
const kDirectory = '/home/pyodide/flow';
/// The number of the session that Python is started for.
export const kFirstSession = 0;
const kPackagePath = '/lib/pythonflows.zip';

/// What the interpreter needs from whoever runs it.
export interface InterpreterHost {
    /// Carries a message of Python's (JSON text, bytes by id) to a session.
    post(session: number, text: string, buffers: Record<string, ArrayBuffer>): void;
    /// The wheels of these packages and of what they need, by file name; rejects with a sentence for people.
    fetchPackages(names: string[], loaded: string[]): Promise<Record<string, ArrayBuffer>>;
    /// Keeps the bytes of a call's values beyond this kernel's end.
    keepValues(session: number, key: string, sha256: string, bytes: ArrayBuffer): void;
    /// Hands the bytes of a call's values to another kernel; false if it cannot be reached.
    giveValue(to: number, key: string, bytes: ArrayBuffer): boolean;
    /// What was kept, by hash, as far as it is there.
    fetchValues(hashes: string[]): Promise<Record<string, ArrayBuffer>>;
    /// Whether a message waits for the end of the one in work.
    hasWaiting(): boolean;
    /// The way to other hosts.
    network: NetworkDoor;
    /// Called at the beginning of each part of the start.
    step(name: string): void;
    /// Python met its end while it ran; nothing more can be run.
    died(reason: string): void;
    /// The snapshot that was handed in did not fit; Python starts without it.
    snapshotRefused(reason: string): void;
}

/// A started Python. Calls to `handle` must not overlap.
export interface Interpreter {
    /// Takes one message of a session; resolves when it has been dealt with. Rejects only when the interpreter is broken.
    handle(session: number, text: string): Promise<void>;
    /// Another session comes, which is told that the kernel is ready.
    join(session: number): void;
    /// A session is no more; none of its messages is being dealt with.
    leave(session: number): void;
    /// Takes in the values of a call that another kernel has handed over: a message like any other.
    takeValue(session: number, key: string, bytes: ArrayBuffer): Promise<void>;
    /// A flow as code, or code as a flow: a task of the protocol, question and answer as JSON. Runs nothing of either.
    translate(task: string, question: string): string;
    /// Puts a file into the working directory.
    writeFile(session: number, name: string, bytes: Uint8Array): void;
    /// How many bytes a preview and any other message may have.
    boundSizes(session: number, previewBytes: number, messageBytes: number): void;
    /// Whether this file lies there as the flow has it: what a node wrote over it is not.
    holdsFile(session: number, name: string, sha256: string): boolean;
    /// Ends a node that is awaiting something; no signal is noticed there because no Python runs. False when Python has no node (it may have one to come).
    stopAwaiting(): boolean;
    /// Between two messages: a stop that Python still has is nobody's.
    forgetStop(): void;
    /// Whether Python is still dealing with a message. Throws when there is no Python any more. For moments in which none runs.
    isBusy(): boolean;
    /// Shows a text in the output of the node that runs; false when none does.
    complain(text: string): boolean;
}

/// What is used of Pyodide's private side; this build's version is pinned.
interface PyodideInside {
    _api: { on_fatal?: (error: unknown) => void };
    _module: StackRuntime;
}

/// The names of our Python package that are used from here.
interface KernelPackage {
    start(post: PythonPost, loadPackages: (names: unknown) => Promise<unknown>, options: unknown): FirstKernel;
}
type PythonPost = (text: string, buffers: unknown) => void;
/// What a session has of Python.
interface SessionKernel {
    handle: (text: string) => Promise<unknown> & { destroy?(): void };
    take_value: (key: string, bytes: unknown) => Promise<unknown>;
    write_file: (name: string, bytes: unknown) => void;
    bound_sizes: (previewBytes: number, messageBytes: number) => void;
    holds_file: (name: string, sha256: string) => boolean;
    leave: () => void;
}
/// The first one, and what there is once.
interface FirstKernel extends SessionKernel {
    join: (session: number, post: PythonPost, options: unknown) => SessionKernel;
    translate: (task: string, question: string) => string;
    stop: () => boolean;
    forget_stop: () => void;
    expire: () => void;
    is_busy: () => boolean;
    complain: (text: string) => boolean;
    flush: () => void;
    XMLHttpRequest: unknown;
}
interface InterpreterPackage {
    install_sleep(wait: (durationMs: number) => boolean, flush: () => void): void;
    keep_loop_alive(): void;
    taking(take: unknown): (key: string, bytes: ArrayBuffer) => Promise<unknown> & { destroy?(): void };
    fetching(fetch: (hashes: unknown) => Promise<unknown>): (hashes: unknown) => Promise<unknown>;
    import_usual_modules(): void;
    renew_after_restore(): void;
    destroy(): void;
}

/// Starts Python, which then says `kernel_ready` through `host.post`. `files` must hold kBootFiles.
export async function startInterpreter(
    files: Record<string, ArrayBuffer>,
    signals: Signals,
    memory: MemoryLimit,
    scope: { fetch: typeof fetch },
    host: InterpreterHost,
): Promise<Interpreter> {
    const served = takeFiles(files, scope);
    const globals = boundedGlobals(fetchThrough(host.network));
    const common = configuration(served, globals);
    const { pyodide, version } = await startPython(served, common, memory, host);
    boundStack((pyodide as unknown as PyodideInside)._module);
    for (const name of [...kBootFiles, kSnapshotFile]) served.delete(name);

    host.step('kernel');
    return connectKernel(pyodide, version, JSON.parse(common.lockFileContents) as Lockfile, signals, served, globals, host);
}

/// Starts Python only to keep its memory: the packed snapshot, to be handed in as kSnapshotFile together with the same kBootFiles.
export async function makeSnapshot(files: Record<string, ArrayBuffer>, scope: { fetch: typeof fetch }): Promise<ArrayBuffer> {
    const served = takeFiles(files, scope);
    const { loadPyodide, createPyodideModule } = await importPyodide(served);
    const pyodide = await loadPyodide({ ...configuration(served, boundedGlobals(withoutNetwork)), createPyodideModule, _makeSnapshot: true } as PyodideConfig);
    const additions = pyodide.pyimport('pythonflows_interpreter') as unknown as InterpreterPackage;
    additions.import_usual_modules();
    additions.destroy();
    return packSnapshot(pyodide.makeMemorySnapshot()).buffer;
}

function takeFiles(files: Record<string, ArrayBuffer>, scope: { fetch: typeof fetch }): Map<string, ArrayBuffer> {
    const missing = kBootFiles.filter(name => !files[name]);
    if (missing.length > 0) throw new Error(`Python cannot start: ${missing.join(', ')} did not arrive.`);
    const served = new Map(Object.entries(files));
    serveFrom(served, scope);
    return served;
}

type CreateModule = (options: unknown) => Promise<{ growMemory?(bytes: number): void }>;

/// Pyodide's two scripts and its compiled runtime; makes a refused compilation an error, where Pyodide itself only warns and then waits for ever.
async function importPyodide(
    served: Map<string, ArrayBuffer>,
    memory?: MemoryLimit,
): Promise<typeof import('pyodide') & { createPyodideModule: CreateModule }> {
    const runtime = WebAssembly.compile(bytesOf(served, 'pyodide.asm.wasm'));
    // Awaited below, behind two imports that may fail first.
    runtime.catch(() => undefined);
    WebAssembly.instantiateStreaming = async (_source, imports) => {
        const module = await runtime;
        memory?.guard(imports as WebAssembly.Imports);
        return { module, instance: await WebAssembly.instantiate(module, imports) };
    };
    const [scripts, module] = await Promise.all([importScript(served, 'pyodide.mjs'), importScript(served, 'pyodide.asm.mjs')]);
    await runtime;
    return { ...(scripts as typeof import('pyodide')), createPyodideModule: (module as { default: CreateModule }).default };
}

async function startPython(
    served: Map<string, ArrayBuffer>,
    common: PyodideConfig,
    memory: MemoryLimit,
    host: InterpreterHost,
): Promise<{ pyodide: PyodideAPI; version: string }> {
    host.step('compile');
    const { loadPyodide, createPyodideModule, version } = await importPyodide(served, memory);
    const packed = served.get(kSnapshotFile);
    if (packed) {
        host.step('restore');
        try {
            return { pyodide: await restore(unpackSnapshot(packed), loadPyodide, createPyodideModule, common), version };
        } catch (error) {
            host.snapshotRefused(error instanceof Error ? error.message : String(error));
        }
    }
    host.step('start');
    return { pyodide: await loadPyodide({ ...common, createPyodideModule } as PyodideConfig), version };
}

async function restore(
    snapshot: Uint8Array,
    loadPyodide: typeof import('pyodide').loadPyodide,
    createPyodideModule: CreateModule,
    common: PyodideConfig,
): Promise<PyodideAPI> {
    const createLarger: CreateModule = async options => {
        const module = await createPyodideModule(options);
        // Pyodide asks for the snapshot's size as the first memory, but gets no more than the build's own where that is fixed (pyodide#6254).
        module.growMemory?.(snapshot.length);
        return module;
    };
    const pyodide = await loadPyodide({ ...common, createPyodideModule: createLarger, _loadSnapshot: snapshot } as PyodideConfig);
    const additions = pyodide.pyimport('pythonflows_interpreter') as unknown as InterpreterPackage;
    additions.renew_after_restore();
    additions.destroy();
    return pyodide;
}

const withoutNetwork = (): Promise<never> => Promise.reject(new TypeError('Only the memory is kept of this Python.'));

/// What a start with and one without a snapshot must have in common.
function configuration(served: Map<string, ArrayBuffer>, globals: object): PyodideConfig & { lockFileContents: string } {
    return {
        indexURL: kBase,
        packageBaseUrl: kBase,
        lockFileContents: new TextDecoder().decode(served.get('pyodide-lock.json')),
        jsglobals: globals,
        env: { HOME: '/home/pyodide', PYTHONPATH: kPackagePath, MPLBACKEND: 'agg', PYTHONHASHSEED: '0' },
        fsInit: async (fs: { writeFile(path: string, data: Uint8Array): void }) => fs.writeFile(kPackagePath, bytesOf(served, 'pythonflows.zip')),
        stdout: () => undefined,
        stderr: () => undefined,
    } as PyodideConfig & { lockFileContents: string };
}

function connectKernel(
    pyodide: PyodideAPI,
    version: string,
    lock: Lockfile,
    signals: Signals,
    served: Map<string, ArrayBuffer>,
    globals: Record<string, unknown>,
    host: InterpreterHost,
): Interpreter {
    const kernelPackage = pyodide.pyimport('pythonflows_kernel') as unknown as KernelPackage;
    const additions = pyodide.pyimport('pythonflows_interpreter') as unknown as InterpreterPackage;
    const postOf =
        (session: number): PythonPost =>
        (text, buffers) =>
            host.post(session, text, copyBuffers(buffers));
    const storesOf = (session: number): object => ({
        keep_values: (key: string, sha256: string, size: number, pieces: PiecesLike | string) =>
            host.keepValues(session, key, sha256, joinPieces(size, pieces)),
        fetch_values: additions.fetching(hashes => host.fetchValues(toStrings(hashes))),
    });
    const first = kernelPackage.start(
        postOf(kFirstSession),
        async names => pyodide.toPy(await loadPackages(pyodide, toStrings(names), served, host)),
        pyodide.toPy({
            directory: kDirectory,
            import_packages: importTable(lock),
            pyodide: version,
            ...storesOf(kFirstSession),
            give_value: (to: number, key: string, size: number, pieces: PiecesLike) => host.giveValue(to, key, joinPieces(size, pieces)),
            has_waiting: () => host.hasWaiting(),
            ...networkOptions(pyodide, host.network),
            heard: () => signals.heard(),
            set_deadline: (durationMs: number | null | undefined) => signals.setDeadline(durationMs ?? null, () => expire()),
        }),
    );
    // Kept, as all of them: each look at an attribute of a proxy would make another proxy.
    const { join, translate, stop, forget_stop: forgetStop, expire, is_busy: isBusy, complain, flush } = first;
    const verbsOf = ({ handle, take_value: takeValue, write_file: writeFile, holds_file: holdsFile, bound_sizes: boundSizes, leave }: SessionKernel) => ({
        handle,
        takeValue: additions.taking(takeValue),
        writeFile,
        holdsFile,
        boundSizes,
        leave,
    });
    const sessions = new Map([[kFirstSession, verbsOf(first)]]);
    const verbs = (session: number): ReturnType<typeof verbsOf> => {
        const found = sessions.get(session);
        if (!found) throw new Error(`There is no session ${session}.`);
        return found;
    };
    globals['XMLHttpRequest'] = first.XMLHttpRequest;
    const pyodideInside = pyodide as unknown as PyodideInside;
    pyodideInside._api.on_fatal = error => host.died(error instanceof Error ? error.message : String(error));
    pyodide.setInterruptBuffer(signals as unknown as Int32Array);
    additions.keep_loop_alive();
    if (signals.canSleep) additions.install_sleep(durationMs => signals.sleep(durationMs), flush);
    return {
        handle: (session, text) => awaited(verbs(session).handle(text)),
        join: session => void sessions.set(session, verbsOf(join(session, postOf(session), pyodide.toPy(storesOf(session))))),
        leave(session) {
            // One that left before Python was there never joined.
            const found = sessions.get(session);
            sessions.delete(session);
            found?.leave();
        },
        takeValue: (session, key, bytes) => awaited(verbs(session).takeValue(key, bytes)),
        translate: (task, question) => translate(task, question),
        writeFile: (session, name, bytes) => verbs(session).writeFile(name, bytes),
        // One that has not joined yet says it again then.
        boundSizes: (session, previewBytes, messageBytes) => sessions.get(session)?.boundSizes(previewBytes, messageBytes),
        holdsFile: (session, name, sha256) => verbs(session).holdsFile(name, sha256),
        stopAwaiting: () => stop(),
        forgetStop: () => forgetStop(),
        isBusy() {
            void pyodide.globals; // throws after Pyodide's fatal errors and exits
            try {
                return isBusy();
            } catch (error) {
                // A stop that was meant for the awaiting node was noticed here; what ends that node is on its way.
                if ((error as { type?: string }).type === 'KeyboardInterrupt') return true;
                throw error;
            }
        },
        complain: text => complain(text),
    };
}

async function awaited(running: Promise<unknown> & { destroy?(): void }): Promise<void> {
    try {
        await running;
    } finally {
        running.destroy?.();
    }
}

/// How Python asks for something from another host, and how it waits for the answer without `await`: Python's own functions, so that no JavaScript stands in between.
function networkOptions(pyodide: PyodideAPI, network: NetworkDoor): object {
    const { run_sync: wait, can_run_sync: canWait } = pyodide.pyimport('pyodide.ffi') as unknown as Record<string, unknown>;
    return {
        ask: async (method: string, url: string, headers: string, buffers: unknown) => {
            const { body } = copyBuffers(buffers);
            const answer = await network.ask({ method, url, headers: JSON.parse(headers), body: body ? new Uint8Array(body) : null });
            const { statusText: reason, isRefused: refused, error, ...rest } = answer;
            return pyodide.toPy({ ...rest, reason, refused, ...(error === null ? {} : { error }) });
        },
        wait,
        can_wait: canWait,
        stop_asking: () => network.stop(),
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
