// What people stumble over: undo that reaches too far, a limit that is reached, an error in code that is not theirs, a run that does nothing, a focus that gets lost.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';

const flowOf = (nodes, links = []) => ({ format: 'pythonflows', version: 1, title: '', nodes, links });
const python = (id, source, more = {}) => ({ id, type: 'python', source, ...more });

/** The widget that has the focus, through shadow roots. */
const focusedWidget = stage =>
    stage.page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.dataset?.widget ?? element?.id ?? '';
    });

const untilFocused = async (stage, name) => {
    await stage.page.waitForFunction(
        wanted => {
            let element = document.activeElement;
            while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
            return (element?.dataset?.widget ?? element?.id) === wanted;
        },
        name,
        { timeout: 60_000 },
    );
};

/** Selects a node in the outline and waits until the inspector is about it. */
async function choose(stage, id) {
    await stage.click(`outline.${id}`);
    await stage.page.waitForFunction(
        wanted => {
            const inspector = document.querySelector('flow-inspector');
            return inspector?.shadowRoot?.querySelector('.kind code')?.textContent === wanted;
        },
        id,
        { timeout: 60_000 },
    );
}

const paramOf = (flow, id, name) => flow.nodes.find(node => node.id === id)?.params?.[name];

test('undo stays in the field; Escape takes back; the focus goes where the work goes on', async () => {
    await story('fields', async stage => {
        const source = id => `def ${id}(label: str = "old", n: int = 1):\n    return label\n`;
        await stage.call('open', flowOf([python('a', source('a')), python('b', source('b'))]));
        await choose(stage, 'a');
        await stage.click('inspector.param.label');
        await stage.page.keyboard.press('End');
        await stage.page.keyboard.type('er');
        await stage.until('flow', [], flow => paramOf(flow, 'a', 'label') === 'older');
        await choose(stage, 'b');
        await stage.click('inspector.param.label');
        await stage.page.keyboard.press('Control+z');
        await stage.page.keyboard.press('End');
        await stage.page.keyboard.type('est');
        await stage.until('flow', [], flow => paramOf(flow, 'b', 'label') === 'oldest');
        assert.equal(paramOf(await stage.call('flow'), 'a', 'label'), 'older', 'the field of the other node');
        await stage.page.keyboard.press('Control+z');
        await stage.until('flow', [], flow => [undefined, 'old'].includes(paramOf(flow, 'b', 'label')));
        await stage.page.keyboard.press('Control+Shift+z');
        await stage.until('flow', [], flow => paramOf(flow, 'b', 'label') === 'oldest');
        await stage.page.keyboard.press('Escape');
        await stage.until('flow', [], flow => [undefined, 'old'].includes(paramOf(flow, 'b', 'label')));

        // the editor of one node never writes into another
        await stage.visibleWidget('inspector.source', 60_000);
        await stage.click('inspector.source');
        await stage.page.keyboard.press('Control+End');
        await stage.page.keyboard.type('# of b\n');
        await choose(stage, 'a');
        await stage.visibleWidget('inspector.source', 60_000);
        await stage.click('inspector.source');
        await stage.page.keyboard.press('Control+z');
        await stage.page.keyboard.press('Control+End');
        await stage.page.keyboard.type('# of a\n');
        const { nodes } = await stage.until('flow', [], flow => flow.nodes[0].source.includes('# of a'));
        assert.equal(nodes[0].source.includes('# of b'), false);
        assert.ok(nodes[1].source.includes('# of b'));

        // a node added from the outline has the focus there
        await choose(stage, 'b');
        await stage.page.keyboard.press('Shift+F10');
        await untilFocused(stage, 'menu.runUpTo');
        await stage.page.keyboard.type('add');
        await untilFocused(stage, 'menu.addAfter');
        await stage.page.keyboard.press('Enter');
        await untilFocused(stage, 'palette.search');
        await stage.page.keyboard.type('describe');
        await stage.frame();
        await stage.page.keyboard.press('Enter');
        const added = (await stage.until('flow', [], flow => flow.nodes.length === 3)).nodes[2].id;
        await untilFocused(stage, `outline.${added}`);

        // a dialog gives the focus back
        await stage.click('toolbar.settings');
        await stage.page.keyboard.press('Escape');
        await untilFocused(stage, 'toolbar.settings');
        assert.equal(await focusedWidget(stage), 'toolbar.settings');

        // a long outline, scrolled down, then another flow: its rows stand at the top
        await stage.call('open', flowOf(Array.from({ length: 80 }, (_, index) => python(`n${index}`, `def n${index}():\n    return 1\n`))));
        await stage.visibleWidget('outline.n0');
        await stage.page.mouse.move(...Object.values(await stage.middleOf('outline.n3')));
        await stage.page.mouse.wheel(0, 1500);
        await stage.visibleWidget('outline.n60');
        await stage.click('toolbar.new');
        await stage.until('flow', [], flow => flow.nodes.length === 0);
        await stage.call('open', flowOf([python('one', source('one')), python('two', source('two'))]));
        const [one, two] = [await stage.visibleWidget('outline.one'), await stage.visibleWidget('outline.two')];
        assert.ok(two.y - one.y < 40 && one.y < 250, 'no holes');
    });
});

test('a limit, an error of the library and a run without work each say what to do', async () => {
    await story('ways on', async stage => {
        const slow = 'import time\n\ndef slow():\n    time.sleep(1.5)\n    return "done"\n';
        await stage.call(
            'open',
            flowOf(
                [
                    python('slow', slow, { limits: { time_sec: 0.3 } }),
                    { id: 'rows', type: 'core.table', params: { text: 'amount,region\n3,East\n1,West' } },
                    { id: 'sorted', type: 'core.sort_rows', params: { by: 'amuont' } },
                ],
                [{ from: 'rows.result', to: 'sorted.table' }],
            ),
        );
        await stage.pythonReady();
        assert.equal((await stage.call('run', { upTo: 'slow' })).ended, 'failed');
        const { error } = await stage.call('output', 'slow');
        assert.equal(error.kind, 'limit');
        assert.match(error.message, /0\.3 s/);
        await choose(stage, 'slow');
        await stage.click('inspector.untimed');
        await stage.until('state', [], state => state.nodes.slow.state === 'ok');

        // the limit in the inspector is an edit of the flow
        await stage.call('edit', { type: 'set_node_limits', node: 'slow', limits: { time_sec: 30, displays: 2 } });
        assert.deepEqual((await stage.call('flow')).nodes[0].limits, { time_sec: 30, displays: 2 });
        assert.equal((await stage.state()).nodes.slow.state, 'ok');

        assert.equal((await stage.call('run')).ended, 'failed');
        await choose(stage, 'sorted');
        await stage.click('inspector.setting');
        await untilFocused(stage, 'inspector.param.by');
        await stage.page.keyboard.press('Control+a');
        await stage.page.keyboard.type('amo');
        await stage.page.keyboard.press('ArrowDown');
        await stage.page.keyboard.press('Enter');
        await stage.until('flow', [], flow => paramOf(flow, 'sorted', 'by') === 'amount');
        assert.equal((await stage.call('run')).ended, 'ok');

        await stage.click('toolbar.run');
        await stage.visibleWidget('toast.info');
        await stage.screenshot('ways on');
    });
});
