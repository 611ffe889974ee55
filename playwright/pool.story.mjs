// Two kernels: branches that know nothing of each other run at the same time, what they made meets again, a stop ends both, and one that dies costs its own node only.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';

const kRounds = 3_000_000;
const python = (id, source) => ({ id, type: 'python', source });
const long = (id, seed) =>
    python(id, `def ${id}():\n    total = ${seed}\n    for i in range(${kRounds}):\n        total = (total * 31 + i) % 1000003\n    return [total, "${id}"]\n`);
const endless = id => python(id, `def ${id}():\n    while True:\n        pass\n`);

/** What `long` gives, computed here. */
function expectedOf(id, seed) {
    let total = seed;
    for (let i = 0; i < kRounds; i++) total = (total * 31 + i) % 1_000_003;
    return [total, id];
}

const nodes = [
    long('left', 1),
    long('right', 2),
    python('after', 'def after(value):\n    return [*value, "after"]\n'),
    python('join', 'def join(*values):\n    return [item for value in values for item in value]\n'),
    endless('first'),
    endless('second'),
    python('leave', 'import posix\n\n\ndef leave():\n    posix._exit(3)\n'),
];
const links = [
    { from: 'right.result', to: 'after.value' },
    { from: 'left.result', to: 'join.values' },
    { from: 'after.result', to: 'join.values' },
];
const flow = { format: 'pythonflows', version: 1, title: 'Pool', nodes, links };

/** {node: the kernel that ran it} of the latest run. */
async function kernelsOf(stage) {
    const { calls } = (await stage.call('runs')).at(-1);
    return Object.fromEntries(calls.map(({ node, kernel }) => [node, kernel]));
}

/** Two nodes that never end are running at the same time; then a stop ends both. */
async function runBothAndStop(stage) {
    const running = stage.call('run', { upTo: ['first', 'second'] });
    await stage.until('state', [], ({ nodes }) => nodes.first.state === 'running' && nodes.second.state === 'running');
    assert.deepEqual(await kernelsOf(stage), { first: 0, second: 1 });
    await stage.call('stop');
    assert.equal((await running).ended, 'stopped');
    const { first, second } = await stage.states();
    assert.deepEqual({ first, second }, { first: 'stopped', second: 'stopped' });
}

test('two kernels share a flow', async () => {
    await story(
        'pool',
        async stage => {
            await stage.call('open', flow);
            await stage.pythonReady();
            // The first node is busy for so long that another kernel is opened for the second one.
            await runBothAndStop(stage);
            assert.equal(await stage.page.locator('iframe[title=Python]').count(), 1, 'both live in one frame');

            const target = { upTo: ['join'] };
            assert.equal((await stage.call('run', target)).ended, 'ok');
            // Now it is known how long the two take, so they begin together, once the second kernel is there (a busy machine may have lost it to the stop's grace time).
            let kernels;
            for (let runs = 0; runs < 10 && (!kernels || kernels.left === kernels.right); runs++) {
                const again = await stage.call('run', { from: ['left', 'right'] });
                assert.deepEqual([...again.ran].sort(), ['after', 'join', 'left', 'right']);
                kernels = await kernelsOf(stage);
            }
            assert.notEqual(kernels.left, kernels.right);
            assert.equal(kernels.after, kernels.right, 'a branch stays where it began');
            const [left, right] = [expectedOf('left', 1), expectedOf('right', 2)];
            const expected = { left, right, after: [...right, 'after'], join: [...left, ...right, 'after'] };
            for (const [id, value] of Object.entries(expected)) assert.deepEqual((await stage.call('preview', id)).value, value, id);

            // One of the two dies in the middle of a run.
            const running = stage.call('run', { upTo: ['first', 'leave'] });
            await stage.until('state', [], ({ nodes }) => nodes.leave.state === 'stopped');
            assert.equal((await stage.states()).first, 'running', 'the other goes on');
            await stage.call('stop');
            assert.equal((await running).ended, 'stopped');
            const states = await stage.states();
            for (const [id, value] of Object.entries(expected)) {
                assert.equal(states[id], 'ok', id);
                assert.deepEqual((await stage.call('preview', id)).value, value, id);
            }
            await runBothAndStop(stage);
        },
        { path: '/?kernels=2' },
    );
});

test('with three processors a flow has two kernels without being asked', async () => {
    await story('pool by itself', async (stage, { url }) => {
        await stage.page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => 3 }));
        await stage.goto(url);
        await stage.call('open', flow);
        await stage.pythonReady();
        await runBothAndStop(stage);
    });
});
