// Each checker is provoked once: it must say where, and must be silent about a tree in which all is well.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { withTree } from './small_tree.mjs';

/** The complaints about files outside tools/, which is the project's own copy. */
async function complaintsOf(tool, files) {
    let lines = [];
    await withTree(files, async tree => {
        const { output } = await tree.tool(tool);
        lines = output.split('\n').filter(line => line !== '' && !line.startsWith('tools/'));
    });
    return lines;
}

const cases = [
    {
        name: 'a lower layer includes a higher one',
        file: 'runtime/graph/a.h',
        text: '#include <string>\n#include "runtime/run/plan.h"\n',
        says: /^runtime\/graph\/a\.h:2: runtime\/graph may not include runtime\/run/,
    },
    {
        name: 'the editor includes the link',
        file: 'ui/a.cpp',
        text: '#include "runtime/link/page_link.h"\n',
        says: /^ui\/a\.cpp:1: ui may not include runtime\/link/,
    },
    {
        name: 'the session includes JSON',
        file: 'runtime/session/a.cpp',
        text: '\n\n#include <nlohmann/json.hpp>\n',
        says: /^runtime\/session\/a\.cpp:3: this file may not include <nlohmann/,
    },
    {
        name: 'a graph file other than flow_file includes JSON',
        file: 'runtime/graph/edit.cpp',
        text: '#include <nlohmann/json.hpp>\n',
        says: /^runtime\/graph\/edit\.cpp:1:/,
    },
    { name: 'the graph includes ImGui', file: 'runtime/graph/a.cpp', text: '#include <imgui.h>\n', says: /^runtime\/graph\/a\.cpp:1:/ },
    { name: 'the editor includes Emscripten', file: 'ui/a.cpp', text: '#include <emscripten/emscripten.h>\n', says: /^ui\/a\.cpp:1:/ },
    { name: 'sockets outside the listener', file: 'server/respond.cpp', text: '#include <boost/asio.hpp>\n', says: /^server\/respond\.cpp:1:/ },
    {
        name: 'an include relative to its own folder',
        file: 'ui/a.cpp',
        text: '#include "camera.h"\n',
        says: /^ui\/a\.cpp:1: "camera\.h" is not written from the repository's root/,
    },
    {
        name: 'a library linked across the table',
        file: 'ui/CMakeLists.txt',
        text: 'add_library(flow_ui a.cpp)\ntarget_link_libraries(flow_ui PUBLIC flow_link)\n',
        says: /^ui\/CMakeLists\.txt:2: ui may not link flow_link/,
    },
    {
        name: 'the host imports the kernel',
        file: 'static/host/a.ts',
        text: "import { a } from '../../runtime/kernel/worker.ts';\n",
        says: /^static\/host\/a\.ts:1: static\/host may not import runtime\/kernel\/worker\.ts/,
    },
    {
        name: 'a panel imports the host behind its interface',
        file: 'static/panels/a.ts',
        text: "import { a } from '../host/kernel_host.ts';\n",
        says: /^static\/panels\/a\.ts:1: static\/panels may not import/,
    },
    {
        name: 'pyodide outside the interpreter',
        file: 'runtime/kernel/worker.ts',
        text: "import { loadPyodide } from 'pyodide';\n",
        says: /^runtime\/kernel\/worker\.ts:1: this file may not import 'pyodide'/,
    },
    {
        name: "the kernel's Python imports the page",
        file: 'runtime/kernel/python/a.py',
        text: 'import json\nimport js\n',
        says: /^runtime\/kernel\/python\/a\.py:2: runtime\/kernel\/python may not import js/,
    },
];

for (const { name, file, text, says } of cases) {
    test(`layers: ${name}`, async () => {
        const complaints = await complaintsOf('check_layers.mjs', { [file]: text });
        assert.equal(complaints.length, 1);
        assert.match(complaints[0], says);
    });
}

test('layers: what the table allows is allowed', async () => {
    const files = {
        'runtime/run/fingerprint.cpp': '#include <xxhash.h>\n#include <vector>\n#include "runtime/graph/graph.h"\n',
        'runtime/graph/json_events.cpp': '#include <nlohmann/json.hpp>\n#include "runtime/base/result.h"\n',
        'ui/a.cpp': '#include <imgui.h>\n#include "ui/camera.h"\n#include "runtime/session/session.h"\n',
        'static/panels/a.ts': "import { html } from 'lit';\nimport type { Page } from '../host/page_interface.ts';\n",
        'runtime/kernel/interpreter.ts': "import type { PyodideAPI } from 'pyodide';\n",
    };
    assert.deepEqual(await complaintsOf('check_layers.mjs', files), []);
});

test('format: C++, TypeScript and Python that are not formatted, and --write mends them', async () => {
    const files = { 'ui/a.cpp': 'int  a ;\n', 'static/a.ts': 'const a = "b"\nexport { a }\n', 'runtime/a.py': "a = 'b'\n" };
    await withTree(files, async tree => {
        const found = (await tree.tool('check_format.mjs')).output;
        for (const path of Object.keys(files)) assert.match(found, new RegExp(`^${path.replace('.', '\\.')}:1: is not formatted`, 'm'));
        await tree.tool('check_format.mjs', '--write');
        assert.equal(readFileSync(join(tree.folder, 'ui/a.cpp'), 'utf8'), 'int a;\n');
        assert.equal(readFileSync(join(tree.folder, 'static/a.ts'), 'utf8'), "const a = 'b';\nexport { a };\n");
        assert.equal(readFileSync(join(tree.folder, 'runtime/a.py'), 'utf8'), 'a = "b"\n');
    });
});

test('format: a file that cannot be parsed is a complaint, not a crash', async () => {
    assert.match((await complaintsOf('check_format.mjs', { 'static/a.ts': 'const = ;\n' })).join('\n'), /^static\/a\.ts: cannot be read/);
});

test('lint: a variable that nobody uses, in both languages', async () => {
    const found = (await complaintsOf('check_lint.mjs', { 'static/a.ts': 'const unused = 1;\n', 'runtime/a.py': 'import os\n' })).join('\n');
    assert.match(found, /^static\/a\.ts:1: lint\/correctness\/noUnusedVariables/m);
    assert.match(found, /^runtime\/a\.py:1: F401/m);
});

const catalogue = (en, ja) => ({ 'static/style/locales/en.json': JSON.stringify(en, null, 4), 'static/style/locales/ja.json': JSON.stringify(ja, null, 4) });

test('catalogue: a key without its translation, other placeholders, a key that does not exist', async () => {
    const files = {
        ...catalogue({ 'a.only': 'x', 'a.both': '{name} of {count}' }, { 'a.both': '{name}' }),
        'ui/a.cpp': 'Sentence sentence{"a.missing", {}};\n',
        'static/panels/a.ts': "\ntext('b.missing');\n",
    };
    const found = await complaintsOf('check_catalogue.mjs', files);
    assert.equal(found.length, 4);
    assert.match(found[0], /"a\.only" has no text/);
    assert.match(found[1], /"a\.both" has the placeholders \{name\}, in English \{count\} \{name\}/);
    assert.match(found[2], /^ui\/a\.cpp:1: the key "a\.missing"/);
    assert.match(found[3], /^static\/panels\/a\.ts:2: the key "b\.missing"/);
});

test('catalogue: a Japanese text without the space beside a Latin word, a number or a placeholder', async () => {
    const files = {
        ...catalogue(
            { 'a.good': '{count}', 'a.bad': '{name}' },
            { 'a.good': 'CSV を {count} 個「{count}」Alt+ドラッグ・{count}\n読む', 'a.bad': 'CSVを{name}に' },
        ),
        'runtime/library/library.json': '[\n"1行"]',
    };
    const found = await complaintsOf('check_catalogue.mjs', files);
    assert.equal(found.filter(line => line.includes('ja.json:3')).length, 3);
    assert.equal(found.filter(line => line.includes('library.json:2')).length, 1);
    assert.equal(found.filter(line => line.includes('a space is missing')).length, 4);
});

test('catalogue: a key that stands twice', async () => {
    const files = { ...catalogue({}, { 'a.b': 'x' }), 'static/style/locales/en.json': '{\n    "a.b": "x",\n    "a.b": "y"\n}\n' };
    assert.match(
        (await complaintsOf('check_catalogue.mjs', files)).join('\n'),
        /^static\/style\/locales\/en\.json:3: the key "a\.b" stands here a second time/,
    );
});

test('text: folders of a machine, unfinished work, Windows line ends, too long a file', async () => {
    const files = {
        'docs/a.md': `see ${'/work'}/main/docs\n`,
        'ui/a.cpp': `// ${'TO'}DO later\n`,
        'docs/b.md': 'a\r\nb\n',
        'ui/long.cpp': 'int a;\n'.repeat(401),
    };
    const found = await complaintsOf('check_text.mjs', files);
    assert.equal(found.length, 4);
    assert.match(found[0], /^docs\/a\.md:1: .*names a folder of one machine/);
    assert.match(found[1], /^docs\/b\.md:1: .*CR LF/);
    assert.match(found[2], /^ui\/a\.cpp:1: .*unfinished work/);
    assert.match(found[3], /^ui\/long\.cpp:401: has 401 lines/);
});

test('drift: a generated file that the generator would write differently', async () => {
    const generator = "import { writeFileSync } from 'node:fs';\nwriteFileSync(new URL('../ui/a.gen.h', import.meta.url), 'int a;\\n');\n";
    await withTree({ 'tools/generate_protocol.mjs': generator, 'ui/a.gen.h': 'int b;\n' }, async tree => {
        const first = await tree.tool('check_drift.mjs');
        assert.equal(first.status, 1);
        assert.match(first.output, /^ui\/a\.gen\.h:1: was not what the generator writes/);
        assert.deepEqual(await tree.tool('check_drift.mjs'), { status: 0, output: '', signal: null });
    });
});
