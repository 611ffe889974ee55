// A flow as an app (`?mode=view`): what its reader is told before anything runs, and can do about it.
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
