// The site as an app of its own: one visit, then no host; a newer version; a half one; the way out.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { launch, serve, Stage } from './harness.mjs';
import { hostingModes } from './hosting_modes.mjs';
import { rainRuns, wholeRainFlow } from './rain_flow.mjs';
import { serveHeaderless, site } from './servers.mjs';

const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Offline',
    nodes: [
        { id: 'six', type: 'python', source: 'def six():\n    return 6\n' },
        {
            id: 'rich',
            type: 'python',
            source: 'class Rich:\n    def _repr_html_(self):\n        return "<b>bold</b>"\n\n\ndef rich(six):\n    return Rich()\n',
        },
    ],
    links: [{ from: 'six.result', to: 'rich.six' }],
};

/** A folder for the test, with a browser's profile in it. */
async function scratch(play) {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows offline '));
    try {
        await play(folder, join(folder, 'profile'));
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** A browser process of its own on that profile. What is refused by a host that is away is no problem of the page. */
async function visit(profile, url, play) {
    const browser = await launch({ profile });
    try {
        const stage = await Stage.open(browser.context, url, { ...hostingModes.own_server, remarks: [/net::ERR_/] });
        await play(stage);
        await stage.expectClean();
    } finally {
        await browser.close();
    }
}

const isPythons = path => path.startsWith('pyodide/') || path.startsWith('kernel/');

test('after one visit no host is needed: the page opens, Python starts, a flow runs', async () => {
    await scratch(async (_folder, profile) => {
        const host = await serveHeaderless({ reads: true });
        await visit(profile, host.url, async stage => {
            await stage.pythonReady();
            await stage.call('open', flow);
            assert.equal((await stage.call('run', {})).ended, 'ok');
            assert.equal((await stage.call('preview', 'rich')).html, '<b>bold</b>');
            await stage.siteKept();
        });
        const twice = host.requests.filter((path, at) => isPythons(path) && host.requests.indexOf(path) !== at);
        assert.deepEqual(twice, [], 'fetched from the host a second time');
        await host.close();
        await visit(profile, host.url, async stage => {
            await stage.pythonReady();
            assert.equal((await stage.call('flow')).title, 'Offline');
            assert.equal((await stage.call('run', { all: true })).ended, 'ok');
        });
    });
});

test("the product's own server: killed after a visit, the page is there as before, isolated", async () => {
    await scratch(async (_folder, profile) => {
        const server = await serve();
        await visit(profile, server.url, stage => stage.siteKept());
        await server.close();
        await visit(profile, server.url, async stage => {
            await stage.call('open', wholeRainFlow);
            await rainRuns(stage);
        });
    });
});

/** The next version of the site in a folder of its own: another page, and so another worker. */
function nextVersion(folder, number) {
    const next = join(folder, `site ${number}`);
    cpSync(site, next, { recursive: true });
    const page = readFileSync(join(site, 'index.html'), 'utf8');
    const changed = page.replace('</body>', `<p id="version" hidden>${number}</p></body>`);
    writeFileSync(join(next, 'index.html'), changed);
    const hash = text => createHash('sha256').update(text).digest('hex');
    const worker = readFileSync(join(site, 'service_worker.js'), 'utf8');
    const build = /build:"(\w{16})"/.exec(worker)[1];
    const renewed = worker.replaceAll(hash(page), hash(changed)).replaceAll(build, hash(`${number}`).slice(0, 16));
    assert.notEqual(renewed, worker);
    writeFileSync(join(next, 'service_worker.js'), renewed);
    return next;
}

const versionOf = stage => stage.page.evaluate(() => document.querySelector('#version')?.textContent ?? '1');
const cachesOf = stage => stage.page.evaluate(async () => (await caches.keys()).filter(name => name.startsWith('pythonflows /')).sort());
const update = stage => stage.page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update().catch(() => undefined)));
const stateOf = stage =>
    stage.page.evaluate(async () => {
        const { installing, waiting } = await navigator.serviceWorker.ready;
        return installing ? 'installing' : waiting ? 'waiting' : 'none';
    });

test('a newer version waits until a person takes it, a half one changes nothing, and a host without the worker ends it', async () => {
    await scratch(async (folder, profile) => {
        const host = await serveHeaderless({ reads: true });
        try {
            await visit(profile, host.url, async stage => {
                await stage.siteKept();
                await stage.call('open', flow);
                const [old] = await cachesOf(stage);

                // Half of the next version: its page is not there yet.
                host.folder = nextVersion(folder, 2);
                host.missing = ['index.html'];
                await update(stage);
                await stage.untilTrue(async () => !(await navigator.serviceWorker.ready).installing);
                assert.equal(await stateOf(stage), 'none');
                await stage.page.reload();
                await stage.ready();
                assert.equal(await versionOf(stage), '1');

                // Whole: offered, and taken when no run is on.
                host.missing = [];
                await stage.pythonReady();
                await stage.call('edit', { type: 'set_source', node: 'six', source: 'def six():\n    import time\n    time.sleep(2)\n    return 7\n' });
                await update(stage);
                await stage.visibleWidget('toast.offer', 120_000);
                assert.equal(await versionOf(stage), '1');
                const ended = stage.call('run', { upTo: 'six' });
                await stage.until('state', [], ({ nodes }) => nodes.six.state === 'running');
                const loaded = stage.page.waitForEvent('load', { timeout: 60_000 });
                await stage.click('toast.offer');
                assert.equal((await ended).ended, 'ok', 'the run was cut off');
                await loaded;
                await stage.ready();
                assert.equal(await versionOf(stage), '2');
                assert.match((await stage.call('flow')).nodes[0].source, /return 7/);
                await stage.untilTrue(async name => !(await caches.keys()).includes(name), old);
                assert.equal((await cachesOf(stage)).length, 1);

                // The way out.
                host.missing = ['service_worker.js'];
                await stage.page.reload();
                await stage.ready();
                await stage.untilTrue(
                    async () =>
                        (await navigator.serviceWorker.getRegistrations()).length === 0 &&
                        !(await caches.keys()).some(name => name.startsWith('pythonflows /')),
                );
                stage.problems = stage.problems.filter(text => !/404/.test(text));
            });
        } finally {
            await host.close();
        }
    });
});
