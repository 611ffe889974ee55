// Ruff as a library (the wasm package: the same on every system), with the settings of ruff.json.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { root } from '../setup/paths.mjs';

/** `format(text)` gives the formatted text and throws on a syntax error; `lint(path, text)` gives complaints. */
export function openRuff() {
    // Loaded late: the packages may only just have been installed.
    const { Workspace, PositionEncoding } = createRequire(import.meta.url)('@astral-sh/ruff-wasm-nodejs');
    const workspace = new Workspace(JSON.parse(readFileSync(join(root, 'ruff.json'), 'utf8')), PositionEncoding.Utf16);
    return {
        format: text => workspace.format(text),
        lint: (path, text) => workspace.check(text).map(({ code, message, start_location: start }) => `${path}:${start.row}: ${code ?? 'syntax'}: ${message}`),
    };
}
