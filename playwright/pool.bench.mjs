// What a second kernel is worth: two branches that only compute, with two kernels and with one; and what it costs to move 64 MB from one to the other, against copying them once in memory and
// against a structured clone between two workers.
import { launch, Stage } from './harness.mjs';
import { inTurns, reportPairs } from './measuring.mjs';
import { serve } from './servers.mjs';

const rounds = Number(process.env.PYFLOWS_BENCH_PAIRS ?? 7);
const python = (id, source) => ({ id, type: 'python', source });
const loop = (id, count) =>
    python(id, `def ${id}():\n    total = 0\n    for i in range(${count}):\n        total = (total * 31 + i) % 1000003\n    return total\n`);
const flowOf = (nodes, links = []) => ({ format: 'pythonflows', version: 1, title: 'pool', nodes, links });
const branches = flowOf([loop('left', 20_000_000), loop('right', 20_000_000)]);

const kBytes = 64 * 1024 * 1024;
const kMade = `    return bytearray(${kBytes})\n`;
/** `big` is made in one kernel while the other is busy; `use` needs what both made. */
const crossing = flowOf(
    [
        python('big', `import time\n\n\ndef big():\n    time.sleep(0.3)\n${kMade}`),
        python('other', `import time\n\n\ndef other():\n    time.sleep(0.3)\n    return bytearray(${kBytes + 1_000_000})\n`),
        python('use', 'def use(a, b):\n    return len(a) + len(b)\n'),
    ],
    [
        { from: 'big.result', to: 'use.a' },
        { from: 'other.result', to: 'use.b' },
    ],
);

/** A page with that many kernels, all of them at work once. */
async function stageWith(context, url, kernels) {
    const stage = await Stage.open(context, `${url}?kernels=${kernels}`);
    await stage.pythonReady();
    await stage.call('open', branches);
    await stage.call('run', { all: true });
    return stage;
}

const timeOf = (stage, target) =>
    stage.page.evaluate(async wanted => {
        const start = performance.now();
        const { ended } = await globalThis.pythonflows.run(wanted);
        if (ended !== 'ok') throw new Error(`the run ended ${ended}`);
        return performance.now() - start;
    }, target);

/** Milliseconds from the end of the later of the two until `use` was called: the values have been moved meanwhile. */
async function timeToMove(stage) {
    await stage.call('run', { all: true });
    const { calls } = (await stage.call('runs')).at(-1);
    const [use] = calls.filter(({ node }) => node === 'use');
    const made = calls.filter(({ node }) => node !== 'use');
    if (new Set(made.map(({ kernel }) => kernel)).size !== 2) throw new Error('both were made in one kernel');
    return use.startMs - Math.max(...made.map(({ startMs, elapsedMs }) => startMs + elapsedMs));
}

/** Copies in memory, and structured clones to another worker and back (halved), of as many bytes. */
const copyOnce = page =>
    page.evaluate(bytes => {
        const [from, to] = [new Uint8Array(bytes).fill(1), new Uint8Array(bytes).fill(2)];
        const start = performance.now();
        to.set(from);
        return performance.now() - start;
    }, kBytes);
const cloneOnce = page =>
    page.evaluate(async bytes => {
        const { port1, port2 } = new MessageChannel();
        const data = new Uint8Array(bytes).fill(1);
        const arrived = new Promise(done => (port2.onmessage = ({ data: got }) => done(got.byteLength)));
        const start = performance.now();
        port1.postMessage(data.buffer);
        await arrived;
        return performance.now() - start;
    }, kBytes);

const site = await serve();
const browser = await launch();
try {
    const one = await stageWith(browser.context, site.url, 1);
    const two = await stageWith(browser.context, site.url, 2);
    const times = await inTurns(rounds, { ours: () => timeOf(two, { all: true }), one: () => timeOf(one, { all: true }) });
    reportPairs('pool.twoBranches', 'ms', times.ours, times.one);

    await two.call('open', crossing);
    await two.call('run', { all: true });
    const moves = await inTurns(rounds, { ours: () => timeToMove(two), copy: () => copyOnce(one.page), clone: () => cloneOnce(one.page) });
    reportPairs('pool.move64MB', 'ms', moves.ours, moves.copy);
    reportPairs('pool.move64MBAgainstClone', 'ms', moves.ours, moves.clone);
} finally {
    await browser.close();
    await site.close();
}
