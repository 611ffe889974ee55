// What becomes of a flow's files and of the offered Undo when another flow, a script or a notebook is opened over it, and of results when the same files are dropped once more.
import assert from 'node:assert/strict';
import test from 'node:test';
import { drop, story } from './harness.mjs';
import { untilStored } from './stored_results.mjs';

const notebookOf = source =>
    JSON.stringify({
        cells: [{ cell_type: 'code', id: 'a', metadata: {}, execution_count: null, outputs: [], source }],
        metadata: {},
        nbformat: 4,
        nbformat_minor: 5,
    });
const sales = 'region,amount\nEast,3\nWest,5\n';
const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Sales',
    nodes: [{ id: 'read_csv', type: 'core.read_csv', params: { path: 'sales.csv' } }],
    links: [],
    files: [{ name: 'sales.csv' }],
};
const names = files => files.map(({ name }) => name).sort();
/** Sooner than a message goes by itself. */
const kSoon = 5_000;
const offers = stage => stage.product.locator('[data-widget="toast.offer"]');

test('files that a notebook does not name are said to stay behind, and come along when wanted', () =>
    story('files left behind', async stage => {
        await stage.pythonReady();
        await stage.call('open', { ...flow, files: undefined });
        for (const name of ['sales.csv', 'part_1.csv', 'part_2.csv']) await stage.call('addFile', name, new TextEncoder().encode(sales));
        await drop(stage, [{ name: 'parts.ipynb', text: notebookOf("paths = [f'part_{n}.csv' for n in (1, 2)] + ['sales.csv']") }]);
        const left = stage.product.locator('[data-widget="toast.error"]', { hasText: 'part_1.csv, part_2.csv' });
        await left.waitFor();
        assert.deepEqual(names(await stage.call('files')), ['sales.csv']);
        await left.getByText('Take them along').click();
        await stage.until('files', [], files => files.length === 3);
        await left.waitFor({ state: 'detached' });

        // dropped while the next one is still being read
        await Promise.all([drop(stage, [{ name: 'last.ipynb', text: notebookOf('last = 1') }]), drop(stage, [{ name: 'dropped_later.csv', text: sales }])]);
        const files = await stage.until('files', [], all => names(all).includes('dropped_later.csv'));
        assert.equal((await stage.call('flow')).title, 'last');
        assert.deepEqual(names(files), ['dropped_later.csv']);
    }));

test('the Undo of a message takes back what the message is about, or is gone', () =>
    story('undo of a message', async stage => {
        const isOpen = title => stage.until('flow', [], ({ title: now }) => now === title);
        await stage.call('open', { ...flow, files: undefined });
        await stage.call('edit', { type: 'set_title', node: 'read_csv', title: 'Changed' });

        await stage.click('toolbar.new');
        await offers(stage).waitFor();
        await stage.click('toolbar.undo');
        await isOpen('Sales');
        await offers(stage).waitFor({ state: 'detached', timeout: kSoon });
        assert.equal((await stage.call('flow')).nodes[0].title, 'Changed');

        // something else was done since: Undo would take that back
        await stage.click('toolbar.new');
        await offers(stage).waitFor();
        await stage.call('edit', { type: 'add_node', node: { id: 'mine', type: 'core.table' }, x: 0, y: 0 });
        await offers(stage).waitFor({ state: 'detached', timeout: kSoon });
        await stage.call('undo');
        await stage.call('undo');
        await isOpen('Sales');

        await stage.click('toolbar.new');
        await offers(stage).click();
        await isOpen('Sales');
    }));

test('a flow that is dropped once more with its file shows the results that it had', () =>
    story('dropped twice', async stage => {
        const both = () =>
            drop(stage, [
                { name: 'sales.flow.json', text: JSON.stringify(flow) },
                { name: 'sales.csv', text: sales },
            ]);
        await stage.pythonReady();
        await both();
        await stage.until('files', [], ([file]) => file?.name === 'sales.csv' && file.bytes > 0);
        assert.deepEqual((await stage.call('run', {})).ran, ['read_csv']);
        await untilStored(stage, 1);
        await stage.click('toolbar.new');
        await stage.until('flow', [], ({ nodes }) => nodes.length === 0);
        await both();
        await stage.until('state', [], ({ nodes }) => nodes.read_csv?.state === 'ok');
        assert.deepEqual((await stage.call('run', {})).ran, []);
    }));
