// Arranging a flow with mouse and keys on the real canvas: frames, notes, the knife, a node dropped on a wire, points of wires, layout, finding; then undo of all of it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';

const places = { numbers: [0, 0], double: [320, 0], total: [640, 0], spare: [320, 420] };
const sources = {
    numbers: 'def numbers(count=3):\n    return list(range(count))\n',
    double: 'def double(values, times=2):\n    return [each * times for each in values]\n',
    total: 'def total(values):\n    return sum(values)\n',
    spare: 'def spare(values):\n    return sorted(values)\n',
};
const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Arranged',
    nodes: Object.entries(sources).map(([id, source]) => ({ id, type: 'python', source })),
    links: [
        { from: 'numbers.result', to: 'double.values' },
        { from: 'double.result', to: 'total.values' },
    ],
    view: { nodes: Object.fromEntries(Object.entries(places).map(([id, [x, y]]) => [id, { x, y }])) },
};

/** What is clicked is selected some frames later. */
const selected = (stage, count) =>
    stage.page.waitForFunction(
        wanted => document.querySelector('flow-outline')?.shadowRoot?.querySelectorAll('[aria-selected="true"]').length === wanted,
        count,
        { timeout: 60_000 },
    );

test('frames, notes, wires and layout by hand, then all of it back', async () => {
    await story(
        'arranging',
        async stage => {
            const { keyboard, mouse } = stage.page;
            const view = async () => (await stage.call('flow')).view;
            const links = async () => (await stage.call('flow')).links.map(({ from, to }) => `${from}>${to}`);
            await stage.call('open', flow);
            await stage.click('toolbar.fit');
            await stage.frame();
            const start = await stage.call('flow');

            // a frame round two nodes, named in place; it moves with what it holds
            await stage.click('node:numbers.title');
            await selected(stage, 1);
            await keyboard.down('Shift');
            await stage.click('node:double.title');
            await selected(stage, 2);
            await keyboard.up('Shift');
            await keyboard.press('Control+g');
            await stage.visibleWidget('canvas.frameTitle');
            await keyboard.type('前処理 Prepare');
            await keyboard.press('Enter');
            const { frames } = await stage.until('flow', [], each => each.view.frames?.[0]?.title === '前処理 Prepare').then(each => each.view);
            assert.equal(frames[0].id, 'frame_1');
            await stage.click('toolbar.fit');
            await stage.frame();
            const bar = await stage.visibleWidget('area:frame_1.title');
            const grip = { x: bar.x + bar.width * 0.6, y: bar.y + bar.height / 2 };
            await stage.drag(grip, { x: grip.x, y: grip.y + 30 });
            const moved = await stage.until('flow', [], each => each.view.nodes.numbers.y > 0).then(each => each.view);
            assert.equal(moved.nodes.numbers.y, moved.nodes.double.y);
            assert.equal(moved.nodes.total.y, 0);

            // folded its nodes are gone from the canvas, and back when it is unfolded
            await stage.click('area:frame_1.fold');
            await stage.until('flow', [], each => each.view.frames[0].folded === true);
            await stage.frame();
            assert.equal(await stage.call('widget', 'node:numbers'), null);
            await stage.screenshot('arranging folded');
            await stage.click('area:frame_1.fold');
            await stage.until('flow', [], each => each.view.frames[0].folded === undefined);

            // a note, written in place
            await stage.click('node:spare.title');
            await selected(stage, 1);
            await keyboard.press('Shift+P');
            await stage.visibleWidget('canvas.note');
            await keyboard.type('# Sales\n- **north** and `south`\n- 日本語の行');
            await keyboard.press('Control+Enter');
            await stage.until('flow', [], each => each.view.notes?.[0]?.text.startsWith('# Sales\n'));
            await keyboard.press('F2');
            await stage.visibleWidget('canvas.note');
            await keyboard.press('End');
            await keyboard.type(', more');
            await keyboard.press('Escape');
            await stage.until('flow', [], each => each.view.notes[0].text.endsWith(', more'));

            // a node dropped on a wire comes into it
            const wire = await stage.middleOf('wire:double.result>total.values');
            const spare = await stage.middleOf('node:spare.title');
            await mouse.move(spare.x, spare.y);
            await mouse.down();
            await mouse.move(wire.x, wire.y - 40, { steps: 12 });
            await mouse.move(wire.x, wire.y - 8, { steps: 4 });
            await stage.frame();
            await mouse.up();
            await stage.until('flow', [], each => each.links.length === 3);
            assert.deepEqual((await links()).sort(), ['double.result>spare.values', 'numbers.result>double.values', 'spare.result>total.values']);

            // Ctrl+Delete takes it out again and leads the wire through
            await stage.click('node:spare.title');
            await selected(stage, 1);
            await keyboard.press('Control+Delete');
            await stage.until('flow', [], each => each.nodes.length === 3);
            assert.deepEqual((await links()).sort(), ['double.result>total.values', 'numbers.result>double.values']);

            // a point on a wire, dragged
            await stage.frame();
            await stage.doubleClick('wire:double.result>total.values');
            await stage.until('flow', [], each => each.view.reroutes?.length === 1);
            await stage.frame();
            const point = await stage.middleOf('reroute:double.result>total.values.0');
            await stage.drag(point, { x: point.x, y: point.y + 60 });
            const led = await stage.until('flow', [], each => each.view.reroutes[0].y > 60).then(each => each.view.reroutes);
            assert.deepEqual(led[0].link, ['double.result', 'total.values']);
            await stage.screenshot('arranging');

            // the knife cuts what it crosses
            const cut = await stage.middleOf('wire:numbers.result>double.values');
            await keyboard.down('Alt');
            await stage.drag({ x: cut.x, y: cut.y - 60 }, { x: cut.x, y: cut.y + 60 });
            await keyboard.up('Alt');
            await stage.until('flow', [], each => each.links.length === 1);

            // layout by its key, and a find that jumps
            await keyboard.press('Escape');
            await keyboard.press('Shift+L');
            await stage.until('flow', [], each => each.view.nodes.total.x !== places.total[0] || each.view.nodes.numbers.y === 0);
            await keyboard.press('Control+f');
            await stage.visibleWidget('find.field');
            await keyboard.type('each * times');
            await stage.visibleWidget('find.what');
            await stage.page.waitForFunction(() => document.querySelector('flow-find')?.shadowRoot?.querySelector('.what')?.textContent?.includes('line 2'));
            await keyboard.press('Escape');

            // the undo list leads to the beginning and to the end
            const end = await stage.call('flow');
            await keyboard.press('Control+k');
            await stage.visibleWidget('palette.search');
            await keyboard.type('undo list');
            await keyboard.press('Enter');
            await stage.visibleWidget('steps.list');
            await stage.screenshot('arranging history');
            const steps = (await stage.product.evaluate(() => globalThis.pythonflows.widgets())).filter(name => /^steps\.\d+$/.test(name)).length - 1;
            assert.ok(steps >= 10, `${steps} steps`);
            await stage.page.locator('[data-widget="steps.0"]').click();
            await stage.until('flow', [], each => each.nodes.length === 0 || each.view.frames === undefined);
            const back = await view();
            assert.equal(back.frames, undefined);
            assert.equal(back.notes, undefined);
            await stage.page.locator(`[data-widget="steps.${steps}"]`).click();
            await stage.until('flow', [], each => each.view.frames !== undefined);
            assert.deepEqual(await stage.call('flow'), end);
            await keyboard.press('Escape');
            for (let step = 0; step < steps; ++step) {
                if (JSON.stringify(await stage.call('flow')) === JSON.stringify(start)) break;
                await keyboard.press('Control+z');
                await stage.frame();
            }
            assert.deepEqual(await stage.call('flow'), start);
        },
        { viewport: { width: 1500, height: 900 } },
    );
});
