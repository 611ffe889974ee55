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

/** Complaints, one a file. With `write` the files are mended and only those that can't be are complained about. */
export async function checkFormat({ write = false } = {}) {
    const biome = openBiome();
    const ruff = openRuff();
    const formatters = [
        { files: ours('.h', '.cpp'), format: formatWithClang(clangFormat()) },
        { files: ours('.ts', '.mjs', '.css'), format: async (path, text) => biome.format(path, text) },
        { files: ours('.py'), format: async (_path, text) => ruff.format(text) },
    ];
    const complaints = [];
    for (const { files, format } of formatters) {
        for (const path of files) complaints.push(...(await checkFile(path, format, write)));
    }
    return complaints;
}

function ours(...endings) {
    return sourceFiles(...endings).filter(path => !isGenerated(path));
}

async function checkFile(path, format, write) {
    const text = readFileSync(join(root, path), 'utf8');
    const { formatted, error } = await attempt(() => format(path, text));
    if (error) return [`${path}: cannot be read: ${error}`];
    if (formatted === text) return [];
    if (write) writeFileSync(join(root, path), formatted);
    return write ? [] : [`${path}:${firstDifference(text, formatted)}: is not formatted (npm run format mends it)`];
}

async function attempt(format) {
    try {
        return { formatted: await format() };
    } catch (error) {
        return { error: String(error?.message ?? error) }; // a syntax error: it becomes a complaint about that file
    }
}

function firstDifference(a, b) {
    const [left, right] = [a.split('\n'), b.split('\n')];
    return 1 + left.findIndex((line, i) => line !== right[i]);
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

function formatWithClang(program) {
    return async (path, text) => {
        const { status, output } = await run(program, [`--assume-filename=${path}`], { input: text, mergeErrors: false });
        if (status !== 0) throw new Failure(output.trim() || `clang-format ended with ${status}`);
        return output;
    };
}

await runAsCommand(import.meta.url, () => checkFormat({ write: process.argv.includes('--write') }));
