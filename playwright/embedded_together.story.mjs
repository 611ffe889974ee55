// Ten flows of one author in one page: one Python for all of them, and each with its own names, its own files and its own Stop.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { launch, serve } from './harness.mjs';
import { rainCsv, rainFlow, wetDays } from './rain_flow.mjs';
import { serveForeignSite } from './servers.mjs';

const kFlows = 10;

const csv = readFileSync(rainCsv);

/** The specification's flow, and beside it the same names in every flow: nodes, and a file that one node writes and another reads. */
const flow = number => ({
    ...rainFlow,
    title: `Flow ${number}`,
    files: [{ name: 'seattle-weather.csv', bytes: csv.length, sha256: createHash('sha256').update(csv).digest('hex') }],
    nodes: [
        ...rainFlow.nodes,
        {
            id: 'write',
            type: 'python',
            source: `import sys\n\ndef write():\n    with open('mark.txt', 'w') as file:\n        file.write('file ${number}')\n    return 'value ${number}'\n`,
        },
        { id: 'read', type: 'python', source: `def read(write):\n    with open('mark.txt') as file:\n        return f'{write}, {file.read()}'\n` },
    ],
    links: [...rainFlow.links, { from: 'write.result', to: 'read.write' }],
});
const endless = 'def write():\n    while True:\n        pass\n';

/** Longer than a flow that leaves is waited for. */
const kSlow = 'import time\n\ndef write():\n    end = time.monotonic() + 4\n    while time.monotonic() < end:\n        pass\n    return 1\n';

let foreign;
let site;
let browser;

before(async () => {
    const pages = Object.fromEntries(Array.from({ length: kFlows }, (_, number) => [`/${number}.flow.json`, JSON.stringify(flow(number))]));
    pages['/seattle-weather.csv'] = csv;
    foreign = await serveForeignSite(pages);
    site = await serve({ args: ['--allow-origin', new URL(foreign.url).origin] });
    const elements = Array.from(
        { length: kFlows },
        (_, number) => `<python-flow id="n${number}" src="${number}.flow.json" mode="view" height="60" lazy="visible"></python-flow>`,
    );
    pages['/'] = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Ten</title><link rel="icon" href="data:,">
<body><script src="${site.url}embed.js"></script>${elements.join('')}</body></html>`;
    browser = await launch();
});

after(async () => {
    await browser?.close();
    for (const server of [foreign, site]) await server?.close();
});

async function kernels(page) {
    const session = await page.context().browser().newBrowserCDPSession();
    const { targetInfos } = await session.send('Target.getTargets');
    await session.detach();
    return targetInfos.filter(({ type }) => type === 'worker').length;
}

/** What the flows with these numbers show, each of which is run before. */
const shown = (page, numbers) =>
    page.evaluate(
        wanted =>
            Promise.all(
                wanted.map(async number => {
                    const element = document.querySelector(`#n${number}`);
                    const { ended } = await element.run({});
                    if (ended === 'ok') return (await element.preview('read')).text;
                    const { nodes } = await element.state();
                    return Object.entries(nodes).flatMap(([id, { state, why }]) => (state === 'ok' ? [] : [`${id} ${state}: ${JSON.stringify(why)}`]));
                }),
            ),
        numbers,
    );

/** Resolves when the first node of one of them is in that state. */
const stateOf = (page, number, wanted) =>
    page.evaluate(
        async ({ number: at, wanted: state }) => {
            const deadline = performance.now() + 60_000;
            while ((await document.querySelector(`#n${at}`).state()).nodes.write.state !== state)
                if (performance.now() > deadline) throw new Error(`flow ${at} is not ${state}`);
        },
        { number, wanted },
    );

const expected = numbers => numbers.map(number => `value ${number}, file ${number}`);

test('ten flows in a page have one Python, and each its own names, files and Stop', { timeout: 240_000 }, async () => {
    const page = await browser.context.newPage();
    const complaints = [];
    page.on('console', message => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    await page.setViewportSize({ width: 900, height: 1000 });
    await page.goto(foreign.url);
    const all = Array.from({ length: kFlows }, (_, number) => number);
    await page.evaluate(numbers => Promise.all(numbers.map(number => document.querySelector(`#n${number}`).pythonReady)), all);
    assert.equal(await kernels(page), 1);
    assert.deepEqual(await shown(page, all), expected(all));
    assert.deepEqual(await shown(page, all), expected(all), 'again');
    const rain = await page.evaluate(
        numbers =>
            Promise.all(
                numbers.map(number =>
                    document
                        .querySelector(`#n${number}`)
                        .preview('wet', 'result', { limit: 1 })
                        .then(({ total }) => total),
                ),
            ),
        all,
    );
    assert.deepEqual(
        rain,
        all.map(() => wetDays()),
    );

    // The one in whose frame the kernel is, and the others.
    const urls = await Promise.all(
        page.frames().map(async frame => ((await frame.evaluate(() => document.querySelector('iframe[title="Python"]') !== null)) ? frame.url() : '')),
    );
    const holder = Number(/(\d)\.flow\.json/.exec(decodeURIComponent(urls.find(url => url !== '')))[1]);
    const [first, second, third, slow, ...rest] = all.filter(number => number !== holder);

    // One that never ends holds the others up, and is stopped by itself; a Stop of another one stops only that.
    await page.evaluate(
        ([numbers, source]) => {
            for (const number of numbers) {
                const element = document.querySelector(`#n${number}`);
                void element.edit({ type: 'set_source', node: 'write', source }).then(() => element.run({}));
            }
        },
        [[first, second], endless],
    );
    const running = await page.evaluate(
        async numbers => {
            for (;;) {
                for (const number of numbers) if ((await document.querySelector(`#n${number}`).state()).nodes.write.state === 'running') return number;
            }
        },
        [first, second],
    );
    const waiting = running === first ? second : first;
    await stateOf(page, waiting, 'queued');
    await page.evaluate(number => document.querySelector(`#n${number}`).stop(), waiting);
    assert.equal((await page.evaluate(number => document.querySelector(`#n${number}`).state(), running)).nodes.write.state, 'running');
    await page.evaluate(number => document.querySelector(`#n${number}`).stop(), running);
    await stateOf(page, running, 'stopped');
    assert.deepEqual(await shown(page, [third]), expected([third]));
    assert.equal(await kernels(page), 1);

    // One is taken out of the page while it runs: the others go on with the same Python.
    await page.evaluate(
        number =>
            void document
                .querySelector(`#n${number}`)
                .run({})
                .catch(() => undefined),
        second,
    );
    await stateOf(page, second, 'running');
    await page.evaluate(number => document.querySelector(`#n${number}`).remove(), second);
    assert.deepEqual(await shown(page, rest), expected(rest));
    assert.equal(await kernels(page), 1);

    // One that has nothing in work goes while another one computes for longer than a leaving flow is waited for: nothing is lost.
    const ended = page.evaluate(
        async ([number, source]) => {
            const element = document.querySelector(`#n${number}`);
            await element.edit({ type: 'set_source', node: 'write', source });
            return (await element.run({ only: 'write' })).ended;
        },
        [slow, kSlow],
    );
    await stateOf(page, slow, 'running');
    const [behind] = rest;
    const held = page.evaluate(
        async ([number, source]) => {
            const element = document.querySelector(`#n${number}`);
            await element.edit({ type: 'set_source', node: 'write', source });
            return (await element.run({ only: 'write' })).ended;
        },
        [behind, `${flow(behind).nodes.find(({ id }) => id === 'write').source}# again\n`],
    );
    await stateOf(page, behind, 'queued');
    await page.evaluate(number => document.querySelector(`#n${number}`).remove(), first);
    assert.deepEqual([await ended, await held], ['ok', 'ok']);
    const took = number => page.evaluate(async at => (await document.querySelector(`#n${at}`).state()).nodes.write.elapsedMs, number);
    assert.ok((await took(slow)) >= 3900, `${await took(slow)} ms of its own`);
    assert.ok((await took(behind)) < 2000, `${await took(behind)} ms: the wait is not its own`);

    assert.deepEqual(complaints, []);

    // The one that has the kernel in its frame goes: another one takes over.
    // Each hears that it is gone, and of the next one.
    await page.evaluate(
        ([gone, numbers]) => {
            const next = numbers.map(at => {
                const element = document.querySelector(`#n${at}`);
                return new Promise(done => {
                    let wasLost = false;
                    element.addEventListener('kernel', ({ detail }) => {
                        wasLost ||= detail.kernel === 'lost';
                        if (wasLost && detail.kernel === 'ready') done();
                    });
                });
            });
            document.querySelector(`#n${gone}`).remove();
            return Promise.all(next);
        },
        [holder, rest],
    );
    assert.deepEqual(await shown(page, rest), expected(rest));
    // The browser takes its time to end the one that was removed; a second one would stay.
    while ((await kernels(page)) !== 1) await new Promise(done => setTimeout(done, 100));
    await page.close();
});

test('the same flow twice in a page of the site: each is its own, and neither is a copy of the other', async () => {
    const page = await browser.context.newPage();
    const same = '<python-flow src="examples/seattle_weather.flow.json" height="300" lazy="visible"></python-flow>';
    const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Twice</title><link rel="icon" href="data:,"><body><script src="embed.js"></script>${same}${same}`;
    await page.route(`${site.url}twice.html`, route => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(`${site.url}twice.html`);
    const titles = () => page.evaluate(() => Promise.all([...document.querySelectorAll('python-flow')].map(async element => (await element.flow()).title)));
    const open = async () => {
        await page.evaluate(() => Promise.all([...document.querySelectorAll('python-flow')].map(element => element.pythonReady)));
        for (const frame of page.frames().filter(each => each.url().includes('src='))) {
            const spoken = await frame.evaluate(() => document.querySelector('flow-toasts').shadowRoot.querySelector('[data-widget="spoken"]').textContent);
            assert.doesNotMatch(spoken, /This is a copy/, 'nobody else has it');
        }
    };
    await open();
    await page.evaluate(() => document.querySelectorAll('python-flow')[1].edit({ type: 'set_flow_title', title: 'The second' }));
    assert.deepEqual(await titles(), ['Weather in Seattle', 'The second']);
    await page.reload();
    await open();
    assert.deepEqual(await titles(), ['Weather in Seattle', 'The second'], 'each finds its own again');
    await page.close();
});
