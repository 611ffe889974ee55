// The specification's own story: read CSV -> filter -> plot -> variables -> change -> run again, with the real mouse, on real data, its numbers computed by CPython outside the page.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { story } from './harness.mjs';
import { rainCsv as csv, rainFlow as flow } from './rain_flow.mjs';

/** The rows that CPython finds, as [date, precipitation, temp_max, temp_min, wind, weather]. */
function expectedRows(threshold) {
    const code = `
import csv, json, sys
with open(sys.argv[1], encoding='utf-8', newline='') as file:
    rows = [row for row in csv.DictReader(file) if row['weather'] == 'rain' and float(row['precipitation']) >= float(sys.argv[2])]
print(json.dumps([[row['date'], *(float(row[name]) for name in ('precipitation', 'temp_max', 'temp_min', 'wind')), row['weather']] for row in rows]))
`;
    const ran = spawnSync('python3', ['-c', code, csv, String(threshold)], { encoding: 'utf8' });
    assert.equal(ran.status, 0, ran.stderr);
    return JSON.parse(ran.stdout);
}

function assertSameRows(page, expected) {
    const order = ['date', 'precipitation', 'temp_max', 'temp_min', 'wind', 'weather'].map(name => page.columns.findIndex(column => column.name === name));
    assert.ok(!order.includes(-1), JSON.stringify(page.columns));
    assert.equal(page.total, expected.length);
    assert.equal(page.rows.length, expected.length);
    for (const [index, row] of page.rows.entries()) {
        for (const [at, column] of order.entries()) {
            const [found, wanted] = [row[column], expected[index][at]];
            if (typeof wanted === 'number') assert.ok(Math.abs(found - wanted) <= 1e-12 * Math.abs(wanted), `row ${index}: ${found} is not ${wanted}`);
            else assert.equal(String(found).slice(0, String(wanted).length), wanted);
        }
    }
}

test('read CSV, filter, plot, look at the variables, change, run again', async () => {
    await story('specification', async stage => {
        const bytes = [...readFileSync(csv)];
        await stage.page.evaluate(data => globalThis.pythonflows.addFile('seattle-weather.csv', new Uint8Array(data)), bytes);
        await stage.call('open', flow);
        await stage.pythonReady();

        // opening is not running
        assert.deepEqual(await stage.states(), { read_csv: 'stale', wet: 'stale', plot: 'stale' });
        for (const { why } of Object.values((await stage.state()).nodes))
            assert.deepEqual(
                why.map(({ code }) => code),
                ['never_ran'],
            );

        await stage.click('toolbar.run');
        await stage.until('state', [], ({ nodes }) => Object.values(nodes).every(({ state }) => state === 'ok'));
        assertSameRows(await stage.call('preview', 'wet', 'result', { offset: 0, limit: 1000 }), expectedRows(10));
        const chart = await stage.call('preview', 'plot');
        assert.equal(chart.kind, 'chart');
        assert.equal(chart.spec.data.values.length, expectedRows(10).length);

        const variables = await stage.call('variables', { offset: 0, limit: 10, filter: '' });
        assert.deepEqual(variables.items.map(({ node, type }) => [node, type]).sort(), [
            ['plot', 'dict'],
            ['read_csv', 'list'],
            ['wet', 'list'],
        ]);

        await stage.click('node:plot.title');
        await stage.frame();
        await stage.screenshot('specification ran');
        for (const name of ['canvas', 'node:wet', 'node:plot']) assert.ok((await stage.coloursOf(name)) > 8, `${name} is blank`);

        // one change: only what depends on it is stale, each node says why, and only that runs
        await stage.call('edit', { type: 'set_param', node: 'wet', name: 'condition', value: 'weather == "rain" and precipitation >= 20' });
        const { nodes } = await stage.state();
        assert.deepEqual(Object.fromEntries(Object.entries(nodes).map(([id, { state }]) => [id, state])), { read_csv: 'ok', wet: 'stale', plot: 'stale' });
        assert.deepEqual(
            nodes.wet.why.map(({ code, name }) => [code, name]),
            [['setting', 'condition']],
        );
        assert.deepEqual(
            nodes.plot.why.map(({ code, name }) => [code, name]),
            [['input', 'wet']],
        );
        const ended = await stage.call('run', {});
        assert.equal(ended.ended, 'ok');
        assert.deepEqual(ended.ran, ['wet', 'plot']);
        assertSameRows(await stage.call('preview', 'wet', 'result', { offset: 0, limit: 1000 }), expectedRows(20));
        await stage.screenshot('specification ran again');

        // nothing is stale: nothing runs
        assert.deepEqual((await stage.call('run', {})).ran, []);
    });
});
