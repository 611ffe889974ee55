// What a frame of the page costs the main thread while a flow of 300 nodes is moved over the screen (all that requestAnimationFrame calls: the editor's drawing and the panels), against the 16.7 ms
// that a screen of 60 pictures a second leaves; and how many frames are drawn in a second in which nothing happens.
import { launch, serve, Stage } from './harness.mjs';
import { median, report } from './measuring.mjs';

const nodes = 300;
const columns = 20;
const moves = 240;
const frameMs = 1000 / 60;

/** Sums up what the callbacks of each frame took. */
const meter = () => {
    globalThis.__frames = [];
    let at = -1;
    const real = globalThis.requestAnimationFrame.bind(globalThis);
    globalThis.requestAnimationFrame = callback =>
        real(time => {
            const begin = performance.now();
            callback(time);
            const spent = performance.now() - begin;
            if (time === at) globalThis.__frames[globalThis.__frames.length - 1] += spent;
            else globalThis.__frames.push(spent);
            at = time;
        });
};

function chain() {
    const ids = Array.from({ length: nodes }, (_, index) => `n${index}`);
    return {
        format: 'pythonflows',
        version: 1,
        nodes: ids.map((id, index) => ({
            id,
            type: 'python',
            source: index % columns ? `def ${id}(x, n: int = ${index}, label: str = "step"):\n    return x\n` : `def ${id}(n: int = ${index}):\n    return n\n`,
        })),
        links: ids.filter((_, index) => index % columns).map(id => ({ from: `n${Number(id.slice(1)) - 1}.result`, to: `${id}.x` })),
        view: { nodes: Object.fromEntries(ids.map((id, index) => [id, { x: (index % columns) * 270, y: Math.floor(index / columns) * 200 }])) },
    };
}

const site = await serve();
const browser = await launch();
try {
    const page = await browser.context.newPage();
    await page.addInitScript(meter);
    const stage = new Stage(page);
    await page.goto(site.url);
    await stage.ready();
    await stage.pythonReady();
    await stage.call('open', chain());
    await stage.frame();
    const { x, y, width, height } = await stage.visibleWidget('canvas');
    await page.mouse.move(x + width * 0.8, y + height * 0.8);
    await page.mouse.down({ button: 'middle' });
    await page.evaluate(() => (globalThis.__frames.length = 0));
    await page.mouse.move(x + width * 0.2, y + height * 0.2, { steps: moves });
    await page.mouse.up({ button: 'middle' });
    const spent = (await page.evaluate(() => globalThis.__frames)).sort((a, b) => a - b);
    report({ name: 'frame.pan.median', value: median(spent), unit: 'ms', baseline: frameMs, frames: spent.length, nodes });
    report({ name: 'frame.pan.p95', value: spent[Math.floor(spent.length * 0.95)], unit: 'ms', baseline: frameMs, frames: spent.length, nodes });

    // Tooltips and sentences have gone, the pointer lies still.
    await page.mouse.move(x + width / 2, y + 2);
    let before = -1;
    for (let drawn = await stage.call('framesDrawn'); drawn !== before; drawn = await stage.call('framesDrawn')) {
        before = drawn;
        await page.waitForTimeout(1000);
    }
    await page.waitForTimeout(1000);
    report({ name: 'frame.idle', value: (await stage.call('framesDrawn')) - before, unit: 'frames/s', baseline: null });
} finally {
    await browser.close();
    await site.close();
}
