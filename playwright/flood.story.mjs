// Floods of output: what a node prints and draws without end is bounded in the page, counted exactly, and holds no frame up. In long tests at full size: a gigabyte, ten thousand pictures.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';
import { watchMainThread } from './main_thread.mjs';

const isLong = process.env.PYFLOWS_TEST_LONG === '1';
const kLines = isLong ? 1_000_000 : 6_000;
const kLineBytes = 1_000;
const kPictures = isLong ? 10_000 : 300;
const kShortLines = isLong ? 5_000_000 : 80_000;
const kOutputBytes = 2 * 2 ** 20;
/** The page never misses a frame for longer. */
const kFrameMs = 100;
/** What a flood may leave behind in the page: its own two megabytes several times over (the session's text, the panel's, what is drawn of it). */
const kGrowthBytes = 96 * 2 ** 20;

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><circle r="{n}"/></svg>`;
const python = (id, source, limits = {}) => ({ id, type: 'python', source, limits });
const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Floods',
    nodes: [
        python('long_lines', `def long_lines():\n    for n in range(${kLines}):\n        print(str(n).ljust(${kLineBytes - 1}))\n`),
        python(
            'short_lines',
            `import sys\n\n\ndef short_lines():\n    for n in range(${kShortLines}):\n        print("x", file=sys.stderr if n % 2 else sys.stdout)\n`,
            isLong ? {} : { output_bytes: 50_000 },
        ),
        python('pictures', `def pictures():\n    for n in range(${kPictures}):\n        display('''${svg}'''.replace("{n}", str(n)).encode())\n`),
    ],
    links: [],
};

/** What the product's process holds, after everything that nobody needs is gone. */
async function heldBytes(stage) {
    const devtools = await stage.page.context().newCDPSession(stage.page);
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await devtools.send('Runtime.getHeapUsage');
    await devtools.detach();
    return usedSize + embedderHeapUsedSize + backingStorageSize;
}

const lineFeeds = text => text.split('\n').length - 1;

test('floods are bounded and counted, line by line and picture by picture', async context => {
    await story('floods', async stage => {
        const flood = async (id, check) => {
            const before = isLong ? await heldBytes(stage) : 0;
            const run = async () => assert.equal((await stage.call('run', { only: id })).ended, 'ok');
            if (!isLong) await run();
            else {
                const { longestTaskMs, busiestMs, longestGapMs, frames } = await watchMainThread(stage, run);
                const grown = (await heldBytes(stage)) - before;
                const megabytes = (grown / 2 ** 20).toFixed(1);
                context.diagnostic(
                    `${id}: longest task ${longestTaskMs} ms, between two of ${frames} frames at most ${busiestMs} ms of the processor's time, ${longestGapMs} ms by the clock; ${megabytes} MiB more held`,
                );
                assert.ok(longestTaskMs <= kFrameMs, `${id} held a frame up for ${longestTaskMs} ms`);
                assert.ok(grown <= kGrowthBytes, `${id} left ${megabytes} MiB behind`);
            }
            const output = await stage.call('output', id);
            check(output);
            return output;
        };
        await stage.call('open', flow);
        await stage.pythonReady();
        // The panel that shows it all is open.
        await stage.click('tab.output');

        const { droppedLines: missing } = await flood('long_lines', ({ stdout, stderr, dropped, droppedLines }) => {
            assert.equal(stderr, '');
            assert.equal(stdout.length + dropped, kLines * kLineBytes);
            assert.equal(lineFeeds(stdout) + droppedLines, kLines);
            assert.ok(stdout.length <= kOutputBytes && stdout.length > kOutputBytes - 3 * kLineBytes, 'the limit is made use of');
            const numbers = stdout.trimEnd().split('\n').map(Number);
            assert.deepEqual([numbers[0], numbers.at(-1)], [0, kLines - 1]);
            assert.equal(numbers.filter((number, at) => at > 0 && number !== numbers[at - 1] + 1).length, 1, 'whole lines, one gap');
        });

        const sentence = stage.product.locator('[data-widget="output.long_lines"] .dropped');
        await sentence.waitFor({ timeout: 60_000 });
        assert.match(await sentence.textContent(), new RegExp(`${missing.toLocaleString('en')} lines \\(.* left out here`));

        await flood('short_lines', ({ stdout, stderr, dropped, droppedLines }) => {
            assert.ok(droppedLines > 0);
            assert.equal(stdout.length + stderr.length + dropped, kShortLines * 2);
            assert.equal(lineFeeds(stdout) + lineFeeds(stderr) + droppedLines, kShortLines);
        });

        await flood('pictures', ({ displays, droppedDisplays, dropped, stderr }) => {
            assert.deepEqual([displays.length, displays.length + droppedDisplays, dropped, stderr], [100, kPictures, 0, '']);
            assert.ok(displays.every(({ kind }) => kind === 'image'));
        });
    });
});
