// What setup and build promise: steps that ran are not run again, compressed files follow their sources, failures are one sentence.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';

import { precompress } from '../../tools/precompress.mjs';
import { findProgram, run } from '../../tools/setup/command.mjs';
import { withTree } from './small_tree.mjs';

test('a step runs again only when an input changed or an output is gone', async () => {
    const script = `
        import { writeFileSync } from 'node:fs';
        import { runIfChanged } from './setup/stamp.mjs';
        const ran = await runIfChanged({ name: 'x', inputs: ['in'], outputs: ['out'] }, () => writeFileSync('out', ''));
        console.log(ran ? 'ran' : 'kept');`;
    await withTree({ 'tools/step.mjs': script, 'in/a.txt': '1' }, async tree => {
        const step = async () => (await tree.tool('step.mjs')).output.trim();
        assert.equal(await step(), 'ran');
        assert.equal(await step(), 'kept');
        writeFileSync(join(tree.folder, 'in/a.txt'), '2');
        assert.equal(await step(), 'ran');
        writeFileSync(join(tree.folder, 'in/b.txt'), '');
        assert.equal(await step(), 'ran');
        rmSync(join(tree.folder, 'out'));
        assert.equal(await step(), 'ran');
        assert.equal(await step(), 'kept');
    });
});

test('a step that failed runs again', async () => {
    const script = `
        import { runIfChanged } from './setup/stamp.mjs';
        await runIfChanged({ name: 'x', inputs: ['in'], outputs: [] }, () => { throw new Error('no'); }).catch(() => console.log('tried'));`;
    await withTree({ 'tools/step.mjs': script, 'in/a.txt': '1' }, async tree => {
        assert.match((await tree.tool('step.mjs')).output, /tried/);
        assert.match((await tree.tool('step.mjs')).output, /tried/);
    });
});

test('compressed files hold their source, are made for what gains by it, and go when it goes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows compressed '));
    try {
        const text = 'a line of a script;\n'.repeat(500);
        writeFileSync(join(folder, 'a.js'), text);
        writeFileSync(join(folder, 'short.js'), 'a');
        writeFileSync(join(folder, 'a.png'), text);
        writeFileSync(join(folder, 'gone.js.br'), 'x');
        await precompress(folder);
        assert.equal(brotliDecompressSync(readFileSync(join(folder, 'a.js.br'))).toString(), text);
        assert.ok(!existsSync(join(folder, 'short.js.br')));
        assert.ok(!existsSync(join(folder, 'a.png.br')));
        assert.ok(!existsSync(join(folder, 'gone.js.br')));
        assert.ok(!existsSync(join(folder, 'a.js.br.br')));
        writeFileSync(join(folder, 'a.js'), text + text);
        await precompress(folder);
        assert.equal(brotliDecompressSync(readFileSync(join(folder, 'a.js.br'))).toString(), text + text);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
});

test('a program that is not there ends with a sentence and a status, not with an exception', async () => {
    assert.equal(findProgram('no-such-program-anywhere'), null);
    const { status, output } = await run('no-such-program-anywhere', []);
    assert.equal(status, 127);
    assert.match(output, /ENOENT/);
});

/** A folder of programs that say what they are told to: the whole PATH of a tool under test, next to node. */
function fakePrograms(folder, programs) {
    mkdirSync(folder);
    for (const [name, says] of Object.entries(programs)) writeFileSync(join(folder, name), `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
    symlinkSync('/bin/sh', join(folder, 'sh'));
    return folder;
}

test('an Emscripten that is too old is refused in one sentence', { skip: process.platform === 'win32' }, async () => {
    const script = `
        import { runTool } from './setup/failure.mjs';
        import { checkToolchain } from './setup/toolchain.mjs';
        await runTool(checkToolchain);`;
    await withTree({ 'tools/check.mjs': script }, async tree => {
        const emcc = 'emcc (Emscripten gcc/clang-like replacement + linker emulating GNU ld) 3.1.5 ()';
        const path = fakePrograms(join(tree.folder, 'bin'), { 'em++': emcc, cmake: 'cmake version 3.25.1' });
        const { status, output } = await run(process.execPath, [join(tree.folder, 'tools', 'check.mjs')], { env: { PATH: path } });
        assert.equal(status, 1);
        assert.equal(output.trim(), 'pythonflows: Emscripten 3.1.5 is too old: please install version 3.1.6 or later and try again.');
    });
});

test('outside Debian missing tools are named in one sentence', { skip: process.platform === 'win32' }, async () => {
    const script = `
        import { runTool } from './setup/failure.mjs';
        import { ensureSystemPackages } from './setup/system_packages.mjs';
        await runTool(() => ensureSystemPackages());`;
    await withTree({ 'tools/check.mjs': script }, async tree => {
        const path = fakePrograms(join(tree.folder, 'bin'), { cmake: '', 'c++': '' });
        const { status, output } = await run(process.execPath, [join(tree.folder, 'tools', 'check.mjs')], { env: { PATH: path } });
        assert.equal(status, 1);
        assert.match(output.trim(), /^pythonflows: please install Emscripten 3\.1\.6 or later \(em\+\+\), .*Ninja.*, then try again\.$/);
        assert.doesNotMatch(output, /CMake/);
    });
});

test('what only some tests need stops nobody: where it cannot be installed, it is named', { skip: process.platform === 'win32' }, async () => {
    const script = `
        import { runTool } from './setup/failure.mjs';
        import { ensurePackagesForSomeTests } from './setup/system_packages.mjs';
        await runTool(() => ensurePackagesForSomeTests());`;
    await withTree({ 'tools/check.mjs': script }, async tree => {
        const path = fakePrograms(join(tree.folder, 'bin'), { 'apt-get': 'says much, does nothing' });
        const { status, output } = await run(process.execPath, [join(tree.folder, 'tools', 'check.mjs')], { env: { PATH: path } });
        assert.equal(status, 0, output);
        assert.match(output, /^The tests that need Firefox.*, Xvfb.* are skipped/m);
    });
});

test('an unknown step of npm test is refused', async () => {
    await withTree({}, async tree => {
        const { status, output } = await tree.tool('test.mjs', 'no-such-step');
        assert.equal(status, 1);
        assert.match(output, /there is no step 'no-such-step'; the steps are drift, layers,/);
    });
});

test('two builds of one tree follow each other, and a lock that nobody holds is taken over', async () => {
    const script = `
        import { appendFileSync } from 'node:fs';
        import { setTimeout as wait } from 'node:timers/promises';
        import { withBuildLock } from './setup/build_lock.mjs';
        await withBuildLock(async () => {
            appendFileSync('log', 'in ');
            await wait(50);
            appendFileSync('log', 'out ');
        });`;
    await withTree({ 'tools/build_it.mjs': script, 'build/cache/build.lock': '999999999' }, async tree => {
        await Promise.all([tree.tool('build_it.mjs'), tree.tool('build_it.mjs'), tree.tool('build_it.mjs')]);
        assert.equal(readFileSync(join(tree.folder, 'log'), 'utf8'), 'in out in out in out ');
        assert.ok(!existsSync(join(tree.folder, 'build/cache/build.lock')));
    });
});
