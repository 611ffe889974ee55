// A flow saved with its results inside shows them elsewhere before Python is there, as the author's; a run there takes their place, an edit takes them away.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { launch, Stage, story } from './harness.mjs';

const python = (id, source) => ({ id, type: 'python', source });
const chart = `def chart(rows):
    print("drawing", len(rows), "bars")
    data = {"values": [{"x": row["n"], "y": row["n"] ** 2} for row in rows]}
    return {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "data": data, "mark": "bar",
            "encoding": {"x": {"field": "x", "type": "ordinal"}, "y": {"field": "y", "type": "quantitative"}}}
`;
const picture = `import struct, zlib


class Dots:
    def _repr_png_(self):
        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        lines = b"".join(b"\\0" + bytes([200, 40, 40] * 30) for _ in range(20))
        return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 30, 20, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def picture():
    display(Dots())
    return 7
`;
const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'With results',
    nodes: [
        python('rows', 'def rows(count: int = 300):\n    return [{"n": n, "名": f"row {n}"} for n in range(count)]\n'),
        python('few', 'def few(rows):\n    return rows[:12]\n'),
        python('chart', chart),
        python('picture', picture),
        python('rich', 'class Rich:\n    def _repr_html_(self):\n        return "<b>bold</b>"\n\n\ndef rich():\n    return Rich()\n'),
        python('broken', 'def broken():\n    return 1 / 0\n'),
    ],
    links: [
        { from: 'rows.result', to: 'few.rows' },
        { from: 'few.result', to: 'chart.rows' },
    ],
    view: {
        nodes: {
            rows: { x: 0, y: 0 },
            few: { x: 320, y: 0 },
            chart: { x: 640, y: 0 },
            picture: { x: 320, y: 420 },
            rich: { x: 640, y: 420 },
            broken: { x: 0, y: 420 },
        },
    },
};
const fromAuthor = { rows: 'author', few: 'author', chart: 'author', picture: 'author', rich: 'author', broken: 'stale' };

/** The file that the person gets. */
async function savedFile(stage, folder) {
    const downloading = stage.page.waitForEvent('download', { timeout: 60_000 });
    await stage.click('toolbar.more');
    await stage.click('menu.saveWithResults');
    const download = await downloading;
    assert.equal(download.suggestedFilename(), 'With results.flow.zip');
    const path = join(folder, 'saved.flow.zip');
    await download.saveAs(path);
    return path;
}

/** As a person opens a file. */
async function openFile(stage, path) {
    const choosing = stage.page.waitForEvent('filechooser', { timeout: 60_000 });
    await stage.click('toolbar.open');
    await (await choosing).setFiles(path);
}

test('results travel in the file: seen before Python is there, computed by a run, gone with an edit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows-saved-'));
    let path = '';
    await story('saved with results', async (stage, { url }) => {
        await stage.call('open', flow);
        await stage.pythonReady();
        assert.equal((await stage.call('run', {})).ended, 'failed');
        path = await savedFile(stage, folder);
        assert.equal((await stage.state()).dirty, false);

        // Somebody else, where Python cannot be loaded.
        const other = await launch();
        try {
            let isPythonHere = false;
            await other.context.route('**/pyodide/**', async route => (isPythonHere ? route.continue() : route.abort()));
            const elsewhere = await Stage.open(other.context, url);
            await openFile(elsewhere, path);
            await elsewhere.until('state', [], ({ nodes }) => nodes.chart?.state === 'author');
            assert.deepEqual(await elsewhere.states(), fromAuthor);
            const { nodes } = await elsewhere.state();
            assert.deepEqual(
                nodes.rows.why.map(({ code, text }) => [code, text]),
                [['never_ran', 'What is shown came with the flow. It has not run here.']],
            );
            const page = await elsewhere.call('preview', 'rows', 'result', { offset: 198, limit: 50 });
            assert.deepEqual(
                [page.rows, page.total, page.all],
                [
                    [
                        [198, 'row 198'],
                        [199, 'row 199'],
                    ],
                    200,
                    300,
                ],
            );
            assert.equal((await elsewhere.call('preview', 'chart')).kind, 'chart');
            assert.equal((await elsewhere.call('output', 'chart')).stdout, 'drawing 12 bars\n');
            const displayed = await elsewhere.product.evaluate(async () => {
                const [{ kind, mime, width, bytes }] = (await globalThis.pythonflows.output('picture')).displays;
                return [kind, mime, width, bytes[1]];
            });
            assert.deepEqual(displayed, ['image', 'image/png', 30, 0x50]);
            await elsewhere.click('node:few.title');
            await elsewhere.visibleWidget('preview.author');
            await elsewhere.visibleWidget('preview.table');
            assert.ok((await elsewhere.coloursOf('node:chart')) > 4);
            await elsewhere.screenshot('saved with results, without Python');

            // What is no such file opens nothing and says why.
            const damaged = join(folder, 'damaged.flow.zip');
            const bytes = readFileSync(path);
            writeFileSync(damaged, bytes.fill(0x2a, 60, 90));
            await openFile(elsewhere, damaged);
            await elsewhere.page
                .getByText(/^damaged\.flow\.zip: This (file is damaged|is no zip file)/)
                .first()
                .waitFor({ state: 'attached', timeout: 60_000 });
            assert.deepEqual(await elsewhere.states(), fromAuthor);

            // A program hands in the bytes.
            const base64 = readFileSync(path).toString('base64');
            await elsewhere.product.evaluate(text => globalThis.pythonflows.open(Uint8Array.from(atob(text), character => character.charCodeAt(0))), base64);
            assert.deepEqual(await elsewhere.states(), fromAuthor);

            // Embedded: the site serves the file beside its page.
            await other.context.route('**/flows/saved.flow.zip', route => route.fulfill({ path }));
            const embedded = await Stage.open(other.context, `${url}?src=flows/saved.flow.zip&mode=view`);
            assert.deepEqual(await embedded.states(), fromAuthor);
            assert.deepEqual(await embedded.product.evaluate(() => globalThis.__violations), []);
            // On a phone nothing is wider than the page, also what was drawn wider before.
            await embedded.visibleWidget('preview.chart');
            await embedded.page.setViewportSize({ width: 390, height: 844 });
            await embedded.frame();
            const cards = await embedded.page.locator('flow-app section').all();
            for (const card of cards) assert.ok((await card.evaluate(element => element.getBoundingClientRect().right)) <= 390);
            await embedded.page.close();

            // A poster shows them with nothing but its own script: the chart as it was drawn.
            const poster = await other.context.newPage();
            await poster.route(`${url}poster.html`, route =>
                route.fulfill({
                    contentType: 'text/html',
                    body: '<!doctype html><script src="embed.js"></script><python-flow src="flows/saved.flow.zip" height="900"></python-flow>',
                }),
            );
            await poster.goto(`${url}poster.html`);
            const picture = poster.locator('python-flow figure', { hasText: 'chart' }).locator('img');
            await picture.waitFor({ timeout: 60_000 });
            assert.ok((await picture.evaluate(element => element.decode().then(() => element.naturalWidth))) >= 500);
            assert.equal(await poster.locator('python-flow figure table').count(), 2);
            const rich = poster.locator('python-flow figure', { hasText: 'rich' });
            assert.equal(await rich.locator('p').textContent(), 'HTML, which is shown when the flow is started.');
            assert.equal(await poster.locator('python-flow figure b').count(), 0, 'HTML of somebody in the page itself');
            mkdirSync('playwright/results', { recursive: true });
            await poster.screenshot({ path: 'playwright/results/poster with results.png', fullPage: true });
            await poster.close();

            // The next visit of the same browser still has them; now with Python.
            isPythonHere = true;
            await elsewhere.page.reload();
            await elsewhere.ready();
            assert.deepEqual(await elsewhere.states(), fromAuthor);
            await elsewhere.pythonReady();
            assert.deepEqual(await elsewhere.states(), fromAuthor, 'nothing runs by itself');
            assert.deepEqual((await elsewhere.call('run', { upTo: 'few' })).ran, ['rows', 'few']);
            assert.deepEqual(await elsewhere.states(), { ...fromAuthor, rows: 'ok', few: 'ok' });
            assert.equal((await elsewhere.call('preview', 'rows', 'result', { offset: 298, limit: 50 })).rows.length, 2);
            await elsewhere.call('edit', { type: 'set_param', node: 'rows', name: 'count', value: 5 });
            assert.deepEqual(await elsewhere.states(), { ...fromAuthor, rows: 'stale', few: 'stale', chart: 'stale' });
            assert.equal(await elsewhere.call('preview', 'chart'), null);
            await elsewhere.call('undo');
            assert.deepEqual(await elsewhere.states(), { ...fromAuthor, rows: 'ok', few: 'ok' });
        } finally {
            await other.close();
            rmSync(folder, { recursive: true, force: true });
        }
    });
});
