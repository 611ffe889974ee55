// Configures and builds with CMake's presets. A build folder that is already configured is left to Ninja, which configures again by itself when needed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, lastLines, run } from './command.mjs';
import { Failure, say } from './failure.mjs';
import { build } from './paths.mjs';

/**
 * Builds `targets` (all of them if none is named) of a preset; the compiler's words on failure. `strict` turns warnings into errors, and stays so in that build
 * folder until `npm run clean`: a folder that forgot it would be compiled anew each time.
 */
export async function buildPreset(preset, targets, { strict = false } = {}) {
    await configure(preset, strict);
    const result = await run(ninja(), ['-C', join(build, preset), ...targets]);
    if (result.status !== 0) {
        say(failedPart(result.output));
        throw new Failure(`the ${preset} build failed; the compiler's words stand above.`);
    }
    return result.output;
}

async function configure(preset, strict) {
    const folder = join(build, preset);
    const cacheFile = join(folder, 'CMakeCache.txt');
    const isConfigured = existsSync(join(folder, 'build.ninja')) && existsSync(cacheFile);
    if (isConfigured && (!strict || /^FLOW_WERROR:BOOL=ON$/m.test(readFileSync(cacheFile, 'utf8')))) return;
    const result = await run('cmake', ['--preset', preset, ...(strict ? ['-DFLOW_WERROR=ON'] : [])]);
    if (result.status !== 0) {
        say(lastLines(result.output));
        throw new Failure(`CMake could not prepare the ${preset} build; its words stand above (no network is the usual reason when it was fetching).`);
    }
}

function ninja() {
    return findProgram('ninja') ? 'ninja' : 'ninja-build';
}

/** Ninja's output from the first failed command on. */
function failedPart(output) {
    const start = output.indexOf('FAILED:');
    return lastLines(start < 0 ? output : output.slice(start, start + 8_000), 60);
}
