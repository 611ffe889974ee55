// The specification's flow leaves the page in every way there is and comes back: by a link, packed, as a script, as a notebook. Each gives what it gave where it was made.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test from 'node:test';
import { given, Stage, story } from './harness.mjs';
import { rainCsv, rainFlow, rainRuns, wetDays, wholeRainFlow } from './rain_flow.mjs';

const python = process.env.PYTHON ?? 'python3';

const drop = (stage, path) =>
    stage.page.evaluate(
        ({ name, data }) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(data)], name));
            document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
        },
        { name: basename(path), data: [...readFileSync(path)] },
    );

/** Statements of somebody who has never heard of flows. */
const theirs = {
    cells: [
        'import csv\nwith open("seattle-weather.csv", newline="") as file:\n    days = list(csv.DictReader(file))',
        'wet = [day for day in days if day["weather"] == "rain" and float(day["precipitation"]) >= 10]',
        'print(len(wet))',
    ].map((source, at) => ({ cell_type: 'code', id: `c${at}`, metadata: {}, execution_count: null, outputs: [], source })),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
};

test('the flow by a link, packed, as a script and as a notebook, and what came back of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows ways '));
    try {
        await story('ways', async (stage, { context, url }) => {
            await stage.call('open', wholeRainFlow);
            await stage.pythonReady();
            await rainRuns(stage);
            const saved = await stage.call('flow');

            const packed = await given(stage, 'pack', folder);
            assert.match(packed, /Rain in Seattle\.packed\.flow\.zip$/);
            const [script, notebook] = [await given(stage, 'exportPython', folder), await given(stage, 'exportNotebook', folder)];

            // the script where there is no PythonFlows, with the file beside it
            copyFileSync(rainCsv, join(folder, 'seattle-weather.csv'));
            const count =
                'import json, runpy, sys\nfound = {}\ndef watch(frame, event, _):\n    if event == "return" and frame.f_code.co_name == "main":\n        found.update(frame.f_locals)\nsys.setprofile(watch)\nrunpy.run_path(sys.argv[1], run_name="__main__")\nsys.setprofile(None)\nprint("\\n" + json.dumps(len(found["wet"])))\n';
            const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, PYTHONIOENCODING: 'utf-8' } };
            const ran = spawnSync(python, ['-c', count, script], options);
            assert.equal(ran.status, 0, ran.stderr);
            assert.equal(JSON.parse(ran.stdout.trim().split('\n').at(-1)), wetDays());
            // the notebook's cells, one after the other
            const cells = JSON.parse(readFileSync(notebook, 'utf8')).cells.filter(cell => cell.cell_type === 'code');
            // (Jupyter itself runs notebooks of ours in tests/python/test_notebook_out.py.)
            const code = `def display(*shown, **_more):\n    pass\n\n\n${cells.map(cell => [cell.source].flat().join('')).join('\n\n')}\nprint(len(wet))\n`;
            const notebookRan = spawnSync(python, ['-'], { ...options, input: code });
            assert.equal(notebookRan.status, 0, notebookRan.stderr);
            assert.equal(Number(notebookRan.stdout.trim().split('\n').at(-1)), wetDays());

            // what leaves comes back as it was
            for (const path of [script, notebook, packed]) {
                await stage.call('open', { ...rainFlow, title: 'Another', links: [], view: {} });
                await drop(stage, path);
                await stage.until('flow', [], ({ title }) => title === 'Rain in Seattle');
                assert.deepEqual(await stage.call('flow'), saved, path);
                await rainRuns(stage);
            }

            // somebody's notebook that does the same
            writeFileSync(join(folder, 'rain.ipynb'), JSON.stringify(theirs));
            await drop(stage, join(folder, 'rain.ipynb'));
            await stage.until('flow', [], ({ nodes }) => nodes.some(({ source }) => source?.includes('DictReader')));
            await stage.page.evaluate(data => globalThis.pythonflows.addFile('seattle-weather.csv', new Uint8Array(data)), [...readFileSync(rainCsv)]);
            assert.equal((await stage.call('run', {})).ended, 'ok');
            const { nodes } = await stage.call('flow');
            assert.equal((await stage.call('output', nodes.find(({ source }) => source?.includes('print')).id)).stdout, `${wetDays()}\n`);
            await drop(stage, packed);
            await stage.until('flow', [], ({ title }) => title === 'Rain in Seattle');

            // by a link, in the tab of somebody who has nothing of it
            await stage.click('toolbar.more');
            await stage.click('menu.copyLink');
            await stage.visibleWidget('share.link');
            const link = await stage.product.locator('[data-widget="share.link"]').inputValue();
            assert.ok(link.startsWith(`${url}#flow=d1:`), link.slice(0, 80));
            await stage.page.keyboard.press('Escape');
            const guest = await Stage.open(context, link);
            await guest.pythonReady();
            assert.deepEqual(await guest.states(), { read_csv: 'stale', wet: 'stale', plot: 'stale' });
            await rainRuns(guest);
            await guest.expectClean();
        });
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
});
