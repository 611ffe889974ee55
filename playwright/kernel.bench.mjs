// What a new kernel costs: the time from the end of a run that had to be stopped the hard way until the next node has run, against a cold start of a bare Pyodide page; and the memory
// of a kernel's process, against that of a page with a bare Pyodide worker.
import { readdirSync, readFileSync } from 'node:fs';
import { launch, Stage } from './harness.mjs';
import { keptSnapshot } from './kept_snapshot.mjs';
import { inTurns, report, reportPairs } from './measuring.mjs';
import { servePeers } from './peers.mjs';
import { serve } from './servers.mjs';

const rounds = Number(process.env.PYFLOWS_BENCH_PAIRS ?? 7);
const flow = source => ({ format: 'pythonflows', version: 1, title: 'stop', nodes: [{ id: 'node', type: 'python', source }], links: [] });
/** No bytecode runs in it, so that only a new kernel ends it. */
const endless = 'def node():\n    return sum(range(10**12))\n';

/** Milliseconds from the end of the stopped run to the end of the next. */
async function afterHardStop(url) {
    const browser = await launch();
    try {
        const stage = await Stage.open(browser.context, url);
        await stage.pythonReady();
        // As after a first look around: the page has had its idle moment.
        await keptSnapshot(stage);
        await stage.call('open', flow(endless));
        const running = stage.call('run', {});
        await stage.until('state', [], state => state.nodes.node?.state === 'running');
        await stage.call('stop');
        const { ended } = await running;
        if (ended !== 'stopped') throw new Error(`the endless run ended ${ended}`);
        return await stage.page.evaluate(async next => {
            const { pythonflows } = globalThis;
            const start = performance.now();
            await pythonflows.open(next);
            const { ended } = await pythonflows.run({});
            if (ended !== 'ok') throw new Error(`the next run ended ${ended}`);
            return performance.now() - start;
        }, flow('def node():\n    return 42\n'));
    } finally {
        await browser.close();
    }
}

async function bareStart(url) {
    const browser = await launch();
    try {
        const page = await browser.context.newPage();
        await page.goto(url);
        return await (await page.waitForFunction(() => globalThis.firstValueMs, undefined, { timeout: 120_000 })).jsonValue();
    } finally {
        await browser.close();
    }
}

/** Megabytes of each renderer of this machine's browsers, by process; shared pages are divided among their users. */
function renderers() {
    const found = new Map();
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
        try {
            if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) continue;
            const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
            if (kilobytes) found.set(pid, Number(kilobytes) / 1024);
        } catch {
            // It has ended meanwhile.
        }
    }
    return found;
}

/** The largest renderer among those that `start(page, begin)` brings; what was there when it called `begin` does not count. */
async function memoryOf(start) {
    const browser = await launch();
    try {
        const page = await browser.context.newPage();
        let before = new Map();
        await start(page, () => (before = renderers()));
        return Math.max(...[...renderers()].filter(([pid]) => !before.has(pid)).map(([, megabytes]) => megabytes));
    } finally {
        await browser.close();
    }
}

const site = await serve();
const peers = await servePeers();
try {
    const values = await inTurns(rounds, { ours: () => afterHardStop(site.url), bare: () => bareStart(`${peers.url}bare.html`) });
    reportPairs('kernel.afterHardStop', 'ms', values.ours, values.bare);

    if (process.platform === 'linux') {
        const memory = await inTurns(Math.min(rounds, 3), {
            // A restart brings a new frame, and with it a process of its own.
            ours: () =>
                memoryOf(async (page, begin) => {
                    await page.goto(site.url);
                    await page.waitForFunction(() => globalThis.pythonflows);
                    await page.evaluate(() => globalThis.pythonflows.pythonReady);
                    begin();
                    await page.evaluate(() => globalThis.pythonflows.restart());
                    await page.waitForFunction(() => globalThis.pythonflows.state().then(state => state.kernel === 'ready'));
                    await page.evaluate(() => globalThis.pythonflows.run({ all: true }));
                }),
            bare: () =>
                memoryOf(async page => {
                    await page.goto(`${peers.url}worker.html`);
                    await page.waitForFunction(() => globalThis.firstValueMs, undefined, { timeout: 120_000 });
                }),
        });
        reportPairs('kernel.memory', 'MB', memory.ours, memory.bare);
    } else report({ name: 'kernel.memory', value: null, unit: 'MB', baseline: null });
} finally {
    await site.close();
    await peers.close();
}
