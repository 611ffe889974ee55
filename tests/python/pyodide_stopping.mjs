// How nodes end before their time in the real interpreter: limits of time, signal handlers, and what a browser has nothing for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { root, startKernel } from './pyodide/kernel.mjs';

/// Whose `heard` the kernel tells of signals.
let heard = () => undefined;
const started = startKernel({ heard: () => heard() });

/// The kernel's own TypeScript, as a module.
async function imported(entry) {
    const { outputFiles } = await build({ stdin: { contents: entry, resolveDir: root }, bundle: true, format: 'esm', write: false });
    return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

const { Signals, interruptUpTo } = await imported(
    "export { Signals } from './runtime/kernel/signals.ts'; export { interruptUpTo } from './runtime/protocol/interrupt.ts';",
);

/// Runs a node that never ends by itself, as the worker does; `stop(words, signals)` is called at once. Where the stop is lost the time limit ends the node, with another error.
async function stopped(source, stop) {
    const { pyodide, run } = await started;
    const words = new Int32Array(new SharedArrayBuffer(8));
    const signals = new Signals(words);
    heard = () => signals.heard();
    pyodide.setInterruptBuffer(signals);
    try {
        assert.equal(signals.begin(1), false);
        signals.setDeadline(20_000, () => undefined);
        const running = run('hostile', source, {}, {}, { timeout_ms: 19_000 });
        stop(words, signals);
        const { end } = await running;
        return [end.type, end.error?.type];
    } finally {
        signals.setDeadline(null, () => undefined);
        pyodide.setInterruptBuffer(undefined);
    }
}

test('a stop that comes after a message was taken in and before Python began with it is not lost', async () => {
    const { kernel } = await started;
    const how = await stopped('def f():\n    while True:\n        pass\n', (words, signals) => {
        interruptUpTo(words, 1);
        signals.passOn(1, () => kernel.stop());
    });
    assert.deepEqual(how, ['node_stopped', 'KeyboardInterrupt']);
});

test('a stop that comes at the recursion limit, where no handler can be called, is not lost', async () => {
    const source = 'def dive():\n    try:\n        dive()\n    except RecursionError:\n        dive()\n\ndef f():\n    while True:\n        dive()\n';
    for (let delayMs = 100; delayMs < 106; delayMs++) {
        const how = await stopped(source, words => {
            const code =
                "const { workerData: words } = require('node:worker_threads'); Atomics.wait(words, 0, 0, DELAY); words[1] = 1; Atomics.store(words, 0, 2);";
            new Worker(code.replace('DELAY', String(delayMs)), { eval: true, workerData: words });
        });
        assert.deepEqual(how, ['node_stopped', 'KeyboardInterrupt']);
    }
});

test('a node that awaits beyond its time ends with TimeoutError', async () => {
    const { kernel, run } = await started;
    setTimeout(() => kernel.expire(), 20);
    const late = (await run('late', 'import asyncio\nasync def f():\n    await asyncio.sleep(30)\n', {}, {}, { timeout_ms: 20_000 })).end;
    assert.deepEqual([late.type, late.error.type], ['node_stopped', 'TimeoutError']);
    assert.match(late.error.message, /longer than 20 seconds/);
    setTimeout(() => kernel.stop(), 20);
    const stopped = (await run('stopped', 'import asyncio\nasync def f():\n    await asyncio.sleep(30)\n', {}, {}, { timeout_ms: 20_000 })).end;
    assert.deepEqual([stopped.type, stopped.error.type], ['node_stopped', 'CancelledError']);
});

test('what a browser has nothing for is refused with a sentence', async () => {
    const { run } = await started;
    const refused = {
        'import threading\ndef f():\n    threading.Thread(target=print).start()\n': ['RuntimeError', /cannot start threads/],
        'import _thread\ndef f():\n    _thread.start_new_thread(print, ())\n': ['RuntimeError', /cannot start threads/],
        'from concurrent.futures import ThreadPoolExecutor\ndef f():\n    ThreadPoolExecutor().submit(print)\n': ['RuntimeError', /cannot start threads/],
        'import subprocess\ndef f():\n    subprocess.run(["ls"])\n': ['OSError', /cannot start other programs/],
        'import os\ndef f():\n    os.system("ls")\n': ['OSError', /cannot start other programs/],
        'import os\ndef f():\n    os.popen("ls")\n': ['OSError', /cannot start other programs/],
        'import os\ndef f():\n    os.fork()\n': ['OSError', /cannot start other programs/],
        'import multiprocessing\ndef f():\n    multiprocessing.Process(target=print).start()\n': ['ModuleNotFoundError', /cannot start other programs/],
        'import multiprocessing\ndef f():\n    multiprocessing.Pool(2)\n': ['ModuleNotFoundError', /cannot start other programs/],
        'def f():\n    input("name? ")\n': ['RuntimeError', /cannot ask for input/],
    };
    for (const [source, [type, sentence]] of Object.entries(refused)) {
        const { end } = await run('refused', source);
        assert.deepEqual([end.type, end.error.type, end.error.line], ['node_failed', type, 3 - (source.startsWith('def') ? 1 : 0)], source);
        assert.match(end.error.message, sentence, source);
    }
});

test("a node's own signal handler ends with the node", async () => {
    const { run } = await started;
    const own = 'import signal\ndef f():\n    signal.signal(signal.SIGINT, lambda *_: None)\n    signal.raise_signal(signal.SIGINT)\n';
    assert.equal((await run('own', own)).end.type, 'node_finished');
    const next = (await run('next', 'import signal\ndef f():\n    signal.raise_signal(signal.SIGINT)\n')).end;
    assert.deepEqual([next.type, next.error.type], ['node_stopped', 'KeyboardInterrupt']);
});
