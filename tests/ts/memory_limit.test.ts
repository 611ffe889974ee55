import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import test from 'node:test';
import { loadPyodide } from 'pyodide';
import { MemoryLimit } from '../../runtime/kernel/memory_limit.ts';

const kMib = 1024 * 1024;

test('beyond the bound is a MemoryError, up to it is memory, and Python goes on', async () => {
    const limit = new MemoryLimit();
    const instantiate = WebAssembly.instantiate;
    // Under Node Pyodide compiles from bytes; whichever way it takes, the imports pass by here.
    WebAssembly.instantiate = ((source: BufferSource, imports: WebAssembly.Imports) => {
        if (imports?.['env']?.['emscripten_resize_heap']) limit.guard(imports);
        return instantiate(source, imports);
    }) as typeof WebAssembly.instantiate;
    const pyodide = await loadPyodide({ indexURL: dirname(createRequire(import.meta.url).resolve('pyodide')) }).finally(() => {
        WebAssembly.instantiate = instantiate;
    });
    limit.maximumBytes = 256 * kMib;
    const heap = (): number => (pyodide as unknown as { _module: { HEAPU8: Uint8Array } })._module.HEAPU8.byteLength;
    assert.equal(pyodide.runPython('len(bytearray(100 * 2**20))'), 100 * kMib);
    for (const source of [
        'bytearray(400 * 2**20)',
        '[bytes(2**20) for _ in range(1000)]',
        '"x" * 2**30',
        'list(range(10**8))',
        'len({n: n for n in range(10**8)})',
    ])
        assert.throws(
            () => pyodide.runPython(`${source}; None`),
            (error: Error & { type?: string }) => error.type === 'MemoryError',
            source,
        );
    assert.ok(heap() <= (256 + 96) * kMib, `the heap has ${heap()} bytes`);
    limit.maximumBytes = 1024 * kMib;
    assert.equal(pyodide.runPython('len(bytearray(400 * 2**20))'), 400 * kMib);
});

test('a runtime that cannot be bounded is refused', () => {
    assert.throws(() => new MemoryLimit().guard({ env: {} }), /bound/);
});
