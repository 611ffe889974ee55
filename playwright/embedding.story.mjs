// A flow in somebody else's page, by one script tag: the poster, the life in the frame, what a parent may and what it may not.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launch, serve, Stage, violationListener } from './harness.mjs';
import { hostingModes } from './hosting_modes.mjs';
import { rainCsv, rainFlow, wetDays } from './rain_flow.mjs';
import { serveForeignSite, site as siteFolder } from './servers.mjs';

const csv = readFileSync(rainCsv);

/** The specification's flow, naming the file that comes beside it. */
const flow = {
    ...rainFlow,
    files: [{ name: 'seattle-weather.csv', bytes: csv.length, sha256: createHash('sha256').update(csv).digest('hex') }],
};

/** A node without a title by the name that its type has in the editor. */
const posterNames = ['Read CSV', '雨の日', 'Chart'];
const endless = { id: 'endless', type: 'python', source: 'def endless():\n    while True:\n        pass\n' };

/** A flow as an app: what its file says is its form and its page. */
const app = {
    format: 'pythonflows',
    version: 1,
    title: 'Squares',
    nodes: [
        {
            id: 'numbers',
            type: 'python',
            title: 'Numbers',
            source: 'def numbers(count: int = 3, step: int = 1, secret_of_the_author: int = 7):\n    return [n * step for n in range(count)]\n',
        },
        { id: 'squares', type: 'python', title: 'Squares', source: 'def squares(numbers):\n    return [{"n": n, "square": n * n} for n in numbers]\n' },
        { id: 'total', type: 'python', title: 'Total', source: 'def total(squares):\n    return sum(row["square"] for row in squares)\n' },
        { id: 'unasked', type: 'python', source: 'def unasked():\n    while True:\n        pass\n' },
    ],
    links: [
        { from: 'numbers.result', to: 'squares.numbers' },
        { from: 'squares.result', to: 'total.squares' },
    ],
    view: { app: { inputs: ['numbers.count', 'numbers.step'], outputs: ['total', 'squares.result'], run: 'change' } },
};

const flowsInPage = process.env.PYFLOWS_TEST_LONG === '1' ? 10 : 4;

let foreign;
let stranger;
let site;
let browser;

const documentOf = inside => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Somebody's page</title><link rel="icon" href="data:,">
<body style="background: white">${inside}</body></html>`;

before(async () => {
    const pages = { '/rain.flow.json': JSON.stringify(flow), '/app.flow.json': JSON.stringify(app), '/seattle-weather.csv': csv };
    foreign = await serveForeignSite(pages);
    site = await serve({ args: ['--allow-origin', new URL(foreign.url).origin] });
    pages['/'] = documentOf(`<script src="${site.url}embed.js"></script><python-flow src="rain.flow.json" height="560"></python-flow><p>The end</p>`);
    pages['/many'] = documentOf(`<script src="${site.url}embed.js"></script><main></main>`);
    const one = index => `<python-flow id="n${index}" src="app.flow.json?${index}" mode="view" height="400"></python-flow><div style="height: 500px"></div>`;
    pages['/several'] = documentOf(`<script src="${site.url}embed.js"></script>${Array.from({ length: flowsInPage }, (_, index) => one(index)).join('')}`);
    pages['/app'] = documentOf(
        `<script src="${site.url}embed.js"></script><python-flow src="app.flow.json" mode="view" height="520" lazy="visible"></python-flow>`,
    );
    pages['/plain'] = documentOf(
        `<iframe src="${site.url}?src=examples/seattle_weather.flow.json" allow="cross-origin-isolated" width="900" height="500"></iframe>`,
    );
    stranger = await serveForeignSite({
        '/rain.flow.json': JSON.stringify(flow),
        '/': documentOf(`<script src="${site.url}embed.js"></script><python-flow src="/rain.flow.json"></python-flow>`),
    });
    browser = await launch();
});

after(async () => {
    await browser?.close();
    for (const server of [foreign, stranger, site]) await server?.close();
});

/** `play(page, requests)` in a page of a foreign site; afterwards nothing of it is left. */
async function visit(url, play) {
    const page = await browser.context.newPage();
    const requests = [];
    const problems = [];
    page.on('request', request => requests.push(request.url()));
    page.on('pageerror', error => problems.push(error.message));
    try {
        await page.addInitScript(violationListener);
        await page.goto(url);
        await play(page, requests);
        assert.deepEqual(problems, []);
    } finally {
        await page.close();
    }
    const rest = await browser.context.newPage();
    await untilNothingLives(rest);
    await rest.close();
}

/** The processes' own count of what lives: workers and frames of the browser. */
async function living(page) {
    const devtools = await page.context().browser()?.newBrowserCDPSession();
    const session = devtools ?? (await page.context().newCDPSession(page));
    const { targetInfos } = await session.send('Target.getTargets');
    await session.detach();
    return targetInfos.filter(({ type }) => type === 'worker' || type === 'iframe').map(({ type, url }) => `${type} ${url.slice(0, 60)}`);
}

async function untilNothingLives(page) {
    const deadline = Date.now() + 60_000;
    for (;;) {
        const left = await living(page);
        if (left.length === 0) return;
        assert.ok(Date.now() < deadline, `still there: ${left.join(', ')}`);
        await new Promise(done => setTimeout(done, 100));
    }
}

test('one script tag: a poster, then the whole flow in the frame, its events in the page, and Stop', () =>
    visit(foreign.url, async (page, requests) => {
        const ofSite = () => requests.filter(url => url.startsWith(site.url)).map(url => url.slice(site.url.length));

        await page.waitForSelector('python-flow svg.picture');
        assert.equal(await page.locator('python-flow h2').textContent(), 'Rain in Seattle');
        assert.equal(await page.locator('python-flow svg.picture .node').count(), 3);
        assert.deepEqual(await page.locator('python-flow svg.picture .name').allTextContents(), posterNames);
        assert.deepEqual(ofSite(), ['embed.js'], 'nothing heavy before the click');
        const script = gzipSync(readFileSync(join(siteFolder, 'embed.js'))).length;
        assert.ok(script <= 30_000, `a poster costs ${script} bytes of script`);
        assert.deepEqual(await living(page), []);

        const stage = new Stage(page, hostingModes.foreign_frame);
        await page.evaluate(() => {
            const element = document.querySelector('python-flow');
            globalThis.heard = [];
            for (const name of ['state', 'output', 'error', 'edited', 'kernel'])
                element.addEventListener(name, event => globalThis.heard.push({ name, detail: event.detail }));
        });
        await page.locator('python-flow button').click();
        await page.evaluate(() => document.querySelector('python-flow').ready);
        await stage.ready();
        await page.evaluate(() => document.querySelector('python-flow').pythonReady);
        // Shown whole in the size that the frame has, not in the one that it had before it was laid out.
        const middles = () =>
            stage.product.evaluate(async () => {
                const [canvas, first, last] = await Promise.all(['canvas', 'node:read_csv', 'node:plot'].map(name => globalThis.pythonflows.widget(name)));
                return { wanted: canvas.x + canvas.width / 2, found: (first.x + last.x + last.width) / 2, slack: canvas.width / 10 };
            });
        let { wanted, found, slack } = await middles();
        for (const deadline = Date.now() + 60_000; Math.abs(found - wanted) > slack; { wanted, found, slack } = await middles())
            assert.ok(Date.now() < deadline, `the flow stands around ${found}, the canvas around ${wanted}`);
        await stage.click('toolbar.run');
        await page.waitForFunction(() => globalThis.heard.some(({ name, detail }) => name === 'state' && detail.nodes.plot.state === 'ok'));
        await page.evaluate(node => document.querySelector('python-flow').edit({ type: 'add_node', node, x: 320, y: 240 }), endless);
        await stage.click('toolbar.run');
        await page.waitForFunction(() => globalThis.heard.some(({ name, detail }) => name === 'state' && detail.nodes.endless?.state === 'running'));
        await stage.click('toolbar.stop');
        await page.waitForFunction(() => globalThis.heard.some(({ name, detail }) => name === 'state' && detail.nodes.endless?.state === 'stopped'));

        const called = await page.evaluate(async () => {
            const element = document.querySelector('python-flow');
            const { total } = await element.preview('wet', 'result', { limit: 1 });
            const chart = await element.preview('plot');
            const [file] = await element.files();
            const made = await element.edit({
                type: 'add_node',
                node: { type: 'python', source: 'def one():\n    print("hello")\n    return 1\n' },
                x: 0,
                y: 400,
            });
            const ran = await element.run({ only: made.id });
            const { stdout } = await element.output(made.id);
            await element.undo();
            const refused = await element.edit({ type: 'connect', from: 'wet.result', to: 'wet.table' }).catch(error => error.message);
            const place = await element.widget('toolbar.run');
            return {
                total,
                points: chart.spec.data.values.length,
                file: file.name,
                ran,
                stdout,
                refused,
                isPlace: place.width > 0,
                nodes: (await element.flow()).nodes.length,
            };
        });
        assert.equal(called.total, wetDays());
        assert.equal(called.points, wetDays());
        assert.equal(called.file, 'seattle-weather.csv');
        assert.equal(called.ran.ended, 'ok');
        assert.equal(called.stdout, 'hello\n');
        assert.match(called.refused, /\w+ \w+/);
        assert.ok(called.isPlace);
        assert.equal(called.nodes, 4);
        const names = new Set(await page.evaluate(() => globalThis.heard.map(({ name }) => name)));
        for (const name of ['state', 'output', 'edited', 'kernel']) assert.ok(names.has(name), name);
        await stage.expectClean(); // isolated inside a page without headers: the stop was a soft one

        // The page's look is followed, and nothing is left of what is taken out.
        await page.evaluate(() => document.body.style.setProperty('background', '#101010'));
        await stage.product.waitForFunction(() => document.documentElement.dataset.shade === 'dark');
        await page.evaluate(() => document.documentElement.setAttribute('lang', 'ja'));
        await stage.product.waitForFunction(() => document.documentElement.lang === 'ja');
        const ended = await page.evaluate(async () => {
            const element = document.querySelector('python-flow');
            const run = element.run({ only: 'endless' }).catch(error => error.message);
            await new Promise(done => element.addEventListener('state', ({ detail }) => detail.nodes.endless.state === 'running' && done()));
            element.remove();
            return run;
        });
        assert.match(ended, /taken out of the page/);
        await untilNothingLives(page);
    }));

test('twenty flows come and go, at any moment of their start: nothing of them is left', () =>
    visit(`${foreign.url}many`, async page => {
        await page.evaluate(async () => {
            const main = document.querySelector('main');
            for (let index = 0; index < 20; ++index) {
                const element = document.createElement('python-flow');
                element.setAttribute('src', 'rain.flow.json');
                main.append(element);
                const started = element.start().catch(() => undefined);
                // At once, while it is fetched, while the frame loads, once it is drawn.
                if (index % 4 === 1) await new Promise(done => requestAnimationFrame(done));
                if (index % 4 === 2) await new Promise(done => setTimeout(done, 20 * index));
                if (index % 4 === 3) await started;
                element.remove();
            }
        });
        await untilNothingLives(page);
        // The same element again: a poster, and it can be started.
        await page.evaluate(async () => {
            const element = document.createElement('python-flow');
            element.src = 'rain.flow.json';
            document.querySelector('main').append(element);
            await element.start();
            element.remove();
            document.querySelector('main').append(element);
        });
        await page.waitForSelector('python-flow svg.picture');
        assert.equal(await page.locator('python-flow iframe').count(), 0);
    }));

/** What a parent without the element can do: `connect()` shakes hands and gives the port's end, with what it says. */
const parentsHands = () => {
    const frame = document.querySelector('iframe');
    const there = new Promise(done => addEventListener('message', event => event.data?.pythonflows === 'here' && done(event.origin)));
    frame.contentWindow.postMessage({ pythonflows: 'hello' }, '*'); // it may have spoken before anybody listened
    globalThis.hands = {
        there,
        frame,
        async connect() {
            const origin = await there;
            const { port1, port2 } = new MessageChannel();
            const said = [];
            let serial = 0;
            const waiting = new Map();
            const ended = new Promise(done => {
                port1.onmessage = ({ data }) => {
                    said.push(data);
                    if ('ended' in data) done(data.ended);
                    if ('batch' in data) return;
                    waiting.get(data.answer)?.(data);
                };
            });
            frame.contentWindow.postMessage({ pythonflows: 'connect', version: 1 }, origin, [port2]);
            const call = (name, ...args) =>
                new Promise(done => {
                    waiting.set(++serial, done);
                    port1.postMessage({ call: serial, name, args });
                });
            return { port: port1, said, ended, call };
        },
    };
};

test('a hostile parent changes nothing: storms, malformed messages, sizes without end', () =>
    visit(`${foreign.url}plain`, async page => {
        const stage = new Stage(page, hostingModes.foreign_frame);
        await page.evaluate(parentsHands);
        await stage.ready();
        const before = await stage.call('flow');
        const found = await page.evaluate(async () => {
            const { hands } = globalThis;
            const target = hands.frame.contentWindow;
            const junk = [
                null,
                1,
                'here',
                [],
                {},
                { pythonflows: 'connect' },
                { pythonflows: 'connect', version: '1' },
                { call: 1, name: 'flow', args: [] },
                new Map([[1, 2]]),
            ];
            for (let index = 0; index < 5000; ++index) target.postMessage(junk[index % junk.length], '*');
            for (let index = 0; index < 20; ++index) target.postMessage({ pythonflows: 'connect', version: 7 }, '*', [new MessageChannel().port2]);
            for (let index = 0; index < 5; ++index)
                target.postMessage({ pythonflows: 'connect', version: 1, begin: { flow: 'x', files: 3 } }, '*', [new MessageChannel().port2]);

            // Not a call, again and again: the page ends the conversation.
            const first = await hands.connect();
            for (let index = 0; index < 5000; ++index) first.port.postMessage(junk[index % 5]);
            const ended = await first.ended;

            // What is no plain data is refused.
            const second = await hands.connect();
            const cycle = { type: 'add_node' };
            cycle.node = cycle;
            const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`);
            const hostile = [
                [cycle],
                [{ type: 'add_node', node: 10n }],
                [new Map()],
                [{ type: 'add_node', node: deep }],
                [{ type: 'add_node', x: Number.NaN }],
                [1, 2, 3, 4, 5],
            ];
            const refused = [];
            for (const args of hostile) refused.push((await second.call('edit', ...args)).error?.code);
            const wrong = [];
            for (const args of [[{ type: 'connect' }], [{ type: 'quit' }], [null], [{ type: 'add_node', node: 3, x: 'left' }], []])
                wrong.push(typeof (await second.call('edit', ...args)).error?.message);
            for (const [name, ...args] of [
                ['run', null],
                ['preview', 7],
                ['open', '{'],
                ['open', 'x'.repeat(100)],
                ['constructor'],
                ['on', 'state'],
                ['__proto__'],
                ['setLanguage', 'xx'],
            ])
                wrong.push(typeof (await second.call(name, ...args)).error?.message);

            // A flood of calls: each is answered or refused, the page goes on.
            const flood = await Promise.race([Promise.all(Array.from({ length: 3000 }, () => second.call('state'))), second.ended]);

            // The frame has another size all the time.
            for (let index = 0; index < 150; ++index) {
                hands.frame.width = index % 3 === 0 ? 1 : 200 + ((index * 37) % 900);
                hands.frame.height = index % 5 === 0 ? 0 : 100 + ((index * 53) % 600);
                if (index % 10 === 0) await new Promise(done => requestAnimationFrame(done));
            }
            hands.frame.width = 900;
            hands.frame.height = 500;

            const last = await hands.connect();
            const { value } = await last.call('flow');
            return { ended, refused, wrong, flooded: typeof flood, flow: value };
        });
        assert.match(found.ended, /Too many messages/);
        assert.deepEqual(new Set(found.refused), new Set(['refused']));
        assert.deepEqual(new Set(found.wrong), new Set(['string']));
        assert.deepEqual(found.flow, before);
        assert.deepEqual(await stage.call('flow'), before);
        assert.equal(await stage.product.locator('[data-widget="crash"]').count(), 0);
        await stage.pythonReady();
        await stage.expectClean();
    }));

/** Framing is refused by the headers already; a site without headers has only its config.json. */
const withoutHeaders = page =>
    page.route(`${site.url}index.html*`, async route => {
        const response = await route.fetch();
        const headers = Object.fromEntries(Object.entries(response.headers()).filter(([name]) => name !== 'content-security-policy'));
        await route.fulfill({ response, headers });
    });

/** Arguments of `waitForFunction`. */
const noteSays = pattern => [
    source => new RegExp(source).test(document.querySelector('python-flow').shadowRoot.querySelector('.note-line').textContent),
    pattern.source,
];

test('a page that the site does not name is shown the sentence, and hands no flow over', () =>
    visit(stranger.url, async page => {
        await withoutHeaders(page);
        await page.locator('python-flow button').click();
        await page.waitForFunction(...noteSays(/allowed_origins/));
        assert.equal(await page.locator('python-flow iframe').count(), 0);
        const refused = await page.evaluate(() =>
            document
                .querySelector('python-flow')
                .run()
                .catch(error => error.message),
        );
        assert.match(refused, /allowed_origins/);
    }));

test('a frame that is refused is said soon, and can be tried again', () =>
    visit(stranger.url, async page => {
        await page.locator('python-flow button').click();
        await page.waitForFunction(...noteSays(/has not answered yet/), { timeout: 15_000 });
        // Now it may stand there, and says itself why it does not talk.
        await withoutHeaders(page);
        await page.locator('python-flow button').click();
        await page.waitForFunction(...noteSays(/allowed_origins/));
    }));

test('what is said of a page that is slow only is taken back when it speaks', () =>
    visit(foreign.url, async page => {
        let answer;
        const mayAnswer = new Promise(settle => {
            answer = settle;
        });
        await page.route(`${site.url}config.json*`, async route => {
            await mayAnswer;
            await route.continue();
        });
        await page.locator('python-flow button').click();
        await page.waitForFunction(...noteSays(/has not answered yet/));
        answer();
        await page.waitForFunction(...noteSays(/^Python runs in your browser/));
        await page.evaluate(() => document.querySelector('python-flow').ready);
        assert.equal(await page.locator('python-flow iframe').count(), 1);
    }));

test('as an app: inputs as a form, outputs as a page, nothing drawn that nobody sees', () =>
    visit(`${foreign.url}app`, async page => {
        const stage = new Stage(page, hostingModes.foreign_frame);
        await page.evaluate(() => document.querySelector('python-flow').ready);
        await stage.ready();
        const inside = stage.product;
        await stage.visibleWidget('app.run');
        assert.equal(await inside.locator('flow-app flow-setting').count(), 2);
        assert.equal(await inside.locator('flow-app section').count(), 2);
        await stage.pythonReady();
        await stage.click('app.run');
        await stage.until('state', [], ({ nodes }) => nodes.total.state === 'ok');
        assert.equal((await stage.states()).unasked, 'stale', 'only what is shown is run');
        await inside.locator('[data-widget="app.output.total"] pre', { hasText: '5' }).waitFor();
        // From then on a change runs what it made stale, as the flow's file says.
        const count = inside.locator('flow-app flow-setting').first().locator('input');
        await count.fill('5');
        await count.press('Enter');
        await inside.locator('[data-widget="app.output.total"] pre', { hasText: '30' }).waitFor();
        assert.equal(await inside.evaluate(() => document.querySelector('#canvas').width), 300, 'what nobody sees was never drawn');
        // Stop, and the flow behind it.
        await stage.call('edit', {
            type: 'set_source',
            node: 'numbers',
            source: 'def numbers(count: int = 3, step: int = 1):\n    while True:\n        pass\n',
        });
        await stage.click('app.stop');
        await stage.until('state', [], ({ nodes }) => nodes.numbers.state === 'stopped');
        await stage.click('app.flow');
        await stage.visibleWidget('node:numbers.title');
        assert.ok((await stage.coloursOf('node:numbers.title')) > 3);
        await stage.click('app.back');
        await stage.visibleWidget('app.run');
        // Browsers keep nothing for a page inside another site's: no news for who reads an app there.
        assert.equal(await inside.evaluate(() => globalThis.pythonflows.widget('toast.error')), null);
        await stage.expectClean();
    }));

test('many flows in a page: few live at a time, and what was changed in one that rests is kept', () =>
    visit(`${foreign.url}several`, async page => {
        const kernels = async () => (await living(page)).filter(target => target.startsWith('worker')).length;
        let most = 0;
        for (let index = 0; index < flowsInPage; ++index) {
            await page.locator(`#n${index}`).scrollIntoViewIfNeeded();
            await page.locator(`#n${index} button`).click();
            await page.evaluate(at => document.querySelector(`#n${at}`).ready, index);
            // The first has the Python of all, so it is the second that rests.
            if (index === 1) await page.evaluate(() => document.querySelector('#n1').edit({ type: 'set_param', node: 'numbers', name: 'count', value: 9 }));
            await page.waitForFunction(() => [...document.querySelectorAll('python-flow')].filter(each => each.shadowRoot.querySelector('iframe')).length <= 3);
            most = Math.max(most, await kernels());
        }
        assert.ok(most <= 2, `${most} kernels at a time`);
        await page.locator('#n1').scrollIntoViewIfNeeded();
        assert.equal(await page.locator('#n1 button').textContent(), 'Go on');
        await page.locator('#n1 button').click();
        const count = await page.evaluate(async () => (await document.querySelector('#n1').flow()).nodes[0].params.count);
        assert.equal(count, 9);
    }));
