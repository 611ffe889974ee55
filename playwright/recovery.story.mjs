// Whatever happens to the page, the work is not lost: a killed tab, a damaged record, a second tab, a lost graphics context, a mistake of our own. Each fault is a real one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { Stage, story } from './harness.mjs';
import { damageNewest, keptFlow, untilKept } from './kept_flow.mjs';

const source = 'def one():\n    return 1\n';
const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Recovery',
    nodes: [
        { id: 'one', type: 'python', source },
        { id: 'two', type: 'python', source: 'def two(one):\n    return one + 1\n' },
    ],
    links: [{ from: 'one.result', to: 'two.one' }],
    view: { nodes: { one: { x: 0, y: 0 }, two: { x: 320, y: 0 } } },
};

const titled =
    title =>
    ({ flow: kept }) =>
        kept.title === title;
const setTitle = (stage, title) => stage.call('edit', { type: 'set_flow_title', title });
const letters = 'abcdefghijklmnopqrstuvwxyz'.repeat(4).slice(0, 90);
/** What was typed behind the source of the first node. */
const typedIn = nodes => nodes.find(({ id }) => id === 'one').source.slice(source.length);

async function typeBehindTheSource(stage, text) {
    await stage.click('node:one.title');
    await stage.click('inspector.source');
    await stage.page.keyboard.press('Control+End');
    await stage.page.keyboard.type(text);
}

test('a killed tab loses nothing that was kept, a damaged record falls back on the one before, and the dirty mark stays true', async () => {
    await story('killed tab', async stage => {
        await stage.call('open', flow);
        await untilKept(stage, titled('Recovery'));

        // Killed right behind the last key: what the database held then is the least that comes back, and nothing comes back that was not typed.
        await typeBehindTheSource(stage, `#${letters}`);
        const least = typedIn((await keptFlow(stage)).flow.nodes);
        await stage.killAndReopen();
        const restored = typedIn((await stage.call('flow')).nodes);
        assert.ok(`#${letters}`.startsWith(restored) && restored.startsWith(least), `"${least}" was kept, "${restored}" came back`);

        // Once the page has kept everything, everything comes back. Typed in pieces: after each the text goes to the session and comes back, and the cursor stays where it is.
        await stage.call('edit', { type: 'set_source', node: 'one', source });
        await typeBehindTheSource(stage, '#');
        for (let end = 15; end <= letters.length; end += 15) {
            await stage.page.keyboard.type(letters.slice(end - 15, end));
            await untilKept(stage, kept => typedIn(kept.flow.nodes) === `#${letters.slice(0, end)}`);
        }
        await stage.killAndReopen();
        assert.equal(typedIn((await stage.call('flow')).nodes), `#${letters}`);

        // Never saved as a file: still dirty after the death. Saved: clean after a reload.
        assert.equal((await stage.state()).dirty, true);
        const saving = stage.page.waitForEvent('download');
        await stage.click('toolbar.save');
        await saving;
        await untilKept(stage, ({ isSaved }) => isSaved);
        await stage.page.reload();
        await stage.ready();
        assert.equal((await stage.state()).dirty, false);

        for (const title of ['Before', 'Newest']) {
            await setTitle(stage, title);
            await untilKept(stage, titled(title));
        }
        await damageNewest(stage);
        await stage.page.reload();
        await stage.ready();
        assert.equal((await stage.call('flow')).title, 'Before');
        await stage.visibleWidget('toast.error');
    });
});

test('two tabs on the same flow: the second has a copy and says so, and neither writes over the other', async () => {
    await story('two tabs', async (first, { url, context }) => {
        await first.call('open', flow);
        await untilKept(first, titled('Recovery'));
        const second = await Stage.open(context, url);
        assert.equal((await second.call('flow')).title, 'Recovery');
        const spoken = second.page.locator('[data-widget="spoken"]');
        await spoken.filter({ hasText: 'open elsewhere too' }).waitFor({ state: 'attached', timeout: 60_000 });

        await setTitle(second, 'Second');
        await setTitle(first, 'First');
        await untilKept(first, titled('First'));
        for (const [stage, title] of [
            [first, 'First'],
            [second, 'Second'],
        ]) {
            await stage.page.reload();
            await stage.ready();
            assert.equal((await stage.call('flow')).title, title);
        }

        // The first closes: its flow is what the next plain start opens, and the second goes on with its own.
        await setTitle(first, 'First, later');
        await untilKept(first, titled('First, later'));
        await first.page.close();
        const third = await Stage.open(context, url);
        assert.equal((await third.call('flow')).title, 'First, later');
        await second.page.reload();
        await second.ready();
        assert.equal((await second.call('flow')).title, 'Second');
        for (const stage of [second, third]) await stage.expectClean();

        // All close: a plain start has the first one's flow again, and offers what the second left behind.
        await setTitle(second, 'Second, later');
        await untilKept(second, titled('Second, later'), await second.page.evaluate(() => sessionStorage.getItem('pythonflows.tab')));
        await second.page.close();
        await third.page.close();
        first.take(await context.newPage());
        await first.goto(url);
        assert.equal((await first.call('flow')).title, 'First, later');
        await first.click('toast.offer');
        await first.until('flow', [], ({ title }) => title === 'Second, later');
    });
});

/** The same picture twice in a row is a picture at rest. */
async function settledPicture(stage) {
    const { x, y, width, height } = await stage.visibleWidget('canvas');
    const take = () => stage.page.screenshot({ clip: { x, y, width, height } });
    for (let before = await take(); ; ) {
        await stage.frame();
        const now = await take();
        if (now.equals(before)) return now;
        before = now;
    }
}

test('a lost graphics context is drawn anew, with everything that happened in between', async () => {
    await story('lost context', async stage => {
        await stage.call('open', flow);
        await stage.pythonReady();
        await stage.call('run', {});
        await stage.until('state', [], ({ nodes }) => nodes.two.state === 'ok');
        await stage.page.mouse.move(5, 5);
        const before = await settledPicture(stage);

        const context = action =>
            stage.page.evaluate(async wanted => {
                const canvas = document.querySelector('#canvas');
                globalThis.__context ??= canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
                const happened = new Promise(done =>
                    canvas.addEventListener(`webglcontext${wanted === 'loseContext' ? 'lost' : 'restored'}`, done, { once: true }),
                );
                globalThis.__context[wanted]();
                await happened;
            }, action);
        await context('loseContext');
        // Nothing can be drawn, everything else goes on: an edit is answered although it waits for the frame that shows it.
        await stage.call('edit', { type: 'set_title', node: 'two', title: 'Meanwhile' });
        await stage.call('edit', { type: 'set_title', node: 'two', title: '' });
        await context('restoreContext');
        await stage.frame();
        assert.ok((await settledPicture(stage)).equals(before), 'the picture is the one from before');

        await stage.call('edit', { type: 'set_title', node: 'two', title: '新しい題' });
        assert.ok(!(await settledPicture(stage)).equals(before), 'and it goes on changing');
    });
});

/** Saves by the crash screen's button; gives the flow in the file. */
async function rescued(stage) {
    const saving = stage.page.waitForEvent('download');
    await stage.page.click('[data-widget="crash.save"]');
    return JSON.parse(readFileSync(await (await saving).path(), 'utf8'));
}

test('a mistake of our own ends in a screen that says what happened and saves the flow', async () => {
    await story('crash screen', async stage => {
        await stage.call('open', flow);
        await untilKept(stage, titled('Recovery'));
        const whole = await stage.call('flow');

        // In TypeScript: a member that must be there is not.
        await stage.page.evaluate(() => {
            navigator.clipboard.writeText = undefined;
        });
        await stage.click('node:one.title', { button: 'right' });
        await stage.click('menu.copy');
        await stage.page.locator('[data-widget="crash"]').waitFor({ timeout: 60_000 });
        const report = await stage.page.locator('[data-widget="crash.report"]').innerText();
        assert.match(report, /TypeError: .*not a function/);
        assert.match(report, /\d\.\d{3} s {2}open$/m);
        assert.doesNotMatch(report, /return 1/, 'nothing of the flow is in the report');
        assert.deepEqual(await rescued(stage), whole);
        // Nothing more is processed.
        await assert.rejects(stage.call('edit', { type: 'set_flow_title', title: 'after' }));
        assert.equal((await stage.call('flow')).title, 'Recovery');
        assert.deepEqual(
            stage.problems.splice(0).filter(text => !/not a function/.test(text)),
            [],
        );

        // In C++: a promise of the session's edge is broken. The module is handed to the story by a changed copy of its script, whichever Emscripten wrote it.
        const watched = 'export default async options => (globalThis.__editor = await createEditor(options));';
        await stage.page.route(/\/wasm\/editor-\w+\.js$/, async route => {
            const response = await route.fetch();
            await route.fulfill({ response, body: (await response.text()).replace(/export default \w+;/, watched) });
        });
        await stage.page.click('[data-widget="crash.reload"]');
        await stage.page.waitForFunction(() => globalThis.__editor !== undefined, undefined, { timeout: 60_000 });
        await stage.ready();
        assert.deepEqual(await stage.call('flow'), whole);
        await stage.page.evaluate(() => setTimeout(() => globalThis.__editor.start('#canvas')));
        await stage.page.locator('[data-widget="crash"]').waitFor({ timeout: 60_000 });
        assert.match(await stage.page.locator('[data-widget="crash.report"]').innerText(), /the editor was started twice \(.*bindings\.cpp:\d+\)/);
        assert.deepEqual(await rescued(stage), whole);
        await stage.page.keyboard.press('Escape');
        await stage.page.locator('[data-widget="crash"]').waitFor();
        assert.deepEqual(
            stage.problems.splice(0).filter(text => !/started twice/.test(text)),
            [],
        );
    });
});
