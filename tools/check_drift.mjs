// Drift check: writing the generated files anew must change nothing, or somebody edited protocol.json (or its generator) and did not commit what follows from it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from './setup/command.mjs';
import { root } from './setup/paths.mjs';
import { runAsCommand } from './testing/check.mjs';
import { isGenerated, sourceFiles } from './testing/source_files.mjs';

/** All complaints, as "file:1: sentence". Leaves the freshly generated files in place. */
export async function checkDrift() {
    const before = contents();
    const { status, output } = await run(process.execPath, [join(root, 'tools', 'generate_protocol.mjs')]);
    if (status !== 0) return [`tools/generate_protocol.mjs:1: ended with ${status}: ${output.trim()}`];
    const after = contents();
    const paths = [...new Set([...before.keys(), ...after.keys()])].filter(path => before.get(path) !== after.get(path));
    return paths.map(path => `${path}:1: was not what the generator writes; it is now: please commit it`);
}

function contents() {
    const paths = sourceFiles().filter(isGenerated);
    return new Map(paths.filter(path => existsSync(join(root, path))).map(path => [path, readFileSync(join(root, path), 'utf8')]));
}

await runAsCommand(import.meta.url, checkDrift);
