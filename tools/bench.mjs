// `npm run bench`: builds as for a release, then runs every playwright/*.bench.mjs. Standard output is JSON lines only:
// {"name", "value", "unit", "baseline", "ratio"}. With names only those files run (`npm run bench -- chain`).
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { buildAll } from './build.mjs';
import { Failure, runTool, say } from './setup/failure.mjs';
import { root } from './setup/paths.mjs';
import { setUp } from './setup/setup.mjs';

const folder = join(root, 'playwright');
const ending = '.bench.mjs';

function runBench(name) {
    say(`Measuring ${name}`);
    return new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [join(folder, name + ending)], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
        child.on('error', reject);
        child.on('close', status => resolve(status ?? 1));
    });
}

await runTool(async () => {
    const wanted = process.argv.slice(2);
    const files = existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith(ending)) : [];
    const names = files.map(file => file.slice(0, -ending.length)).sort();
    const unknown = wanted.filter(name => !names.includes(name));
    if (unknown.length > 0) throw new Failure(`there is no benchmark '${unknown.join("', '")}'; there are: ${names.join(', ')}.`);

    await setUp({ tests: true });
    await buildAll();
    let worst = 0;
    for (const name of wanted.length > 0 ? wanted : names) worst = Math.max(worst, await runBench(name));
    return worst;
});
