// Stop, always: hostile programs, in every way in which the page can be hosted. A sample of the matrix; all of it in long tests, where PYFLOWS_TEST_MODES and
// PYFLOWS_TEST_PROGRAMS (names with commas between) narrow it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';
import { hostingModes } from './hosting_modes.mjs';
import { programs, sample } from './stop_matrix.mjs';

const isLong = process.env.PYFLOWS_TEST_LONG === '1';
const namesIn = variable => process.env[variable]?.split(',');
const modes = namesIn('PYFLOWS_TEST_MODES') ?? Object.keys(hostingModes);
const programsIn = mode => (isLong ? (namesIn('PYFLOWS_TEST_PROGRAMS') ?? Object.keys(programs)) : sample[mode]);

const python = (id, source) => ({ id, type: 'python', source });
const flowWith = source => ({
    format: 'pythonflows',
    version: 1,
    title: 'Stop',
    nodes: [python('before', 'def before():\n    return object()\n'), python('hostile', source), python('after', 'def after():\n    return 1\n')],
    links: [{ from: 'before.result', to: 'hostile.x' }],
});

/** The longest time between two frames while `action` runs. */
async function longestGap(stage, action) {
    await stage.product.evaluate(() => {
        const gaps = { last: performance.now(), longest: 0, isOn: true };
        globalThis.__gaps = gaps;
        const look = now => {
            gaps.longest = Math.max(gaps.longest, now - gaps.last);
            gaps.last = now;
            if (gaps.isOn) requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    });
    await action();
    return stage.product.evaluate(() => {
        globalThis.__gaps.isOn = false;
        return Math.round(globalThis.__gaps.longest);
    });
}

/** A kernel that makes a snapshot in the background may live beside the one; it ends by itself. */
async function waitForOneWorker(stage, name) {
    const deadline = Date.now() + 150_000;
    while (stage.page.workers().length !== 1) {
        if (Date.now() > deadline) assert.fail(`${name}: there are ${stage.page.workers().length} workers`);
        await stage.frame();
    }
}

async function stopIt(stage, name, { ending, source, says }) {
    await stage.call('open', flowWith(source));
    await stage.pythonReady();
    const before = await stage.call('run', { upTo: 'before' });
    assert.equal(before.ended, 'ok', name);
    const kept = await stage.call('preview', 'before');
    const running = stage.call('run', { upTo: 'hostile' });
    if (ending !== 'refused') {
        await stage.until('state', [], ({ nodes }) => nodes.hostile.state === 'running');
        await stage.call('stop');
    }
    const { ended, ran } = await running;
    assert.deepEqual([ended, ran.includes('before')], [ending === 'refused' ? 'failed' : 'stopped', false], name);
    const { error } = await stage.call('output', 'hostile');
    const staysAlive = ending === 'refused' || (ending === 'softly' && stage.mode.isIsolated);
    if (ending === 'refused') assert.match(error.message, new RegExp(says), name);
    // On a starved machine a soft stop may become a hard one after its grace; which it was is looked at in long tests.
    else if (staysAlive && isLong) assert.match(error.type, /KeyboardInterrupt|CancelledError/, name);
    // What had finished is still there: the very object, or after a hard stop its saved twin.
    assert.equal((await stage.states()).before, 'ok', name);
    const still = await stage.call('preview', 'before');
    if (staysAlive && isLong) assert.deepEqual(still, kept, name);
    else assert.equal(still.type, kept.type, name);
    assert.equal((await stage.call('run', { only: 'after' })).ended, 'ok', name);
    await waitForOneWorker(stage, name);
}

for (const mode of modes) {
    test(`whatever runs is stopped: ${mode}`, async context => {
        await story(
            `stop ${mode}`,
            async stage => {
                // Frames are looked at in long tests only, beside a control: how quick a machine draws is no promise of ours.
                await stage.pythonReady();
                const control = isLong ? await longestGap(stage, () => new Promise(done => setTimeout(done, 3_000))) : 0;
                for (const name of programsIn(mode)) {
                    if (!isLong) await stopIt(stage, name, programs[name]);
                    else {
                        const startMs = performance.now();
                        const gap = await longestGap(stage, () => stopIt(stage, name, programs[name]));
                        context.diagnostic(
                            `${mode} ${name}: ${Math.round(performance.now() - startMs)} ms, longest time between frames ${gap} ms (idle ${control} ms)`,
                        );
                    }
                }
            },
            { mode },
        );
    });
}
