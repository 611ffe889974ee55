import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import test from 'node:test';
import { type PyodideAPI, loadPyodide } from 'pyodide';
import { measureFrames, stackLimit, type StackModule } from '../../runtime/kernel/stack_limit.ts';

/// A function `run` that recurses through C without end.
const endless: Record<string, string> = {
    repr: 'class A:\n    def __repr__(self): return repr(self)\ndef run(): repr(A())',
    getattr: 'class A:\n    def __getattr__(self, name): return getattr(self, name + "x")\ndef run(): A().gone',
    equality: 'class A:\n    def __eq__(self, other): return other == self\ndef run(): A() == A()',
    call: 'class A:\n    def __call__(self): return self()\ndef run(): A()()',
    map: 'def run(): return list(map(lambda _: run(), [1]))',
    sorted: 'def run(*_): return sorted([1, 2], key=run)',
    format: 'class A:\n    def __str__(self): return f"{self}"\ndef run(): str(A())',
    evaluate: 'def run(): return eval("run()")',
    json: 'import json\ndef run(): json.loads("[" * 5000)',
    metaclass: 'class M(type):\n    def __call__(cls): return cls()\nclass A(metaclass=M): pass\ndef run(): A()',
    substitute: 'import re\ndef run(match=None): return re.sub("a", run, "a")',
    partial: 'import functools\ndef inner(): return functools.partial(inner)()\ndef run(): inner()',
    raised_limit: 'import sys\nclass A:\n    def __repr__(self): return repr(self)\ndef run():\n    sys.setrecursionlimit(10**7)\n    repr(A())',
};

async function startLimited(): Promise<PyodideAPI> {
    const pyodide = await loadPyodide({ indexURL: dirname(createRequire(import.meta.url).resolve('pyodide')) });
    const limit = stackLimit((pyodide as unknown as { _module: StackModule })._module, await measureFrames());
    assert.ok(limit, 'this Pyodide has no way to set the limit of the stack');
    limit.narrow();
    return pyodide;
}

test('recursion through C is a RecursionError, and Python goes on', async context => {
    const pyodide = await startLimited();
    pyodide.globals.set('__name__', 'recursion');
    for (const [name, source] of Object.entries(endless)) {
        await context.test(name, () => {
            pyodide.runPython(source);
            assert.throws(
                () => pyodide.runPython('run()'),
                (error: Error & { type?: string }) => error.type === (name === 'evaluate' ? 'MemoryError' : 'RecursionError'), // the parser names its own stack so
            );
            assert.equal(pyodide.runPython('import sys; sys.setrecursionlimit(1000); 1 + 1'), 2);
        });
    }
});

test('a long chain of objects is let go of', async () => {
    const pyodide = await startLimited();
    const chain =
        'class Item: pass\ndef run():\n    first = None\n    for _ in range(100_000):\n        item = Item()\n        item.next, first = first, item\n';
    pyodide.runPython(`${chain}run()`);
    assert.equal(pyodide.runPython('1 + 1'), 2);
});

test('a Pyodide without the functions is left as it is', () => {
    assert.equal(stackLimit({}, 20_000), null);
});
