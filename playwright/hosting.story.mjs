// The ways in which the page can be hosted: in each of them the flow runs, HTML of Python is shown, and a run that would never end is stopped.
import assert from 'node:assert/strict';
import test from 'node:test';
import { hostingModes } from './hosting_modes.mjs';
import { story } from './harness.mjs';
import { rainRuns, wholeRainFlow } from './rain_flow.mjs';

const python = (id, source) => ({ id, type: 'python', source });
/** The specification's, and what shows HTML and has no end. */
const flow = {
    ...wholeRainFlow,
    title: 'Hosting',
    nodes: [
        ...wholeRainFlow.nodes,
        python('rows', 'def rows():\n    return [{"n": n} for n in range(5)]\n'),
        python('total', 'def total(rows):\n    return sum(row["n"] for row in rows)\n'),
        python('rich', 'class Rich:\n    def _repr_html_(self):\n        return "<b>bold</b>"\n\n\ndef rich():\n    return Rich()\n'),
        python('endless', 'def endless():\n    while True:\n        pass\n'),
    ],
    links: [...wholeRainFlow.links, { from: 'rows.result', to: 'total.rows' }],
    view: {
        nodes: { ...wholeRainFlow.view.nodes, rows: { x: 0, y: 240 }, total: { x: 320, y: 240 }, rich: { x: 640, y: 240 }, endless: { x: 0, y: 460 } },
    },
};

/** Runs, looks, stops what would never end, runs again; by the mouse where a person would. */
async function play(stage) {
    await stage.call('open', flow);
    await stage.pythonReady();
    await rainRuns(stage);
    assert.equal((await stage.call('run', { upTo: ['total', 'rich'] })).ended, 'ok');
    assert.equal((await stage.call('preview', 'total')).text, '10');
    assert.equal((await stage.call('preview', 'rich')).html, '<b>bold</b>');

    const ended = stage.call('run', { only: 'endless' });
    await stage.until('state', [], ({ nodes }) => nodes.endless.state === 'running');
    await stage.click('toolbar.stop');
    assert.equal((await ended).ended, 'stopped');
    assert.equal((await stage.states()).endless, 'stopped');

    await stage.call('edit', { type: 'set_source', node: 'total', source: 'def total(rows):\n    return max(row["n"] for row in rows)\n' });
    await stage.click('node:total.title');
    await stage.visibleWidget('inspector.source');
    await stage.page.keyboard.press('Shift+Enter');
    await stage.until('state', [], ({ nodes }) => nodes.total.state === 'ok');
    assert.equal((await stage.call('preview', 'total')).text, '4');
}

for (const [mode, { isIsolated }] of Object.entries(hostingModes)) {
    test(`${mode}: the flow runs and is stopped ${isIsolated ? 'softly' : 'by a new kernel'}`, async () => {
        await story(
            `hosted by ${mode}`,
            async (stage, { host }) => {
                const loads = host?.requests.filter(path => path === 'index.html').length ?? 1;
                assert.equal(loads, mode === 'service_worker' ? 2 : 1, 'the page is loaded once, and once more only to be isolated');
                await play(stage);
            },
            { mode },
        );
    });
}

test('the service worker keeps the site: a second visit asks for no file again, and needs no host at all', async () => {
    await story(
        'second visit',
        async (stage, { host }) => {
            await stage.pythonReady();
            await stage.call('open', flow);
            await stage.siteKept();
            const before = host.requests.length;
            await stage.page.reload();
            await stage.ready();
            await stage.pythonReady();
            await stage.product.waitForFunction(() => navigator.serviceWorker.controller);
            const small = ['config.json', 'index.html', 'manifest.webmanifest', 'service_worker.js'];
            assert.deepEqual(
                host.requests.slice(before).filter(path => !small.includes(path) && !path.startsWith('icons/')),
                [],
            );

            host.isDown = true;
            await stage.page.reload();
            await stage.ready();
            await stage.pythonReady();
            assert.equal((await stage.call('run', { upTo: 'total' })).ended, 'ok');
            // The browser says that nobody answered, for the page and for what the worker leaves to the network (the manifest); nothing else went wrong.
            assert.deepEqual(
                stage.problems.splice(0).filter(text => !/net::ERR_/.test(text)),
                [],
            );
        },
        { mode: 'service_worker' },
    );
});
