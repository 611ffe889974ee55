// A selection becomes one node and opens again on the real canvas: its ports, its state, an edit within, code with a function of it; then all of it back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';

const sources = {
    numbers: 'def numbers(count=3):\n    return list(range(count))\n',
    double: 'def double(values, times=2):\n    return [each * times for each in values]\n',
    total: 'def total(values):\n    return sum(values)\n',
    shown: 'def shown(value):\n    return f"total {value}"\n',
};
const ids = Object.keys(sources);
const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'With a subflow',
    nodes: ids.map(id => ({ id, type: 'python', source: sources[id] })),
    links: [
        { from: 'numbers.result', to: 'double.values' },
        { from: 'double.result', to: 'total.values' },
        { from: 'total.result', to: 'shown.value' },
    ],
    view: { nodes: Object.fromEntries(ids.map((id, place) => [id, { x: place * 300, y: 0 }])) },
};

test('a selection becomes one node, runs, opens, closes and dissolves', async () => {
    await story('subflow', async stage => {
        const { keyboard } = stage.page;
        const frame = async () => (await stage.call('flow')).view.frames?.[0];
        const selected = count =>
            stage.page.waitForFunction(
                wanted => document.querySelector('flow-outline')?.shadowRoot?.querySelectorAll('[aria-selected="true"]').length === wanted,
                count,
                { timeout: 60_000 },
            );
        const makeOneOf = async (first, second) => {
            await stage.click(`node:${first}.title`);
            await selected(1);
            await keyboard.down('Shift');
            await stage.click(`node:${second}.title`);
            await selected(2);
            await keyboard.up('Shift');
            await keyboard.press('Control+Shift+g');
        };
        await stage.call('open', flow);
        await stage.click('toolbar.fit');
        await stage.frame();
        const start = await stage.call('flow');

        // what a way leads out of and back is refused with its name
        await makeOneOf('numbers', 'total');
        await stage.page.getByText('“double”').first().waitFor({ timeout: 60_000 });
        assert.deepEqual(await stage.call('flow'), start);

        await keyboard.press('Escape');
        await makeOneOf('double', 'total');
        await stage.visibleWidget('canvas.frameTitle');
        await keyboard.type('Sum up');
        await keyboard.press('Enter');
        await stage.until('flow', [], each => each.view.frames?.[0]?.title === 'Sum up');
        const { id, folded, subflow, nodes } = await frame();
        assert.deepEqual({ folded, subflow, nodes }, { folded: true, subflow: true, nodes: ['double', 'total'] });
        await stage.frame();
        assert.equal(await stage.call('widget', 'node:double'), null);
        for (const port of ['port:double.in.values', 'port:total.out.result', 'wire:numbers.result>double.values', 'wire:total.result>shown.value'])
            assert.ok(await stage.call('widget', port), port);

        const { ended, ran } = await stage.call('run');
        assert.deepEqual([ended, ran.toSorted()], ['ok', ids.toSorted()]);
        assert.equal((await stage.call('preview', 'shown')).text, 'total 6');
        await stage.frame();
        await stage.screenshot('subflow');
        const code = await stage.call('exportPython');
        assert.match(code, /\ndef sum_up\(numbers\):\n {4}"""Sum up"""\n/);
        assert.match(code, /\n {4}total = sum_up\(numbers\)\n/);

        // opened by its arrow, edited within, closed and run again
        await stage.click(`area:${id}.fold`);
        await stage.until('flow', [], each => each.view.frames[0].folded === undefined);
        await stage.visibleWidget('node:double');
        await stage.call('edit', { type: 'set_param', node: 'double', name: 'times', value: 4 });
        await stage.frame();
        await stage.screenshot('subflow open');
        await stage.click(`area:${id}.fold`);
        await stage.until('flow', [], each => each.view.frames[0].folded === true);
        assert.deepEqual((await stage.call('run')).ran.toSorted(), ['double', 'shown', 'total']);
        assert.equal((await stage.call('preview', 'shown')).text, 'total 12');

        // By keyboard: Enter opens and closes it. It is a level of the outline, and what is in it says where it is.
        await stage.click(`outline.${id}`);
        await stage.product.evaluate(() => document.querySelector('#canvas').focus());
        await keyboard.press('Enter');
        await stage.until('flow', [], each => each.view.frames[0].folded === undefined);
        await stage.visibleWidget('outline.double');
        await stage.click('outline.double');
        await stage.click(`inspector.way.${id}`);
        await stage.product.evaluate(() => document.querySelector('#canvas').focus());
        await keyboard.press('Enter');
        await stage.until('flow', [], each => each.view.frames[0].folded === true);
        const levels = await stage.product.evaluate(() =>
            [...document.querySelector('flow-outline').shadowRoot.querySelectorAll('[role=treeitem]')].map(item => `${item.ariaLevel} ${item.ariaLabel}`),
        );
        assert.ok(levels.includes('1 Sum up, subflow, Up to date, nodes: 2'), levels.join('; '));

        const last = await stage.call('flow');
        await stage.call('open', JSON.stringify(last));
        assert.deepEqual(await stage.call('flow'), last);
        for (let steps = 0; steps < 10 && JSON.stringify(await stage.call('flow')) !== JSON.stringify(start); ++steps) await stage.call('undo');
        assert.deepEqual(await stage.call('flow'), start);
    });
});

test('whoever may only look looks into a subflow, too', async () => {
    await story('subflow looked into', async (stage, { url }) => {
        const { keyboard } = stage.page;
        const frame = { id: 'frame_1', title: 'Sum up', x: 276, y: -56, width: 560, height: 300, folded: true, subflow: true, nodes: ['double', 'total'] };
        const isFolded = wanted => stage.until('flow', [], ({ view }) => (view.frames[0].folded ?? false) === wanted);
        await stage.goto(`${url}?mode=view`);
        await stage.call('open', { ...flow, view: { ...flow.view, frames: [frame] } });
        // What the app covers is for nobody; what replaces the flow is not for who only looks.
        const isCovered = () => stage.product.evaluate(() => document.querySelector('#top').inert);
        assert.equal(await isCovered(), true);
        await stage.click('app.flow');
        assert.equal(await isCovered(), false);
        for (const name of ['new', 'open', 'examples']) assert.equal(await stage.call('widget', `toolbar.${name}`), null, name);
        await stage.doubleClick('area:frame_1.title');
        await isFolded(false);
        await stage.visibleWidget('node:double');
        await keyboard.press('Enter');
        await isFolded(true);
        await stage.click('area:frame_1.title', { button: 'right' });
        await stage.click('menu.fold');
        await isFolded(false);
        assert.equal(await stage.call('widget', 'menu.removeArea'), null, 'nothing that changes what the flow does');
    });
});
