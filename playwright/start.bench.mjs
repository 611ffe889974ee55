// How long a person waits: from navigation to `ready` (the editor can be used), to `pythonReady`, and to the first node's value on the page, against a page that does nothing but
// loadPyodide() and against PyScript, in the same browser. Cold: a new profile each time. Warm: a new browser on a profile whose page was open for five seconds before.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from './harness.mjs';
import { inTurns, reportPairs } from './measuring.mjs';
import { servePeers, siteWithFirstFlow } from './peers.mjs';
import { serve } from './servers.mjs';

const pairs = Number(process.env.PYFLOWS_BENCH_PAIRS ?? 7);
/** As a person does who looks at a page and comes back another day. */
const visitMs = 5_000;

/** Notes on the page's own clock when each of our promises resolved, and when the first node's value is there. */
const stopwatch = () => {
    let api;
    Object.defineProperty(globalThis, 'pythonflows', {
        configurable: true,
        get: () => api,
        set: value => {
            api = value;
            for (const name of ['ready', 'pythonReady']) value[name].then(() => (globalThis[`${name}Ms`] = performance.now()));
            value.ready.then(async () => {
                while ((await value.preview('first').catch(() => null))?.text !== '42') await new Promise(requestAnimationFrame);
                globalThis.firstValueMs = performance.now();
            });
        },
    });
};

async function visit(url, prepare, profile, stayMs = 0) {
    const browser = await launch({ profile });
    try {
        const page = await browser.context.newPage();
        if (prepare) await page.addInitScript(prepare);
        await page.goto(url);
        const read = () =>
            globalThis.firstValueMs && {
                first: globalThis.firstValueMs,
                ready: globalThis.readyMs,
                python: globalThis.pythonReadyMs,
                bare: globalThis.bareReadyMs,
            };
        const times = await (await page.waitForFunction(read, undefined, { timeout: 120_000 })).jsonValue();
        await page.waitForTimeout(stayMs);
        return times;
    } finally {
        await browser.close();
    }
}

const first = siteWithFirstFlow();
const ours = await serve({ folder: first.folder });
const peers = await servePeers();
const profiles = [];
try {
    const subjects = {
        ours: [ours.url + first.path, stopwatch],
        bare: [`${peers.url}bare.html`],
        pyscript: [`${peers.url}pyscript.html`],
    };
    const turns = profileOf => Object.fromEntries(Object.entries(subjects).map(([name, [url, prepare]]) => [name, () => visit(url, prepare, profileOf(name))]));
    const pick = (values, name) => values.map(times => times[name]);

    const cold = await inTurns(
        pairs,
        turns(() => undefined),
    );
    reportPairs('start.ready', 'ms', pick(cold.ours, 'ready'), pick(cold.bare, 'bare'));
    reportPairs('start.pythonReady', 'ms', pick(cold.ours, 'python'), pick(cold.bare, 'bare'));
    reportPairs('start.firstValue.cold', 'ms', pick(cold.ours, 'first'), pick(cold.bare, 'first'));
    reportPairs('start.firstValue.cold.pyscript', 'ms', pick(cold.ours, 'first'), pick(cold.pyscript, 'first'));

    const kept = {};
    for (const [name, [url, prepare]] of Object.entries(subjects)) {
        kept[name] = mkdtempSync(join(tmpdir(), 'pythonflows-profile-'));
        profiles.push(kept[name]);
        await visit(url, prepare, kept[name], visitMs);
    }
    const warm = await inTurns(
        pairs,
        turns(name => kept[name]),
    );
    reportPairs('start.firstValue.warm', 'ms', pick(warm.ours, 'first'), pick(warm.bare, 'first'));
    reportPairs('start.firstValue.warm.pyscript', 'ms', pick(warm.ours, 'first'), pick(warm.pyscript, 'first'));
} finally {
    await ours.close();
    await peers.close();
    first.remove();
    for (const profile of profiles) rmSync(profile, { recursive: true, force: true });
}
