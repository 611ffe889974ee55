// The names under which Python's files travel from the page to the kernel. Both sides use this file; it knows no contents.

/// The files that must be there before Python can start, by the names under which Pyodide asks for them.
export const kBootFiles = ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip', 'pyodide-lock.json', 'pythonflows.zip'] as const;

/// The memory of an earlier start of exactly these files, packed (runtime/kernel/snapshot.ts). A start never needs it.
export const kSnapshotFile = 'memory.snapshot';
