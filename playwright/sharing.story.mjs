// Flows that travel: by a link, by a locked link, and what a page does with one that came from elsewhere.
import assert from 'node:assert/strict';
import test from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { findings, loadAxe } from './axe.mjs';
import { story } from './harness.mjs';

const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Shared',
    nodes: [
        { id: 'rows', type: 'python', source: 'def rows():\n    print("it ran")\n    return "https://data.example.org/rows.csv"\n' },
        { id: 'count', type: 'python', source: 'import numpy\n\n\ndef count(rows):\n    return len(rows)\n' },
    ],
    links: [{ from: 'rows.result', to: 'count.rows' }],
    files: [{ name: 'large.csv', bytes: 5_000_000, sha256: 'a'.repeat(64) }],
    view: { nodes: { rows: { x: 0, y: 0 }, count: { x: 320, y: 0 } } },
};

/** What the page says inside an open dialog, its shadow roots included. */
const dialogText = (stage, widget) =>
    stage.page.evaluate(async name => {
        const find = root => {
            for (const element of root.querySelectorAll('*')) {
                if (element.dataset?.widget === name) return element;
                const inside = element.shadowRoot && find(element.shadowRoot);
                if (inside) return inside;
            }
            return null;
        };
        return (find(document)?.value || find(document)?.innerText) ?? '';
    }, widget);

const untilText = async (stage, widget, pattern) => {
    const deadline = Date.now() + 60_000;
    for (;;) {
        const text = await dialogText(stage, widget);
        if (pattern.test(text)) return text;
        if (Date.now() > deadline) throw new Error(`${widget} still says: ${text}`);
        await stage.frame();
    }
};

/** In a tab of its own, as whoever was sent the link. */
async function visit(stage, address, play) {
    const { page } = stage;
    stage.take(await page.context().newPage());
    await stage.goto(address);
    await play();
    await stage.expectClean();
    await stage.page.close();
    stage.take(page);
}

const hasRun = async stage => (await stage.call('runs')).length > 0 || Object.values(await stage.states()).includes('ok');

test('a link holds the flow; what it would want is said, and nothing of it runs before a person runs it', async () => {
    await story('shared by a link', async (stage, { url }) => {
        await stage.call('open', flow);
        await stage.click('toolbar.more');
        await stage.click('menu.copyLink');
        const address = await untilText(stage, 'share.link', /#flow=d1:/);
        assert.equal(address.split('#')[0], url, 'the address of this site without what it was called with');
        assert.match(await dialogText(stage, 'share.reach'), /every chat/);
        assert.match(await dialogText(stage, 'share.left'), /large\.csv \(5\.0 MB\)/);

        await stage.visibleWidget('share.passphrase');
        await stage.click('share.passphrase');
        await stage.page.keyboard.type('open');
        assert.doesNotMatch(await dialogText(stage, 'share.link'), /#flow=d1:/, 'the link without the passphrase can still be copied');
        await untilText(stage, 'share.link', /#flow=e1:/);
        await stage.page.keyboard.type(' sesame');
        // At once: what is copied is the link that the passphrase makes.
        await stage.click('share.copy');
        await stage.page.locator('[data-widget="share.copy"]', { hasText: 'Copied' }).waitFor({ timeout: 20_000 });
        const locked = await untilText(stage, 'share.link', /#flow=e1:/);
        await stage.page.keyboard.press('Escape');

        // Also where somebody asks for a run in the address, and when Python is long there.
        await visit(stage, address.replace('#', '?autorun=1#'), async () => {
            const wants = await untilText(stage, 'arrived.wants', /large\.csv/);
            await loadAxe(stage);
            assert.deepEqual(await findings(stage), [], 'axe-core on what came from elsewhere');
            assert.match(wants, /numpy.*data\.example\.org.*large\.csv \(5\.0 MB, did not come with it\)/s);
            await stage.pythonReady();
            await stage.click('arrived.look');
            await stage.frame();
            assert.equal(await hasRun(stage), false);
            assert.equal((await stage.call('flow')).title, 'Shared');
            assert.equal((await stage.call('run', { only: 'rows' })).ended, 'ok');
        });

        await visit(stage, locked, async () => {
            await stage.visibleWidget('locked.passphrase');
            assert.equal((await stage.call('flow')).nodes.length, 0, 'a locked flow was open');
            await loadAxe(stage);
            assert.deepEqual(await findings(stage), [], 'axe-core on a locked flow');
            await stage.page.keyboard.type('open barley');
            await stage.page.keyboard.press('Enter');
            await untilText(stage, 'locked.trouble', /does not open/);
            await stage.page.keyboard.type('open sesame');
            await stage.page.keyboard.press('Enter');
            await untilText(stage, 'arrived.wants', /numpy/);
            assert.equal((await stage.call('flow')).title, 'Shared');
            assert.equal(await hasRun(stage), false);
        });
    });
});

test('a link that was cut off is told, and another one in the same tab is opened', async () => {
    const link = text => `#flow=d1:${deflateRawSync(text).toString('base64url')}`;
    const small = { ...flow, title: 'Second', files: [] };
    await story(
        'a link cut off',
        async stage => {
            await untilText(stage, 'opening', /cut off/);
            const loaded = stage.page.waitForEvent('load', { timeout: 60_000 });
            await stage.page.evaluate(
                hash => {
                    location.hash = hash;
                },
                link(JSON.stringify(small)),
            );
            await loaded;
            await stage.ready();
            await untilText(stage, 'arrived.wants', /numpy/);
            assert.equal((await stage.call('flow')).title, 'Second');
        },
        { path: `/${link(JSON.stringify(flow)).slice(0, -20)}` },
    );
});
