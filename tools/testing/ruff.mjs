// Ruff as a library (the wasm package: the same on every system), with the settings of ruff.json.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { root } from '../setup/paths.mjs';

/**
 * How each kind of file is read: `ignore` are rules besides those of ruff.json, `prelude` is a line that the kernel provides unwritten. Annotations are required
 * of the kernel; a node's are its user interface, and a test's say nothing.
 */
const kinds = [
    { files: /^runtime\/library\//, ignore: ['ANN', 'E402'], prelude: 'from typing import Annotated, Any, Literal  # noqa: F401\n' },
    { files: /^tests\//, ignore: ['ANN'], prelude: '' },
    { files: /./, ignore: [], prelude: '' },
];

/** `format(text)` gives the formatted text and throws on a syntax error; `lint(path, text)` gives complaints. */
export function openRuff() {
    // Loaded late: the packages may only just have been installed.
    const { Workspace, PositionEncoding } = createRequire(import.meta.url)('@astral-sh/ruff-wasm-nodejs');
    const settings = JSON.parse(readFileSync(join(root, 'ruff.json'), 'utf8'));
    const open = ignore => new Workspace({ ...settings, lint: { ...settings.lint, ignore: [...settings.lint.ignore, ...ignore] } }, PositionEncoding.Utf16);
    const workspaces = new Map(kinds.map(kind => [kind, open(kind.ignore)]));
    return {
        format: text => workspaces.get(kinds.at(-1)).format(text),
        lint(path, text) {
            const kind = kinds.find(({ files }) => files.test(path));
            const added = kind.prelude === '' ? 0 : 1;
            const found = workspaces.get(kind).check(kind.prelude + text);
            return found.map(({ code, message, start_location: start }) => `${path}:${start.row - added}: ${code ?? 'syntax'}: ${message}`);
        },
    };
}
