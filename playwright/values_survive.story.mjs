// What nodes have computed survives the kernel, however it ends: by a hard stop, by itself, by a restart that a person asked for. What could not be saved says so before.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';

const python = (id, source) => ({ id, type: 'python', source });
const follower = id => python(id, `def ${id}(value):\n    return [*value["rows"], "${id}"]\n`);

const stubborn =
    'def stubborn():\n    while True:\n        try:\n            print("inside", flush=True)\n            while True:\n                pass\n        except BaseException:\n            pass\n';

const nodes = [
    python('source', 'def source():\n    display({"drawn": 1})\n    return {"rows": [1, 2, 3]}\n'),
    python('middle', 'def middle(value):\n    return {"rows": value["rows"] + [4], "shared": value["rows"]}\n'),
    python('large', 'def large():\n    return bytes(3_000_000)\n'),
    python('odd', 'class Odd:\n    pass\n\n\ndef odd():\n    return Odd()\n'),
    python('stubborn', stubborn),
    python('leave', 'import posix\n\n\ndef leave():\n    posix._exit(3)\n'),
];
const flow = { format: 'pythonflows', version: 1, title: 'Survival', nodes, links: [{ from: 'source.result', to: 'middle.value' }] };
const kept = ['source', 'middle', 'large'];

/** Adds a node behind `middle` and runs it: what it needs is there without running anything else. */
async function continueWith(stage, id) {
    await stage.call('edit', { type: 'add_node', node: follower(id), x: 600, y: 0, connect_from: 'middle.result' });
    const { ended, ran } = await stage.call('run', { only: id });
    assert.deepEqual({ ended, ran }, { ended: 'ok', ran: [id] });
    assert.deepEqual((await stage.call('preview', id)).value, [1, 2, 3, 4, id]);
}

/** What a person sees of the nodes that have run. */
async function look(stage) {
    const previews = {};
    for (const id of kept) previews[id] = await stage.call('preview', id);
    const { displays } = await stage.call('output', 'source');
    return JSON.parse(JSON.stringify({ previews, displays }));
}

test('values survive a hard stop, the end of Python and a restart', async () => {
    await story('survival', async stage => {
        await stage.call('open', flow);
        await stage.pythonReady();
        const first = await stage.call('run', { upTo: [...kept, 'odd'] });
        assert.deepEqual([...first.ran].sort(), [...kept, 'odd'].sort());
        const before = await look(stage);
        assert.equal(before.displays.length, 1);
        // A large value is saved as soon as the kernel has nothing else to do.
        const { nodes } = await stage.until('state', [], state => state.nodes.odd.unsaved !== undefined && state.nodes.large.unsaved === undefined);
        assert.match(nodes.odd.unsaved, /run again.*Odd/);
        assert.equal(nodes.source.unsaved, undefined);

        await stage.page.evaluate(ids => {
            globalThis.seen = [];
            const note = ({ nodes }) => globalThis.seen.push(...ids.map(id => nodes[id].state));
            globalThis.pythonflows.on('state', note);
        }, kept);

        const running = stage.call('run', { only: 'stubborn' });
        // Only inside the try does it refuse: a stop that came before would end it softly.
        await stage.until('output', ['stubborn'], output => output.stdout.includes('inside'));
        await stage.call('stop');
        assert.equal((await running).ended, 'stopped');
        assert.equal((await stage.states()).odd, 'stale');
        await continueWith(stage, 'after_stop');
        assert.deepEqual(await look(stage), before);

        assert.equal((await stage.call('run', { only: 'leave' })).ended, 'stopped');
        await continueWith(stage, 'after_exit');
        assert.deepEqual(await look(stage), before);

        await stage.call('restart');
        assert.deepEqual(await look(stage), before);
        await continueWith(stage, 'after_restart');

        assert.deepEqual([...new Set(await stage.page.evaluate(() => globalThis.seen))], ['ok'], 'what was kept never looked as if it had to run again');
        const again = await stage.call('run', { upTo: [...kept, 'odd'] });
        assert.deepEqual(again.ran, ['odd'], 'what was not kept runs again');
    });
});
