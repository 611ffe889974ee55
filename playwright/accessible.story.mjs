// What a screen reader, axe-core and a person with weak eyes find: every panel, menu and dialog, in every theme.
import assert from 'node:assert/strict';
import test from 'node:test';
import { findings, loadAxe } from './axe.mjs';
import { story } from './harness.mjs';

const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Prices',
    nodes: [
        { id: 'table', type: 'core.table', params: { text: 'city,price\nTokyo,120\nOslo,90\n' } },
        { id: 'dear', type: 'core.filter_rows', params: { condition: 'price > 100' } },
        { id: 'broken', type: 'python', source: 'def broken(table, count: int = 3):\n    print("reading")\n    raise ValueError("no such column")\n' },
    ],
    links: [
        { from: 'table.result', to: 'dear.table' },
        { from: 'dear.result', to: 'broken.table' },
    ],
    view: { nodes: { table: { x: 0, y: 0 }, dear: { x: 300, y: 0 }, broken: { x: 600, y: 0 } } },
};

const command = async (stage, keys, widget) => {
    await stage.page.keyboard.press(keys);
    await stage.visibleWidget(widget);
};

test('axe-core has nothing to say about any panel, menu or dialog, in any theme', async () => {
    await story('axe', async stage => {
        const all = [];
        const look = async (place, rules) => {
            await stage.frame();
            for (const finding of await findings(stage, { rules })) all.push(`${place}: ${finding}`);
        };
        await loadAxe(stage);
        await stage.call('open', flow);
        await stage.pythonReady();
        await stage.click('toolbar.run');
        await stage.until('state', [], ({ nodes, run }) => nodes.broken.state === 'failed' && !run);

        await stage.click('outline.broken');
        const panels = ['files', 'outline', 'preview', 'output', 'variables', 'runs', 'network'];
        for (const panel of panels) {
            await stage.click(`tab.${panel}`);
            await look(panel);
        }

        // what opens over the page
        await stage.click('outline.dear');
        await stage.page.keyboard.press('Shift+F10');
        await stage.visibleWidget('menu.runUpTo');
        await look('menu of a node');
        await stage.page.keyboard.press('Escape');
        await stage.page.keyboard.press('F2');
        await stage.visibleWidget('canvas.title');
        await look('title on the canvas');
        await stage.page.keyboard.press('Escape');
        for (const [keys, widget] of [
            ['Control+k', 'palette.search'],
            ['l', 'palette.search'],
            ['Shift+A', 'palette.search'],
            ['Control+/', 'dialog.help'],
            ['Control+,', 'dialog.settings'],
        ]) {
            await command(stage, keys, widget);
            await look(`${keys}, ${widget}`);
            await stage.page.keyboard.press('Escape');
        }
        await stage.click('toolbar.more');
        await stage.visibleWidget('menu.copyLink');
        await look('menu of the toolbar');
        await stage.click('menu.copyLink');
        await stage.visibleWidget('dialog.share');
        await look('share');
        await stage.page.keyboard.press('Escape');

        // the other themes differ by their colours only
        for (const theme of ['dark', 'contrast']) {
            await command(stage, 'Control+,', `settings.theme.${theme}`);
            await stage.click(`settings.theme.${theme}`);
            await look(`settings, ${theme}`, ['color-contrast']);
            await stage.page.keyboard.press('Escape');
            for (const panel of ['preview', 'output', 'runs']) {
                await stage.click(`tab.${panel}`);
                await look(`${panel}, ${theme}`, ['color-contrast']);
            }
            await stage.screenshot(`theme ${theme}`);
        }
        assert.deepEqual(all, []);
    });
});

/** A panel as a screen reader finds it. */
const heard = (stage, selector) => stage.page.locator(selector).ariaSnapshot();

test('a screen reader finds the flow in its order, the state of each node, why a wire may not be, and what happens', async () => {
    await story('read aloud', async stage => {
        await stage.call('open', { ...flow, nodes: flow.nodes.toReversed() });
        // everything that the one polite region says from now on
        await stage.page.evaluate(() => {
            const region = document.querySelector('flow-toasts').shadowRoot.querySelector('[role=status]');
            globalThis.said = [];
            new MutationObserver(() => globalThis.said.push(region.textContent.trim())).observe(region, {
                childList: true,
                characterData: true,
                subtree: true,
            });
        });
        const untilSaid = text => stage.page.waitForFunction(wanted => globalThis.said.some(each => each.includes(wanted)), text, { timeout: 60_000 });
        assert.equal(
            await heard(stage, 'flow-outline'),
            `- searchbox "Find a node"
- tree "Outline":
  - treeitem "Table, Needs to run, 0 inputs, 1 output" [level=1]: Table
  - treeitem "Filter rows, Needs to run, 1 input, 1 output, from Table" [level=1]: Filter rows
  - treeitem "broken, Needs to run, 1 input, 1 output, from Filter rows" [level=1]: broken`,
        );

        await stage.click('outline.dear');
        await stage.page.keyboard.press('ArrowRight');
        await stage.frame();
        const opened = await heard(stage, 'flow-outline');
        for (const line of ['- treeitem "table ← Table" [level=2]', '- treeitem "result → broken" [level=2]']) assert.ok(opened.includes(line), opened);

        // wiring: what may be comes first, what may not says why
        await stage.page.keyboard.press('l');
        await stage.visibleWidget('palette.search');
        assert.equal(
            await heard(stage, 'flow-palette'),
            `- dialog "Connect with…":
  - combobox "Connect with…" [expanded]
  - listbox "Connect with…":
    - 'option "table ← broken: result This link would close a circle: dear → broken → dear." [disabled] [selected]'`,
        );
        await stage.page.keyboard.press('Enter');
        await untilSaid('would close a circle');
        await stage.page.keyboard.press('Escape');

        const toolbar = await heard(stage, 'flow-toolbar');
        for (const line of ['- textbox "Title of the flow"', '- button "Undo"', '- button "Run · 3"', '- button "Stop" [disabled]'])
            assert.ok(toolbar.includes(line), toolbar);
        const below = await heard(stage, '#bottom');
        for (const line of ['- region "Results"', '- separator "Height of the results"', '- tab "Preview" [selected]', '- tabpanel "Preview"'])
            assert.ok(below.includes(line), below);
        const inspector = await heard(stage, 'flow-inspector');
        for (const line of [
            '- textbox "Title of the node": Filter rows',
            '- textbox "condition": price > 100',
            '- button "Disconnect Table"',
            '- textbox "Python source"',
        ])
            assert.ok(inspector.includes(line), inspector);

        await stage.page.keyboard.press('Delete');
        await stage.until('flow', [], ({ nodes }) => nodes.length === 2);
        await stage.page.keyboard.press('Control+z');
        await untilSaid('Undone: ');
        await stage.pythonReady();
        await stage.page.keyboard.press('Control+Enter');
        await untilSaid('ValueError: no such column');
        await untilSaid('The run ended with an error');
        assert.ok((await heard(stage, 'flow-outline')).includes('- treeitem "broken, Failed, '), 'the state is told');
    });
});
