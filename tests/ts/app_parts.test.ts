// Which settings and results a flow shows as an app.
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Widget } from '../../runtime/protocol/messages.gen.ts';
import type { DetailedNode } from '../../static/panels/known_nodes.ts';
import { appParts } from '../../static/panels/app_parts.ts';

const port = (name: string, links: string[] = []) => ({ name, links }) as unknown as DetailedNode['inputs'][number];
const node = (id: string, inputs: DetailedNode['inputs'], outputs: DetailedNode['outputs']) => ({ id, title: id, inputs, outputs }) as unknown as DetailedNode;
const nodes = [
    node('read', [], [port('result', ['split.table'])]),
    node('split', [port('table', ['read.result'])], [port('train', ['plot.table']), port('test')]),
    node('plot', [port('table', ['split.train'])], [port('result')]),
    node('alone', [], []),
];
const settings: Record<string, string[]> = { read: ['path', 'part'], split: ['share'], plot: ['kind'], alone: [] };
const widgetsOf = (id: string) => (settings[id] ?? []).map(name => ({ name, isLinked: name === 'part' }) as unknown as Widget);

const told = (app: unknown) => {
    const { inputs, outputs, runsOnChange } = appParts(app, nodes, widgetsOf);
    return [
        inputs.map(({ node: { id }, names }) => `${id}: ${names}`).join('; '),
        outputs.map(({ node: { id }, ports }) => `${id}: ${ports}`).join('; '),
        runsOnChange,
    ];
};

test('without a word in the file: what begins the flow and what ends it', () => {
    for (const nothing of [undefined, null, 3, 'x', [], {}, { inputs: 'read.path' }]) assert.deepEqual(told(nothing), ['read: path', 'plot: result', false]);
});

test('as the file says it, in its order, a node alone for all of it', () => {
    const app = { inputs: ['plot.kind', 'read.path'], outputs: ['split.test', 'plot', 'split'], run: 'change' };
    assert.deepEqual(told(app), ['plot: kind; read: path', 'split: test; plot: result; split: train,test', true]);
    assert.deepEqual(told({ inputs: [], outputs: ['split.test', 'split.train', 'split.test'] }), ['', 'split: test,train', false]);
});

test('what is not there is left out, a setting that is a port now as well', () => {
    assert.deepEqual(told({ inputs: ['read.part', 'gone.x', 'read.', '.path', 7, null, 'read.nothing'], outputs: ['gone', {}] }), ['', '', false]);
});
