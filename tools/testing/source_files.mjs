// The project's own files: everything in the work tree that is neither built, nor downloaded, nor Git's.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../setup/paths.mjs';

const notOurs = new Set(['.git', '.ruff_cache', '.vscode', '.idea', '__pycache__', 'build', 'dist', 'node_modules']);
const resultFolders = new Set(['playwright/results']);

/** Paths from the repository's root with forward slashes, sorted; with `endings` only those. */
export function sourceFiles(...endings) {
    return walk('').filter(path => endings.length === 0 || endings.some(ending => path.endsWith(ending)));
}

/** True for a file that a tool wrote and nobody edits. */
export function isGenerated(path) {
    return /[._]gen\.\w+$/.test(path);
}

function walk(folder) {
    const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    return entries.flatMap(entry => {
        const path = folder ? `${folder}/${entry.name}` : entry.name;
        if (entry.isDirectory()) return notOurs.has(entry.name) || resultFolders.has(path) ? [] : walk(path);
        return entry.isFile() ? [path] : [];
    });
}
