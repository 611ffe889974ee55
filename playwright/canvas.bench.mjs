// What a moving picture costs: the same nodes and wires, the same pan and zoom, in one browser after the other, against LiteGraph as ComfyUI maintains it and against React Flow. Frames a second, the times
// between two frames, the processor time of the page's main thread for a frame, the time to open, the memory of the page's process with all nodes in the picture.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { picture } from './canvas_peers/layout.mjs';
import { launch, serve, Stage } from './harness.mjs';
import { keptSnapshot } from './kept_snapshot.mjs';
import { median, report } from './measuring.mjs';
import { privateBytes } from './process_memory.mjs';
import { serveHeaderless } from './servers.mjs';

const sizes = (process.env.PYFLOWS_BENCH_NODES ?? '100,300,1000,3000,10000,100000').split(',').map(Number);
const names = (process.env.PYFLOWS_BENCH_EDITORS ?? 'ours,litegraph,react_flow').split(',');
const steps = Number(process.env.PYFLOWS_BENCH_FRAMES ?? 60);
/** Of more nodes the other editors are not asked: at this many React Flow already needs minutes. */
const mostOfPeers = 10_000;
/** An editor that is not through with a size by then is given up for it, and its browser ended, so that it is in nobody's way. */
const limitMs = 120_000;
/** One movement: who makes a frame in half a second has shown what there is to see in fewer frames. */
const moveMs = 8_000;
const canvas = { width: 692, height: 461 };

/** Two pages in a folder of their own: {url, close()}. */
async function servePeers() {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows-canvas-'));
    const entry = name => fileURLToPath(new URL(`canvas_peers/${name}.mjs`, import.meta.url));
    await build({
        entryPoints: ['litegraph', 'react_flow'].map(entry),
        outdir: folder,
        bundle: true,
        format: 'esm',
        minify: true,
        define: { 'process.env.NODE_ENV': '"production"' },
    });
    const style = `margin:0;width:${canvas.width}px;height:${canvas.height}px`;
    const page = (name, body, head = '') =>
        writeFileSync(
            join(folder, `${name}.html`),
            `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${head}<body style="margin:0">${body}<script type="module" src="${name}.js"></script>`,
        );
    page('litegraph', `<canvas width="${canvas.width}" height="${canvas.height}" style="${style}"></canvas>`);
    page('react_flow', `<div id="root" style="${style}"></div>`, '<link rel="stylesheet" href="react_flow.css">');
    const host = await serveHeaderless({ folder });
    return {
        url: host.url,
        close: async () => {
            await host.close();
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

/** Moves the picture once a frame, as the page's own program does it or by the wheel, and gives the times between frames. */
const moveInPage = async ({ steps: count, way, place, mostMs }) => {
    const zoomStep = 1.02; // a frame, of every editor
    const times = [];
    const target = document.elementFromPoint(place.x, place.y);
    const wheel = (deltaX, deltaY, ctrlKey) =>
        target.dispatchEvent(new WheelEvent('wheel', { deltaX, deltaY, ctrlKey, clientX: place.x, clientY: place.y, bubbles: true, cancelable: true }));
    let { left, top, scale } = way;
    await new Promise(done => {
        const begin = performance.now();
        let last = 0;
        const frame = now => {
            if (last) times.push(now - last);
            last = now;
            if (times.length === count || (times.length > 1 && now - begin > mostMs)) return done();
            const forth = times.length < count / 2 ? 1 : -1;
            if (globalThis.peer) {
                if (way.zooms) scale *= zoomStep ** forth;
                else [left, top] = [left + (forth * 5) / scale, top + (forth * 3) / scale];
                globalThis.peer.look(left, top, scale);
            } else if (way.zooms)
                wheel(0, -forth * Math.log(zoomStep) * 100, true); // a pinch on a trackpad, as browsers tell it: exp(-deltaY / 100)
            else wheel(forth * 5, forth * 3, false);
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    });
    return times;
};

async function mainThreadSeconds(devtools) {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value;
}

const measureMoves = (page, way, place) => measureFrames(page, (count, mostMs) => page.evaluate(moveInPage, { steps: count, way, place, mostMs }));

/** `move` makes at most so many frames in about so many milliseconds, and gives the times between them. */
async function measureFrames(page, move) {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await move(5, moveMs / 4);
    const before = await mainThreadSeconds(devtools);
    const start = performance.now();
    const times = (await move(steps, moveMs)).sort((a, b) => a - b);
    const took = performance.now() - start;
    const busyMs = ((await mainThreadSeconds(devtools)) - before) * 1000;
    await devtools.detach();
    return {
        framesPerSecond: (times.length * 1000) / took,
        medianMs: median(times),
        p95Ms: times[Math.floor(times.length * 0.95)],
        mainThreadMs: busyMs / times.length,
        frames: times.length,
    };
}

/** Drags the node under `place` by one pixel a frame, there and back. */
const dragInPage = async ({ steps: count, place }) => {
    const target = document.elementFromPoint(place.x, place.y);
    const point = (type, x, buttons) =>
        target.dispatchEvent(
            new PointerEvent(type, {
                pointerId: 1,
                pointerType: 'mouse',
                isPrimary: true,
                button: type === 'pointermove' ? -1 : 0,
                buttons,
                clientX: x,
                clientY: place.y,
                bubbles: true,
                cancelable: true,
            }),
        );
    const frame = () => new Promise(done => requestAnimationFrame(done));
    const times = [];
    point('pointermove', place.x, 0);
    await frame();
    point('pointerdown', place.x, 1);
    await frame();
    let last = await frame();
    for (let step = 1; step <= count; ++step) {
        point('pointermove', place.x + 8 + (step < count / 2 ? step : count - step), 1);
        const now = await frame();
        times.push(now - last);
        last = now;
    }
    point('pointerup', place.x + 8, 0);
    await frame();
    return times;
};

/** What of the picture is seen: all of it, or its middle at 1:1. */
function views({ nodes }) {
    const width = Math.max(...nodes.map(({ x }) => x)) + 200;
    const height = Math.max(...nodes.map(({ y }) => y)) + 120;
    const fit = Math.min(canvas.width / width, canvas.height / height);
    return {
        one_to_one: { left: width / 2, top: height / 2, scale: 1 },
        fit: { left: 0, top: 0, scale: fit }, // the last: memory is measured in it
    };
}

const flowOf = ({ nodes, links }) => ({
    format: 'pythonflows',
    version: 1,
    title: 'many',
    nodes: nodes.map((_, at) => ({ id: `n${at}`, type: 'python', source: `def n${at}(a=None, b=None, n: int = 1):\n    return a\n` })),
    links: links.map(([from, to, input]) => ({ from: `n${from}.result`, to: `n${to}.${'ab'[input]}` })),
    view: { nodes: Object.fromEntries(nodes.map(({ x, y }, at) => [`n${at}`, { x, y }])) },
});

/** More than the process of an empty page in the same browser. */
const bytesOf = async page => {
    const empty = await page.context().newPage();
    const emptyBytes = await privateBytes(empty);
    await empty.close();
    return (await privateBytes(page)) - emptyBytes;
};

/** Before the time is taken: Playwright needs 23 s to tell a page of an object with 100,000 nodes, and less than one for the same as text. */
const handIn = text => {
    globalThis.__handedIn = text;
};

async function ours({ context }, url, shape) {
    const stage = await Stage.open(context, url);
    await stage.pythonReady();
    await keptSnapshot(stage); // a first visit makes it once, in another process that would be measured with the picture
    await stage.product.evaluate(handIn, JSON.stringify(flowOf(shape)));
    const openMs = await stage.product.evaluate(async () => {
        const begin = performance.now();
        await globalThis.pythonflows.open(globalThis.__handedIn);
        const took = performance.now() - begin;
        delete globalThis.__handedIn;
        return took;
    });
    const { x, y, width, height } = await stage.visibleWidget('canvas');
    const place = { x: x + width / 2, y: y + height / 2 };
    const moves = {};
    for (const [name, keys] of Object.entries({ one_to_one: ['f', '0'], fit: ['f'] })) {
        await stage.product.evaluate(() => document.querySelector('#canvas').focus()); // a click could choose a node, whose source would be shown beside the picture
        for (const key of keys) await stage.page.keyboard.press(key);
        await stage.frame();
        moves[`${name}.pan`] = await measureMoves(stage.page, { zooms: false }, place);
        moves[`${name}.zoom`] = await measureMoves(stage.page, { zooms: true }, place);
    }
    const bytes = await bytesOf(stage.page);
    moves['one_to_one.drag'] = await dragNode(stage, shape, place);
    return { openMs, moves, bytes };
}

/** The names of those that stand next to the middle of the picture. */
function inTheMiddle({ nodes }, count = 100) {
    const middleOf = side => (Math.min(...nodes.map(node => node[side])) + Math.max(...nodes.map(node => node[side]))) / 2;
    const [x, y] = [middleOf('x'), middleOf('y')];
    const far = at => Math.hypot(nodes[at].x - x, nodes[at].y - y);
    return [...nodes.keys()]
        .sort((a, b) => far(a) - far(b))
        .slice(0, count)
        .map(at => `n${at}`);
}

/** The node that is nearest to the middle of the screen, by its title. */
async function dragNode(stage, shape, middle) {
    await stage.page.keyboard.press('f');
    await stage.page.keyboard.press('0');
    await stage.frame();
    const titles = await stage.page.evaluate(
        names => names.map(name => ({ name, place: globalThis.pythonflows.widget(name) })).filter(({ place }) => place?.visible),
        inTheMiddle(shape).map(name => `node:${name}.title`),
    );
    const centre = ({ place }) => ({ x: place.x + place.width / 2, y: place.y + place.height / 2 });
    const far = title => Math.hypot(centre(title).x - middle.x, centre(title).y - middle.y);
    const [nearest] = titles.sort((a, b) => far(a) - far(b));
    return measureFrames(stage.page, count => stage.page.evaluate(dragInPage, { steps: count, place: centre(nearest) }));
}

async function theirs({ context }, url, shape) {
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction(() => globalThis.peer !== undefined);
    await page.evaluate(handIn, JSON.stringify(shape));
    const openMs = await page.evaluate(async view => {
        const begin = performance.now();
        await globalThis.peer.open(JSON.parse(globalThis.__handedIn));
        globalThis.peer.look(view.left, view.top, view.scale);
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        const took = performance.now() - begin;
        delete globalThis.__handedIn;
        return took;
    }, views(shape).fit);
    const place = { x: canvas.width / 2, y: canvas.height / 2 };
    const moves = {};
    for (const [view, at] of Object.entries(views(shape))) {
        moves[`${view}.pan`] = await measureMoves(page, { ...at, zooms: false }, place);
        moves[`${view}.zoom`] = await measureMoves(page, { ...at, zooms: true }, place);
    }
    return { openMs, moves, bytes: await bytesOf(page) };
}

/** What was measured in a browser of its own, or {error}. */
async function inBrowser(measure) {
    const browser = await launch();
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`given up after ${limitMs} ms`)), limitMs);
    });
    try {
        return await Promise.race([measure(browser), late]);
    } catch (error) {
        return { error: error.message };
    } finally {
        clearTimeout(timer);
        await browser.close();
    }
}

const site = await serve();
const peers = await servePeers();
try {
    let litegraph;
    /** What a frame of dragging one node costs in the smallest flow. */
    let smallest;
    for (const size of sizes) {
        const shape = picture(size);
        const measured = {};
        for (const name of names) {
            if (name === 'ours') measured.ours = await inBrowser(browser => ours(browser, site.url, shape));
            else if (size <= mostOfPeers) measured[name] = await inBrowser(browser => theirs(browser, `${peers.url}${name}.html`, shape));
        }
        // Where it was not asked, ours is held against the most nodes that it was asked for.
        if (measured.litegraph) litegraph = measured.litegraph;
        for (const [name, result] of Object.entries(measured)) {
            if (result.error) {
                report({ name: `canvas.${size}.${name}`, value: null, unit: 'ms', baseline: null, gaveUp: result.error });
                continue;
            }
            const base = name === 'ours' ? litegraph : undefined;
            const drag = result.moves['one_to_one.drag'];
            if (drag) {
                smallest ??= drag.mainThreadMs;
                report({ name: `canvas.${size}.${name}.drag.main_thread`, value: drag.mainThreadMs, unit: 'ms', baseline: smallest });
            }
            for (const [move, { framesPerSecond, ...more }] of Object.entries(result.moves)) {
                const baseline = base?.moves?.[move]?.framesPerSecond ?? null;
                report({ name: `canvas.${size}.${name}.${move}`, value: framesPerSecond, unit: 'frames/s', baseline, ...more });
            }
            const { react_flow: react } = measured;
            if (name === 'ours' && react && !react.error) {
                report({ name: `canvas.${size}.open.against_react_flow`, value: result.openMs, unit: 'ms', baseline: react.openMs });
                report({ name: `canvas.${size}.memory.against_react_flow`, value: result.bytes, unit: 'bytes', baseline: react.bytes });
            }
            report({ name: `canvas.${size}.${name}.open`, value: result.openMs, unit: 'ms', baseline: base?.openMs ?? null });
            report({ name: `canvas.${size}.${name}.memory`, value: result.bytes, unit: 'bytes', baseline: base?.bytes ?? null });
        }
    }
} finally {
    await site.close();
    await peers.close();
}
