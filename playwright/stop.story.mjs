// Stop, always: hostile programs, in every way in which the page can be hosted. A sample of the matrix; all of it in long tests, where PYFLOWS_TEST_MODES and
// PYFLOWS_TEST_PROGRAMS (names with commas between) narrow it.
import assert from 'node:assert/strict';
import { availableParallelism, loadavg } from 'node:os';
import test from 'node:test';
import { story } from './harness.mjs';
import { hostingModes } from './hosting_modes.mjs';
import { watchMainThread } from './main_thread.mjs';
import { begun, programs, sample } from './stop_matrix.mjs';

/** The page never misses a frame for longer. */
const kFrameMs = 100;

const isLong = process.env.PYFLOWS_TEST_LONG === '1';
/** On a starved machine a soft stop may become a hard one after its grace: which it was is looked at in long tests, and where each processor has not more than two things to do. */
const looksAtWay = () => isLong && loadavg()[0] <= 2 * availableParallelism();
/** For a machine that does nothing else: two frames are never further apart than that, by the clock. */
const isLookedAtByTheClock = process.env.PYFLOWS_TEST_CALM === '1';
const namesIn = variable => process.env[variable]?.split(',');
const modes = namesIn('PYFLOWS_TEST_MODES') ?? Object.keys(hostingModes);
const programsIn = mode => (isLong ? (namesIn('PYFLOWS_TEST_PROGRAMS') ?? Object.keys(programs)) : sample[mode]);

const python = (id, source, name) => ({ id, type: 'python', source: `# ${name}\n${source}` });
/** A flow of its own for each program: what was computed in one would be true in the next. */
const flowWith = (name, source) => ({
    format: 'pythonflows',
    version: 1,
    title: 'Stop',
    nodes: [
        python('before', 'def before():\n    return object()\n', name),
        python('hostile', source, name),
        python('after', 'def after(x):\n    return 1\n', name),
    ],
    links: [
        { from: 'before.result', to: 'hostile.x' },
        { from: 'before.result', to: 'after.x' },
    ],
});

/** A kernel that makes a snapshot in the background may live beside the one; it ends by itself. */
async function waitForOneWorker(stage, name) {
    const deadline = Date.now() + 150_000;
    while (stage.page.workers().length !== 1) {
        if (Date.now() > deadline) assert.fail(`${name}: there are ${stage.page.workers().length} workers`);
        await stage.frame();
    }
}

async function stopIt(stage, name, { ending, source, says }) {
    await stage.call('open', flowWith(name, source));
    await stage.pythonReady();
    const before = await stage.call('run', { upTo: 'before' });
    assert.equal(before.ended, 'ok', name);
    const kept = await stage.call('preview', 'before');
    const running = stage.call('run', { upTo: 'hostile' });
    if (ending !== 'refused') {
        await stage.until('output', ['hostile'], ({ stdout }) => stdout.startsWith(begun));
        await stage.call('stop');
    }
    const { ended, ran } = await running;
    assert.deepEqual([ended, ran.includes('before')], [ending === 'refused' ? 'failed' : 'stopped', false], name);
    const { error } = await stage.call('output', 'hostile');
    const staysAlive = ending === 'refused' || (ending === 'softly' && stage.mode.isIsolated);
    if (ending === 'refused') assert.match(error.message, new RegExp(says), name);
    else if (staysAlive && looksAtWay()) assert.match(error?.type ?? 'no error', /KeyboardInterrupt|CancelledError/, name);
    // What had finished is still there: the very object, or after a hard stop its saved twin.
    assert.equal((await stage.states()).before, 'ok', name);
    const still = await stage.call('preview', 'before');
    if (staysAlive && error && looksAtWay()) assert.deepEqual(still, kept, name);
    else assert.equal(still.type, kept.type, name);
    const next = await stage.call('run', { upTo: 'after' });
    assert.deepEqual([next.ended, next.ran], ['ok', ['after']], name);
    await waitForOneWorker(stage, name);
}

for (const mode of modes) {
    test(`whatever runs is stopped: ${mode}`, async context => {
        await story(
            `stop ${mode}`,
            async stage => {
                await stage.pythonReady();
                for (const name of programsIn(mode)) {
                    if (!isLong) await stopIt(stage, name, programs[name]);
                    else {
                        // Frames are looked at in long tests: by processor time always, by the clock where nobody else keeps the processors busy.
                        const startMs = performance.now();
                        const { longestTaskMs, busiestMs, longestGapMs } = await watchMainThread(stage, () => stopIt(stage, name, programs[name]));
                        const tookMs = Math.round(performance.now() - startMs);
                        context.diagnostic(
                            `${mode} ${name}: ${tookMs} ms; longest task ${longestTaskMs} ms, between two frames at most ${busiestMs} ms of the processor's time, ${longestGapMs} ms by the clock`,
                        );
                        assert.ok(longestTaskMs <= kFrameMs, `${name} held a frame up for ${longestTaskMs} ms`);
                        if (isLookedAtByTheClock) assert.ok(longestGapMs <= kFrameMs, `${name}: ${longestGapMs} ms between two frames`);
                    }
                }
            },
            { mode },
        );
    });
}
