// Titles in any script, and a flow that is still there after a reload.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';

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
        const before = await stage.call('flow');
        await stage.page.reload();
        await stage.ready();
        assert.deepEqual(await stage.call('flow'), before);
        await stage.pythonReady();
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
