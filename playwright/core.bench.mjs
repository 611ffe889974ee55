// What the C++ core costs without any Python: opening, saving, scheduling, editing, linking, memory, natively and in wasm (the same program, run by Node), each against its baseline in the same run:
// LiteGraph with the same flow, nlohmann/json alone, Boost's topological_sort, and the core's own way of looking at every node.
import { spawnSync } from 'node:child_process';
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

await buildPreset('native', ['core_bench']);
await buildPreset('wasm-release', ['core_bench']);
const litegraph = measureLiteGraph(10_000);
const figures = {
    native: figuresOf(join(build, 'native', 'bench', 'core_bench'), []),
    wasm: figuresOf(process.execPath, [join(build, 'wasm-release', 'bench', 'core_bench.cjs')]),
};

for (const [where, of] of Object.entries(figures)) {
    const against = (name, unit, value, baseline, more = {}) => report({ name: `core.${where}.${name}`, unit, value, baseline, ...more });
    const ms = (name, baseline, more) => against(name, 'ms', of[name], baseline, more);
    for (const size of sizes) {
        const scale = size / 10_000;
        ms(`open.${size}`, of[`nlohmann.parse.${size}`], { litegraph: litegraph.open * scale, litegraphRatio: of[`open.${size}`] / (litegraph.open * scale) });
        ms(`save.${size}`, of[`nlohmann.dump.${size}`], { litegraph: litegraph.save * scale, litegraphRatio: of[`save.${size}`] / (litegraph.save * scale) });
        for (const shape of shapes) {
            const flow = `${shape}.${size}`;
            ms(`rerun.${flow}`, litegraph.step * scale, { goal: size === 10_000 ? 0.25 : 3 });
            ms(`rekey.${flow}`, litegraph.step * scale);
            ms(`edit.end.${flow}`, of[`rekey.${flow}`], { boost: figures.native[`boost.topological_sort.${flow}`] });
            ms(`edit.worst.${flow}`, of[`rekey.worst.${flow}`], {
                boost: figures.native[`boost.topological_sort.${flow}`],
                planned: of[`edit.worst.planned.${flow}`],
            });
        }
    }
    ms('link.p50.100000', litegraph.link);
    ms('link.p99.100000', 0.2, { links: of['link.made.100000'] });
    against('memory.node', 'bytes', of['memory.node'], 400);
    against('memory.link', 'bytes', of['memory.link'], 64);
    against('memory.session.node', 'bytes', of['memory.session.node'], null);
    against('memory.session_with_results.node', 'bytes', of['memory.session_with_results.node'], null);
}
