// Code out and in: a flow as a script that computes the same in the system's Python, as a notebook that comes back, and notebooks and files of others dropped on the page.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { drop, given, story } from './harness.mjs';

const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Sales: by region',
    nodes: [
        { id: 'table', type: 'core.table', params: { text: 'region,amount\nEast,3\nWest,5\nEast,4\n' } },
        { id: 'group_rows', type: 'core.group_rows', title: 'Per region', params: { by: 'region', aggregations: 'total = sum(amount)' } },
        { id: 'chart', type: 'core.chart', params: { x: 'region', y: 'total' } },
        {
            id: 'share',
            type: 'python',
            source: 'def share(rows, digits: int = 2):\n    """Each region\'s share."""\n    whole = sum(row["total"] for row in rows)\n    for row in rows:\n        row["share"] = round(row["total"] / whole, digits)\n    print(f"of {whole}")\n    return rows\n',
            params: { digits: 1 },
        },
    ],
    links: [
        { from: 'table.result', to: 'group_rows.table' },
        { from: 'group_rows.result', to: 'chart.table' },
        { from: 'group_rows.result', to: 'share.rows' },
    ],
    files: [],
    view: { nodes: { table: { x: 0, y: 0 }, group_rows: { x: 320, y: 0 }, chart: { x: 640, y: 0 }, share: { x: 640, y: 300 } } },
};

const python = process.platform === 'win32' ? 'python' : 'python3';

const notebook = {
    cells: [
        { cell_type: 'markdown', id: 'm', metadata: {}, source: '# Numbers' },
        { cell_type: 'code', id: 'a', metadata: {}, execution_count: null, outputs: [], source: 'import statistics\nvalues = [1, 2, 3, 10]' },
        { cell_type: 'code', id: 'b', metadata: {}, execution_count: null, outputs: [], source: 'values.append(4)' },
        { cell_type: 'code', id: 'c', metadata: {}, execution_count: null, outputs: [], source: 'print(statistics.median(values), len(values))' },
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
};

test('a flow becomes a script and a notebook, and notebooks become flows', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows-export-'));
    await story('code out and in', async stage => {
        await stage.call('open', flow);
        await stage.pythonReady();
        assert.equal((await stage.call('run', {})).ended, 'ok');

        // the script, run by the system's Python
        const script = await given(stage, 'exportPython', folder);
        assert.match(script, /Sales_by_region\.py$/);
        const text = readFileSync(script, 'utf8');
        assert.equal(text, await stage.call('exportPython'));
        assert.ok(text.includes(flow.nodes[3].source.trimEnd()), 'the source is untouched');
        const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, PYTHONIOENCODING: 'utf-8' } };
        assert.equal(spawnSync(python, ['-W', 'error', '-m', 'py_compile', script], options).stderr, '');
        const compare = `import json, runpy, sys\nfound = {}\ndef watch(frame, event, _):\n    if event == "return" and frame.f_code.co_name == "main":\n        found.update(frame.f_locals)\nsys.setprofile(watch)\nrunpy.run_path(sys.argv[1], run_name="__main__")\nsys.setprofile(None)\nprint("\\n" + json.dumps({name: found[name] for name in ("group_rows", "share", "chart")}))\n`;
        const ran = spawnSync(python, ['-c', compare, script], options);
        assert.equal(ran.status, 0, ran.stderr);
        assert.match(ran.stdout, /^of 12\n/m);
        assert.match(ran.stdout, /region {2}total {2}share\nEast {4}7 {6}0\.6\n/);
        const values = JSON.parse(ran.stdout.trim().split('\n').at(-1));
        for (const node of ['group_rows', 'share']) {
            const { columns, rows } = await stage.call('preview', node);
            assert.deepEqual(
                values[node].map(row => columns.map(({ name }) => row[name])),
                rows,
            );
        }
        assert.deepEqual(values.chart, (await stage.call('preview', 'chart')).spec);

        // the notebook, with what the flow shows; both come back as they were
        const saved = await stage.call('flow');
        const path = await given(stage, 'exportNotebook', folder);
        const made = JSON.parse(readFileSync(path, 'utf8'));
        assert.deepEqual(
            made.cells.map(cell => cell.id),
            ['title', 'setup', 'table', 'group_rows', 'chart', 'share'],
        );
        const outputs = made.cells.find(cell => cell.id === 'share').outputs;
        assert.equal(outputs[0].text.join(''), 'of 12\n');
        assert.ok(outputs[1].data['text/html'].join('').includes('<td>East</td><td>7</td>'));
        assert.ok('application/vnd.vegalite.v5+json' in made.cells.find(cell => cell.id === 'chart').outputs[0].data);
        for (const file of [script, path]) {
            await stage.call('open', { ...flow, title: 'another' });
            await drop(stage, [{ name: file.split('/').at(-1), text: readFileSync(file, 'utf8') }]);
            await stage.until('flow', [], ({ title }) => title === flow.title);
            assert.deepEqual(await stage.call('flow'), saved);
        }

        // a notebook of somebody else
        await drop(stage, [{ name: 'numbers.ipynb', text: JSON.stringify(notebook) }]);
        await stage.until('flow', [], ({ title }) => title === 'Numbers');
        const { nodes, links } = await stage.call('flow');
        assert.deepEqual(links, [
            { from: 'numbers.values', to: 'cell_3.values' },
            { from: 'cell_3.values', to: 'cell_4.values' },
        ]);
        assert.equal((await stage.call('run', {})).ended, 'ok');
        assert.equal((await stage.call('output', nodes[2].id)).stdout, '3 5\n');

        // files of others: a sentence, and what is open stays open
        const comfy = { last_node_id: 1, last_link_id: 0, nodes: [], links: [] };
        await drop(stage, [{ name: 'workflow.json', text: JSON.stringify(comfy) }]);
        await stage.product.getByText('workflow.json was made by ComfyUI').first().waitFor({ timeout: 60_000 });
        await drop(stage, [{ name: 'broken.py', text: 'def f(:\n' }]);
        await stage.product.getByText('broken.py: Line 1 is no Python').first().waitFor({ timeout: 60_000 });
        await drop(stage, [{ name: 'empty.flow.json', text: '' }]);
        await stage.product.getByText('empty.flow.json: This is no JSON: line 1, column 1').first().waitFor({ timeout: 60_000 });
        await drop(stage, [{ name: 'noise.flow.zip', text: 'noise' }]);
        const said = name => stage.product.locator('[data-widget="toast.error"]', { hasText: `${name}: ` });
        await said('noise.flow.zip').waitFor();
        // The latest goes first: a notice of something else may have come meanwhile.
        for (let presses = 0; presses < 3 && (await said('noise.flow.zip').count()) > 0; presses++) {
            await stage.page.keyboard.press('Escape');
            await stage.frame();
        }
        assert.deepEqual([await said('noise.flow.zip').count(), await said('empty.flow.json').count()], [0, 1], 'Escape takes the latest away');
        assert.equal((await stage.call('run', {})).ended, 'ok', 'the page goes on');
        assert.equal((await stage.call('flow')).title, 'Numbers');
        assert.deepEqual(await stage.call('files'), []);
        await stage.call('open', { ...flow, title: 'one that is well' });
        await said('empty.flow.json').waitFor({ state: 'detached' });
    });
    rmSync(folder, { recursive: true, force: true });
});
