// The other engine: Firefox as the system has it opens the one file, the site, and the site in a frame of a page that knows nothing of us, and runs the specification's flow.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { buildSingle, flowFile } from '../tools/build_single.mjs';
import { findProgram } from '../tools/setup/command.mjs';
import { firefoxPath } from '../tools/setup/system_packages.mjs';
import { launchFirefox } from './firefox.mjs';
import { hostingModes } from './hosting_modes.mjs';
import { rainCsv, rainFlow, wetDays } from './rain_flow.mjs';

const skip = firefoxPath() && findProgram('Xvfb') ? false : 'there is no Firefox with Xvfb here (Debian: firefox-esr, xvfb; FIREFOX names another)';

async function withFirefox(name, play, options = {}) {
    const browser = await launchFirefox(options);
    try {
        await play(browser.page);
        assert.deepEqual(browser.problems, []);
    } catch (error) {
        const picture = await browser.page.screenshot(`failed firefox ${name}`).catch(() => 'no picture could be taken');
        error.message += `\nWhat the page said:\n${browser.problems.join('\n')}\nPicture: ${picture}`;
        throw error;
    } finally {
        await browser.close();
    }
}

/** As a person does: by the button, then a look at what came out. */
async function runTheFlow(page) {
    assert.deepEqual(await statesOf(page), { read_csv: 'stale', wet: 'stale', plot: 'stale' }, 'opening is not running');
    await page.click('toolbar.run');
    await page.until(async () => Object.values((await globalThis.pythonflows.state()).nodes).every(({ state }) => state === 'ok'));
    assert.equal((await page.call('preview', 'wet')).total, wetDays());
    const chart = await page.call('preview', 'plot');
    assert.deepEqual([chart.kind, chart.spec.data.values.length], ['chart', wetDays()]);
}

async function statesOf(page) {
    const { nodes } = await page.call('state');
    return Object.fromEntries(Object.entries(nodes).map(([id, { state }]) => [id, state]));
}

/** The canvas is drawn, and hears the mouse. */
async function moveANode(page) {
    const placeOf = async () => (await page.call('flow')).view.nodes.plot;
    const before = await placeOf();
    await page.drag('node:plot.title', { x: 60, y: 40 });
    await page.until(async ({ x, y }) => {
        const now = (await globalThis.pythonflows.flow()).view.nodes.plot;
        return now.x > x && now.y > y;
    }, before);
}

/** What computes is interrupted, or its kernel replaced; what had finished is still there, and the next run goes on. */
async function stopAnEndlessNode(page) {
    const source = 'def endless():\n    print("begun")\n    while True:\n        pass\n';
    await page.call('edit', { type: 'add_node', node: { id: 'endless', type: 'python', source }, x: 0, y: 300 });
    await page.evaluate(() => {
        globalThis.__ended = globalThis.pythonflows.run({ only: 'endless' });
        return true;
    });
    await page.until(async () => (await globalThis.pythonflows.output('endless')).stdout.startsWith('begun'));
    await page.click('toolbar.stop');
    assert.equal(await page.evaluate(async () => (await globalThis.__ended).ended), 'stopped');
    assert.equal((await statesOf(page)).wet, 'ok');
    await page.call('edit', { type: 'set_param', node: 'wet', name: 'condition', value: 'weather == "rain"' });
    assert.equal((await page.call('run', { upTo: 'plot' })).ended, 'ok');
}

async function openTheFlow(page) {
    await page.evaluate(
        data =>
            globalThis.pythonflows.addFile(
                'seattle-weather.csv',
                Uint8Array.from(atob(data), each => each.charCodeAt(0)),
            ),
        readFileSync(rainCsv).toString('base64'),
    );
    await page.call('open', rainFlow);
}

test('Firefox: the one file, from file://', { skip }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows one file '));
    try {
        const data = readFileSync(rainCsv);
        copyFileSync(rainCsv, join(folder, 'seattle-weather.csv'));
        const files = [{ name: 'seattle-weather.csv', bytes: data.length, sha256: createHash('sha256').update(data).digest('hex') }];
        writeFileSync(join(folder, 'rain.flow.json'), JSON.stringify({ ...rainFlow, files }));
        const out = join(folder, 'pythonflows.html');
        await buildSingle({ out, flow: flowFile(join(folder, 'rain.flow.json')) });
        await withFirefox('one file', async page => {
            await page.goto(pathToFileURL(out).href);
            await page.ready();
            await runTheFlow(page);
            await moveANode(page);
            await stopAnEndlessNode(page);
        });
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
});

/** `isIsolated`: whether there is shared memory, so that what runs can be interrupted; without it the kernel is replaced. */
async function openTheSite(mode, { isIsolated, screen }) {
    const hosting = await hostingModes[mode].open({ folder: undefined, env: {}, args: [], path: '/' });
    const play = async top => {
        await top.goto(hosting.address);
        const page = hostingModes[mode].isFramed ? await top.framed() : top;
        await page.ready();
        assert.equal(await page.evaluate(() => globalThis.crossOriginIsolated), isIsolated);
        await openTheFlow(page);
        await runTheFlow(page);
        await stopAnEndlessNode(page);
        assert.equal((await page.call('widget', 'toast.error')) !== null, !screen, 'whether it says that there is no WebGL');
    };
    try {
        await withFirefox(mode, play, { screen });
    } finally {
        await hosting.close();
    }
}

test('Firefox: in a frame of a foreign page, which it does not isolate', { skip }, () => openTheSite('foreign_frame', { isIsolated: false, screen: true }));

test('Firefox: the site, without WebGL, by its panels alone', { skip }, () => openTheSite('own_server', { isIsolated: true, screen: false }));
