// While the canvas is panned or zoomed its nodes are a picture that is moved: what is seen must be what is there.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';

const across = 10;
const ids = Array.from({ length: 60 }, (_, at) => `n${at}`);
const many = {
    format: 'pythonflows',
    version: 1,
    title: 'many',
    nodes: ids.map((id, at) => ({ id, type: 'python', title: `ノード ${at}`, source: `def ${id}(a=None, x: int = ${at}):\n    return a\n` })),
    links: ids.slice(1).map((id, at) => ({ from: `n${at}.result`, to: `${id}.a` })),
    view: { nodes: Object.fromEntries(ids.map((id, at) => [id, { x: (at % across) * 260, y: Math.floor(at / across) * 180 }])) },
};

/** Turns the wheel once a frame, so many times this way and then to and fro, until it is told to stop. */
const startMoving = ({ x, y, wheel, turns }) => {
    const canvas = document.querySelector('#canvas');
    const moving = { turns: 0, isStopped: false };
    globalThis.moving = moving;
    const turn = () => {
        const back = moving.turns >= turns && moving.turns % 2 ? -1 : 1;
        const { deltaX = 0, deltaY, ...more } = wheel;
        canvas.dispatchEvent(
            new WheelEvent('wheel', { ...more, deltaX: deltaX * back, deltaY: deltaY * back, clientX: x, clientY: y, bubbles: true, cancelable: true }),
        );
        ++moving.turns;
        if (!moving.isStopped) requestAnimationFrame(turn);
    };
    turn();
};

/** How far two screenshots are apart where eight by eight pixels are one (shares of such places), and how much there is to see at all. */
const compare = async ([one, other]) => {
    const read = async bytes => {
        const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
        const pad = new OffscreenCanvas(Math.round(picture.width / 8), Math.round(picture.height / 8)).getContext('2d');
        pad.imageSmoothingQuality = 'high';
        pad.drawImage(picture, 0, 0, pad.canvas.width, pad.canvas.height);
        return pad.getImageData(0, 0, pad.canvas.width, pad.canvas.height).data;
    };
    const [first, second] = [await read(one), await read(other)];
    const colours = new Set();
    let differing = 0;
    for (let at = 0; at < first.length; at += 4) {
        if (Math.max(...[0, 1, 2].map(part => Math.abs(first[at + part] - second[at + part]))) > 32) ++differing;
        colours.add(first.slice(at, at + 3).join());
    }
    return { differing: (differing * 4) / first.length, colours: colours.size };
};

async function movingAndStill(stage, movement) {
    const { x, y, width, height } = await stage.visibleWidget('canvas');
    const look = async () => [...(await stage.page.screenshot({ clip: { x, y, width, height } }))];
    await stage.page.evaluate(startMoving, { x: x + width / 2, y: y + height / 2, ...movement });
    await stage.page.waitForFunction(turns => globalThis.moving.turns > turns, movement.turns);
    const moving = await look();
    await stage.page.evaluate(() => {
        globalThis.moving.isStopped = true;
    });
    await stage.frame();
    const drawn = await stage.page.evaluate(() => globalThis.pythonflows.framesDrawn());
    await stage.page.waitForFunction(before => globalThis.pythonflows.framesDrawn() > before, drawn); // it came to rest
    const still = await look();
    const scratch = await stage.page.context().newPage(); // a page without our policy decodes the pictures
    try {
        return await scratch.evaluate(compare, [moving, still]);
    } finally {
        await scratch.close();
    }
}

test('a moving canvas shows what it shows at rest', async () => {
    await story('moving', async stage => {
        await stage.call('open', many);
        const { x, y, width } = await stage.visibleWidget('canvas');
        await stage.page.mouse.click(x + width / 2, y + 4);
        await stage.page.keyboard.press('f');
        await stage.page.keyboard.press('0');
        await stage.page.mouse.move(x + width / 2, 2); // nothing under the pointer lights up
        const panned = await movingAndStill(stage, { wheel: { deltaX: 2, deltaY: 1 }, turns: 60 });
        assert.ok(panned.colours > 50, `there was nothing to see: ${JSON.stringify(panned)}`);
        assert.ok(panned.differing < 0.01, `it looked otherwise while it moved: ${JSON.stringify(panned)}`);
        const zoomed = await movingAndStill(stage, { wheel: { deltaY: 1, ctrlKey: true }, turns: 30 });
        assert.ok(zoomed.colours > 50, `there was nothing to see: ${JSON.stringify(zoomed)}`);
        assert.ok(zoomed.differing < 0.01, `it looked otherwise while it was zoomed: ${JSON.stringify(zoomed)}`);
    });
});
