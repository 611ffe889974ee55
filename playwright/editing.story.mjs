// Building, taking back and bringing back a flow with the mouse and the keyboard alone.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';

const empty = { format: 'pythonflows', version: 1, title: 'Mine', nodes: [], links: [] };

/** A point of the empty canvas, as parts of its width and height. */
async function canvasPoint(stage, across, down) {
    const { x, y, width, height } = await stage.visibleWidget('canvas');
    return { x: x + width * across, y: y + height * down };
}

async function chooseInPalette(stage, text) {
    await stage.visibleWidget('palette.search');
    await stage.page.keyboard.type(text);
    await stage.frame();
    await stage.page.keyboard.press('Enter');
    await stage.frame();
}

const ids = async stage => (await stage.call('flow')).nodes.map(({ id }) => id);

test('a three-node flow from nothing by mouse; undo it all, redo it all', async () => {
    await story(
        'from nothing',
        async stage => {
            await stage.call('open', empty);
            const first = await canvasPoint(stage, 0.04, 0.1);
            await stage.page.mouse.dblclick(first.x, first.y);
            await chooseInPalette(stage, 'table');
            assert.equal((await ids(stage)).length, 1);
            const [table] = await ids(stage);

            // a wire dropped on empty space asks what goes there and is connected at once
            await stage.drag(`port:${table}.out.result`, await canvasPoint(stage, 0.38, 0.12));
            await chooseInPalette(stage, 'sort');
            await stage.until('flow', [], ({ nodes, links }) => nodes.length === 2 && links.length === 1);
            const sort = (await ids(stage))[1];

            // a third one by double-click, wired by hand
            const third = await canvasPoint(stage, 0.7, 0.5);
            await stage.page.mouse.dblclick(third.x, third.y);
            await chooseInPalette(stage, 'describe');
            await stage.until('flow', [], ({ nodes }) => nodes.length === 3);
            const describe = (await ids(stage))[2];
            await stage.drag(`port:${sort}.out.result`, `port:${describe}.in.table`);
            const { links } = await stage.until('flow', [], flow => flow.links.length === 2);
            assert.deepEqual(links, [
                { from: `${table}.result`, to: `${sort}.table` },
                { from: `${sort}.result`, to: `${describe}.table` },
            ]);

            // a wire back would close a cycle: refused while it is dragged
            await stage.drag(`port:${sort}.out.result`, `port:${sort}.in.table`);
            assert.equal((await stage.call('flow')).links.length, 2);
            await stage.page.keyboard.press('Escape');

            await stage.drag(`node:${describe}.title`, await canvasPoint(stage, 0.82, 0.3));

            // a setting by its field in the inspector
            await stage.click(`node:${sort}.title`);
            await stage.click('inspector.param.by');
            await stage.page.keyboard.type('amount');
            await stage.page.keyboard.press('Enter');
            await stage.until('flow', [], ({ nodes }) => nodes[1].params?.by === 'amount');
            await stage.click(`node:${describe}.title`);
            await stage.screenshot('from nothing');
            const built = await stage.call('flow');

            await stage.page.keyboard.press('Control+Enter');
            await stage.until('state', [], ({ nodes }) => Object.values(nodes).every(({ state }) => state === 'ok'));

            // all of it back, then all of it again
            const status = () =>
                stage.page.evaluate(() => ({
                    undo: globalThis.pythonflows.widget('toolbar.undo').enabled,
                    redo: globalThis.pythonflows.widget('toolbar.redo').enabled,
                }));
            let steps = 0;
            while ((await ids(stage)).length > 0 && steps < 40) {
                await stage.click('toolbar.undo');
                await stage.frame();
                ++steps;
            }
            assert.deepEqual(await ids(stage), []);
            assert.ok(steps >= 5, `${steps} steps`);
            for (let step = 0; step < steps; ++step) {
                assert.equal((await status()).redo, true);
                await stage.click('toolbar.redo');
                await stage.frame();
            }
            assert.deepEqual(await stage.call('flow'), built);
        },
        { viewport: { width: 1600, height: 1000 } },
    );
});

test('box select, move, duplicate, delete with mouse and keyboard', async () => {
    const node = (id, x, y) => ({ id, x, y });
    const places = [node('a', 0, 0), node('b', 300, 0), node('c', 600, 320)];
    const flow = {
        ...empty,
        nodes: places.map(({ id }) => ({ id, type: 'python', source: `def ${id}(x=1):\n    return x\n` })),
        view: { nodes: Object.fromEntries(places.map(({ id, x, y }) => [id, { x, y }])) },
    };
    await story('select and move', async stage => {
        await stage.call('open', flow);
        await stage.click('toolbar.fit');
        await stage.frame();
        const [a, b] = [await stage.visibleWidget('node:a'), await stage.visibleWidget('node:b')];
        await stage.drag({ x: a.x - 20, y: a.y - 20 }, { x: b.x + b.width + 20, y: Math.max(a.y + a.height, b.y + b.height) + 10 });
        const before = (await stage.call('flow')).view.nodes;
        await stage.drag('node:a.title', await stage.middleOf('node:a.title').then(({ x, y }) => ({ x: x + 60, y: y + 40 })));
        const after = (await stage.call('flow')).view.nodes;
        const moved = id => [after[id].x - before[id].x, after[id].y - before[id].y].map(Math.round);
        assert.ok(moved('a')[0] > 20 && moved('a')[1] > 10, JSON.stringify(moved('a')));
        assert.deepEqual(moved('b'), moved('a'));
        assert.deepEqual(moved('c'), [0, 0]);
        await stage.page.keyboard.press('Control+d');
        await stage.until('flow', [], ({ nodes }) => nodes.length === 5);
        await stage.page.keyboard.press('Delete');
        await stage.until('flow', [], ({ nodes }) => nodes.length === 3);
        await stage.page.keyboard.press('Control+z');
        await stage.page.keyboard.press('Control+z');
        await stage.until('flow', [], ({ nodes }) => nodes.length === 3);
        assert.deepEqual((await stage.call('flow')).view.nodes, after);
    });
});

test('a Python node from the palette, its source typed in the editor', async () => {
    await story('Python node', async stage => {
        await stage.call('open', empty);
        const place = await canvasPoint(stage, 0.2, 0.2);
        await stage.page.mouse.dblclick(place.x, place.y);
        await chooseInPalette(stage, 'python');
        const { nodes } = await stage.until('flow', [], flow => flow.nodes.length === 1);
        assert.equal(nodes[0].type, 'python');
        await stage.click('inspector.source');
        await stage.page.keyboard.press('Control+a');
        await stage.page.keyboard.type('def answer(twice: int = 21):\n"""What it gives."""\nreturn twice * 2');
        await stage.until('flow', [], flow => flow.nodes[0].source === 'def answer(twice: int = 21):\n    """What it gives."""\n    return twice * 2');
        await stage.pythonReady();
        await stage.page.keyboard.press('Control+Enter');
        await stage.until('state', [], state => Object.values(state.nodes)[0].state === 'ok');
        assert.equal((await stage.call('preview', nodes[0].id)).text, '42');
        await stage.screenshot('Python node');

        // what nobody has is offered as a node of one's own
        const beside = await canvasPoint(stage, 0.8, 0.8);
        await stage.page.mouse.dblclick(beside.x, beside.y);
        await stage.visibleWidget('palette.search');
        await stage.page.keyboard.type('売上の合計 zzz');
        await stage.visibleWidget('palette.python');
        await stage.page.keyboard.press('Enter');
        const { nodes: both } = await stage.until('flow', [], flow => flow.nodes.length === 2);
        assert.deepEqual([both[1].type, both[1].title], ['python', '売上の合計 zzz']);
    });
});
