// The second visit: Python starts from the memory of the first one, also when what was kept is damaged in any way.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { story } from './harness.mjs';
import { keptSnapshot } from './kept_snapshot.mjs';

/// Uses what a restored Python could get wrong: modules of the snapshot and others, randomness, the database, the flow's own directory.
const source = `import colorsys, json, random, sqlite3, tempfile, uuid, wave

def probe():
    fresh = random.SystemRandom().random()
    name = tempfile.mktemp()
    rows = sqlite3.connect(":memory:").execute("select 6 * 7").fetchall()
    return [str(uuid.uuid4()), name, json.dumps(rows), colorsys.rgb_to_hsv(0, 0, 1)[0], wave.__name__, fresh < 1]
`;
const flow = { format: 'pythonflows', version: 1, title: 'probe', nodes: [{ id: 'probe', type: 'python', source }], links: [] };

async function probe(stage) {
    await stage.pythonReady();
    await stage.call('open', flow);
    const { ended } = await stage.call('run', { all: true }); // of an earlier visit's result nothing could be told
    assert.equal(ended, 'ok');
    return (await stage.call('preview', 'probe')).value;
}

/// The steps of this page's kernel starts, as the browser's timeline has them.
const steps = stage => stage.page.evaluate(() => performance.getEntriesByType('mark').map(mark => mark.name.replace('pythonflows.kernel.step.', '')));

/// Damages the kept snapshot: a `byte` of it, or its head for another `build` with a hash that is right.
const damage = (stage, kind) =>
    stage.page.evaluate(async kind => {
        const root = await navigator.storage.getDirectory();
        const folder = await root.getDirectoryHandle('kernel-memory');
        for await (const [name, handle] of folder) {
            if (!name.endsWith('.snapshot')) continue;
            const file = new Uint8Array(await (await handle.getFile()).arrayBuffer());
            let content = file.slice(64);
            if (kind === 'byte') content[content.length >> 1] ^= 1;
            if (kind === 'build') content = content.map((byte, at) => (at > 100 && at < 20_000 ? byte ^ 255 : byte));
            let hash = file.slice(0, 64);
            if (kind === 'build') {
                const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
                hash = new TextEncoder().encode(Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join(''));
            }
            const writable = await handle.createWritable();
            await writable.write(hash);
            await writable.write(content);
            await writable.close();
        }
    }, kind);

test('a second visit starts Python from the memory of the first; damage costs a second, nothing else', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'pythonflows-profile-'));
    try {
        await story(
            'fast start',
            async stage => {
                const first = await probe(stage);
                assert.ok(!(await steps(stage)).includes('restore'));
                await keptSnapshot(stage);

                const again = async () => {
                    await stage.page.reload();
                    return { values: await probe(stage), steps: await steps(stage) };
                };
                const second = await again();
                assert.ok(second.steps.includes('restore') && !second.steps.includes('start'), second.steps.join());
                assert.deepEqual(second.values.slice(2), first.slice(2));
                const third = await again();
                for (const place of [0, 1]) assert.notEqual(third.values[place], second.values[place], 'two kernels of one snapshot draw the same names');

                await damage(stage, 'byte');
                const withoutOne = await again();
                assert.ok(!withoutOne.steps.includes('restore'), 'a snapshot with a changed byte was used');
                assert.deepEqual(withoutOne.values.slice(2), first.slice(2));

                await keptSnapshot(stage);
                await damage(stage, 'build');
                const refused = await again();
                assert.deepEqual(
                    refused.steps.filter(step => step === 'restore' || step === 'start'),
                    ['restore', 'start'],
                );
                assert.deepEqual(refused.values.slice(2), first.slice(2));
            },
            { profile },
        );
    } finally {
        rmSync(profile, { recursive: true, force: true });
    }
});
