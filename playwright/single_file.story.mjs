// The whole product as one file, opened by a double click: it runs a flow, shows HTML, stops, and saving gives a file like it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { buildSingle, flowFile } from '../tools/build_single.mjs';
import { launch, Stage } from './harness.mjs';
import { rainCsv, rainFlow, wetDays } from './rain_flow.mjs';

/** The specification's, with a file that is too large for its text, HTML and a node without end. */
const flow = {
    ...rainFlow,
    nodes: [
        ...rainFlow.nodes,
        { id: 'rows', type: 'python', source: 'def rows(wet):\n    return open("large.csv").read().count(",")\n' },
        {
            id: 'rich',
            type: 'python',
            source: 'class Rich:\n    def _repr_html_(self):\n        return "<b>bold</b>"\n\n\ndef rich(rows):\n    return Rich()\n',
        },
        { id: 'endless', type: 'python', source: 'def endless():\n    while True:\n        pass\n' },
    ],
    links: [...rainFlow.links, { from: 'wet.result', to: 'rows.wet' }, { from: 'rows.result', to: 'rich.rows' }],
    view: { nodes: { ...rainFlow.view.nodes, rows: { x: 0, y: 220 }, rich: { x: 320, y: 220 }, endless: { x: 640, y: 220 } } },
};
const mode = { isIsolated: false, isFramed: false };

test('one file from file://: a flow with its data runs, HTML is shown, Stop works, and what is saved is such a file again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows one file '));
    const browser = await launch();
    try {
        const data = Buffer.from('a,b\n'.repeat(50_000));
        writeFileSync(join(folder, 'large.csv'), data);
        copyFileSync(rainCsv, join(folder, 'seattle-weather.csv'));
        const files = ['large.csv', 'seattle-weather.csv'].map(name => {
            const bytes = readFileSync(join(folder, name));
            return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
        });
        writeFileSync(join(folder, 'one.flow.json'), JSON.stringify({ ...flow, files }));
        const first = join(folder, 'pythonflows.html');
        await buildSingle({ out: first, flow: flowFile(join(folder, 'one.flow.json')) });
        const asked = [];
        browser.context.on('request', request => asked.push(request.url()));

        const stage = await Stage.open(browser.context, pathToFileURL(first).href, mode);
        await stage.pythonReady();
        assert.equal((await stage.call('flow')).title, 'Rain in Seattle');
        for (const upTo of ['plot', 'rich']) assert.equal((await stage.call('run', { upTo })).ended, 'ok');
        assert.equal((await stage.call('preview', 'wet')).total, wetDays());
        assert.equal((await stage.call('preview', 'plot')).spec.data.values.length, wetDays());
        assert.equal((await stage.call('preview', 'rows')).text, '50000');
        assert.equal((await stage.call('preview', 'rich')).html, '<b>bold</b>');
        const ended = stage.call('run', { only: 'endless' });
        await stage.until('state', [], ({ nodes }) => nodes.endless.state === 'running');
        await stage.click('toolbar.stop');
        assert.equal((await ended).ended, 'stopped');

        await stage.call('edit', { type: 'set_flow_title', title: 'Saved anew' });
        const download = stage.page.waitForEvent('download', { timeout: 60_000 });
        await stage.click('toolbar.save');
        const second = join(folder, 'second.html');
        const given = await download;
        assert.equal(given.suggestedFilename(), 'Saved anew.html');
        await given.saveAs(second);
        assert.ok(existsSync(second) && readFileSync(second).length > 1_000_000);
        // The chart goes along as it was drawn, for posters: the only picture of this flow.
        const [, packed] = /<script type="application\/octet-stream" data-flow>([^<]*)</.exec(readFileSync(second, 'latin1')) ?? [];
        assert.equal(
            new Set(
                Buffer.from(packed, 'base64')
                    .toString('latin1')
                    .match(/previews\/\d+\.png/g),
            ).size,
            1,
        );
        await stage.expectClean();

        await stage.page.close();
        const again = await Stage.open(browser.context, pathToFileURL(second).href, mode);
        await again.pythonReady();
        assert.equal((await again.call('flow')).title, 'Saved anew');
        assert.equal((await again.call('run', { upTo: 'rows' })).ended, 'ok');
        assert.equal((await again.call('preview', 'wet')).total, wetDays());
        assert.equal((await again.call('preview', 'rows')).text, '50000');
        await again.expectClean();
        assert.deepEqual(
            asked.filter(address => !/^(file|blob|data|about):/.test(address)),
            [],
        );
    } finally {
        await browser.close();
        rmSync(folder, { recursive: true, force: true });
    }
});
