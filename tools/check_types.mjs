// Types: `tsc --noEmit` over the page's TypeScript (tsconfig.json) and Pyright over the kernel's Python (pyrightconfig.json).
import { join } from 'node:path';

import { run } from './setup/command.mjs';
import { root } from './setup/paths.mjs';
import { runAsCommand } from './testing/check.mjs';

const packageFile = (...parts) => join(root, 'node_modules', ...parts);

/** TypeScript's complaints. */
export async function checkTypescript() {
    const { status, output } = await run(process.execPath, [packageFile('typescript', 'bin', 'tsc'), '--noEmit', '--pretty', 'false']);
    return status === 0 ? [] : complaints(output, /^\S+\(\d+,\d+\): error|^error/);
}

/** Pyright's complaints. */
export async function checkPython() {
    const { status, output } = await run(process.execPath, [packageFile('pyright', 'index.js'), '--outputjson'], {
        mergeErrors: false,
        env: { PYRIGHT_PYTHON_IGNORE_WARNINGS: '1' },
    });
    if (status === 0) return [];
    if (!output.startsWith('{')) return [`pyright ended with ${status}: ${output.trim()}`];
    const { generalDiagnostics } = JSON.parse(output);
    return generalDiagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ file, range, message, rule }) => `${file.slice(root.length + 1)}:${(range?.start.line ?? 0) + 1}: ${rule ?? 'error'}: ${message}`);
}

function complaints(output, pattern) {
    const lines = output.split('\n').filter(line => pattern.test(line));
    return lines.length > 0 ? lines : [output.trim()];
}

await runAsCommand(import.meta.url, async () => [...(await checkTypescript()), ...(await checkPython())]);
