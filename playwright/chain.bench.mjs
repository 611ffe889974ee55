// Time per node of a chain of 200 trivial functions, against calling the same compiled functions in a loop in the same kernel.
import { launch, serve, Stage } from './harness.mjs';
import { median, report } from './measuring.mjs';

const length = 200;
const runs = Number(process.env.PYFLOWS_BENCH_PAIRS ?? 7);

function chain() {
    const nodes = Array.from({ length }, (_, index) => ({
        id: `n${index}`,
        type: 'python',
        source: index === 0 ? 'def first():\n    return 1\n' : 'def step(value):\n    return value + 1\n',
    }));
    const links = nodes.slice(1).map((node, index) => ({ from: `n${index}.result`, to: `${node.id}.value` }));
    return { format: 'pythonflows', version: 1, title: 'chain', nodes, links };
}

/** Compiles 200 functions once and calls them in a loop; its result is the microseconds per call, the best of several loops as the loop is what a machine's noise hurts most. */
const loop = `import time

def loop():
    functions = []
    for index in range(${length}):
        space = {}
        exec(compile('def step(value):\\n    return value + 1\\n', f'n{index}', 'exec'), space)
        functions.append(space['step'])
    best = float('inf')
    for _ in range(50):
        start = time.perf_counter()
        value = 0
        for function in functions:
            value = function(value)
        best = min(best, time.perf_counter() - start)
    return best / ${length} * 1e6
`;

const site = await serve();
const browser = await launch();
try {
    const stage = await Stage.open(browser.context, site.url);
    await stage.pythonReady();
    await stage.call('open', { format: 'pythonflows', version: 1, title: 'loop', nodes: [{ id: 'loop', type: 'python', source: loop }], links: [] });
    await stage.call('run', {});
    const baseline = Number((await stage.call('preview', 'loop')).text);
    await stage.call('open', chain());
    const perNode = [];
    for (let run = 0; run < runs; ++run) {
        const ended = await stage.call('run', { all: true });
        if (ended.ended !== 'ok' || ended.ran.length !== length) throw new Error(`the chain ended ${ended.ended} after ${ended.ran.length} nodes`);
        perNode.push((ended.elapsedMs / length) * 1000);
    }
    const value = (await stage.call('preview', `n${length - 1}`)).text;
    if (value !== String(length)) throw new Error(`the chain's value is ${value}, not ${length}`);
    report({ name: 'chain.node', value: median(perNode), unit: 'µs', baseline, spread: [Math.min(...perNode), Math.max(...perNode)], runs });
} finally {
    await browser.close();
    await site.close();
}
