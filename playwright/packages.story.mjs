// The specification's story once more with real pandas and matplotlib, from the site's own packages folder. Needs wheels for our Pyodide; without them it is skipped.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { story } from './harness.mjs';
import { rainCsv as csv } from './rain_flow.mjs';

const wheels = process.env.PYFLOWS_TEST_WHEELS;
const folder = process.env.PYFLOWS_TEST_SITE_WITH_PACKAGES;
const skip = wheels && folder ? false : 'no wheels of pandas and matplotlib here';

const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Rain with pandas',
    packages: ['pandas', 'matplotlib'],
    nodes: [
        { id: 'read_csv', type: 'data.read_csv', params: { path: 'seattle-weather.csv' } },
        { id: 'wet', type: 'data.query', params: { condition: 'precipitation >= 10' } },
        { id: 'by_weather', type: 'data.group_by', params: { by: 'weather', values: 'precipitation', aggregate: 'sum' } },
        { id: 'plot', type: 'data.plot', params: { kind: 'scatter', x: 'temp_max', y: 'precipitation' } },
    ],
    links: [
        { from: 'read_csv.result', to: 'wet.table' },
        { from: 'wet.result', to: 'by_weather.table' },
        { from: 'wet.result', to: 'plot.table' },
    ],
};

/** {rows, sums: {weather: precipitation}} of the days with at least `threshold` millimetres, by CPython. */
function expected(threshold) {
    const code = `
import collections, csv, json, math, sys
sums, rows = collections.defaultdict(list), 0
with open(sys.argv[1], encoding='utf-8', newline='') as file:
    for row in csv.DictReader(file):
        if float(row['precipitation']) >= float(sys.argv[2]):
            rows += 1
            sums[row['weather']].append(float(row['precipitation']))
print(json.dumps({'rows': rows, 'sums': {name: math.fsum(values) for name, values in sums.items()}}))
`;
    const ran = spawnSync('python3', ['-c', code, csv, String(threshold)], { encoding: 'utf8' });
    assert.equal(ran.status, 0, ran.stderr);
    return JSON.parse(ran.stdout);
}

async function assertShown(stage, threshold) {
    const { rows, sums } = expected(threshold);
    assert.equal((await stage.call('preview', 'wet')).total, rows);
    const table = await stage.call('preview', 'by_weather');
    const column = name => table.columns.findIndex(one => one.name === name);
    assert.ok(column('precipitation') >= 0, JSON.stringify(table.columns));
    const found = Object.fromEntries(table.rows.map(row => [row[column('weather')], row[column('precipitation')]]));
    assert.deepEqual(Object.keys(found).sort(), Object.keys(sums).sort());
    for (const [name, sum] of Object.entries(sums)) assert.ok(Math.abs(found[name] - sum) <= 1e-9 * sum, `${name}: ${found[name]} is not ${sum}`);
    const picture = await stage.page.evaluate(async () => {
        const { kind, mime, bytes } = await globalThis.pythonflows.preview('plot');
        return { kind, mime, start: [...bytes.slice(0, 4)] };
    });
    assert.deepEqual(picture, { kind: 'image', mime: 'image/png', start: [0x89, 0x50, 0x4e, 0x47] });
}

test('read CSV, query, group, plot with pandas and matplotlib, change, run again', { skip }, async () => {
    await story(
        'packages',
        async stage => {
            const bytes = [...readFileSync(csv)];
            await stage.page.evaluate(data => globalThis.pythonflows.addFile('seattle-weather.csv', new Uint8Array(data)), bytes);
            await stage.call('open', flow);
            await stage.pythonReady();
            const ran = await stage.call('run', {});
            assert.equal(ran.ended, 'ok', JSON.stringify(await stage.state()));
            await assertShown(stage, 10);
            const { items } = await stage.call('variables', { offset: 0, limit: 10, filter: '' });
            assert.deepEqual(
                items.map(({ node, type }) => [node, type]),
                [
                    ['read_csv', 'DataFrame'],
                    ['wet', 'DataFrame'],
                    ['by_weather', 'DataFrame'],
                    ['plot', 'bytes'],
                ],
            );
            await stage.click('node:plot.title');
            await stage.frame();
            await stage.screenshot('packages');
            await stage.call('edit', { type: 'set_param', node: 'wet', name: 'condition', value: 'precipitation >= 20' });
            assert.deepEqual((await stage.call('run', {})).ran.sort(), ['by_weather', 'plot', 'wet']);
            await assertShown(stage, 20);
        },
        { folder },
    );
});

test('a package that cannot be had is a sentence, not a hang', async () => {
    await story('missing package', async stage => {
        await stage.call('open', {
            ...flow,
            packages: [],
            nodes: [{ id: 'a', type: 'python', source: 'import not_a_package_at_all\n\n\ndef a():\n    return 1\n' }],
            links: [],
        });
        await stage.pythonReady();
        assert.equal((await stage.call('run', {})).ended, 'failed');
        const { error } = await stage.call('output', 'a');
        assert.match(error.message, /not_a_package_at_all/);
    });
});
