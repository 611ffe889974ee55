// The kernel's Python in the real interpreter: Pyodide under Node, with the package copied into its file system. The conversation with pandas and
// matplotlib needs the wheels that tests use (PYFLOWS_TEST_WHEELS, or ../shared/wheels beside the repository) and is skipped without them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { hasWheels, library, root, startKernel } from './pyodide/kernel.mjs';

const started = startKernel();

test('announces itself with its versions', async () => {
    const { sent } = await started;
    assert.equal(sent[0].type, 'kernel_ready');
    assert.match(sent[0].python, /^3\.14\./);
});

test('reads, filters and draws with the standard library alone', async () => {
    const { kernel, run, preview } = await started;
    kernel.write_file('weather.csv', new Uint8Array(fs.readFileSync(path.join(root, 'node_modules/vega-datasets/data/seattle-weather.csv'))));
    const read = await run('read', library('core.read_csv'), {}, { path: 'weather.csv' }, { trusted: true });
    assert.equal(read.end.type, 'node_finished', JSON.stringify(read.end.error));
    assert.equal(read.end.outputs[0].shape, '1461 × 6');
    const filtered = await run('filtered', library('core.filter_rows'), { table: read.key }, { condition: "weather == 'snow'" }, { trusted: true });
    assert.equal(filtered.end.outputs[0].glimpse.total, 26);
    const chart = await run('chart', library('core.chart'), { table: filtered.key }, { kind: 'line' }, { trusted: true });
    assert.equal((await preview(chart.key)).preview.kind, 'chart');
    const page = (await preview(read.key, 'result', 1460, 10)).preview;
    assert.deepEqual(page.rows, [['2015-12-31', 0, 5.6, -2.1, 3.5, 'sun']]);
});

test("shows the user's own lines and Python 3.14's hints", async () => {
    const { run } = await started;
    const failed = (await run('faulty', 'import math\n\ndef f():\n    values = [1, 2]\n    return valuse\n')).end;
    assert.equal(failed.type, 'node_failed');
    assert.equal(failed.error.line, 5);
    assert.match(failed.error.traceback, /Did you mean: 'values'\?/);
    assert.match(failed.error.traceback, /File "faulty", line 5, in f\n {4}return valuse/);
    assert.doesNotMatch(failed.error.traceback, /pythonflows_kernel/);
});

test('awaits async nodes and cancels them on stop', async () => {
    const { kernel, run } = await started;
    const awaited = await run('awaited', 'import asyncio\nasync def f():\n    await asyncio.sleep(0.01)\n    return 5\n');
    assert.equal(awaited.end.type, 'node_finished');
    setTimeout(() => kernel.stop(), 20);
    const stopped = await run('endless', 'import asyncio\nasync def f():\n    await asyncio.sleep(3)\n');
    assert.equal(stopped.end.type, 'node_stopped');
    const exited = await run('exits', 'import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    raise SystemExit(3)\n');
    assert.equal(exited.end.type, 'node_failed');
});

test('survives hostile reprs and endless recursion', async () => {
    const { run } = await started;
    const hostile = await run('hostile', 'class A:\n    def __repr__(self):\n        while True: pass\ndef f():\n    return A()\n');
    assert.match(hostile.end.outputs[0].summary, /takes too long/);
    const deep = await run('deep', 'def g(n):\n    return g(n + 1)\ndef f():\n    return g(0)\n');
    assert.equal(deep.end.error.type, 'RecursionError');
});

test('what would end Python without a word is refused', async () => {
    const { run } = await started;
    for (const call of ['os._exit(0)', 'os.abort()']) {
        const ended = (await run('ends', `import os\ndef f():\n    ${call}\n`)).end;
        assert.deepEqual([ended.type, ended.error.line], ['node_failed', 3]);
    }
    const deep = (await run('deep', 'import sys\ndef g(n):\n    return g(n + 1)\ndef f():\n    sys.setrecursionlimit(10**7)\n    return g(0)\n')).end;
    assert.equal(deep.error.type, 'RecursionError');
    assert.equal((await run('after', 'import sys\ndef f():\n    return sys.getrecursionlimit()\n')).end.outputs[0].summary, '1000');
});

test('pandas and matplotlib', { skip: hasWheels ? false : 'no wheels for tests' }, async t => {
    const { run, preview, sent, say } = await started;
    const ok = async (...args) => {
        const ran = await run(...args);
        assert.equal(ran.end.type, 'node_finished', JSON.stringify(ran.end.error));
        return ran;
    };
    const weather = await ok('weather', library('data.read_csv'), {}, { path: 'weather.csv', dates: 'date' }, { trusted: true, packages: ['pandas'] });
    assert.ok(weather.messages.some(message => message.type === 'packages_changed'));

    await t.test('a frame is a table', async () => {
        assert.equal(weather.end.outputs[0].shape, '1461 × 6');
        const page = (await preview(weather.key, 'result', 1459, 5)).preview;
        assert.deepEqual(
            page.columns.map(column => column.type),
            ['datetime', 'float', 'float', 'float', 'float', 'text'],
        );
        assert.deepEqual(page.rows.at(-1), ['2015-12-31T00:00:00', 0, 5.6, -2.1, 3.5, 'sun']);
    });

    await t.test('query, group, merge and plot', async () => {
        const wet = await ok(
            'wet',
            library('data.query'),
            { table: weather.key },
            { condition: "precipitation > 0 and weather == 'snow'" },
            { packages: ['pandas'] },
        );
        assert.equal(wet.end.outputs[0].glimpse.total, 26);
        const mean = await ok('mean', library('data.group_by'), { table: weather.key }, { by: 'weather', values: 'precipitation' }, { trusted: true });
        const rows = (await preview(mean.key)).preview.rows;
        const snow = fs
            .readFileSync(path.join(root, 'node_modules/vega-datasets/data/seattle-weather.csv'), 'utf8')
            .trim()
            .split('\n')
            .slice(1)
            .map(line => line.split(','))
            .filter(cells => cells[5].trim() === 'snow');
        const expected = snow.reduce((sum, cells) => sum + Number(cells[1]), 0) / snow.length;
        assert.ok(Math.abs(rows.find(row => row[0] === 'snow')[1] - expected) < 1e-9);
        const merged = await ok('merged', library('data.merge'), { left: wet.key, right: mean.key }, { on: 'weather' }, { trusted: true });
        assert.equal(merged.end.outputs[0].shape, '26 × 7');
        for (const kind of ['line', 'bar', 'scatter', 'hist', 'box', 'area']) {
            const plot = await ok(
                'plot',
                library('data.plot'),
                { table: wet.key },
                { kind, y: kind === 'area' ? 'precipitation' : '', title: kind },
                { trusted: true },
            );
            assert.deepEqual([plot.end.outputs[0].glimpse.kind, plot.end.outputs[0].shape], ['image', '640 × 400']);
        }
        const back = await ok('back', library('data.to_rows'), { frame: mean.key }, {}, { trusted: true });
        assert.equal(back.end.outputs[0].type, 'list');
        const again = await ok('again', library('data.to_frame'), { table: back.key }, { index: 'weather' }, { trusted: true });
        assert.equal((await preview(again.key)).preview.columns[0].name, 'weather');
    });

    await t.test('nodes get copies of frames and arrays', async () => {
        const frame = await ok(
            'frame',
            "import pandas as pd, numpy as np\n@outputs('frame', 'array')\ndef f():\n    return pd.DataFrame({'a': [1, 2]}), np.arange(3)\n",
        );
        const spoiled = await run(
            'spoil',
            "def f(frame, array):\n    frame['a'] = 9\n    array[:] = 9\n",
            {},
            {},
            {
                inputs: [
                    { port: 'frame', variadic: false, keys: [{ key: frame.key, port: 'frame' }] },
                    { port: 'array', variadic: false, keys: [{ key: frame.key, port: 'array' }] },
                ],
            },
        );
        assert.equal(spoiled.end.type, 'node_finished');
        assert.deepEqual((await preview(frame.key, 'frame')).preview.rows, [[1], [2]]);
        assert.deepEqual((await preview(frame.key, 'array')).preview, {
            kind: 'table',
            columns: [{ name: 'value', type: 'int' }],
            rows: [[0], [1], [2]],
            offset: 0,
            total: 3,
            width: 1,
        });
    });

    await t.test('every kind of column', async () => {
        const source = `import pandas as pd, numpy as np, datetime
def f():
    return pd.DataFrame({
        "i": [1, 2], "f": [1.5, np.nan], "inf": [np.inf, -np.inf], "b": [True, False], "s": ["x", None], "t": pd.to_datetime(["2026-01-02 03:04:05.123456789", None]),
        "d": pd.to_timedelta(["1 days 02:00:00", None]), "c": pd.Categorical(["p", "q"]), "I": pd.array([2**60, None], dtype="Int64"), "B": pd.array([True, None], dtype="boolean"),
        "S": pd.array(["y", None], dtype="string"), "o": [[1, 2], {"k": 1}], "date": [datetime.date(2026, 1, 2), None], "by": [b"ab", b""], "z": pd.to_datetime(["2026-01-02", None]).tz_localize("UTC"),
    }, index=pd.Index(["r1", "r2"], name="row"))
`;
        const made = await ok('kinds', source);
        const page = (await preview(made.key)).preview;
        assert.deepEqual(Object.fromEntries(page.columns.map(column => [column.name, column.type])), {
            row: 'text',
            i: 'int',
            f: 'float',
            inf: 'float',
            b: 'bool',
            s: 'text',
            t: 'datetime',
            d: 'duration',
            c: 'text',
            I: 'int',
            B: 'bool',
            S: 'text',
            o: 'object',
            date: 'date',
            by: 'bytes',
            z: 'datetime',
        });
        assert.deepEqual(page.rows[0], [
            'r1',
            1,
            1.5,
            'inf',
            true,
            'x',
            '2026-01-02T03:04:05.123456789',
            'P1DT2H0M0S',
            'p',
            '1152921504606846976',
            true,
            'y',
            '[1, 2]',
            '2026-01-02',
            "b'ab'",
            '2026-01-02T00:00:00+00:00',
        ]);
        assert.deepEqual(page.rows[1].slice(2), [null, '-inf', false, null, null, null, 'q', null, null, null, "{'k': 1}", null, "b''", null]);
    });

    await t.test('series, arrays and grouped frames', async () => {
        const source = `import pandas as pd, numpy as np
@outputs("series", "grouped", "matrix", "cube", "structured", "scalar", "wide")
def f():
    frame = pd.DataFrame({"g": ["a", "a", "b"], "h": [1, 2, 2], "v": [1.0, 2.0, 3.0]})
    wide = frame.pivot_table(index="g", columns="h", values=["v"])
    return frame["v"], frame.groupby(["g", "h"]).sum(), np.arange(6.0).reshape(2, 3), np.zeros((2, 2, 2)), np.array([(1, "x")], dtype=[("n", int), ("s", "U3")]), np.float64(1.5), wide
`;
        const made = await ok('shapes', source);
        assert.deepEqual((await preview(made.key, 'series')).preview.columns, [{ name: 'v', type: 'float' }]);
        assert.deepEqual((await preview(made.key, 'grouped')).preview.rows, [
            ['a', 1, 1],
            ['a', 2, 2],
            ['b', 2, 3],
        ]);
        assert.deepEqual((await preview(made.key, 'matrix')).preview.rows, [
            [0, 1, 2],
            [3, 4, 5],
        ]);
        assert.equal((await preview(made.key, 'cube')).preview.kind, 'text');
        assert.deepEqual((await preview(made.key, 'structured')).preview.rows, [[1, 'x']]);
        assert.deepEqual(
            (await preview(made.key, 'wide')).preview.columns.map(column => column.name),
            ['g', 'v / 1', 'v / 2'],
        );
        assert.deepEqual(
            made.end.outputs.map(output => output.shape),
            ['3 × 1', '3 × 3', '2 × 3', '2 × 2 × 2', '1', '', '2 × 3'],
        );
    });

    await t.test('plt.show displays, figures are pictures, nothing leaks', async () => {
        const shown = await ok(
            'shown',
            'import matplotlib.pyplot as plt\ndef f():\n    plt.plot([1, 2])\n    plt.show()\n    figure, axes = plt.subplots()\n    axes.plot([3, 1])\n    return figure\n',
        );
        assert.equal(shown.messages.filter(message => message.type === 'node_displayed').length, 1);
        const picture = await preview(shown.key, 'display:0');
        assert.equal(picture.preview.kind, 'image');
        assert.deepEqual([...picture.buffers[picture.preview.bytes.$buffer].slice(1, 4)], [0x50, 0x4e, 0x47]);
        assert.equal(shown.end.outputs[0].glimpse.kind, 'image');
        const axes = await ok('axes', 'import matplotlib.pyplot as plt\ndef f():\n    print(plt.get_fignums())\n    return plt.gca()\n');
        assert.equal(axes.messages.find(message => message.type === 'node_printed').text, '[]\n');
        assert.equal(axes.end.outputs[0].glimpse.kind, 'image');
        const pillow = await ok('pillow', "from PIL import Image\ndef f(): return Image.new('RGB', (8, 4))\n");
        assert.equal(pillow.end.outputs[0].shape, '8 × 4');
    });

    await t.test("numpy's random numbers start from the node's id", async () => {
        const source = 'import numpy as np\ndef f(): return float(np.random.rand())\n';
        const [one, two, other] = [await ok('a', source), await ok('a', source), await ok('b', source)];
        assert.equal(one.end.outputs[0].summary, two.end.outputs[0].summary);
        assert.notEqual(one.end.outputs[0].summary, other.end.outputs[0].summary);
    });

    await t.test("an error inside pandas shows the user's line only", async () => {
        const failed = await run('wrong', "def f(frame):\n    x = 1\n    return frame['gone']\n", { frame: weather.key });
        assert.deepEqual([failed.end.error.type, failed.end.error.message, failed.end.error.line], ['KeyError', 'gone', 3]);
        assert.doesNotMatch(failed.end.error.traceback, /site-packages/);
        await say({ type: 'drop_values', keys: [weather.key] });
        assert.equal(sent.at(-1).type, 'node_failed');
    });
});

test('the Python tests of the kernel and the library pass in this interpreter too', async () => {
    const { pyodide } = await started;
    const report = pyodide.runPython(`
import io, os, sys, unittest
sys.path.insert(0, "/tests/python")
os.chdir("/tests/python")
stream = io.StringIO()
runner = unittest.TextTestRunner(stream, verbosity=2)
result = runner.run(unittest.defaultTestLoader.discover("/tests/python"))
os.chdir("/home/pyodide/flow")
f"{result.testsRun} {len(result.failures) + len(result.errors)}\\n" + stream.getvalue()
`);
    assert.match(report, /^[1-9]\d* 0\n/, report.slice(-12000));
});
