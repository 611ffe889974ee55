// Every way in which Python can end: told once, with a new kernel behind it. And what only looks like an end.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { story } from './harness.mjs';
import { site } from './servers.mjs';

const isLong = process.env.PYFLOWS_TEST_LONG === '1';
const python = (id, source) => ({ id, type: 'python', source });
const flowOf = (...nodes) => ({ format: 'pythonflows', version: 1, title: 'Deaths', nodes, links: [] });
const one = python('one', 'def one():\n    return 1\n');

/** How often the kernel was lost or has failed since the page was opened. */
async function listen(stage) {
    await stage.product.evaluate(() => {
        globalThis.__ends = [];
        let last = '';
        globalThis.pythonflows.on('kernel', ({ kernel }) => {
            if (kernel !== last && (kernel === 'lost' || kernel === 'failed')) globalThis.__ends.push(kernel);
            last = kernel;
        });
    });
    return () => stage.product.evaluate(() => globalThis.__ends);
}

/** Recursion by way of C, over data and over code: each ends with an error that Python can catch, whatever came before it. */
const recursions = String.raw`import asyncio
from pyodide.ffi import run_sync

ENDLESS = {
    "repr": "class A:\n  __repr__ = lambda self: repr(self)\nrepr(A())",
    "eq": "class A:\n  __eq__ = lambda self, other: [self] == [other]\nA() == A()",
    "sorted": "def f(x): return sorted([x], key=f)\nf(1)",
    "cache": "import functools\n@functools.cache\ndef f(x): return f(x + 1)\nf(1)",
    "json.loads": "import json\njson.loads('[' * 100_000)",
    "json.dumps": "import json\na = {}\nfor _ in range(10_000): a = {'a': a}\njson.dumps(a)",
    "json default": "import json\njson.dumps(object(), default=lambda o: [object()])",
    "pickle": "import pickle\na = []\nfor _ in range(10_000): a = [a]\npickle.dumps(a)",
    "deepcopy": "import copy\na = []\nfor _ in range(10_000): a = [a]\ncopy.deepcopy(a)",
    "list": "a = []\nfor _ in range(10_000): a = [a]\nrepr(a)",
    "source": "compile('-' * 5_000 + '1', 'x', 'eval')",
    "attributes": "exec('a' + '.b' * 10_000)",
    "re": "import re\nre.compile('(' * 2_000 + ')' * 2_000)",
    "limit": "import sys\nsys.setrecursionlimit(10**6)\ndef f(): f()\ntry: f()\nfinally: sys.setrecursionlimit(1_000)",
}


def survivor():
    ended = []
    for _ in range(2):
        for name, program in ENDLESS.items():
            try:
                exec(program, {})
            except (RecursionError, MemoryError):
                ended.append(name)
        run_sync(asyncio.sleep(0))
    assert ended == [*ENDLESS] * 2, ended
    long = None
    for _ in range(300_000):
        long = [long]
    del long
    exec("import json\njson.loads('[' * 990 + ']' * 990)\nimport functools\nf = functools.cache(lambda n: n and f(n - 1))\nf(200)", {})
    return len(ended)
`;

const survivors = {
    recursion: [recursions, async ({ error }) => assert.equal(error, null)],
    memory: ['def survivor():\n    return bytearray(512 * 2**20)\n', async ({ error }) => assert.equal(error.type, 'MemoryError')],
    rejection: [
        'import asyncio\n\nimport js\n\n\nasync def survivor():\n    js.Promise.reject(js.Error.new("nobody listens"))\n    await asyncio.sleep(0.2)\n',
        async ({ error, stderr }) => {
            assert.equal(error, null);
            assert.match(stderr, /nobody listens/);
        },
    ],
};

test('what only looks like an end leaves Python alive', async () => {
    await story(
        'survivors',
        async stage => {
            await stage.pythonReady();
            const ends = await listen(stage);
            for (const [name, [source, expect]] of Object.entries(survivors)) {
                await stage.call('open', flowOf(python('survivor', source), one));
                await stage.call('run', { only: 'one' });
                await stage.call('run', { only: 'survivor' });
                await expect({ error: null, ...(await stage.call('output', 'survivor')) });
                assert.deepEqual([name, (await stage.states()).one], [name, 'ok']);
            }
            await stage.call('open', flowOf(python('large', 'def large():\n    return "x" * 5_000\n')));
            await stage.call('run', {});
            assert.match((await stage.call('preview', 'large')).text, /^<no preview: it has 5 KB; 4 KB are allowed>$/);
            assert.deepEqual(await ends(), []);
        },
        { env: { PYFLOWS_MAX_MEMORY_BYTES: String(256 * 2 ** 20), PYFLOWS_MAX_PREVIEW_BYTES: '4000' } },
    );
});

/** Programs that end Python. */
const deaths = {
    exit: 'import posix\n\n\ndef dying():\n    posix._exit(3)\n',
    ...(isLong && {
        abort: 'import ctypes\n\n\ndef dying():\n    ctypes.pythonapi.abort()\n',
        wild_pointer: 'import ctypes\n\n\ndef dying():\n    ctypes.string_at(0xFFFFFF00, 64)\n',
        // CPython does not look for room here.
        deep_hash: 'def dying():\n    a = ()\n    for _ in range(1_000_000):\n        a = (a,)\n    return hash(a)\n',
    }),
};

test('a kernel that ends is told once, and the next run has a new one', async () => {
    for (const [name, source] of Object.entries(deaths)) {
        await story(`death ${name}`, async stage => {
            await stage.call('open', flowOf(python('dying', source), one));
            await stage.pythonReady();
            const ends = await listen(stage);
            const running = stage.call('run', { only: 'dying' });
            assert.equal((await running).ended, 'stopped', name);
            assert.equal((await stage.call('run', { only: 'one' })).ended, 'ok', name);
            assert.deepEqual(await ends(), ['lost'], name);
            // Pyodide says on the console what it died of; an error of the page would be another.
            stage.problems = stage.problems.filter(text => !text.startsWith('console error: '));
        });
    }
});

/** As a person does with developer tools: finds the worker in its frame and ends it. No event tells anybody. */
async function endWorker(stage) {
    const frame = stage.product.childFrames().find(child => child.url() === 'about:srcdoc') ?? assert.fail('there is no frame of Python');
    const devtools = await stage.page.context().newCDPSession(frame);
    const { result } = await devtools.send('Runtime.evaluate', { expression: 'Worker.prototype' });
    const { objects } = await devtools.send('Runtime.queryObjects', { prototypeObjectId: result.objectId });
    const functionDeclaration = 'function () { for (const worker of this) worker.terminate(); return this.length; }';
    const ended = await devtools.send('Runtime.callFunctionOn', { objectId: objects.objectId, functionDeclaration, returnByValue: true });
    assert.equal(ended.result.value, 1);
    await devtools.detach();
}

test('a worker that developer tools end is noticed, busy as it was', async () => {
    await story('ended from outside', async stage => {
        await stage.call('open', flowOf(python('busy', 'def busy():\n    print("begun")\n    while True:\n        pass\n'), one));
        await stage.pythonReady();
        const ends = await listen(stage);
        const running = stage.call('run', { only: 'busy' });
        await stage.until('output', ['busy'], ({ stdout }) => stdout !== '');
        await endWorker(stage);
        assert.equal((await running).ended, 'stopped');
        assert.equal((await stage.call('run', { only: 'one' })).ended, 'ok');
        assert.deepEqual(await ends(), ['lost']);
        // What the browser says of an address that it has forgotten.
        stage.problems = stage.problems.filter(text => !/Not allowed to load local resource: blob:/.test(text));
    });
});

test('damaged files of Python are told, and fetched anew when a person asks for another start', async () => {
    await story('damaged', async (stage, { context }) => {
        const page = await context.newPage();
        let isDamaged = true;
        const name = readdirSync(join(site, 'pyodide')).find(name => /\.asm-\w+\.wasm$/.test(name));
        const damaged = readFileSync(join(site, 'pyodide', name)).fill(0, 100, 200_000);
        await page.route(`**/${name}`, route => (isDamaged ? route.fulfill({ contentType: 'application/wasm', body: damaged }) : route.continue()));
        await page.goto(stage.page.url());
        await page.waitForFunction(() => globalThis.pythonflows !== undefined, undefined, { timeout: 60_000 });
        const reason = await page.evaluate(() =>
            globalThis.pythonflows.pythonReady.then(
                () => 'ready',
                error => error.message,
            ),
        );
        assert.match(reason, /Python could not be started/);
        assert.equal(await page.evaluate(() => globalThis.pythonflows.state().then(({ kernel }) => kernel)), 'failed');
        isDamaged = false;
        await page.evaluate(() => globalThis.pythonflows.restart());
        await page.waitForFunction(
            () =>
                globalThis.pythonflows.pythonReady.then(
                    () => true,
                    () => false,
                ),
            undefined,
            { timeout: 120_000 },
        );
        await page.close();
    });
});
