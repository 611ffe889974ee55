// What the C++ core costs without any Python: opening, saving, scheduling, editing, linking, memory, natively and in wasm (the same program, run by Node), each against its baseline in the same run:
// LiteGraph with the same flow, nlohmann/json alone, Boost's topological_sort, and the core's own way of looking at every node.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureLiteGraph } from './litegraph_peer.mjs';
import { report } from './measuring.mjs';
import { buildPreset } from '../tools/setup/cmake.mjs';
import { build } from '../tools/setup/paths.mjs';

const shapes = ['layered', 'wide', 'deep', 'random'];
const sizes = [10_000, 100_000];

/** The figures of one build of the program, by name. */
function figuresOf(program, args) {
    const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 24, stdio: ['ignore', 'pipe', 'inherit'] });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
    const lines = stdout.split('\n').filter(Boolean);
    return Object.fromEntries(lines.map(line => JSON.parse(line)).map(({ name, value }) => [name, value]));
}

/** A graph that somebody needs: what has to be built before what, of all packages that Pyodide has, as "from-to" with the earlier one's smaller number. */
function packageGraph() {
    const lock = JSON.parse(readFileSync(new URL('../node_modules/pyodide/pyodide-lock.json', import.meta.url), 'utf8'));
    const number = new Map();
    const seen = new Set();
    const place = name => {
        if (seen.has(name) || !lock.packages[name]) return;
        seen.add(name);
        for (const needed of lock.packages[name].depends) place(needed);
        number.set(name, number.size);
    };
    for (const name of Object.keys(lock.packages)) place(name);
    const links = [...number]
        .flatMap(([name, to]) => lock.packages[name].depends.filter(needed => number.has(needed)).map(needed => [number.get(needed), to]))
        .filter(([from, to]) => from < to); // of a cycle one link is left out
    return { nodes: 1 + Math.max(...links.map(([, to]) => to)), text: links.map(link => link.join('-')).join(' ') };
}

await buildPreset('native', ['core_bench']);
await buildPreset('wasm-release', ['core_bench']);
const litegraph = measureLiteGraph(10_000);
const packages = packageGraph();
const given = ['graph', 'packages', packages.text];
const programs = {
    native: [join(build, 'native', 'bench', 'core_bench')],
    wasm: [process.execPath, join(build, 'wasm-release', 'bench', 'core_bench.cjs')],
};
const figures = Object.fromEntries(
    Object.entries(programs).map(([where, [program, ...args]]) => [where, { ...figuresOf(program, args), ...figuresOf(program, [...args, ...given]) }]),
);

for (const [where, of] of Object.entries(figures)) {
    const against = (name, unit, value, baseline, more = {}) => report({ name: `core.${where}.${name}`, unit, value, baseline, ...more });
    const ms = (name, baseline, more) => against(name, 'ms', of[name], baseline, more);
    const schedulings = (flow, step, goal) => {
        const boost = figures.native[`boost.topological_sort.${flow}`];
        ms(`rerun.${flow}`, step, goal ? { goal } : {});
        ms(`rekey.${flow}`, step);
        ms(`edit.end.${flow}`, of[`rekey.${flow}`], { boost });
        ms(`edit.worst.${flow}`, of[`rekey.worst.${flow}`], { boost, planned: of[`edit.worst.planned.${flow}`] });
    };
    schedulings(`packages.${packages.nodes}`, (litegraph.step * packages.nodes) / 10_000);
    for (const size of sizes) {
        const scale = size / 10_000;
        ms(`open.${size}`, of[`nlohmann.parse.${size}`], { litegraph: litegraph.open * scale, litegraphRatio: of[`open.${size}`] / (litegraph.open * scale) });
        ms(`save.${size}`, of[`nlohmann.dump.${size}`], { litegraph: litegraph.save * scale, litegraphRatio: of[`save.${size}`] / (litegraph.save * scale) });
        for (const shape of shapes) schedulings(`${shape}.${size}`, litegraph.step * scale, size === 10_000 ? 0.25 : 3);
    }
    ms('link.p50.100000', litegraph.link);
    ms('link.p99.100000', 0.2, { links: of['link.made.100000'] });
    against('memory.node', 'bytes', of['memory.node'], 400);
    against('memory.link', 'bytes', of['memory.link'], 64);
    against('memory.session.node', 'bytes', of['memory.session.node'], null);
    against('memory.session_with_results.node', 'bytes', of['memory.session_with_results.node'], null);
}
