// What every story stands on: the real server over the real site, a real browser, the real mouse. A story names widgets; where they are, the page says (`widget(name)`).
// At the end of a story nothing may have been printed as an error, no policy violated, no page error thrown.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { hostingModes } from './hosting_modes.mjs';

export { serve } from './servers.mjs';

const repository = resolve(fileURLToPath(new URL('..', import.meta.url)));
const results = join(repository, 'playwright', 'results');

/**
 * WebGL without a graphics card, and no connections of the browser's own. Everything else is left to what Chromium does by itself on such a machine: told to take the emulated card for
 * the page as well (`--use-angle=swiftshader --ignore-gpu-blocklist`), it needs 80 to 150 ms of processor time for a frame in which panels change.
 */
const browserArguments = [
    '--no-sandbox',
    '--enable-unsafe-swiftshader',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
];

/** A browser that was found on this machine, or a sentence. */
function browserPath() {
    const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
    const found = candidates.find(path => path && existsSync(path));
    if (!found) throw new Error('no Chromium found: install the package chromium, or set CHROMIUM to its path');
    return found;
}

/** A browser with a profile of its own that is thrown away: {context, close()}. */
export async function launch({
    profile = undefined,
    viewport = { width: 1280, height: 800 },
    locale = 'en-US',
    deviceScaleFactor = 1,
    withQuic = false,
    ...options
} = {}) {
    const folder = profile ?? mkdtempSync(join(tmpdir(), 'pythonflows-profile-'));
    const context = await chromium.launchPersistentContext(folder, {
        executablePath: browserPath(),
        args: browserArguments.filter(argument => !(withQuic && argument === '--disable-quic')),
        headless: true,
        viewport,
        locale,
        deviceScaleFactor,
        acceptDownloads: true,
        ...options,
    });
    const close = async () => {
        await context.close();
        if (profile === undefined) rmSync(folder, { recursive: true, force: true });
    };
    return { context, close };
}

/** To be run in every document of a page before its own scripts. */
export const violationListener = () => {
    globalThis.__violations = [];
    document.addEventListener('securitypolicyviolation', event =>
        globalThis.__violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
    );
};

/** What Chromium says of its own accord. It looks at the manifest's icons when it likes, also when the server is gone already; that they are served is a test of its own. */
const ofTheBrowser = [
    /^Error while trying to use the following icon from the Manifest/,
    // Without a graphics card the browser reads the canvas back to put the page together, and warns of doing so.
    /GPU stall due to ReadPixels/,
];

/** One page of the product and a hand on its mouse. */
export class Stage {
    /**
     * @param {import('playwright-core').Page} page
     * @param {{isIsolated: boolean, isFramed: boolean, remarks?: RegExp[]}} mode what the hosting promises
     */
    constructor(page, mode = hostingModes.own_server) {
        this.mode = mode;
        this.problems = [];
        this.take(page);
    }

    /** Opens the address and waits for the editor (not for Python). */
    static async open(context, url, mode = hostingModes.own_server) {
        const stage = new Stage(await context.newPage(), mode);
        await stage.goto(url);
        return stage;
    }

    /** Goes on with another page: the one before was closed by the story. */
    take(page) {
        this.page = page;
        /** Where the product is: the page's own document, or its one frame. Mouse, keys and pictures are the page's in any case. */
        this.product = page.mainFrame();
        page.on('console', message => {
            const remarks = [...(message.type() === 'warning' ? ofTheBrowser : []), ...(this.mode.remarks ?? [])];
            if (remarks.some(pattern => pattern.test(message.text()))) return;
            if (message.type() === 'error' || message.type() === 'warning') this.problems.push(`console ${message.type()}: ${message.text()}`);
        });
        page.on('pageerror', error => this.problems.push(`page error: ${error.message}`));
        page.on('crash', () => this.page === page && this.problems.push('the page crashed'));
    }

    /** Opens the address and waits for the editor. */
    async goto(url) {
        await this.page.addInitScript(violationListener);
        await this.page.goto(url);
        await this.ready();
    }

    /** The page's process dies at this very moment; then a new tab is opened at the same address. */
    async killAndReopen() {
        const { page } = this;
        const [context, url] = [page.context(), page.url()];
        const devtools = await context.newCDPSession(page);
        const died = page.waitForEvent('crash', { timeout: 60_000 });
        this.take(await context.newPage());
        devtools.send('Page.crash').catch(() => undefined); // nobody is left to answer
        await died;
        await page.close();
        await this.goto(url);
    }

    /** Also after a reload. */
    async ready() {
        if (this.mode.isFramed) this.product = await (await this.page.waitForSelector('iframe')).contentFrame();
        await this.product.waitForFunction(() => globalThis.pythonflows !== undefined, undefined, { timeout: 60_000 });
        await this.product.evaluate(() => globalThis.pythonflows.ready);
    }

    pythonReady() {
        return this.product.evaluate(() => globalThis.pythonflows.pythonReady.then(() => true));
    }

    /** Waits until `look(arg)`, which may be async, gives something true in the page. */
    async untilTrue(look, arg, timeout = 120_000) {
        for (const deadline = Date.now() + timeout; ; ) {
            if (await this.page.evaluate(look, arg)) return;
            if (Date.now() > deadline) throw new Error(`still not so after ${timeout} ms: ${look}`);
            await new Promise(settle => setTimeout(settle, 200));
        }
    }

    /** Waits until the service worker keeps the whole site. */
    siteKept() {
        return this.untilTrue(async () => {
            const mark = new URL('.pythonflows-complete', location.href.split(/[?#]/)[0]).href;
            for (const name of await caches.keys()) if (await (await caches.open(name)).match(mark)) return true;
            return false;
        });
    }

    /** Calls one member of window.pythonflows; rejects with its sentence. */
    call(member, ...args) {
        return this.product.evaluate(([name, values]) => globalThis.pythonflows[name](...values), [member, args]);
    }

    state() {
        return this.call('state');
    }

    /** {id: state} */
    async states() {
        const { nodes } = await this.state();
        return Object.fromEntries(Object.entries(nodes).map(([id, { state }]) => [id, state]));
    }

    /** Waits until the page's answer to `member(...args)` satisfies `accept` (given and returning plain values), and gives that answer. */
    async until(member, args, accept, timeout = 60_000) {
        const deadline = Date.now() + timeout;
        for (;;) {
            const value = await this.call(member, ...args);
            if (accept(value)) return value;
            if (Date.now() > deadline)
                throw new Error(`${member}(${JSON.stringify(args)}) is still ${JSON.stringify(value)?.slice(0, 600)} after ${timeout} ms`);
            await this.product.evaluate(() => new Promise(done => requestAnimationFrame(() => done())));
        }
    }

    /** Where a widget is on the page; throws for one that cannot be clicked. */
    async widget(name) {
        const found = await this.product.evaluate(wanted => globalThis.pythonflows.widget(wanted), name);
        if (!found) throw new Error(`there is no widget ${name}`);
        if (!this.mode.isFramed) return found;
        const frame = await (await this.product.frameElement()).boundingBox();
        return { ...found, x: found.x + frame.x, y: found.y + frame.y };
    }

    async visibleWidget(name, timeout = 60_000) {
        await this.product.waitForFunction(wanted => globalThis.pythonflows.widget(wanted)?.visible, name, { timeout });
        return this.widget(name);
    }

    async middleOf(name) {
        const { x, y, width, height } = await this.visibleWidget(name);
        return { x: x + width / 2, y: y + height / 2 };
    }

    /** As a person does: once it can be pressed. (A button may be drawn some frames after the state that it stands for.) */
    async click(name, options = {}) {
        await this.product.waitForFunction(wanted => globalThis.pythonflows.widget(wanted)?.enabled, name, { timeout: 60_000 });
        const { x, y } = await this.middleOf(name);
        await this.page.mouse.click(x, y, options);
    }

    async doubleClick(name) {
        const { x, y } = await this.middleOf(name);
        await this.page.mouse.dblclick(x, y);
    }

    /** Presses on `from`, moves in steps, releases on `to`; both are widgets or points. */
    async drag(from, to, { steps = 12, button = 'left' } = {}) {
        const start = typeof from === 'string' ? await this.middleOf(from) : from;
        const end = typeof to === 'string' ? await this.middleOf(to) : to;
        await this.page.mouse.move(start.x, start.y);
        await this.page.mouse.down({ button });
        await this.page.mouse.move(end.x, end.y, { steps });
        await this.frame();
        await this.page.mouse.up({ button });
        await this.frame();
    }

    /** Two animation frames: what was asked for has been drawn. */
    frame() {
        return this.product.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done()))));
    }

    async screenshot(name) {
        mkdirSync(results, { recursive: true });
        const path = join(results, `${name}.png`);
        await this.page.screenshot({ path });
        return path;
    }

    /** How many colours the page shows inside a widget: 1 is blank. */
    async coloursOf(name) {
        const box = await this.visibleWidget(name);
        const { width, height } = this.page.viewportSize();
        const clip = { x: Math.max(0, box.x), y: Math.max(0, box.y), width: 0, height: 0 };
        clip.width = Math.min(box.x + box.width, width) - clip.x;
        clip.height = Math.min(box.y + box.height, height) - clip.y;
        const png = await this.page.screenshot({ clip });
        const scratch = await this.page.context().newPage(); // a page without our policy decodes the picture
        try {
            return await scratch.evaluate(
                async bytes => {
                    const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
                    const pad = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
                    pad.drawImage(picture, 0, 0);
                    return new Set(new Uint32Array(pad.getImageData(0, 0, picture.width, picture.height).data.buffer)).size;
                },
                [...png],
            );
        } finally {
            await scratch.close();
        }
    }

    /** Throws if anything went wrong that a story did not ask for. */
    async expectClean() {
        const violations = await this.product.evaluate(() => globalThis.__violations);
        const isIsolated = await this.product.evaluate(() => globalThis.crossOriginIsolated);
        const problems = [...this.problems, ...violations.map(text => `policy violation: ${text}`)];
        if (isIsolated !== this.mode.isIsolated) problems.push(`the page is ${isIsolated ? '' : 'not '}cross-origin isolated`);
        if (problems.length > 0) throw new Error(problems.join('\n'));
    }
}

/**
 * Runs `play(stage, {url, context, host})` on a fresh page; leaves a screenshot behind if it fails. `mode` is a name of hosting_modes.mjs; `host` is the static host where that has one.
 */
export async function story(name, play, { path = '/', folder = undefined, env = {}, serverArgs = [], mode = 'own_server', ...options } = {}) {
    const hosting = await hostingModes[mode].open({ folder, env, args: serverArgs, path });
    const browser = await launch(options);
    let stage;
    try {
        stage = await Stage.open(browser.context, hosting.address, hostingModes[mode]);
        await play(stage, { url: hosting.url, context: browser.context, host: hosting.host });
        await stage.expectClean();
    } catch (error) {
        const picture =
            stage && !stage.page.isClosed() ? await stage.screenshot(`failed ${name}`).catch(() => 'no picture could be taken') : 'no page was open';
        if (stage?.problems.length) error.message += `\nWhat the page said:\n${stage.problems.join('\n')}`;
        error.message += `\nPicture: ${picture}`;
        throw error;
    } finally {
        await browser.close();
        await hosting.close();
    }
}

/** The file that a person gets from the More menu: its path in the folder. */
export async function given(stage, command, folder) {
    const downloading = stage.page.waitForEvent('download', { timeout: 60_000 });
    await stage.click('toolbar.more');
    await stage.click(`menu.${command}`);
    const download = await downloading;
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    return path;
}

/** As a person drops files ({name, text}) on the page. */
export const drop = (stage, files) =>
    stage.product.evaluate(files => {
        const transfer = new DataTransfer();
        for (const { name, text } of files) transfer.items.add(new File([text], name));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }, files);

/** A file of the repository as text. */
export const repositoryText = path => readFileSync(join(repository, path), 'utf8');
