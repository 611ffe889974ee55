// The specification's flow: read a CSV file, keep the wet days, draw them.
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
