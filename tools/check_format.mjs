// Format check (`--write`, as in `npm run format`, mends instead): clang-format for C++, Biome for TypeScript, JavaScript and CSS, Ruff for Python.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, run } from './setup/command.mjs';
import { Failure } from './setup/failure.mjs';
import { root } from './setup/paths.mjs';
import { openBiome } from './testing/biome.mjs';
import { runAsCommand } from './testing/check.mjs';
import { openRuff } from './testing/ruff.mjs';
import { isGenerated, sourceFiles } from './testing/source_files.mjs';

const unformatted = 'is not formatted (npm run format mends it)';

/** Complaints, one a file. With `write` the files are mended and only those that can't be are complained about. */
export async function checkFormat({ write = false } = {}) {
    const biome = openBiome();
    const ruff = openRuff();
    return [
        ...(await checkCpp(ours('.h', '.cpp'), write)),
        ...ours('.ts', '.mjs', '.css').flatMap(path => checkFile(path, text => biome.format(path, text), write)),
        ...ours('.py').flatMap(path => checkFile(path, text => ruff.format(text), write)),
    ];
}

function ours(...endings) {
    return sourceFiles(...endings).filter(path => !isGenerated(path));
}

function checkFile(path, format, write) {
    const text = readFileSync(join(root, path), 'utf8');
    const { formatted, error } = attempt(() => format(text));
    if (error) return [`${path}: cannot be read: ${error}`];
    if (formatted === text) return [];
    if (write) writeFileSync(join(root, path), formatted);
    return write ? [] : [`${path}:${firstDifference(text, formatted)}: ${unformatted}`];
}

function attempt(format) {
    try {
        return { formatted: format() };
    } catch (error) {
        return { error: String(error?.message ?? error) }; // a syntax error: it becomes a complaint about that file
    }
}

function firstDifference(a, b) {
    const [left, right] = [a.split('\n'), b.split('\n')];
    return 1 + left.findIndex((line, i) => line !== right[i]);
}

/** All C++ in one call: a process for each file would take longer than the formatting. */
async function checkCpp(paths, write) {
    if (paths.length === 0) return [];
    const { status, output } = await run(clangFormat(), [...(write ? ['-i'] : ['--dry-run', '--Werror']), ...paths]);
    if (status === 0) return [];
    const places = [...output.matchAll(/^(\S[^:\n]*):(\d+):\d+: error: code should be clang-formatted/gm)];
    const first = new Map(places.reverse().map(([, path, line]) => [path, line]));
    if (first.size === 0) throw new Failure(`clang-format ended with ${status}: ${output.trim()}`);
    return [...first].sort().map(([path, line]) => `${path}:${line}: ${unformatted}`);
}

/** The pinned program of the npm package where it has one for this machine, else the one on the PATH. */
function clangFormat() {
    const folder = { 'linux x64': 'linux_x64', 'darwin x64': 'darwin_x64', 'darwin arm64': 'darwin_x64', 'win32 x64': 'win32' }[
        `${process.platform} ${process.arch}`
    ];
    const ending = process.platform === 'win32' ? '.exe' : '';
    const pinned = folder && join(root, 'node_modules', 'clang-format', 'bin', folder, `clang-format${ending}`);
    const program = pinned && existsSync(pinned) ? pinned : findProgram('clang-format');
    if (!program) throw new Failure('clang-format was not found: please install it and try again.');
    return program;
}

await runAsCommand(import.meta.url, () => checkFormat({ write: process.argv.includes('--write') }));
