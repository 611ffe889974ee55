// How deep calls in C may go, as when a `__repr__` calls `repr`: beyond it is a RecursionError in the node, where the browser's own stack running out ends Python. The part of the stack that
// CPython sees lies in wasm's memory; the other one is the browser's and cannot be seen from inside. The build has made the two grow together (tools/site/room_taking.mjs).

/// What CPython keeps free below its bound.
const kMargin = 24 * 1024;
/// With the stacks of JavaScript Promise Integration (984 KiB of the browser's in Chromium) and in a plain worker (500 KiB). In Chromium's unoptimised code the first program ends Python at
/// 200 and at 136; the deepest real use measured, importing pandas from its sources, takes 93.
const kWithPromises = 168 * 1024 + kMargin;
const kPlain = 112 * 1024 + kMargin;

/// What is used of Pyodide's runtime.
export interface StackRuntime {
    _emscripten_stack_get_base(): number;
    _emscripten_stack_set_limits(base: number, end: number): void;
    _PyThreadState_Get(): number;
    __Py_InitializeRecursionLimits(threadState: number): void;
}

/// Tells Python how much room its stack has, also where it makes further thread states (each await in the middle of a call is one).
export function boundStack(runtime: StackRuntime): void {
    const base = runtime._emscripten_stack_get_base();
    runtime._emscripten_stack_set_limits(base, base - ('Suspending' in WebAssembly ? kWithPromises : kPlain));
    runtime.__Py_InitializeRecursionLimits(runtime._PyThreadState_Get());
}
