// React Flow with its own default nodes, only what is seen rendered, as its documentation advises for large flows. Bundled for the browser by the benchmark.
import { ReactFlow } from '@xyflow/react';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import '@xyflow/react/dist/style.css';

let instance;

globalThis.peer = {
    open({ nodes, links }) {
        const shown = nodes.map(({ x, y }, at) => ({ id: `n${at}`, position: { x, y }, data: { label: `n${at}` }, width: 150, height: 40 }));
        const edges = links.map(([from, to], at) => ({ id: `e${at}`, source: `n${from}`, target: `n${to}` }));
        return new Promise(done => {
            const onInit = made => {
                instance = made;
                done();
            };
            createRoot(document.querySelector('#root')).render(
                createElement(ReactFlow, { defaultNodes: shown, defaultEdges: edges, onlyRenderVisibleElements: true, minZoom: 0.001, onInit }),
            );
        });
    },
    look(left, top, scale) {
        void instance.setViewport({ x: -left * scale, y: -top * scale, zoom: scale });
    },
};
