// A flow that an address names: what its reader is told where it cannot be opened, or lacks a file, and can do about it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { story } from './harness.mjs';
import { rainCsv, rainFlow, wetDays } from './rain_flow.mjs';

const csv = readFileSync(rainCsv, 'utf8');

/** Opens the flow as an app; of the files beside it there is none. */
async function openApp(stage, url, flow) {
    await stage.page.route(`${url}away.flow.json`, route => route.fulfill({ contentType: 'application/json', body: JSON.stringify(flow) }));
    await stage.goto(`${url}?src=away.flow.json&mode=view`);
}

const missing = 'flow-app [data-widget^="inspector.missing."]';

test('a data file that is not there is named at the form, and another one is taken there', async () => {
    await story('app without its file', async (stage, { url }) => {
        await openApp(stage, url, rainFlow);
        const sentence = stage.page.locator(missing);
        assert.match(await sentence.textContent(), /seattle-weather\.csv is not here/);
        const chooser = stage.page.waitForEvent('filechooser');
        await stage.page.locator('flow-app flow-file-field button').click();
        await (await chooser).setFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
        await sentence.waitFor({ state: 'detached' });
        assert.equal((await stage.call('flow')).nodes.find(({ id }) => id === 'read_csv').params.path, 'mine.csv');
        await stage.pythonReady();
        await stage.click('app.run');
        await stage.until('state', [], ({ nodes: states }) => states.plot.state === 'ok');
        assert.equal((await stage.call('preview', 'wet', 'result', { limit: 1 })).total, wetDays());
    });
});

test('a file that the flow lists without its bytes is named too, and can be dropped on the form', async () => {
    await story('app with a file that stayed behind', async (stage, { url }) => {
        const files = [{ name: 'seattle-weather.csv', bytes: 1, sha256: 'a'.repeat(64) }];
        await openApp(stage, url, { ...rainFlow, files });
        const sentence = stage.page.locator(missing);
        assert.match(await sentence.textContent(), /seattle-weather\.csv is not here/);
        const dropped = await stage.page.evaluateHandle(text => {
            const carried = new DataTransfer();
            carried.items.add(new File([text], 'seattle-weather.csv'));
            return carried;
        }, csv);
        await stage.page.locator('flow-app flow-file-field select').dispatchEvent('drop', { dataTransfer: dropped });
        await sentence.waitFor({ state: 'detached' });
        assert.deepEqual(
            (await stage.call('files')).map(({ name }) => name),
            ['seattle-weather.csv'],
        );
        // The browser's own word on the file that was looked for beside the flow.
        assert.match(stage.problems.splice(0).join('\n'), /^console error: Failed to load resource: .* 404 .*$/);
        assert.equal((await stage.call('flow')).nodes.find(({ id }) => id === 'read_csv').params.path, 'seattle-weather.csv');
    });
});

test('who reads an app is not told of runs that had nothing to do, nor where files could be dropped', async () => {
    await story('app without asides', async (stage, { url }) => {
        const flow = {
            format: 'pythonflows',
            version: 1,
            title: 'One',
            nodes: [{ id: 'one', type: 'python', source: 'def one():\n    return 1\n' }],
            links: [],
        };
        await openApp(stage, url, flow);
        await stage.pythonReady();
        assert.deepEqual((await stage.call('run', {})).ran, ['one']);
        assert.deepEqual((await stage.call('run', {})).ran, []);
        const said = stage.page.locator('flow-toasts [data-widget="spoken"]', { hasText: 'Nothing to run' });
        await said.waitFor({ state: 'attached' });
        assert.equal(await stage.page.locator('flow-toasts .toast').count(), 0, 'over what is read');
        // Whoever pressed Run has an answer.
        await stage.click('app.run');
        await stage.page.locator('flow-app header', { hasText: 'Nothing to run' }).waitFor();

        const isMarked = await stage.page.evaluate(() => {
            const carried = new DataTransfer();
            carried.items.add(new File(['a'], 'a.csv'));
            for (const type of ['dragenter', 'dragover'])
                document
                    .querySelector('flow-app')
                    .dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true, composed: true }));
            return document.querySelector('#app').hasAttribute('data-dropping');
        });
        assert.equal(isMarked, false);
    });
});

test('a flow that is not there is no other flow: only why, and another try', async () => {
    await story(
        'no flow at the address',
        async (stage, { url }) => {
            let isThere = false;
            await stage.page.route(`${url}late_*.flow.json`, route =>
                isThere ? route.fulfill({ body: JSON.stringify(rainFlow) }) : route.fulfill({ status: 404 }),
            );
            // The editor comes late: everything else of the page is there, also what keeps flows.
            await stage.page.route('**/wasm/editor-*.wasm', async route => {
                const response = await route.fetch();
                await stage.untilTrue(() => navigator.locks.query().then(({ held }) => held.length > 0));
                await route.fulfill({ response });
            });
            for (const mode of ['edit', 'view']) {
                isThere = false;
                await stage.goto(`${url}?src=late_${mode}.flow.json&mode=${mode}`);
                const screen = stage.page.locator('[data-widget="opening"]');
                assert.match(await screen.innerText(), /late_\w+\.flow\.json could not be fetched/);
                assert.deepEqual((await stage.call('flow')).nodes, []);
                await assert.rejects(stage.call('run'), /could not be fetched/, 'to have run nothing of it would be no success');
                assert.equal(await screen.locator('[data-widget="opening.without"]').count(), mode === 'edit' ? 1 : 0);
                if (mode === 'edit') await stage.pythonReady(); // by then an edit would have been kept
                isThere = true;
                const loaded = stage.page.waitForEvent('load');
                await screen.locator('[data-widget="opening.again"]').click();
                await loaded;
                await stage.ready();
                assert.equal((await stage.call('flow')).title, rainFlow.title);
                assert.equal(await screen.count(), 0);
            }
            await stage.goto(`${url}?src=https://elsewhere.example/a.flow.json`);
            await stage.page.locator('[data-widget="opening"]', { hasText: 'elsewhere.example' }).waitFor();
            await stage.page.locator('[data-widget="opening.without"]').click();
            await stage.click('toolbar.add');
            await stage.visibleWidget('palette.search');
            stage.problems = stage.problems.filter(text => !/404/.test(text));
        },
        { serviceWorkers: 'block' },
    ); // what it fetches passes by the route
});

test('on a phone Run leads to the results below the form, and each of several results says its name', async () => {
    await story('app on a phone', async (stage, { url }) => {
        await stage.page.setViewportSize({ width: 390, height: 420 });
        const settings = Array.from({ length: 8 }, (_, index) => `s${index}: int = 1`).join(', ');
        const nodes = [
            { id: 'parts', type: 'python', source: `@outputs("least", "most")\ndef parts(${settings}):\n    return 3, 9\n` },
            { id: 'one', type: 'python', source: 'def one():\n    return 1\n' },
        ];
        const view = { app: { inputs: ['parts'], outputs: ['parts.most', 'parts.least', 'one'] } };
        await openApp(stage, url, { format: 'pythonflows', version: 1, nodes, links: [], view });
        await stage.pythonReady();
        await stage.click('app.run');
        await stage.until('state', [], ({ nodes: states }) => states.one.state === 'ok');
        const parts = stage.page.locator('[data-widget="app.output.parts"]');
        await parts.locator('pre', { hasText: '9' }).waitFor();
        assert.deepEqual(await parts.locator('h4').allTextContents(), ['most', 'least']);
        assert.equal(await stage.page.locator('[data-widget="app.output.one"] h4').count(), 0, 'one result is its node');
        const { y } = await parts.boundingBox();
        assert.ok(y > 0 && y < 200, `the results begin at ${y}`);
        await stage.screenshot('app on a phone');
    });
});

test('a flow that is dropped without its file says so until the file is here', async () => {
    await story('dropped without its file', async stage => {
        const drop = async (name, text) => {
            const dropped = await stage.page.evaluateHandle(
                ([title, content]) => {
                    const carried = new DataTransfer();
                    carried.items.add(new File([content], title));
                    return carried;
                },
                [name, text],
            );
            await stage.page.dispatchEvent('#canvas', 'drop', { dataTransfer: dropped });
        };
        await drop('rain.flow.json', JSON.stringify({ ...rainFlow, files: [{ name: 'seattle-weather.csv' }] }));
        const sentence = stage.page.getByText('These files of the flow are not here: seattle-weather.csv.');
        await sentence.first().waitFor({ timeout: 60_000 });
        await stage.visibleWidget('toast.error');
        assert.equal((await stage.call('flow')).title, rainFlow.title);
        await drop('seattle-weather.csv', csv);
        await stage.page.waitForFunction(() => globalThis.pythonflows.widget('toast.error') === null, undefined, { timeout: 60_000 });
    });
});
