// Nothing is lost: versions of the flow and the way back, a full disk, a page that asks before a run is lost, and everything erased when somebody wants that.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { story } from './harness.mjs';
import { untilKept } from './kept_flow.mjs';

const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Sales',
    nodes: [
        { id: 'numbers', type: 'python', source: 'def numbers():\n    return [1, 2, 3]\n' },
        { id: 'total', type: 'python', source: 'def total(rows):\n    return sum(rows)\n' },
    ],
    links: [{ from: 'numbers.result', to: 'total.rows' }],
    view: { nodes: { numbers: { x: 0, y: 0 }, total: { x: 340, y: 40 } } },
};
const slow = { id: 'slow', type: 'python', source: 'import time\ndef slow():\n    time.sleep(600)\n' };

/** Of a node on the canvas at 100 %. */
const kNodeWidth = 208;

/** The text of a widget of the panels, once there is some that `accept`s. */
async function text(stage, widget, accept = () => true) {
    const place = stage.product.locator(`[data-widget="${widget}"]`).first();
    for (;;) {
        const found = await place.innerText({ timeout: 60_000 });
        if (accept(found)) return found;
        await stage.frame();
    }
}

async function openVersions(stage) {
    await stage.click('toolbar.more');
    await stage.click('menu.history');
    await stage.visibleWidget('dialog.history');
}

async function openSetting(stage, widget) {
    await stage.click('toolbar.settings');
    await stage.visibleWidget('dialog.settings');
    await stage.product.locator(`[data-widget="${widget}"]`).scrollIntoViewIfNeeded();
    await stage.click(widget);
}

/** What the browser itself says that this origin keeps. */
function keptByOrigin(stage) {
    return stage.product.evaluate(async () => {
        const folders = [];
        for await (const name of (await navigator.storage.getDirectory()).keys()) folders.push(name);
        return {
            databases: (await indexedDB.databases()).map(({ name }) => name),
            folders,
            caches: await caches.keys(),
            keys: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
            workers: (await navigator.serviceWorker.getRegistrations()).length,
        };
    });
}

test('versions, the way back, a full disk, a guarded run, and everything erased', async () => {
    await story('history', async (stage, { url }) => {
        await stage.call('open', flow);
        await stage.page.waitForFunction(() => document.title === 'Sales – PythonFlows', undefined, { timeout: 60_000 });
        await stage.call('edit', { type: 'set_source', node: 'total', source: 'def total(rows):\n    return 2 * sum(rows)\n' });
        await stage.page.waitForFunction(() => document.title.startsWith('● '), undefined, { timeout: 60_000 });
        await untilKept(stage, kept => kept.flow.nodes.some(({ source }) => source?.includes('2 * sum')));

        // A version with a name.
        await openVersions(stage);
        await stage.click('history.name');
        await stage.page.keyboard.type('doubled');
        await stage.page.keyboard.press('Enter');
        await text(stage, 'history.list', found => found.includes('doubled'));
        await stage.click('history.close');
        const doubled = await stage.call('flow');

        // What is different since then, and back to it.
        await stage.call('edit', { type: 'set_source', node: 'total', source: 'def total(rows):\n    return 3 * sum(rows)\n' });
        await stage.call('edit', { type: 'remove_nodes', nodes: ['numbers'] });
        const now = await stage.call('flow');
        await openVersions(stage);
        const list = await text(stage, 'history.list', found => found.includes('doubled'));
        assert.equal(list.split('doubled').length, 2, 'one has the name');
        assert.equal(await stage.product.locator('[data-widget="history.list"] li').count(), 2, 'the other is the flow as it was opened');
        await stage.click('history.version.0');
        const difference = await text(stage, 'history.difference', found => found.includes('numbers'));
        assert.match(difference, /-\s+return 2 \* sum\(rows\)/);
        assert.match(difference, /\+\s+return 3 \* sum\(rows\)/);
        assert.match(difference, /gone: numbers\.result → total\.rows/);
        await stage.screenshot('versions');
        await stage.product.locator('[data-widget="history.goBack"]').scrollIntoViewIfNeeded();
        await stage.click('history.goBack');
        await stage.until('flow', [], ({ nodes }) => nodes.length === 2);
        assert.deepEqual(await stage.call('flow'), doubled);
        await stage.call('undo');
        assert.deepEqual(await stage.call('flow'), now, 'undo brings back what was there');
        await stage.call('redo');

        // After a reload the history goes on, and has what was there before going back. What was selected is selected again, the flow is looked at where it was, and the status line says how large it is shown.
        await untilKept(stage, kept => kept.flow.nodes.length === 2);
        await stage.click('node:total.title');
        await stage.product.waitForFunction(() => sessionStorage['pythonflows.selection']?.includes('total'), undefined, { timeout: 60_000 });
        await stage.page.keyboard.press('0');
        await stage.page.mouse.wheel(0, -240);
        await stage.frame();
        const before = await stage.widget('node:total');
        await stage.page.reload();
        await stage.ready();
        await stage.visibleWidget('inspector.title');
        await stage.product.waitForFunction(x => Math.abs(globalThis.pythonflows.widget('node:total').x - x) < 2, before.x, { timeout: 60_000 });
        const after = await stage.widget('node:total');
        for (const side of ['x', 'y', 'width']) assert.ok(Math.abs(after[side] - before[side]) < 2, `${side}: ${after[side]} was ${before[side]}`);
        const zoom = after.width / kNodeWidth;
        await text(stage, 'status.zoom', shown => Math.abs(Number.parseInt(shown, 10) - 100 * zoom) < 1.5);
        await openVersions(stage);
        await stage.click('history.version.0');
        const other = stage.product.locator('[data-widget="history.other"]');
        await other.waitFor({ timeout: 60_000 });
        assert.equal(await other.locator('option').count(), 3, 'now, and two versions more');
        await stage.click('history.close');

        // No room: told in a sentence, with the way to a file.
        const devtools = await stage.page.context().newCDPSession(stage.page);
        const { origin } = new URL(url);
        await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
        // What room there was the browser remembers for half a minute, or until nobody has the database open.
        await stage.page.goto('about:blank');
        await stage.page.waitForTimeout(3_000);
        await stage.page.goto(url);
        await stage.ready();
        await stage.call('edit', { type: 'set_title', node: 'total', title: 'not kept' });
        await text(stage, 'toast.error', found => found.includes('no room left'));
        const [download] = await Promise.all([stage.page.waitForEvent('download', { timeout: 60_000 }), stage.click('toast.offer')]);
        assert.equal(JSON.parse(readFileSync(await download.path(), 'utf8')).nodes.find(({ id }) => id === 'total').title, 'not kept');
        await devtools.send('Storage.overrideQuotaForOrigin', { origin });
        await stage.call('edit', { type: 'set_title', node: 'total', title: 'kept again' });
        await untilKept(stage, kept => kept.flow.nodes.some(({ title }) => title === 'kept again'));

        // While a run is on the browser asks before it closes; afterwards it does not.
        await stage.pythonReady();
        await stage.call('edit', { type: 'add_node', node: slow, x: 0, y: 300 });
        await stage.click('toolbar.fit');
        void stage.call('run', { only: 'slow' });
        await stage.until('state', [], ({ nodes }) => nodes.slow.state === 'running');
        const asked = stage.page.waitForEvent('dialog', { timeout: 60_000 });
        await stage.page.close({ runBeforeUnload: true });
        const dialog = await asked;
        assert.equal(dialog.type(), 'beforeunload');
        await dialog.dismiss();
        await stage.call('stop');
        await stage.until('state', [], ({ nodes }) => nodes.slow.state !== 'running');

        // The browser is asked not to throw anything away only when a person wants that; what it answers is said.
        await stage.product.evaluate(() => {
            globalThis.__persist = { asked: 0, answer: false };
            StorageManager.prototype.persist = async () => {
                globalThis.__persist.asked += 1;
                return globalThis.__persist.answer;
            };
            StorageManager.prototype.persisted = async () => globalThis.__persist.asked > 0 && globalThis.__persist.answer;
        });
        await openSetting(stage, 'settings.offline');
        await stage.visibleWidget('offline.persist');
        assert.equal(await stage.product.evaluate(() => globalThis.__persist.asked), 0);
        await stage.click('offline.persist');
        await text(stage, 'offline.trouble', found => found !== '');
        await stage.product.evaluate(() => {
            globalThis.__persist.answer = true;
        });
        await stage.click('offline.persist');
        await stage.untilTrue(() => globalThis.__persist.asked === 2 && !globalThis.pythonflows.widget('offline.persist'));
        await stage.page.keyboard.press('Escape');

        // Everything is erased, and the browser itself says so too.
        await openSetting(stage, 'settings.erase');
        await stage.click('erase.yes');
        await text(stage, 'erase.proof', found => found.includes('found nothing'));
        assert.deepEqual(await keptByOrigin(stage), { databases: [], folders: [], caches: [], keys: [], workers: 0 });
        await Promise.all([stage.page.waitForEvent('load', { timeout: 60_000 }), stage.click('erase.reload')]);
        await stage.ready();
        assert.notEqual((await stage.call('flow')).title, 'Sales');
    });
});
