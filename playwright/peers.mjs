// The pages that the benchmarks measure against: the same little function in the same browser, by a page that does nothing but loadPyodide(), and by PyScript.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveHeaderless, site } from './servers.mjs';

const modules = new URL('../node_modules/', import.meta.url);
const source = 'def first():\n    return 6 * 7\n';
/** Compiles once, and executes the kept code objects in a loop. */
const keptLoop = `class Kept:
    def compile(self, sources):
        self.codes = [compile(text, f'n{at}', 'exec') for at, text in enumerate(sources)]

    def run(self):
        value = 0
        for at, code in enumerate(self.codes):
            space = {}
            exec(code, space)
            value = space[f'step_{at}'](value)

Kept()
`;

/** Two pages in a folder of their own, served as a plain static host does: {url, close()}; each sets `firstValueMs` once its value is in the page, the first also `bareReadyMs`. */
export async function servePeers() {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows-peers-'));
    cpSync(new URL('pyodide', modules), join(folder, 'pyodide'), { recursive: true });
    cpSync(new URL('@pyscript/core/dist', modules), join(folder, 'pyscript'), { recursive: true });
    const page = (name, body) =>
        writeFileSync(join(folder, name), `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><output></output>\n${body}`);
    page('bare.html', '<script type="module" src="bare.mjs"></script>');
    writeFileSync(
        join(folder, 'bare.mjs'),
        `import { loadPyodide } from './pyodide/pyodide.mjs';
const pyodide = await loadPyodide();
globalThis.bareReadyMs = performance.now();
document.querySelector('output').textContent = pyodide.runPython(${JSON.stringify(`${source}first()`)});
globalThis.firstValueMs = performance.now();
`,
    );
    page(
        'pyscript.html',
        `<script type="module" src="pyscript/core.js"></script>
<script type="py" config='{"interpreter": "/pyodide/pyodide.mjs"}'>
from js import document, globalThis, performance

${source}
document.querySelector("output").textContent = str(first())
globalThis.firstValueMs = performance.now()
</script>`,
    );
    writeFileSync(
        join(folder, 'worker.mjs'),
        `import { loadPyodide } from './pyodide/pyodide.mjs';
const pyodide = await loadPyodide();
postMessage(pyodide.runPython(${JSON.stringify(`${source}first()`)}));
`,
    );
    page(
        'worker.html',
        "<script type=\"module\">\nnew Worker('worker.mjs', { type: 'module' }).onmessage = () => (globalThis.firstValueMs = performance.now());\n</script>",
    );
    writeFileSync(
        join(folder, 'loop.mjs'),
        `import { loadPyodide } from './pyodide/pyodide.mjs';
const pyodide = await loadPyodide();
const kept = pyodide.runPython(${JSON.stringify(keptLoop)});
onmessage = ({ data }) => {
    const perNode = run => {
        const start = performance.now();
        run();
        return ((performance.now() - start) / data.length) * 1000;
    };
    const chain = () => {
        pyodide.runPython('value = 0');
        data.forEach((source, at) => pyodide.runPython(source + '\\nvalue = step_' + at + '(value)\\n'));
    };
    const first = perNode(chain);
    const again = perNode(chain);
    const value = String(pyodide.globals.get('value'));
    kept.compile(data);
    postMessage({ first, again, value, exec: perNode(() => kept.run()) });
};
postMessage('ready');
`,
    );
    page(
        'loop.html',
        `<script type="module">
const worker = new Worker('loop.mjs', { type: 'module' });
const next = () => new Promise(resolve => (worker.onmessage = ({ data }) => resolve(data)));
const ready = next();
globalThis.loop = async sources => (await ready, worker.postMessage(sources), next());
</script>`,
    );
    page(
        'echo.html',
        `<script type="module">
const frame = document.createElement('iframe');
frame.sandbox = 'allow-scripts';
frame.srcdoc = \`<script>
const worker = new Worker(URL.createObjectURL(new Blob(['onmessage = ({ ports: [port] }) => (port.onmessage = ({ data }) => port.postMessage(data))'])));
addEventListener('message', ({ data, ports }) => worker.postMessage(data, ports));
<\\/script>\`;
await new Promise(resolve => {
    frame.onload = resolve;
    document.body.append(frame);
});
const { port1, port2 } = new MessageChannel();
frame.contentWindow.postMessage('port', '*', [port2]);
globalThis.echo = () => new Promise(resolve => {
    const start = performance.now();
    port1.onmessage = () => resolve(performance.now() - start);
    port1.postMessage('a message');
});
</script>`,
    );
    const host = await serveHeaderless({ folder });
    const close = async () => {
        await host.close();
        rmSync(folder, { recursive: true, force: true });
    };
    return { url: host.url, close };
}

/** The site with a flow of that function beside it, as somebody would host it: {folder, path, remove()}. */
export function siteWithFirstFlow() {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows-site-'));
    mkdirSync(folder, { recursive: true });
    cpSync(site, folder, { recursive: true });
    const flow = { format: 'pythonflows', version: 1, title: 'first', nodes: [{ id: 'first', type: 'python', source }], links: [] };
    writeFileSync(join(folder, 'first.flow.json'), JSON.stringify(flow));
    return { folder, path: '?src=first.flow.json&autorun=1', remove: () => rmSync(folder, { recursive: true, force: true }) };
}
