// The same flows in LiteGraph (the graph editor that ComfyUI began with), without a canvas: what opening, saving, a step over all nodes and one link cost there, in milliseconds.
import { createRequire } from 'node:module';
import { median } from './measuring.mjs';

const { LGraph, LiteGraph } = createRequire(import.meta.url)('litegraph.js/build/litegraph.core.js');

class Step {
    constructor() {
        this.addInput('a', 'number');
        this.addInput('b', 'number');
        this.addOutput('result', 'number');
        this.properties = { source: '', scale: 1.5 };
    }
    onExecute() {
        this.setOutputData(0, ((this.getInputData(0) ?? 0) + (this.getInputData(1) ?? 0) + this.id) % 1_000_003);
    }
}

const source = number => `def step_${number}(*values, scale: float = 1.5, label: str = "step"):
    total = ${number}
    for value in values:
        total += value
    if total > 1000000:
        total %= 1000003
    rest = total
    while rest > 1000:
        rest //= 7
    total += rest
    return total
`;

function timeOf(rounds, action) {
    const times = [];
    for (let round = 0; round < rounds; ++round) {
        const begin = performance.now();
        action();
        times.push(performance.now() - begin);
    }
    return median(times);
}

/** A graph as LiteGraph writes it: rows of a hundred nodes, each fed by two of the row before. */
function serialized(nodes) {
    const row = 100;
    const links = [];
    const all = Array.from({ length: nodes }, (_, index) => {
        const inputs = ['a', 'b'].map((name, slot) => {
            if (index < row) return { name, type: 'number', link: null };
            const from = (Math.floor(index / row) - 1) * row + ((index * 31 + slot * 17) % row);
            links.push([links.length + 1, from + 1, 0, index + 1, slot, 'number']);
            return { name, type: 'number', link: links.length };
        });
        return {
            id: index + 1,
            type: 'bench/step',
            pos: [(index % row) * 270, Math.floor(index / row) * 200],
            size: [140, 46],
            flags: {},
            order: index,
            mode: 0,
            inputs,
            outputs: [{ name: 'result', type: 'number', links: [] }],
            properties: { source: source(index), scale: index % 10 },
        };
    });
    for (const [id, from] of links) all[from - 1].outputs[0].links.push(id);
    return { version: 0.4, last_node_id: nodes, last_link_id: links.length, nodes: all, links, groups: [], config: {}, extra: {} };
}

export function measureLiteGraph(nodes) {
    LiteGraph.MAX_NUMBER_OF_NODES = 1_000_000;
    LiteGraph.registerNodeType('bench/step', Step);
    const text = JSON.stringify(serialized(nodes));
    // Ordering all nodes anew at each one that is added takes minutes; the peer is given what a caller can spare it.
    const order = LGraph.prototype.updateExecutionOrder;
    LGraph.prototype.updateExecutionOrder = () => {};
    let graph;
    const open = timeOf(3, () => {
        graph = new LGraph();
        graph.configure(JSON.parse(text));
    });
    LGraph.prototype.updateExecutionOrder = order;
    graph.updateExecutionOrder();
    const save = timeOf(5, () => JSON.stringify(graph.serialize()));
    const step = timeOf(15, () => graph.runStep(1));
    const times = [];
    for (let at = 0; at < 200; ++at) {
        const from = graph.getNodeById(1 + ((at * 7919) % nodes));
        const to = graph.getNodeById(1 + ((at * 104_729 + 13) % nodes));
        if (from !== to) times.push(timeOf(1, () => from.connect(0, to, at % 2)));
    }
    return { open, save, step, link: median(times) };
}
