// Several flows side by side: each with its own undo steps and results; both are there after a reload, and one that is closed unsaved is found again.
import assert from 'node:assert/strict';
import test from 'node:test';
import { findings, loadAxe } from './axe.mjs';
import { story } from './harness.mjs';
import { untilKept } from './kept_flow.mjs';

const first = {
    format: 'pythonflows',
    version: 1,
    title: 'First',
    nodes: [
        { id: 'numbers', type: 'python', source: 'def numbers():\n    return [1, 2, 3]\n' },
        { id: 'total', type: 'python', source: 'def total(rows, factor: int = 1):\n    return factor * sum(rows)\n' },
    ],
    links: [{ from: 'numbers.result', to: 'total.rows' }],
    view: { nodes: { numbers: { x: 0, y: 0 }, total: { x: 340, y: 40 } } },
};

/** The strip's tabs as a screen reader has them. */
const tabs = stage =>
    stage.product.evaluate(() =>
        [...(document.querySelector('flow-tabs-strip:not([hidden])')?.shadowRoot.querySelectorAll('[role=tab]') ?? [])].map(
            tab => `${tab.getAttribute('aria-label')}${tab.ariaSelected === 'true' ? ' <' : ''}`,
        ),
    );

async function untilTabs(stage, wanted) {
    for (const deadline = Date.now() + 60_000; ; ) {
        const there = await tabs(stage);
        if (JSON.stringify(there) === JSON.stringify(wanted)) return;
        if (Date.now() > deadline) assert.deepEqual(there, wanted);
        await stage.frame();
    }
}

const titled = (stage, title) => stage.until('flow', [], flow => flow.title === title);
const settled = stage => stage.until('state', [], ({ nodes, run }) => !run && Object.values(nodes).every(({ state }) => state === 'ok'));
const focusCanvas = stage => stage.product.evaluate(() => document.querySelector('#canvas').focus());

test('two flows in tabs: edited, copied between, loaded anew with their results, closed unsaved and found again', async () => {
    await story('tabs', async stage => {
        await stage.call('open', first);
        await stage.pythonReady();
        await stage.call('run');
        await settled(stage);
        assert.deepEqual(await tabs(stage), [], 'one flow has no tabs');
        await stage.call('edit', { type: 'set_flow_title', title: 'First, mine' });

        // A second one, with a copy of the first one's nodes.
        await focusCanvas(stage);
        await stage.page.keyboard.press('Control+a');
        await stage.page.waitForFunction(
            () => document.querySelector('flow-outline').shadowRoot.querySelectorAll('[aria-selected=true]').length === 2,
            undefined,
            {
                timeout: 60_000,
            },
        );
        await stage.page.keyboard.press('Control+c');
        await stage.click('toolbar.more');
        await stage.click('menu.newTab');
        await untilTabs(stage, ['First, mine, changed since it was saved', 'Untitled flow <']);
        await focusCanvas(stage);
        await stage.page.keyboard.press('Control+v');
        await stage.until('state', [], ({ nodes }) => Object.keys(nodes).length === 2);
        await stage.call('edit', { type: 'set_flow_title', title: 'Second' });
        await stage.call('edit', { type: 'set_param', node: 'total', name: 'factor', value: 10 });
        await stage.call('run');
        await settled(stage);
        await loadAxe(stage);
        assert.deepEqual(await findings(stage, { within: ['flow-tabs-strip'] }), []);

        // A run keeps its flow open; nothing is mixed.
        await stage.call('edit', {
            type: 'add_node',
            node: { id: 'slow', type: 'python', source: 'import time\ndef slow():\n    time.sleep(600)\n' },
            x: 0,
            y: 300,
        });
        const running = stage.call('run', { only: 'slow' }).catch(() => undefined);
        await stage.until('state', [], ({ nodes }) => nodes.slow.state === 'running');
        await stage.click('flowtab.0');
        await stage.visibleWidget('toast.error');
        await untilTabs(stage, ['First, mine, changed since it was saved', 'Second, changed since it was saved <']);
        await stage.call('stop');
        await running;
        await stage.call('edit', { type: 'remove_nodes', nodes: ['slow'] });

        // The tabs change places: by the mouse, by the keys.
        const [left, right] = ['First, mine, changed since it was saved', 'Second, changed since it was saved <'];
        const [from, to] = [await stage.middleOf('flowtab.1'), await stage.middleOf('flowtab.0')];
        await stage.drag(from, { x: to.x - 20, y: to.y });
        await untilTabs(stage, [right, left]);
        await focusCanvas(stage);
        await stage.page.keyboard.press('Control+Shift+PageDown');
        await untilTabs(stage, [left, right]);

        // By a finger: one that moves at once scrolls the strip, one that rests takes hold of the tab.
        const devtools = await stage.page.context().newCDPSession(stage.page);
        const touch = (type, ...touchPoints) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
        const goal = { x: to.x - 20, y: to.y };
        await touch('touchStart', from);
        await touch('touchMove', goal);
        await touch('touchEnd');
        await stage.frame();
        assert.deepEqual(await tabs(stage), [left, right]);
        await touch('touchStart', from);
        await stage.page.waitForFunction(() => document.querySelector('flow-tabs-strip').shadowRoot.querySelector('[data-dragged]') !== null, undefined, {
            timeout: 60_000,
        });
        await touch('touchMove', { x: (from.x + goal.x) / 2, y: goal.y });
        await touch('touchMove', goal);
        await touch('touchEnd');
        await untilTabs(stage, [right, left]);
        await focusCanvas(stage);
        await stage.page.keyboard.press('Control+Shift+PageDown');
        await untilTabs(stage, [left, right]);

        // Back to the first: its results and its own undo steps.
        await focusCanvas(stage);
        await stage.page.keyboard.press('Shift+PageUp');
        await titled(stage, 'First, mine');
        await settled(stage);
        assert.equal((await stage.call('preview', 'total')).text, '6');
        await focusCanvas(stage);
        await stage.page.keyboard.press('Control+z');
        await titled(stage, 'First');
        await stage.page.keyboard.press('Control+Shift+z');
        await titled(stage, 'First, mine');
        await untilKept(stage, ({ flow }) => flow.title === 'First, mine');

        // Loaded anew: both are there, and what they have computed.
        await stage.page.reload();
        await stage.ready();
        await untilTabs(stage, ['First, mine, changed since it was saved <', 'Second, changed since it was saved']);
        await settled(stage);
        await stage.product.evaluate(() => document.querySelector('flow-tabs-strip').shadowRoot.querySelector('[aria-selected=true]').focus());
        await stage.page.keyboard.press('ArrowRight');
        await titled(stage, 'Second');
        await settled(stage);
        await stage.pythonReady();
        assert.equal((await stage.call('preview', 'total')).text, '60');

        // Closed without a file: kept among the earlier flows. One flow alone has no tabs.
        await stage.page.keyboard.press('Delete');
        await titled(stage, 'First, mine');
        await untilTabs(stage, []);
        await stage.click('toolbar.more');
        await stage.click('earlier.0');
        await titled(stage, 'Second');
    });
});
