// Tells Python how much stack it really has, so that recursion through C (a `__repr__` of itself, an endless `__getattr__`) ends in RecursionError and not in the end of
// the interpreter. Python measures its own stack in linear memory (5 MB); what ends first is the engine's stack, which no program can look at. So the engine's is
// measured once by diving, and Python is given the share of its own that is used up at the same time. Knows Pyodide's module and nothing else of it.

/// The names of CPython and Emscripten that are used here; private to Pyodide, so each may be missing in another version.
export interface StackModule {
    _PyThreadState_Get?(): number;
    _PyUnstable_ThreadState_SetStackProtection?(thread: number, start: number, bytes: number): number;
    _emscripten_stack_get_base?(): number;
}

/// Bytes of Python's stack for each of the engine's frames of 48 bytes (V8). Measured with Pyodide 314: recursion by way of `==` overflows the engine at 5.3 bytes a frame,
/// `repr` at 5.7, letting go of a chain of objects at 2.5. Of what it is given Python keeps 16 KiB free for all and 32 KiB for letting go.
const kBytesPerFrame = 3.5;
/// Less is never given: `import pandas` uses 33-49 KiB.
const kLeastBytes = 64 * 1024;
/// While modules are compiled: the compiler uses much of Python's stack, little of the engine's, and watches its depth by itself.
const kCompilerBytes = 1024 * 1024;

/// (func $dive (global.set 0 (i32.add (global.get 0) (i32.const 1))) (call $dive)), with the function as "d" and its counter as "g".
const kDive = [
    [0, 97, 115, 109, 1, 0, 0, 0],
    [1, 4, 1, 96, 0, 0],
    [3, 2, 1, 0],
    [6, 6, 1, 127, 1, 65, 0, 11],
    [7, 9, 2, 1, 100, 0, 0, 1, 103, 3, 0],
    [10, 13, 1, 11, 0, 35, 0, 65, 1, 106, 36, 0, 16, 0, 11],
].flat();

/// How many calls of a function without locals the engine's stack holds.
export async function measureFrames(): Promise<number> {
    const { d: dive, g: count } = (await WebAssembly.instantiate(new Uint8Array(kDive))).instance.exports as { d: () => void; g: WebAssembly.Global };
    try {
        dive();
    } catch (error) {
        if (!(error instanceof Error)) throw error; // the overflow; engines differ in its class
    }
    return count.value as number;
}

/// Two ways to set the limit, or null where this Pyodide does not offer it: then everything is as before.
export interface StackLimit {
    /// For everything that Python runs.
    narrow(): void;
    /// While a module is compiled.
    widen(): void;
}

/// Makes the limit for a started Pyodide; nothing is set yet.
export function stackLimit(module: StackModule, frames: number): StackLimit | null {
    const { _PyThreadState_Get: thread, _PyUnstable_ThreadState_SetStackProtection: protect, _emscripten_stack_get_base: base } = module;
    if (!thread || !protect || !base) return null;
    const set = (bytes: number): void => {
        if (protect(thread(), base() - bytes, bytes) !== 0) throw new Error(`Python refused a stack of ${bytes} bytes.`);
    };
    const bytes = Math.max(kLeastBytes, Math.floor(frames * kBytesPerFrame));
    return { narrow: () => set(bytes), widen: () => set(kCompilerBytes) };
}
