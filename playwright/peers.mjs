// The pages that the benchmarks measure against: the same little function in the same browser, by a page that does nothing but loadPyodide(), and by PyScript.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveHeaderless, site } from './servers.mjs';

const modules = new URL('../node_modules/', import.meta.url);
const source = 'def first():\n    return 6 * 7\n';

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
