// A phone in the hand: a flow is built, wired, looked at and run by fingers alone, as the browser's own touch events.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';

const empty = { format: 'pythonflows', version: 1, title: 'Phone', nodes: [], links: [] };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

/** Fingers on the page's screen: Chromium's own touch events. */
class Fingers {
    constructor(stage, devtools) {
        this.stage = stage;
        this.devtools = devtools;
    }

    static async of(stage) {
        return new Fingers(stage, await stage.page.context().newCDPSession(stage.page));
    }

    touch(type, points) {
        return this.devtools.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(({ x, y }, id) => ({ x, y, id })) });
    }

    /** As quick as fingers are, however slow the page: nothing is waited for between these. */
    async send(...touches) {
        await Promise.all(touches.map(([type, points]) => this.touch(type, points)));
        await this.stage.frame();
    }

    async at(place) {
        return typeof place === 'string' ? this.stage.middleOf(place) : place;
    }

    async tap(place) {
        await this.send(['touchStart', [await this.at(place)]], ['touchEnd', []]);
    }

    async doubleTap(at) {
        await this.send(['touchStart', [at]], ['touchEnd', []], ['touchStart', [at]], ['touchEnd', []]);
    }

    async hold(place, isDone) {
        await this.send(['touchStart', [await this.at(place)]]);
        await isDone();
        await this.send(['touchEnd', []]);
    }

    /** One finger or two go from their places to others and are lifted. They come down one after the other, as they do. */
    async move(...ways) {
        const between = share => ways.map(([from, to]) => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }));
        for (let count = 1; count < ways.length; ++count) await this.send(['touchStart', between(0).slice(0, count)]);
        await this.send(['touchStart', between(0)], ['touchMove', between(1 / 2)]);
        for (const share of [2 / 3, 5 / 6, 1]) await this.send(['touchMove', between(share)]);
        await this.send(['touchEnd', []]);
    }
}

const away = (point, x, y) => ({ x: point.x + x, y: point.y + y });

test('a flow is built, wired by taps, looked at and run on a phone', async () => {
    await story(
        'touch',
        async stage => {
            const fingers = await Fingers.of(stage);
            const canvas = await stage.visibleWidget('canvas');
            const onCanvas = (across, down) => ({ x: canvas.x + canvas.width * across, y: canvas.y + canvas.height * down });
            /** The list is drawn anew before anything in it is touched. */
            const lookFor = async text => {
                await stage.page.keyboard.insertText(text);
                await stage.frame();
            };
            await stage.call('open', empty);

            // the palette fits the screen; what is chosen is touched
            await fingers.tap('toolbar.add');
            const search = await stage.visibleWidget('palette.search');
            assert.ok(search.x >= 0 && search.x + search.width <= phone.viewport.width, JSON.stringify(search));
            await lookFor('table');
            await stage.screenshot('touch palette');
            await fingers.tap('palette.core.table');
            const table = (await stage.until('flow', [], ({ nodes }) => nodes.length === 1)).nodes[0].id;

            // a tap on a port, then one on the empty canvas: what fits, connected at once
            // The browser makes no click of a tap on the canvas: by the time of one the palette may lie there, and would be what was clicked.
            await stage.page.evaluate(() => {
                globalThis.__clicks = [];
                const tell = event => globalThis.__clicks.push(`${event.type} ${event.target.id || event.target.localName}`);
                for (const type of ['mousedown', 'click']) document.addEventListener(type, tell, true);
            });
            await fingers.tap(`port:${table}.out.result`);
            await fingers.tap(onCanvas(0.5, 0.93));
            await stage.visibleWidget('palette.search');
            assert.deepEqual(await stage.page.evaluate(() => globalThis.__clicks), []);
            await lookFor('describe');
            await fingers.tap('palette.core.describe');
            const describe = (await stage.until('flow', [], ({ nodes, links }) => nodes.length === 2 && links.length === 1)).nodes[1].id;
            await stage.call('edit', { type: 'disconnect', from: `${table}.result`, to: `${describe}.table` });

            // two quick taps ask for the palette where they were; one beside it is enough to go on without
            await fingers.tap('toolbar.more');
            const rows = stage.product.locator('flow-menu [role="menuitem"]');
            for (const row of await rows.all()) assert.ok((await row.boundingBox()).height >= 44, 'a row is as high as a finger is wide');
            assert.equal(await rows.first().getAttribute('data-widget'), 'menu.redo', 'which has no button here');
            assert.ok((await stage.product.locator('flow-menu .heading').allInnerTexts()).includes('Examples'));
            await stage.product.locator('[data-widget="menu.fitAll"]').scrollIntoViewIfNeeded();
            await fingers.tap('menu.fitAll');
            const nowhere = onCanvas(0.5, 0.2);
            await fingers.doubleTap(nowhere);
            const asked = await stage.visibleWidget('palette.search');
            assert.ok(Math.abs(asked.y - nowhere.y) < 40, JSON.stringify(asked));
            await fingers.tap(onCanvas(0.5, 0.02));
            await stage.product.waitForFunction(() => !globalThis.pythonflows.widget('palette.search')?.visible, undefined, { timeout: 60_000 });

            // the wire again by a tap on each port; between the taps the view is moved by one finger and pinched by two
            const before = await stage.visibleWidget(`node:${table}`);
            await fingers.tap(`port:${table}.out.result`);
            const free = onCanvas(0.5, 0.95);
            await fingers.move([free, away(free, 12, -60)]);
            const panned = await stage.widget(`node:${table}`);
            assert.ok(panned.y < before.y - 15, `${panned.y} from ${before.y}`);
            const middle = onCanvas(0.5, 0.5);
            await fingers.move([away(middle, -30, 0), away(middle, -24, 0)], [away(middle, 30, 0), away(middle, 24, 0)]);
            const pinched = await stage.widget(`node:${table}`);
            assert.ok(pinched.width < panned.width * 0.95, `${pinched.width} from ${panned.width}`);
            assert.equal((await stage.call('flow')).links.length, 0);
            await fingers.tap(`port:${describe}.in.table`);
            const { links } = await stage.until('flow', [], flow => flow.links.length === 1);
            assert.deepEqual(links, [{ from: `${table}.result`, to: `${describe}.table` }]);

            // a finger takes a node along; held, it asks for the menu
            const title = await stage.middleOf(`node:${describe}`);
            const { x } = (await stage.call('flow')).view.nodes[describe];
            await fingers.move([title, away(title, 20, 25)]);
            await stage.until('flow', [], flow => flow.view.nodes[describe].x > x);
            await fingers.hold(`node:${describe}`, () => stage.visibleWidget('menu.runUpTo'));
            await stage.screenshot('touch menu');
            await stage.pythonReady();
            await fingers.tap('menu.runUpTo');
            await stage.until('state', [], ({ nodes }) => Object.values(nodes).every(({ state }) => state === 'ok'));
            await fingers.tap('sheet.bottom');
            await stage.visibleWidget('panel.preview');
            await stage.screenshot('touch ran');
        },
        phone,
    );
});
