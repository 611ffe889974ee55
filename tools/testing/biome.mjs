// Biome as a library (the wasm package: the same on every system), with the settings of biome.json.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { root } from '../setup/paths.mjs';
import { lineOf } from './check.mjs';

/** `format(path, text)` gives the formatted text and throws on a syntax error; `lint(path, text)` gives complaints. */
export function openBiome() {
    // Loaded late: the packages may only just have been installed.
    const { Biome } = createRequire(import.meta.url)('@biomejs/js-api/nodejs');
    const biome = new Biome();
    const { projectKey } = biome.openProject(root);
    biome.applyConfiguration(projectKey, JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')));
    return {
        format(path, text) {
            const { content, diagnostics } = biome.formatContent(projectKey, text, { filePath: join(root, path) });
            if (diagnostics.length > 0) throw new Error(diagnostics.map(diagnostic => diagnostic.description).join('; '));
            return content;
        },
        lint(path, text) {
            const { diagnostics } = biome.lintContent(projectKey, text, { filePath: join(root, path) });
            const rules = diagnostics.filter(({ category }) => !category?.startsWith('assist/'));
            return rules.map(({ location, category, description }) => `${path}:${lineOfByte(text, location?.span?.[0] ?? 0)}: ${category}: ${description}`);
        },
    };
}

/** Biome counts bytes, a text counts UTF-16 units. */
function lineOfByte(text, byte) {
    const before = Buffer.from(text, 'utf8').subarray(0, byte).toString('utf8');
    return lineOf(text, before.length);
}
