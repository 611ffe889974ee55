// Time from navigation to `ready` (the editor can be used) and to `pythonReady`, each against a page that does nothing but loadPyodide(), in the same browser, cold (a new profile each time).
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, serve } from './harness.mjs';
import { inPairs, reportPairs } from './measuring.mjs';

const pairs = Number(process.env.PYFLOWS_BENCH_PAIRS ?? 7);

function makeBarePage() {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows-bare-'));
    mkdirSync(join(folder, 'pyodide'));
    cpSync(new URL('../node_modules/pyodide', import.meta.url), join(folder, 'pyodide'), { recursive: true });
    writeFileSync(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>bare</title><script type="module" src="bare.mjs"></script>');
    writeFileSync(
        join(folder, 'bare.mjs'),
        "import { loadPyodide } from './pyodide/pyodide.mjs';\nawait loadPyodide();\nglobalThis.bareReadyMs = performance.now();\n",
    );
    return folder;
}

/** Notes when each of our promises resolved, on the page's own clock since navigation. */
const stopwatch = () => {
    let api;
    globalThis.__times = {};
    Object.defineProperty(globalThis, 'pythonflows', {
        configurable: true,
        get: () => api,
        set: value => {
            api = value;
            for (const name of ['ready', 'pythonReady']) value[name].then(() => (globalThis.__times[name] = performance.now()));
        },
    });
};

async function measure(url, prepare, read) {
    const browser = await launch();
    try {
        const page = await browser.context.newPage();
        if (prepare) await page.addInitScript(prepare);
        await page.goto(url);
        const handle = await page.waitForFunction(read, undefined, { timeout: 120_000 });
        return await handle.jsonValue();
    } finally {
        await browser.close();
    }
}

const bareFolder = makeBarePage();
const site = await serve();
const bare = await serve({ folder: bareFolder });
try {
    const values = await inPairs(
        pairs,
        () => measure(site.url, stopwatch, () => globalThis.__times.pythonReady && { ...globalThis.__times }),
        () => measure(bare.url, undefined, () => globalThis.bareReadyMs),
    );
    reportPairs(
        'start.ready',
        'ms',
        values.ours.map(times => times.ready),
        values.theirs,
    );
    reportPairs(
        'start.pythonReady',
        'ms',
        values.ours.map(times => times.pythonReady),
        values.theirs,
    );
} finally {
    await site.close();
    await bare.close();
    rmSync(bareFolder, { recursive: true, force: true });
}
