// The bound of Python's memory. Python asks for more by `emscripten_resize_heap`; a refusal is a MemoryError in the node that asked, where an unbounded heap ends the tab.
// A heap never gets smaller: only a new kernel gives its memory back.

/// Two gigabytes: more than a flow in a browser needs, less than what ends tabs. The page may set another bound.
export const kStandardMemoryBytes = 2 * 1024 * 1024 * 1024;

export class MemoryLimit {
    /// What Python may have altogether. Emscripten takes up to 96 MiB more than it was asked for, so the heap may end that much above.
    maximumBytes = kStandardMemoryBytes;

    /// Puts itself between the runtime and the import by which it grows. Throws if this runtime has none: then it could not be bounded.
    guard(imports: WebAssembly.Imports): void {
        const resize = imports['env']?.['emscripten_resize_heap'];
        if (typeof resize !== 'function') throw new Error('This Python cannot be given a bound of its memory.');
        const guarded = (bytes: number): unknown => (bytes >>> 0 > this.maximumBytes ? 0 : (resize as (bytes: number) => unknown)(bytes));
        (imports['env'] as WebAssembly.ModuleImports)['emscripten_resize_heap'] = guarded;
    }
}
