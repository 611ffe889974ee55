// Brotli size of everything that is loaded before `ready` (Python, the code editor and charts come later), against the budget of 600 KB.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { launch, serve, Stage } from './harness.mjs';
import { report } from './measuring.mjs';

const budget = 600 * 1024;
const dist = fileURLToPath(new URL('../dist', import.meta.url));

/** Python's own files are fetched beside the editor, which does not wait for them. */
const isPythons = path => path.startsWith('/pyodide/') || path.startsWith('/kernel/');

const site = await serve();
const browser = await launch();
try {
    const sizes = {};
    browser.context.on('request', request => {
        if (request.serviceWorker()) return; // it fetches ahead what the page may want without a network, and nobody waits for that
        const path = decodeURIComponent(new URL(request.url()).pathname);
        if (isPythons(path) || !request.url().startsWith(site.url)) return;
        const file = path.endsWith('/') ? `${path}index.html` : path;
        if (file !== '/config.json') sizes[file] ??= brotliCompressSync(readFileSync(join(dist, file))).length;
    });
    await Stage.open(browser.context, site.url);
    const loaded = { ...sizes };
    const total = Object.values(loaded).reduce((sum, size) => sum + size, 0);
    report({ name: 'size.before_ready', value: total, unit: 'bytes', baseline: budget, files: loaded });
} finally {
    await browser.close();
    await site.close();
}
