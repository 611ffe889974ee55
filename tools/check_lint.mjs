// Lint: Biome's recommended rules for TypeScript and JavaScript, Ruff's for Python (biome.json, ruff.json say which).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './setup/paths.mjs';
import { openBiome } from './testing/biome.mjs';
import { runAsCommand } from './testing/check.mjs';
import { openRuff } from './testing/ruff.mjs';
import { isGenerated, sourceFiles } from './testing/source_files.mjs';

/** All complaints, as "file:line: rule: sentence". */
export function checkLint() {
    const lint = (linter, ...endings) =>
        sourceFiles(...endings)
            .filter(path => !isGenerated(path))
            .flatMap(path => linter.lint(path, readFileSync(join(root, path), 'utf8')));
    return [...lint(openBiome(), '.ts', '.mjs', '.css'), ...lint(openRuff(), '.py')];
}

await runAsCommand(import.meta.url, checkLint);
