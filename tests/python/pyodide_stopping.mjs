// How nodes end before their time in the real interpreter: limits of time, signal handlers, and what a browser has nothing for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startKernel } from './pyodide/kernel.mjs';

const started = startKernel();

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
