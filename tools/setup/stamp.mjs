// "Has anything changed?" A step is skipped while the contents of its inputs are what they were when it last succeeded and its outputs are there.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { cache, root } from './paths.mjs';

/**
 * Runs `action` unless the step is up to date; true if it ran. `inputs` are files and folders (taken whole), `outputs` must exist afterwards, `settings` is any
 * value that belongs to the inputs.
 */
export async function runIfChanged({ name, inputs, outputs, settings = null }, action) {
    const stamp = join(cache, 'stamps', `${name}.sha256`);
    const key = hashOf(inputs, settings);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key && outputs.every(path => existsSync(path))) return false;
    rmSync(stamp, { force: true });
    await action();
    mkdirSync(join(cache, 'stamps'), { recursive: true });
    // Hashed again: the action may have written one of its own inputs (a generated file beside its source).
    writeFileSync(stamp, hashOf(inputs, settings));
    return true;
}

function hashOf(inputs, settings) {
    const hash = createHash('sha256').update(JSON.stringify(settings));
    for (const file of inputs.flatMap(filesIn).sort()) {
        const bytes = readFileSync(file);
        hash.update(`${relative(root, file)}\0${bytes.length}\0`).update(bytes);
    }
    return hash.digest('hex');
}

/** All files below a folder; a file itself; nothing for what is not there. */
export function filesIn(path) {
    if (!existsSync(path)) return [];
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { withFileTypes: true }).flatMap(entry => (entry.name === '__pycache__' ? [] : filesIn(join(path, entry.name))));
}
