// The installed app: what the system hands it. Files that it is opened with, what another app shares with it, and pictures of flows that are dropped on it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { Stage, story } from './harness.mjs';
import { rainCsv, rainFlow } from './rain_flow.mjs';
import { serveForeignSite } from './servers.mjs';

const foreign = {
    format: 'pythonflows',
    version: 1,
    title: 'From elsewhere',
    nodes: [{ id: 'six', type: 'python', source: 'def six():\n    print("it ran")\n    return 6\n' }],
    links: [],
    view: { nodes: { six: { x: 0, y: 0 } } },
};
const hasRun = async stage => (await stage.call('runs')).length > 0;

test('files that the system opens with the app, and pictures of a flow that are dropped on it', async () => {
    await story('installed', async (stage, { context, url }) => {
        // Headless browsers have no file manager that launches them: the page's own consumer is called as the browser calls it, with handles of the browser's own.
        await context.addInitScript(() => {
            LaunchQueue.prototype.setConsumer = take => {
                globalThis.__launch = async files => {
                    const root = await navigator.storage.getDirectory();
                    const handles = [];
                    for (const { name, text } of files) {
                        const handle = await root.getFileHandle(name, { create: true });
                        const writable = await handle.createWritable();
                        await writable.write(text);
                        await writable.close();
                        handles.push(handle);
                    }
                    take({ files: handles });
                };
            };
        });
        await stage.goto(url);
        const launch = files => stage.page.evaluate(given => globalThis.__launch(given), files);
        await launch([
            { name: 'rain.flow.json', text: JSON.stringify(rainFlow) },
            { name: 'seattle-weather.csv', text: readFileSync(rainCsv, 'utf8') },
        ]);
        await stage.until('flow', [], flow => flow.title === 'Rain in Seattle' && flow.files?.length === 1);
        assert.equal((await stage.call('run', {})).ended, 'ok');
        await launch([{ name: 'steps.py', text: 'a = 6\nb = a * 7\nprint(b)\n' }]);
        await stage.until('flow', [], ({ nodes }) => nodes.some(({ source }) => source?.includes('a * 7')));

        // the pictures that the page gives open as the flow
        for (const kind of ['Svg', 'Png']) {
            await stage.call('open', { ...foreign, title: `As ${kind}` });
            const download = stage.page.waitForEvent('download', { timeout: 60_000 });
            await stage.click('toolbar.more');
            await stage.click(`menu.picture${kind}`);
            const file = await download;
            const bytes = [...readFileSync(await file.path())];
            await stage.call('open', { ...foreign, title: 'Another' });
            await stage.page.evaluate(
                ({ name, data }) => {
                    const transfer = new DataTransfer();
                    transfer.items.add(new File([new Uint8Array(data)], name));
                    const canvas = document.querySelector('#canvas');
                    canvas.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
                },
                { name: file.suggestedFilename(), data: bytes },
            );
            await stage.until('flow', [], flow => flow.title === `As ${kind}`);
        }
    });
});

test('what another app shares: a flow, data, a script, a link; all of it foreign, and nothing runs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows shared '));
    const forms = await serveForeignSite({ '/': '<!doctype html><title>Another app</title>' });
    try {
        await story('shared by an app', async (stage, { context, url }) => {
            await stage.page.evaluate(async () => void (await navigator.serviceWorker.ready));
            await stage.untilTrue(() => navigator.serviceWorker.controller !== null);
            /** The form that the system posts, from a page of another site. */
            const share = async ({ files = [], ...texts }, play) => {
                const page = await context.newPage();
                await page.goto(forms.url);
                await page.evaluate(
                    ([action, fields]) => {
                        const form = document.createElement('form');
                        Object.assign(form, { action, method: 'post', enctype: 'multipart/form-data' });
                        for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement('textarea'), { name, value }));
                        form.append(Object.assign(document.createElement('input'), { type: 'file', name: 'files', multiple: true }));
                        document.body.append(form);
                    },
                    [`${url}share`, texts],
                );
                const paths = files.map(([name, text]) => {
                    writeFileSync(join(folder, name), text);
                    return join(folder, name);
                });
                await page.setInputFiles('input', paths);
                const other = new Stage(page);
                await Promise.all([page.waitForURL(`${url}*`), page.evaluate(() => document.querySelector('form').submit())]);
                await other.ready();
                await play(other);
                assert.equal(await hasRun(other), false, 'it ran by itself');
                assert.deepEqual(other.problems, []);
                await page.close();
            };
            const csv = readFileSync(rainCsv, 'utf8');
            await share(
                {
                    title: 'Rain',
                    files: [
                        ['rain in 京都.flow.json', JSON.stringify(foreign)],
                        ['seattle-weather.csv', csv],
                    ],
                },
                async other => {
                    const flow = await other.until('flow', [], ({ files }) => files?.length === 1);
                    assert.equal(flow.title, 'From elsewhere');
                    assert.deepEqual([flow.files[0].name, flow.files[0].bytes], ['seattle-weather.csv', Buffer.byteLength(csv)]);
                    await other.visibleWidget('arrived.wants');
                    await other.pythonReady();
                    // A reload shows the same flow, though the worker has handed it over.
                    await other.page.reload();
                    await other.ready();
                    assert.equal((await other.call('flow')).title, 'From elsewhere');
                },
            );
            await share({ files: [['seattle-weather.csv', csv]] }, async other => {
                const { nodes } = await other.until('flow', [], ({ files }) => files?.length === 1);
                assert.deepEqual(nodes, []);
            });
            await share({ files: [['steps.py', 'a = 6\nb = a * 7\nprint(b)\n']] }, other =>
                other.until('flow', [], ({ nodes }) => nodes.some(({ source }) => source?.includes('a * 7'))),
            );
            const link = `${url}?theme=dark#flow=d1:${deflateRawSync(JSON.stringify(foreign)).toString('base64url')}`;
            await share({ text: `Look at this: ${link} (rain)` }, async other => assert.equal((await other.call('flow')).title, 'From elsewhere'));
            await share({ text: 'Nothing of ours' }, other => other.visibleWidget('opening'));
        });
    } finally {
        await forms.close();
        rmSync(folder, { recursive: true, force: true });
    }
});
