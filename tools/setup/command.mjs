// Runs other programs: found on the PATH, without a shell, with their output kept, shown or both.
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { root } from './paths.mjs';

/** The full path of a program on the PATH, or null. */
export function findProgram(name) {
    const endings = process.platform === 'win32' ? (process.env.PATHEXT ?? '.EXE;.CMD').split(';') : [''];
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
        for (const ending of endings) {
            const path = join(folder, name + ending);
            if (isProgram(path)) return path;
        }
    }
    return null;
}

function isProgram(path) {
    try {
        accessSync(path, constants.X_OK);
        return statSync(path).isFile();
    } catch {
        return false; // not there, or not ours to run: the search goes on
    }
}

/**
 * Runs a program to its end: `{status, output}` with both streams' text in `output`. A program that cannot be started has status 127 and says so in
 * `output`. `show` passes everything on to standard error as it comes; `mergeErrors: false` keeps standard error out of `output`.
 */
export function run(program, args, { cwd = root, env = {}, show = false, mergeErrors = true, input = null } = {}) {
    return new Promise(resolve => {
        // npm and emcmake are batch files on Windows, which only its shell can start.
        const shell = process.platform === 'win32' && /\.(cmd|bat)$/i.test(program);
        const child = spawn(shell ? `"${program}"` : program, shell ? args.map(argument => `"${argument}"`) : args, {
            cwd,
            env: { ...process.env, ...env },
            shell,
            stdio: [input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        });
        const pieces = [];
        const take = kept => piece => {
            if (kept) pieces.push(piece);
            if (show) process.stderr.write(piece);
        };
        child.stdout.on('data', take(true));
        child.stderr.on('data', take(mergeErrors));
        if (input !== null) child.stdin.end(input);
        child.on('error', error => resolve({ status: 127, output: String(error.message) }));
        child.on('close', (status, signal) => resolve({ status: status ?? 128, output: Buffer.concat(pieces).toString('utf8'), signal }));
    });
}

/** The end of a program's output: what a person needs of a long log. */
export function lastLines(output, count = 30) {
    return output.trimEnd().split('\n').slice(-count).join('\n');
}
