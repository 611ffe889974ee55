// `npm run clean`: removes everything that was built. What was downloaded (node_modules, Dear ImGui's source) and compressed stays.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { runTool } from './setup/failure.mjs';
import { build, cache, dist } from './setup/paths.mjs';

await runTool(() => {
    rmSync(dist, { recursive: true, force: true });
    rmSync(join(cache, 'stamps'), { recursive: true, force: true });
    if (!existsSync(build)) return;
    for (const name of readdirSync(build)) if (name !== 'deps' && name !== 'cache') rmSync(join(build, name), { recursive: true, force: true });
});
