// Titles in any script, and a flow that is still there after a reload.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';
import { untilKept } from './kept_flow.mjs';
import { untilStored } from './stored_results.mjs';

const flow = {
    format: 'pythonflows',
    version: 1,
    title: '売上の集計 📈',
    nodes: [
        {
            id: 'numbers',
            type: 'python',
            title: '数の一覧 😀',
            source: 'def numbers():\n    return [{"名前": "りんご", "個数": 3}, {"名前": "みかん", "個数": 5}]\n',
        },
        {
            id: 'total',
            type: 'python',
            title: '合計する',
            source: 'def total(rows, 列: str = "個数"):\n    """列の合計"""\n    print("合計を計算しています")\n    return sum(row[列] for row in rows)\n',
        },
    ],
    links: [{ from: 'numbers.result', to: 'total.rows' }],
    view: { nodes: { numbers: { x: 0, y: 0 }, total: { x: 340, y: 40 } } },
};

test('Japanese in titles, ports, values, output and errors', async () => {
    await story(
        'Japanese',
        async stage => {
            await stage.call('open', flow);
            await stage.pythonReady();
            assert.equal((await stage.call('run', {})).ended, 'ok');
            assert.equal((await stage.call('preview', 'total')).text, '8');
            assert.equal((await stage.call('output', 'total')).stdout, '合計を計算しています\n');
            assert.deepEqual(
                (await stage.call('preview', 'numbers')).columns.map(({ name }) => name),
                ['名前', '個数'],
            );
            await stage.click('node:total.title');
            await stage.frame();
            // the title is drawn in glyphs, not in boxes: two different titles give two different pictures
            assert.ok((await stage.coloursOf('node:total.title')) > 4);
            await stage.screenshot('Japanese');
            await stage.call('edit', { type: 'set_title', node: 'total', title: '全部の合計（税込）' });
            assert.equal((await stage.call('flow')).nodes[1].title, '全部の合計（税込）');
        },
        { path: '/?lang=ja', locale: 'ja-JP' },
    );
});

test('a reload brings the flow and its files back', async () => {
    await story('reload', async stage => {
        await stage.call('open', flow);
        await stage.page.evaluate(() => globalThis.pythonflows.addFile('note.txt', new TextEncoder().encode('残る')));
        await stage.call('edit', { type: 'set_title', node: 'numbers', title: '変えた題' });
        await stage.call('edit', { type: 'add_node', node: { id: 'broken', type: 'python', source: 'def broken():\n    return 1 / 0\n' }, x: 0, y: 600 });
        await stage.pythonReady();
        assert.equal((await stage.call('run', { only: 'broken' })).ended, 'failed');
        const before = await stage.call('flow');
        await stage.page.reload();
        await stage.ready();
        assert.deepEqual(await stage.call('flow'), before);
        // What the failed node said is told until it runs again.
        const error = stage.product.locator('[data-widget="inspector.error"]');
        await stage.click('outline.broken');
        await error.filter({ hasText: 'ZeroDivisionError' }).waitFor({ timeout: 60_000 });
        await stage.pythonReady();
        await stage.call('edit', { type: 'set_source', node: 'broken', source: 'def broken():\n    return 1\n' });
        await error.waitFor({ state: 'detached', timeout: 60_000 });
        await stage.call('edit', {
            type: 'add_node',
            node: { id: 'read', type: 'python', source: "def read():\n    return open('note.txt', encoding='utf-8').read()\n" },
            x: 0,
            y: 300,
        });
        assert.equal((await stage.call('run', { upTo: 'read' })).ended, 'ok');
        assert.equal((await stage.call('preview', 'read')).text, '残る');
    });
});

test('a flow over which another one was opened comes back with its results: by undo, and at the next visit', async () => {
    await story('earlier flow', async stage => {
        // What the page began with is no step of the person's.
        const beginning = await stage.call('flow');
        assert.equal((await stage.widget('toolbar.undo')).enabled, false);
        await stage.page.keyboard.press('Control+z');
        await stage.frame();
        assert.deepEqual(await stage.call('flow'), beginning);

        await stage.call('open', flow);
        await stage.call('edit', { type: 'set_title', node: 'numbers', title: '私の数' });
        await stage.pythonReady();
        assert.equal((await stage.call('run', {})).ended, 'ok');
        await untilStored(stage, 2);
        const own = await stage.call('flow');

        await stage.click('toolbar.new');
        await stage.until('flow', [], ({ nodes }) => nodes.length === 0);
        await stage.visibleWidget('toast.offer');
        await stage.page.keyboard.press('Control+z');
        await stage.until('flow', [], ({ nodes }) => nodes.length === 2);
        assert.deepEqual(await stage.call('flow'), own);
        assert.deepEqual(await stage.states(), { numbers: 'ok', total: 'ok' });
        assert.deepEqual((await stage.call('run', {})).ran, [], 'what was saved is true again');
        assert.equal((await stage.call('preview', 'total')).text, '8');

        await stage.click('toolbar.new');
        await stage.until('flow', [], ({ nodes }) => nodes.length === 0);
        await untilKept(stage, ({ flow: { nodes } }) => nodes.length === 0);
        await stage.page.reload();
        await stage.ready();
        assert.deepEqual((await stage.call('flow')).nodes, []);
        assert.equal((await stage.widget('toolbar.undo')).enabled, false);
        await stage.click('toast.offer');
        await stage.until('flow', [], ({ nodes }) => nodes.length === 2);
        assert.deepEqual(await stage.call('flow'), own);
        await stage.until('state', [], ({ nodes, dirty }) => dirty && nodes.numbers.state === 'ok' && nodes.total.state === 'ok');

        // Offered once; after that it stands in the menu.
        await stage.page.reload();
        await stage.ready();
        await stage.click('toolbar.new');
        await stage.until('flow', [], ({ nodes }) => nodes.length === 0);
        await stage.click('toolbar.more');
        await stage.click('earlier.0');
        await stage.until('flow', [], ({ nodes }) => nodes.length === 2);
        assert.deepEqual(await stage.call('flow'), own);
    });
});

test('keys of the canvas do nothing while something else, or nothing, has the focus', async () => {
    await story('no focus', async stage => {
        await stage.call('open', flow);
        await stage.click('node:numbers.title');
        await stage.page.evaluate(() => document.activeElement.blur());
        for (const key of ['m', 'Delete', 'b']) await stage.page.keyboard.press(key);
        await stage.frame();
        assert.deepEqual(
            (await stage.call('flow')).nodes.map(({ id, mode }) => [id, mode]),
            [
                ['numbers', undefined],
                ['total', undefined],
            ],
        );
        await stage.page.focus('#canvas');
        await stage.page.keyboard.press('m');
        await stage.until('state', [], ({ nodes }) => nodes.numbers.state === 'muted');

        // Who has gone on to another field before the chosen node is there stays in it.
        await stage.page.keyboard.press('Shift+A');
        await stage.visibleWidget('palette.search');
        await stage.page.keyboard.type('describe');
        await stage.visibleWidget('palette.core.describe');
        await stage.page.evaluate(() => {
            const find = (root, name) =>
                root.querySelector(`[data-widget="${name}"]`) ??
                [...root.querySelectorAll('*')].map(one => one.shadowRoot && find(one.shadowRoot, name)).find(Boolean);
            find(document, 'palette.search').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }));
            find(document, 'outline.filter').focus();
        });
        await stage.until('flow', [], ({ nodes }) => nodes.length === 3);
        await stage.frame();
        for (const key of ['d', 'Control+a', 'Delete']) await stage.page.keyboard.press(key);
        await stage.frame();
        assert.equal((await stage.call('flow')).nodes.length, 3);
    });
});
