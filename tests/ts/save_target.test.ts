import assert from 'node:assert/strict';
import test from 'node:test';
import { SaveTarget } from '../../static/panels/save_target.ts';

test('the file that was chosen for a flow stays with its tab', async () => {
    const written: string[] = [];
    let chosen = 'first.json';
    const file = (name: string) => ({
        createWritable: () =>
            Promise.resolve({ write: (text: string) => Promise.resolve(void written.push(`${name}: ${text}`)), close: () => Promise.resolve() }),
    });
    Object.assign(globalThis, { window: { showSaveFilePicker: () => Promise.resolve(file(chosen)) } });
    let flow = 'one';
    const page = { ask: () => ({ title: flow }), flowText: () => flow, send: () => undefined, save: () => void written.push(`download: ${flow}`) };
    const target = new SaveTarget(page as never);
    await target.saveAs();
    target.turnTo(1);
    flow = 'two';
    await target.save();
    chosen = 'second.json';
    await target.saveAs();
    target.turnTo(0);
    flow = 'one, changed';
    await target.save();
    target.turnTo(1);
    flow = 'two, changed';
    await target.save();
    target.forget();
    await target.save();
    target.turnTo(0);
    await target.save();
    assert.deepEqual(written, [
        'first.json: one',
        'download: two',
        'second.json: two',
        'first.json: one, changed',
        'second.json: two, changed',
        'download: two, changed',
        'first.json: two, changed',
    ]);
});
