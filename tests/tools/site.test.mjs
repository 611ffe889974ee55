// The site's build, part by part: names that may be kept for ever, a site that is swapped whole, help out of docstrings.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { flowFile } from '../../tools/build_single.mjs';
import { helpOf } from '../../tools/site/library.mjs';
import { hashedName, isHashedName, Output } from '../../tools/site/output.mjs';
import { withRoomTaken } from '../../tools/site/room_taking.mjs';

function scratch(context) {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows site '));
    context.after(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

test('a hashed name follows the content and is known as one', () => {
    assert.notEqual(hashedName('a/editor.wasm', 'one'), hashedName('a/editor.wasm', 'two'));
    assert.equal(hashedName('a/editor.wasm', 'one'), hashedName('a/editor.wasm', 'one'));
    for (let content = 0; content < 2000; content++) assert.ok(isHashedName(hashedName('pyodide/pyodide.asm.mjs', String(content))), String(content));
    assert.ok(isHashedName('assets/main-O3NNSTIP.css'));
    for (const name of ['index.html', 'examples/seattle-weather.csv', 'examples/sales-20240101000.csv', 'gate.js', 'a/NOTES-JAPANESE.md'])
        assert.ok(!isHashedName(name), name);
});

test('a site that cannot be finished leaves the last one as it was', context => {
    const dist = join(scratch(context), 'dist');
    const first = new Output(dist);
    first.write('index.html', 'one');
    first.write('old.txt', 'old');
    first.finish();
    const broken = new Output(dist);
    broken.write('index.html', 'half');
    broken.discard();
    assert.equal(readFileSync(join(dist, 'index.html'), 'utf8'), 'one');
    assert.ok(!existsSync(`${dist}.new`));
});

test('a finished site has its own files only, also after a build that was cut off', context => {
    const dist = join(scratch(context), 'dist');
    new Output(dist).write('left over.txt', 'x');
    const first = new Output(dist);
    first.write('a/b.txt', '1');
    first.finish();
    writeFileSync(join(dist, 'stale.txt'), 'x');
    const second = new Output(dist);
    assert.deepEqual(second.write('a/ü.txt', 'größe'), { path: 'a/ü.txt', bytes: 7 });
    assert.deepEqual(second.files(), ['a/ü.txt']);
    second.finish();
    assert.ok(!existsSync(join(dist, 'stale.txt')));
    assert.ok(!existsSync(`${dist}.old`));
});

test("a type's help is the docstring of its last function, without the indentation", () => {
    const source =
        'def _helper(x):\n    """Not this."""\n\n\n@outputs("a", "b")\ndef node(table, text: str = "a:b"):\n    """Sorts.\n\n    text: what\n      more\n    """\n    return table\n';
    assert.equal(helpOf(source, 'node.py'), 'Sorts.\n\ntext: what\n  more');
    assert.equal(helpOf('async def f():\n    """One line."""\n', 'f.py'), 'One line.');
    assert.throws(() => helpOf('def f():\n    return 1\n', 'f.py'), /f\.py has no docstring|docstring/);
    assert.throws(() => helpOf('x = 1\n', 'x.py'), /no function/);
});

test("Python's runtime with room taken is a whole module with the same face, and another runtime is refused", () => {
    const original = readFileSync(new URL('../../node_modules/pyodide/pyodide.asm.wasm', import.meta.url));
    const [before, after] = [original, withRoomTaken(original)].map(bytes => new WebAssembly.Module(bytes));
    const face = module => [...WebAssembly.Module.imports(module), ...WebAssembly.Module.exports(module)].map(({ name, kind }) => `${kind} ${name}`);
    assert.deepEqual(face(after), face(before));
    assert.throws(() => withRoomTaken(Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 1, 0])), /cannot be given room for its calls: it has no section 2/);
});

test('a flow by hand is put into one file with what lies beside it; a file that is another is refused', context => {
    const folder = scratch(context);
    const path = join(folder, 'sales.flow.json');
    const write = files => writeFileSync(path, JSON.stringify({ format: 'pythonflows', version: 1, nodes: [], links: [], files }));
    writeFileSync(join(folder, 'sales.csv'), 'a,b\n');
    write([{ name: 'sales.csv' }, { name: 'elsewhere.csv' }]);
    const [sales, elsewhere] = JSON.parse(flowFile(path).toString()).files;
    assert.equal(Buffer.from(sales.data, 'base64').toString(), 'a,b\n');
    assert.equal(sales.bytes, 4);
    assert.match(sales.sha256, /^[0-9a-f]{64}$/);
    assert.deepEqual(elsewhere, { name: 'elsewhere.csv' });
    write([{ name: 'sales.csv', sha256: 'a'.repeat(64) }]);
    assert.throws(() => flowFile(path), /is not the file that the flow names/);
});
