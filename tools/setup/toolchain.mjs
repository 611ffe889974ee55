// Are the tools new enough? Asked once for each state of the PATH: `emcc --version` alone takes a third of a second.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, run } from './command.mjs';
import { Failure } from './failure.mjs';
import { cache } from './paths.mjs';

const tools = [
    { program: 'em++', name: 'Emscripten', minimum: '3.1.6', pattern: /\) (\d+\.\d+\.\d+)/ },
    { program: 'cmake', name: 'CMake', minimum: '3.25.0', pattern: /version (\d+\.\d+\.\d+)/ },
];
const minimumNode = '20.0.0';
const stamp = join(cache, 'toolchain.json');

/** Refuses a Node.js that is too old, before anything is downloaded. */
export function checkNode() {
    if (isOlder(process.versions.node, minimumNode)) {
        throw new Failure(`Node.js ${process.versions.node} is too old: please install version 20 or later and try again.`);
    }
}

/** Refuses tools that are too old. They must be there (system_packages). */
export async function checkToolchain() {
    const state = JSON.stringify(tools.map(({ program }) => [findProgram(program), modified(findProgram(program))]));
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
    for (const { program, name, minimum, pattern } of tools) {
        const { status, output } = await run(findProgram(program) ?? program, ['--version']);
        const version = pattern.exec(output)?.[1];
        if (status !== 0 || !version) throw new Failure(`${program} --version does not work: please reinstall ${name} and try again.`);
        if (isOlder(version, minimum)) throw new Failure(`${name} ${version} is too old: please install version ${minimum} or later and try again.`);
    }
    mkdirSync(cache, { recursive: true });
    writeFileSync(stamp, state);
}

function modified(path) {
    return path ? statSync(path).mtimeMs : 0;
}

function isOlder(version, minimum) {
    const [a, b] = [version, minimum].map(text => text.split('.').map(Number));
    for (let i = 0; i < b.length; ++i) {
        if (a[i] !== b[i]) return a[i] < b[i];
    }
    return false;
}
