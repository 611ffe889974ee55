// What a node costs beside its Python: 10,000 chained nodes, each with ten lines of its own, run for the first time and again, against a loop of runPython() over the same sources and a loop of
// exec() over kept code objects in a bare Pyodide worker; and one node, from the click until state() says ok, against a bare round trip to a worker in such a frame.
import { launch, serve, Stage } from './harness.mjs';
import { inTurns, median, report, reportPairs } from './measuring.mjs';
import { servePeers } from './peers.mjs';

const length = Number(process.env.PYFLOWS_BENCH_NODES ?? 10_000);
const rounds = Number(process.env.PYFLOWS_BENCH_PAIRS ?? 3);
const clicks = 60;

const lines = number => [
    '    total = 0',
    `    items = [${number}, 1, 2]`,
    '    for item in items:',
    '        total += item',
    '    text = str(total)',
    "    data = {'a': total, 'b': text}",
    '    if total > 10:',
    "        data['c'] = len(text)",
    "    value = value + data['a'] % 7",
    '    return value',
];
const source = (at, number = at) => [`def step_${at}(value${at === 0 ? ': int = 0' : ''}):`, ...lines(number), ''].join('\n');

function chain(sources) {
    const nodes = sources.map((text, at) => ({ id: `n${at}`, type: 'python', source: text }));
    const links = nodes.slice(1).map((node, at) => ({ from: `n${at}.result`, to: `${node.id}.value` }));
    return { format: 'pythonflows', version: 1, title: 'chain', nodes, links };
}

/** Microseconds a node, first and again. */
async function ours(url, sources) {
    const browser = await launch();
    try {
        const stage = await Stage.open(browser.context, url);
        await stage.pythonReady();
        await stage.call('open', chain(sources));
        const times = [];
        for (const target of [{}, { all: true }]) {
            const { ended, ran, elapsedMs } = await stage.call('run', target);
            if (ended !== 'ok' || ran.length !== length) throw new Error(`the chain ended ${ended} after ${ran.length} nodes`);
            times.push((elapsedMs / length) * 1000);
        }
        return { first: times[0], again: times[1], value: (await stage.call('preview', `n${length - 1}`)).text };
    } finally {
        await browser.close();
    }
}

/** The same by runPython() and by exec() of kept code: microseconds a node. */
async function bare(url, sources) {
    const browser = await launch();
    try {
        const page = await browser.context.newPage();
        await page.goto(`${url}loop.html`);
        await page.waitForFunction(() => globalThis.loop);
        return await page.evaluate(texts => globalThis.loop(texts), sources);
    } finally {
        await browser.close();
    }
}

/** Milliseconds of each click on Run until the one node is ok, and of each bare round trip. */
async function clickTimes(site, peers) {
    // Each in a browser of its own: a page that another one covers draws no frames.
    const [browser, other] = [await launch(), await launch()];
    try {
        const stage = await Stage.open(browser.context, site);
        await stage.pythonReady();
        await stage.call('open', chain([source(0)]));
        await stage.call('run', {});
        const peer = await other.context.newPage();
        await peer.goto(`${peers}echo.html`);
        await peer.waitForFunction(() => globalThis.echo);
        let edits = 0;
        const { click, echo } = await inTurns(clicks, {
            click: () =>
                stage.page.evaluate(
                    async text => {
                        const { pythonflows } = globalThis;
                        await pythonflows.edit({ type: 'set_source', node: 'n0', source: text });
                        const find = root =>
                            root.querySelector('[data-widget="toolbar.run"]') ??
                            [...root.querySelectorAll('*')].map(one => one.shadowRoot && find(one.shadowRoot)).find(Boolean);
                        const button = find(document);
                        while (button.getAttribute('aria-disabled') !== 'false') await new Promise(requestAnimationFrame);
                        await new Promise(resolve => setTimeout(resolve, 50)); // the frames that show the edit are not the click's
                        const ended = new Promise(resolve => {
                            const off = pythonflows.on('state', async () => {
                                const { nodes } = await pythonflows.state();
                                if (nodes.n0.state !== 'ok') return;
                                off();
                                resolve(performance.now());
                            });
                        });
                        const start = performance.now();
                        button.click();
                        return (await ended) - start;
                    },
                    source(0, ++edits),
                ),
            echo: () => peer.evaluate(() => globalThis.echo()),
        });
        // The first ones are the browser's to warm up.
        return { click: click.slice(10), echo: echo.slice(10) };
    } finally {
        await Promise.all([browser.close(), other.close()]);
    }
}

const site = await serve();
const peers = await servePeers();
try {
    const { click, echo } = await clickTimes(site.url, peers.url);
    report({ name: 'chain.click', unit: 'ms', value: median(click), baseline: median(echo), goal: 5 });

    const sources = Array.from({ length }, (_, at) => source(at));
    const found = await inTurns(rounds, { ours: () => ours(site.url, sources), bare: () => bare(peers.url, sources) });
    const values = new Set([...found.ours, ...found.bare].map(({ value }) => value));
    if (values.size !== 1) throw new Error(`not the same values: ${[...values].join(', ')}`);
    const pick = (of, name) => found[of].map(times => times[name]);
    reportPairs('chain.first', 'µs', pick('ours', 'first'), pick('bare', 'first'));
    reportPairs('chain.again', 'µs', pick('ours', 'again'), pick('bare', 'again'));
    reportPairs('chain.again.exec', 'µs', pick('ours', 'again'), pick('bare', 'exec'));
} finally {
    await site.close();
    await peers.close();
}
