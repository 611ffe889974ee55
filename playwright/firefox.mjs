// Firefox as the system has it, spoken to in WebDriver BiDi: what the stories need of it, and no more. (Playwright drives only a Firefox of its own making.)
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { firefoxPath } from '../tools/setup/system_packages.mjs';
import { openWebSocket } from './web_socket.mjs';

const results = resolve(fileURLToPath(new URL('results', import.meta.url)));

/** WebGL without a graphics card, and no connections of the browser's own. */
const preferences = {
    'app.normandy.enabled': false,
    'app.update.disabledForTesting': true,
    'browser.shell.checkDefaultBrowser': false,
    'browser.startup.page': 0,
    'datareporting.policy.dataSubmissionEnabled': false,
    'datareporting.usage.uploadEnabled': false,
    'dom.disable_beforeunload': true,
    'extensions.getAddons.cache.enabled': false,
    'extensions.systemAddon.update.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'remote.prefs.recommended': true,
    'services.settings.server': 'data:,',
    'toolkit.telemetry.reportingpolicy.firstRun': false,
    'webgl.force-enabled': true,
};

/**
 * A Firefox with a profile of its own that is thrown away: {page, problems, close()}. `problems` are the errors that its pages printed or threw.
 * Without a screen it has no WebGL: `screen` starts one that nobody sees (Xvfb).
 */
export async function launchFirefox({ width = 1280, height = 800, screen = true } = {}) {
    const display = screen ? await openDisplay(width, height + 200) : { name: '', close: () => undefined };
    const profile = mkdtempSync(join(tmpdir(), 'pythonflows-firefox-'));
    const lines = Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
    writeFileSync(join(profile, 'user.js'), lines.join(''));
    const args = [...(screen ? [] : ['--headless']), '--no-remote', '--profile', profile, '--remote-debugging-port=0', 'about:blank'];
    const env = { ...process.env, DISPLAY: display.name, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' };
    const browser = spawn(firefoxPath(), args, { stdio: ['ignore', 'ignore', 'pipe'], env });
    const gone = new Promise(settle => browser.once('exit', settle));
    const end = async () => {
        browser.kill('SIGTERM'); // ended the hard way it leaves the processes of its pages behind
        await gone;
        display.close();
        rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    };
    try {
        const bidi = await Bidi.connect(await addressOf(browser));
        await bidi.send('session.new', { capabilities: {} });
        const problems = [];
        bidi.on('log.entryAdded', ({ level, type, text }) => level === 'error' && problems.push(`${type}: ${text}`));
        await bidi.send('session.subscribe', { events: ['log.entryAdded'] });
        const { contexts } = await bidi.send('browsingContext.getTree', {});
        const page = new FirefoxPage(bidi, contexts[0].context);
        await bidi.send('browsingContext.setViewport', { context: page.context, viewport: { width, height } });
        return { page, problems, close: end };
    } catch (error) {
        await end();
        throw error;
    }
}

/** A screen in memory: {name, close()}. */
async function openDisplay(width, height) {
    const size = ['-screen', '0', `${width}x${height}x24`];
    const server = spawn('Xvfb', ['-displayfd', '3', ...size, '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const number = await new Promise((settle, refuse) => {
        createInterface({ input: server.stdio[3] }).once('line', settle);
        server.once('error', refuse);
        server.once('exit', status => refuse(new Error(`Xvfb ended with ${status}`)));
    });
    return { name: `:${number}`, close: () => server.kill() };
}

/** The address that Firefox prints when it is ready to be spoken to. */
function addressOf(browser) {
    return new Promise((settle, refuse) => {
        const said = [];
        const lines = createInterface({ input: browser.stderr });
        lines.on('line', line => {
            said.push(line);
            const found = /WebDriver BiDi listening on (ws:\S+)/.exec(line);
            if (found) settle(`${found[1]}/session`);
        });
        browser.once('error', refuse);
        browser.once('exit', status => refuse(new Error(`Firefox ended with ${status}:\n${said.slice(-12).join('\n')}`)));
    });
}

/** Commands and events of one connection. */
class Bidi {
    #socket;
    #serial = 0;
    #waiting = new Map();
    #listeners = new Map();

    static async connect(url) {
        const bidi = new Bidi();
        bidi.#socket = await openWebSocket(url, { onText: text => bidi.#take(JSON.parse(text)), onEnd: () => bidi.#end() });
        return bidi;
    }

    send(method, params) {
        const id = ++this.#serial;
        const answered = new Promise((settle, refuse) => this.#waiting.set(id, { settle, refuse, method }));
        this.#socket.send(JSON.stringify({ id, method, params }));
        return answered;
    }

    on(event, listener) {
        this.#listeners.set(event, listener);
    }

    #take(message) {
        if (message.type === 'event') return this.#listeners.get(message.method)?.(message.params);
        const asked = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (message.type === 'success') asked?.settle(message.result);
        else asked?.refuse(new Error(`${asked.method}: ${message.error}: ${message.message}`));
    }

    #end() {
        for (const { refuse, method } of this.#waiting.values()) refuse(new Error(`Firefox is gone; it has not answered ${method}`));
        this.#waiting.clear();
    }
}

/** One document and a hand on its mouse. */
class FirefoxPage {
    constructor(bidi, context) {
        this.bidi = bidi;
        this.context = context;
    }

    goto(url) {
        return this.bidi.send('browsingContext.navigate', { context: this.context, url, wait: 'complete' });
    }

    /** What the function gives in the page (plain data), as Playwright's `evaluate`. */
    async evaluate(look, argument) {
        const made = `async () => JSON.stringify((await (${look})(${JSON.stringify(argument) ?? 'undefined'})) ?? null)`;
        const { type, result, exceptionDetails } = await this.bidi.send('script.callFunction', {
            functionDeclaration: made,
            awaitPromise: true,
            target: { context: this.context },
        });
        if (type === 'exception') throw new Error(exceptionDetails.text);
        return JSON.parse(result.value);
    }

    /** Waits until `look(argument)` gives something true. */
    async until(look, argument, timeout = 120_000) {
        for (const deadline = Date.now() + timeout; ; await wait(100)) {
            const found = await this.evaluate(look, argument);
            if (found) return found;
            if (Date.now() > deadline) throw new Error(`still not so after ${timeout} ms: ${look}`);
        }
    }

    /** The document in its first iframe, when it is there. */
    async framed() {
        for (const deadline = Date.now() + 60_000; ; await wait(100)) {
            const { contexts } = await this.bidi.send('browsingContext.getTree', { root: this.context });
            const [child] = contexts[0].children ?? [];
            if (child) return new FirefoxPage(this.bidi, child.context);
            if (Date.now() > deadline) throw new Error('the page has no frame');
        }
    }

    /** The editor is there (not Python). */
    async ready() {
        await this.until(() => globalThis.pythonflows !== undefined);
        await this.evaluate(() => globalThis.pythonflows.ready.then(() => true));
    }

    /** Calls one member of window.pythonflows; rejects with its sentence. */
    call(member, ...args) {
        return this.evaluate(([name, values]) => globalThis.pythonflows[name](...values), [member, args]);
    }

    /** The middle of a widget, once it can be pressed. */
    async middleOf(name) {
        const at = await this.until(wanted => {
            const found = globalThis.pythonflows.widget(wanted);
            return found?.visible && found.enabled ? found : null;
        }, name);
        return { x: Math.round(at.x + at.width / 2), y: Math.round(at.y + at.height / 2) };
    }

    async click(name) {
        const at = await this.middleOf(name);
        await this.point([
            { type: 'pointerMove', ...at },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
        ]);
    }

    async drag(from, { x, y }) {
        const at = await this.middleOf(from);
        const moved = { type: 'pointerMove', x: at.x + x, y: at.y + y };
        await this.point([
            { type: 'pointerMove', ...at },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerMove', x: at.x + x / 2, y: at.y + y / 2 },
            moved,
        ]);
        await this.frame();
        await this.point([moved, { type: 'pointerUp', button: 0 }]);
    }

    /** Two animation frames: what was asked for has been drawn. */
    frame() {
        return this.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done()))));
    }

    point(actions) {
        return this.bidi.send('input.performActions', { context: this.context, actions: [{ type: 'pointer', id: 'mouse', actions }] });
    }

    async screenshot(name) {
        mkdirSync(results, { recursive: true });
        const path = join(results, `${name}.png`);
        const { data } = await this.bidi.send('browsingContext.captureScreenshot', { context: this.context });
        writeFileSync(path, Buffer.from(data, 'base64'));
        return path;
    }
}
