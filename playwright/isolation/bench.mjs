// One browser for all probes of a kind, the sink beside it, and a site per case: as it is, or with walls taken down.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launch } from '../harness.mjs';
import { serveLoosened } from './loosened_site.mjs';
import { kSecret, plantSecrets } from './secrets.mjs';
import { openSink } from './sink.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fileURLToPath(new URL('../../dist', import.meta.url));

/** The view's document carries its hash in its name. */
const viewPath = () => `view/${readdirSync(`${folder}/view`).find(name => /^view-\w+\.html$/.test(name))}`;

async function bundle(entry, format) {
    const result = await build({
        entryPoints: [`${root}/playwright/isolation/${entry}`],
        bundle: true,
        minify: true,
        write: false,
        format,
        target: 'chrome119',
        charset: 'ascii',
        logLevel: 'silent',
        define: { viewPath: JSON.stringify(viewPath()) },
    });
    return result.outputFiles[0].text.trim();
}

/** The probes' page and script, and the hash that the policy must name for it. */
export async function probePage() {
    const script = await bundle('frame_main.mjs', 'iife');
    const hash = `sha256-${createHash('sha256').update(script).digest('base64')}`;
    const extra = {
        'probes.html': '<!doctype html><meta charset="utf-8"><title>probes</title><script src="probes.js"></script>',
        'probes.js': await bundle('probe_page.mjs', 'iife'),
    };
    return { boot: { script, hash }, extra };
}

/** `play({browser, openCase})`; everything is closed at the end. */
export async function bench(play) {
    const sites = [];
    // QUIC is how WebTransport travels: without it that control could not fail.
    const browser = await launch({ withQuic: true });
    try {
        /** A page of the site with these walls down, its secrets planted: {page, sink, site}. */
        let before;
        const openCase = async (path, { down = [], page: probes = undefined } = {}) => {
            // One page at a time: the cases share two processors.
            await before?.close();
            const sink = await openSink();
            const site = await serveLoosened({ folder, down, ...(probes ? { extra: probes.extra, bootHash: probes.boot.hash } : {}) });
            sites.push(sink, site);
            const page = await browser.context.newPage();
            before = page;
            await page.goto(new URL(path, site.url).href);
            await page.evaluate(plantSecrets, kSecret);
            return { page, sink, site };
        };
        await play({ browser, openCase });
    } finally {
        await browser.close();
        for (const one of sites) one.close();
    }
}

/** Resolves when whatever the browser had under way has had its turn: several requests of an ordinary page, one after the other, were answered since. */
export async function settled(browser, sink) {
    const page = await browser.context.newPage();
    await page.goto(`${sink.url}/fence.html`);
    for (let turn = 0; turn < 5; turn++) await page.evaluate(async url => (await fetch(url, { cache: 'no-store' })).text(), `${sink.url}/fence`);
    await page.close();
}

export { kSecret };
