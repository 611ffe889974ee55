// A work tree of a few files with the real tools in it, so that a test can provoke a checker without touching the project.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { run } from '../../tools/setup/command.mjs';

const project = resolve(fileURLToPath(new URL('../..', import.meta.url)));
const settings = ['biome.json', 'ruff.json', '.clang-format', 'pyrightconfig.json', 'package.json'];

/** Makes the tree (in a path with a space), runs `action(tree)` and removes it. */
export async function withTree(files, action) {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows tools '));
    try {
        cpSync(join(project, 'tools'), join(folder, 'tools'), { recursive: true });
        for (const name of settings) cpSync(join(project, name), join(folder, name));
        symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction');
        for (const [path, text] of Object.entries(files)) {
            mkdirSync(dirname(join(folder, path)), { recursive: true });
            writeFileSync(join(folder, path), text);
        }
        await action({
            folder,
            /** Runs one of the tree's own tools: its exit status and its output. */
            tool: (name, ...args) => run(process.execPath, [join(folder, 'tools', name), ...args], { cwd: folder }),
        });
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
