// LiteGraph as ComfyUI maintains it, as its own documentation sets it up. Bundled for the browser by the benchmark.
import { LGraph, LGraphCanvas, LGraphNode, LiteGraph } from '@comfyorg/litegraph';

class Step extends LGraphNode {
    constructor() {
        super('step');
        this.addInput('a', 'number');
        this.addInput('b', 'number');
        this.addOutput('result', 'number');
        this.addWidget('number', 'n', 1, () => undefined);
    }
}

const canvas = document.querySelector('canvas');
let view;

globalThis.peer = {
    open({ nodes, links }) {
        LiteGraph.registerNodeType('bench/step', Step);
        LiteGraph.MAX_NUMBER_OF_NODES = 1_000_000;
        const order = LGraph.prototype.updateExecutionOrder;
        LGraph.prototype.updateExecutionOrder = () => undefined; // each addition would order all nodes anew: minutes
        const graph = new LGraph();
        view = new LGraphCanvas(canvas, graph, { skip_render: true });
        const made = nodes.map(({ x, y }) => {
            const node = LiteGraph.createNode('bench/step');
            node.pos = [x, y];
            graph.add(node);
            return node;
        });
        for (const [from, to, input] of links) made[from].connect(0, made[to], input);
        LGraph.prototype.updateExecutionOrder = order;
        view.resize?.(canvas.width, canvas.height);
        view.startRendering();
    },
    look(left, top, scale) {
        view.ds.scale = scale;
        view.ds.offset[0] = -left;
        view.ds.offset[1] = -top;
        view.setDirty(true, true);
    },
};
