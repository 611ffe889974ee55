// What nodes computed is there at the next visit: shown at once, without a run, and used by what runs then. What is damaged, cleared or from elsewhere is not.
import assert from 'node:assert/strict';
import test from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { story } from './harness.mjs';
import { untilKept } from './kept_flow.mjs';
import { damageSegment, storedSegments, untilStored } from './stored_results.mjs';

const python = (id, source) => ({ id, type: 'python', source });
const nodes = [
    python('read', 'def read():\n    print("reading")\n    with open("sales.csv") as file:\n        return [int(line) for line in file]\n'),
    python('large', 'def large(rows, times: int = 100_000):\n    return rows * times\n'),
    python('total', 'def total(rows):\n    return sum(rows)\n'),
    python('odd', 'class Odd:\n    pass\n\n\ndef odd():\n    return Odd()\n'),
];
const links = [
    { from: 'read.result', to: 'large.rows' },
    { from: 'large.result', to: 'total.rows' },
];
const flow = { format: 'pythonflows', version: 1, title: 'Kept', nodes, links };
const kept = ['large', 'read', 'total'];

async function runAll(stage, url) {
    await stage.call('open', flow);
    await stage.page.evaluate(() => globalThis.pythonflows.addFile('sales.csv', new TextEncoder().encode('1\n2\n3\n')));
    await stage.pythonReady();
    assert.equal((await stage.call('run', {})).ended, 'ok', url);
    // Known by the flow that is kept, too: a reload opens that.
    await untilKept(stage, ({ flow: { files } }) => files.some(({ name }) => name === 'sales.csv'));
    return untilStored(stage, kept.length);
}

async function reload(stage) {
    await stage.page.reload();
    await stage.ready();
}

async function okNodes(stage) {
    const states = await stage.states();
    return Object.keys(states)
        .filter(id => states[id] === 'ok')
        .sort();
}

const whatIsShown = async stage => JSON.parse(JSON.stringify({ total: await stage.call('preview', 'total'), rows: await stage.call('preview', 'large') }));

test('results outlive the page, also one that was killed; only what changed runs', async () => {
    await story('results kept', async (stage, { url }) => {
        await runAll(stage, url);
        const before = await whatIsShown(stage);
        assert.equal(before.total.text, '600000');

        await reload(stage);
        assert.deepEqual(await okNodes(stage), kept, 'shown before Python is there');
        assert.equal((await stage.call('output', 'read')).stdout, 'reading\n');
        assert.ok((await stage.coloursOf('node:total')) > 4);
        await stage.screenshot('results kept');
        assert.deepEqual((await stage.call('run', { upTo: kept })).ran, []);
        assert.deepEqual(await whatIsShown(stage), before);
        assert.deepEqual((await stage.call('run', {})).ran, ['odd'], 'what cannot be saved runs again');

        await stage.call('edit', { type: 'set_param', node: 'large', name: 'times', value: 2 });
        const { ran } = await stage.call('run', {});
        assert.deepEqual(ran, ['large', 'total'], 'read is taken from what was kept');
        assert.equal((await stage.call('preview', 'total')).text, '12');
        await untilStored(stage, kept.length + 2);

        await untilKept(stage, ({ flow: { nodes: now } }) => now.some(({ params }) => params?.times === 2));
        await stage.killAndReopen();
        assert.deepEqual(await okNodes(stage), kept);
        assert.equal((await stage.call('preview', 'total')).text, '12');

        // The same flow, opened as it was: its first results are still known.
        const { nodes: now } = await stage.call('flow');
        assert.equal(now.length, nodes.length);
        await stage.call('edit', { type: 'set_param', node: 'large', name: 'times', value: 100_000 });
        assert.deepEqual(await okNodes(stage), ['read'], 'another setting is another result');
    });
});

test('a damaged store costs a run, nothing else; cleared is cleared', async () => {
    await story('results damaged', async (stage, { url }) => {
        const segments = await runAll(stage, url);
        for (const { path, values } of segments) await damageSegment(stage, path, values);
        await reload(stage);
        assert.deepEqual(await okNodes(stage), kept, 'nobody has needed the values yet');
        await stage.call('edit', { type: 'set_source', node: 'total', source: 'def total(rows):\n    return sum(rows) + 1\n' });
        await stage.call('edit', { type: 'set_source', node: 'large', source: 'def large(rows):\n    return rows\n' });
        assert.equal((await stage.call('run', {})).ended, 'ok');
        assert.equal((await stage.call('preview', 'total')).text, '7', 'whatever had to run again has');

        await untilStored(stage, 1);
        for (const { path } of await storedSegments(stage)) await damageSegment(stage, path, [60], { cut: true });
        await untilKept(stage, ({ flow: { nodes: now } }) => now.some(({ source }) => source.includes('+ 1')));
        await reload(stage);
        assert.deepEqual(await okNodes(stage), [], 'a segment that was cut off holds nothing');
        assert.deepEqual(await storedSegments(stage), [], 'and is removed');

        assert.equal((await stage.call('run', {})).ended, 'ok');
        await untilStored(stage, kept.length);
        await stage.click('toolbar.settings');
        await stage.visibleWidget('settings.results');
        await stage.screenshot('settings results');
        await stage.page.locator('[data-widget="settings.results.clear"]').scrollIntoViewIfNeeded();
        await stage.click('settings.results.clear');
        await stage.click('clear.yes');
        const countSegments = () =>
            stage.product.evaluate(async () => {
                const root = await navigator.storage.getDirectory();
                let count = 0;
                for await (const [, build] of await root.getDirectoryHandle('kept-results')) {
                    for await (const [, folder] of build) for await (const [name] of folder) count += name.endsWith('.segment') ? 1 : 0;
                }
                return count;
            });
        for (const deadline = Date.now() + 60_000; (await countSegments()) > 0; ) assert.ok(Date.now() < deadline, 'results are still stored');
        await stage.click('dialog.close');
        await reload(stage);
        assert.deepEqual(await okNodes(stage), []);
    });
});

test('nothing is kept of a flow from elsewhere', async () => {
    const foreign = { ...flow, title: 'Foreign', nodes: nodes.slice(2, 3).map(node => ({ ...node, source: 'def total():\n    return 7\n' })), links: [] };
    const packed = deflateRawSync(JSON.stringify(foreign)).toString('base64url');
    await story(
        'results foreign',
        async stage => {
            await stage.pythonReady();
            assert.deepEqual((await stage.call('run', {})).ran, ['total']);
            // One's own flow afterwards, in the same browser: that is kept.
            await stage.call('open', { ...foreign, title: 'Own' });
            assert.deepEqual((await stage.call('run', { all: true })).ran, ['total']);
            const segments = await untilStored(stage, 1);
            assert.equal(new Set(segments.map(({ path }) => path.split('/')[2])).size, 1, 'of one flow only');
            await reload(stage);
            assert.deepEqual((await stage.call('flow')).title, 'Own');
        },
        { path: `/#flow=d1:${packed}` },
    );
});
