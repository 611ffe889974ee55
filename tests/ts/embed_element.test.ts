// The parts of <python-flow> that need no browser: what it reads of a flow's file, and which live flow makes room.
import assert from 'node:assert/strict';
import test from 'node:test';
import type { PythonFlowElement } from '../../static/embed/embed.d.ts';
import { flowIn, readSource, titleOf } from '../../static/embed/flow_source.ts';
import { kLive, kLiveInView, type LiveFlow, LiveFlows } from '../../static/embed/live_flows.ts';
import { isDarkColour } from '../../static/embed/colour.ts';
import { openArchive } from '../../static/embed/unzip.ts';
import { pack } from '../../static/host/archive/zip.ts';

const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Rain',
    nodes: [
        { id: 'read_csv', params: { path: 'a.csv', rows: 3 } },
        { id: 'wet', title: '雨の日' },
    ],
    links: [{ from: 'read_csv.result', to: 'wet.table' }, { from: 'gone.result', to: 'wet.x' }, 7],
    files: [{ name: 'a.csv' }, { name: 'inside.csv', data: 'eA==' }],
    view: { nodes: { wet: { x: 320, y: 'left' } }, frames: [{ title: 'All', x: 0, y: 0, width: 10, height: 10 }] },
};
const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

test('of a flow its nodes, wires and missing files are read, and what is odd is left out', () => {
    const read = flowIn(JSON.stringify(flow));
    assert.deepEqual(
        read.nodes.map(({ id, title, x, y, inputs, outputs }) => ({ id, title, x, y, inputs, outputs })),
        [
            { id: 'read_csv', title: '', x: 320, y: 400, inputs: [], outputs: ['result'] },
            { id: 'wet', title: '雨の日', x: 320, y: 0, inputs: ['table'], outputs: [] },
        ],
    );
    assert.deepEqual(read.nodes[0]?.settings, [
        ['path', 'a.csv'],
        ['rows', '3'],
    ]);
    assert.equal(read.links.length, 1);
    assert.deepEqual(read.files, ['a.csv']);
    assert.equal(read.frames[0]?.text, 'All');
    // A folded subflow is one box; what is between its nodes is not seen.
    const [first, second] = read.nodes;
    const frames = [{ title: 'Both', x: 7, y: 8, folded: true, subflow: true, nodes: [first?.id, second?.id] }];
    const folded = flowIn(JSON.stringify({ ...flow, view: { ...flow.view, frames } }));
    assert.equal(folded.nodes.length, read.nodes.length - 1);
    assert.deepEqual([folded.nodes.at(-1)?.title, folded.nodes.at(-1)?.x, folded.frames.length], ['Both', 7, 0]);
    for (const odd of ['{}', '{"nodes": 3, "links": {}, "view": [], "files": "x"}', '{"nodes": [null, 1, "x", {}]}']) assert.ok(flowIn(odd).nodes.length <= 1);
    assert.throws(() => flowIn('[]'));
});

test('a node without a title is called as in the editor: by its type, by its function, by its id', () => {
    const texts: Record<string, string> = { 'type.core.read_csv': 'CSVを読む' };
    const nodes = [
        { id: 'a', type: 'core.read_csv' },
        { id: 'b', type: 'core.read_csv', title: 'Rain' },
        { id: 'c', type: 'python', source: 'def helper():\n    pass\n\nasync def 雨(table):\n    def inner(): pass\n' },
        { id: 'd_1', type: 'elsewhere.node' },
    ];
    const { nodes: read } = flowIn(JSON.stringify({ nodes }));
    assert.deepEqual(
        read.map(node => titleOf(node, key => texts[key] ?? key)),
        ['CSVを読む', 'Rain', '雨', 'd_1'],
    );
});

test('nodes that the file gives no place stand as in the editor: columns from left to right, rows below what has a place', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e'].map(id => ({ id }));
    const links = [
        ['c.result', 'b.x'],
        ['a.result', 'c.x'],
        ['a.result', 'b.y'],
        ['a.result', 'd.x'],
    ].map(([from, to]) => ({ from, to }));
    const places = (file: object) => flowIn(JSON.stringify(file)).nodes.map(({ x, y }) => [x, y]);
    assert.deepEqual(places({ nodes, links }), [
        [0, 0],
        [560, 0],
        [280, 0],
        [280, 400],
        [0, 400],
    ]);
    assert.deepEqual(places({ nodes, links, view: { nodes: { a: { x: 40, y: 20 }, b: { x: 700, y: 100 } } } }), [
        [40, 20],
        [700, 100],
        [320, 500],
        [320, 900],
        [40, 500],
    ]);
    // A ring, which the page refuses, has a picture all the same.
    assert.equal(places({ nodes, links: [...links, { from: 'b.result', to: 'a.x' }] }).length, 5);
});

test('of an archive the looks of the last nodes come first, pictures with their bytes', async () => {
    const entries = new Map([
        ['flow.flow.json', bytes(JSON.stringify(flow))],
        [
            'results.json',
            bytes(
                JSON.stringify({
                    results: [
                        { node: 'read_csv', previews: { result: 'previews/0.json' } },
                        { node: 'wet', previews: { result: 'previews/1.json', other: 'previews/gone.json' } },
                    ],
                }),
            ),
        ],
        ['previews/0.json', bytes(JSON.stringify({ kind: 'text', text: 'x'.repeat(3000) }))],
        ['previews/1.json', bytes(JSON.stringify({ kind: 'image', mime: 'image/png', bytes: { $file: 'previews/2.png' } }))],
        ['previews/2.png', bytes('picture')],
    ]);
    const source = await readSource(await pack(entries));
    assert.equal(source.flow.title, 'Rain');
    assert.deepEqual(
        source.looks.map(({ node, look }) => [node, look.kind]),
        [
            ['wet', 'image'],
            ['read_csv', 'text'],
        ],
    );
    assert.equal(await source.looks[0]?.bytes?.text(), 'picture');
    assert.equal(source.looks[0]?.bytes?.type, 'image/png');
});

test('a damaged archive shows what is whole of it, and never throws', async () => {
    const whole = await pack(new Map([['flow.flow.json', bytes(JSON.stringify(flow))]]));
    const packed = new Uint8Array(await whole.arrayBuffer());
    for (let at = 0; at < packed.length; at += 3) {
        const damaged = packed.slice();
        damaged[at] = (damaged[at] ?? 0) ^ 0x55;
        const entry = await (await openArchive(new Blob([damaged])))('flow.flow.json');
        if (entry) assert.ok(entry.size <= JSON.stringify(flow).length * 2);
    }
    for (let size = 0; size < packed.length; size += 7) await (await openArchive(new Blob([packed.slice(0, size)])))('flow.flow.json');
});

/** A live flow of a test. */
class Flow implements LiveFlow {
    hasRested = false;
    isRunning = false;
    constructor(
        public isInView: boolean,
        readonly flows: LiveFlows,
        readonly hasCanvas = false,
    ) {}
    isBusy = () => Promise.resolve(this.isRunning);
    rest(): Promise<void> {
        this.hasRested = true;
        return Promise.resolve();
    }
}

test('beyond some live flows the one that was used longest ago and is out of view rests, unless it runs', async () => {
    const flows = new LiveFlows();
    const [first, second, third, fourth] = [false, false, true, true].map(isInView => new Flow(isInView, flows)) as [Flow, Flow, Flow, Flow];
    for (const flow of [first, second]) flows.enter(flow);
    flows.touch(first);
    flows.enter(third);
    await flows.look();
    assert.deepEqual(
        [first, second, third].map(({ hasRested }) => hasRested),
        [false, true, false],
    );
    first.isRunning = true;
    flows.enter(fourth);
    await flows.look();
    assert.equal(flows.count, kLive + 1);
    first.isRunning = false;
    await flows.look();
    assert.equal(first.hasRested, true);
    assert.equal(flows.count, kLive);
});

test('those in view stay until there are too many for the browser', async () => {
    const flows = new LiveFlows();
    const all = Array.from({ length: kLiveInView + 2 }, () => new Flow(true, flows));
    for (const flow of all) {
        flows.enter(flow);
        await flows.look();
    }
    assert.equal(flows.count, kLiveInView);
    assert.deepEqual(
        all.map(({ hasRested }) => hasRested),
        all.map((_, index) => index < 2),
    );
});

test('of those that draw with the graphics card two live, wherever they are', async () => {
    const flows = new LiveFlows();
    const all = [true, false, true, false, true].map(hasCanvas => new Flow(true, flows, hasCanvas));
    for (const flow of all) flows.enter(flow);
    await flows.look();
    assert.deepEqual(
        all.map(({ hasRested }) => hasRested),
        [true, false, false, false, false],
    );
});

test('a colour is dark, light or seen through', () => {
    assert.equal(isDarkColour('rgb(20, 20, 30)'), true);
    assert.equal(isDarkColour('rgb(255, 255, 240)'), false);
    assert.equal(isDarkColour('rgba(0, 0, 0, 0)'), undefined);
    assert.equal(isDarkColour('rgb(0 0 0 / 20%)'.replace('20%', '0.2')), undefined);
    assert.equal(isDarkColour('color(srgb 0.1 0.1 0.1)'), true);
    assert.equal(isDarkColour('oklch(0.9 0 0)'), undefined);
});

test('what a page hears of an element has its type', () => {
    // As docs/embedding writes it; the check of types is the test.
    const listen = (flow: PythonFlowElement) => {
        flow.addEventListener('state', ({ detail }) => detail.nodes);
        flow.addEventListener('error', ({ detail }) => detail.error.message);
        flow.addEventListener('click', event => event.clientX);
    };
    const heard: string[] = [];
    listen({ addEventListener: (name: string) => heard.push(name) } as unknown as PythonFlowElement);
    assert.deepEqual(heard, ['state', 'error', 'click']);
});
