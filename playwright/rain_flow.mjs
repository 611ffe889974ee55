// The specification's flow: read a CSV file, keep the wet days, draw them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where its file lies. */
export const rainCsv = fileURLToPath(new URL('../node_modules/vega-datasets/data/seattle-weather.csv', import.meta.url));

export const rainFlow = {
    format: 'pythonflows',
    version: 1,
    title: 'Rain in Seattle',
    nodes: [
        { id: 'read_csv', type: 'core.read_csv', params: { path: 'seattle-weather.csv' } },
        { id: 'wet', type: 'core.filter_rows', title: '雨の日', params: { condition: 'weather == "rain" and precipitation >= 10' } },
        { id: 'plot', type: 'core.chart', params: { kind: 'scatter', x: 'date', y: 'precipitation' } },
    ],
    links: [
        { from: 'read_csv.result', to: 'wet.table' },
        { from: 'wet.result', to: 'plot.table' },
    ],
    view: { nodes: { read_csv: { x: 0, y: 0 }, wet: { x: 320, y: 0 }, plot: { x: 640, y: 0 } } },
};

const csv = readFileSync(rainCsv);
/** The same with its file inside, as it is saved. */
export const wholeRainFlow = {
    ...rainFlow,
    files: [{ name: 'seattle-weather.csv', bytes: csv.length, sha256: createHash('sha256').update(csv).digest('hex'), data: csv.toString('base64') }],
};

/** How many days the flow keeps, counted outside of it. */
export function wetDays(atLeast = 10) {
    const [head, ...lines] = csv
        .toString()
        .trimEnd()
        .split(/\r?\n/)
        .map(line => line.split(','));
    const [rain, weather] = ['precipitation', 'weather'].map(name => head.indexOf(name));
    return lines.filter(cells => cells[weather] === 'rain' && Number(cells[rain]) >= atLeast).length;
}

/** Runs the whole of it in the page and looks at what it gives. */
export async function rainRuns(stage) {
    assert.equal((await stage.call('run', { upTo: 'plot' })).ended, 'ok');
    assert.equal((await stage.call('preview', 'wet')).total, wetDays());
    assert.equal((await stage.call('preview', 'plot')).spec.data.values.length, wetDays());
}
