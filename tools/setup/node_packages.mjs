// npm packages, exactly as package-lock.json names them. Uses Node's own modules only: it runs before there are others.
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { findProgram, lastLines, run } from './command.mjs';
import { Failure, say } from './failure.mjs';
import { cache, root } from './paths.mjs';

const stamp = join(root, 'node_modules', '.pythonflows-lock');

/** Runs `npm ci` unless node_modules is already what the lock file says. */
export async function ensureNodePackages() {
    const wanted = createHash('sha256')
        .update(readFileSync(join(root, 'package-lock.json')))
        .update(process.platform)
        .digest('hex');
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

    say('Installing npm packages');
    const [program, ...first] = npmCommand();
    // npm tells its scripts which cache it uses, even when it cannot write there.
    const npmCache = process.env.npm_config_cache || join(homedir(), '.npm');
    const env = isWritable(npmCache) ? {} : { npm_config_cache: join(cache, 'npm') };
    const result = await run(program, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline'], { env });
    if (result.status !== 0) {
        say(lastLines(result.output, 12));
        throw new Failure('npm could not install the packages of package-lock.json: is there a network? Please try again when there is.');
    }
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    writeFileSync(stamp, wanted);
}

function npmCommand() {
    // npm names itself to the scripts it runs; started without npm, the one on the PATH is used.
    const own = process.env.npm_execpath;
    if (own?.endsWith('.js') && existsSync(own)) return [process.execPath, own];
    const found = findProgram('npm');
    if (!found) throw new Failure('npm was not found: please install it (Debian: apt-get install npm) and try again.');
    return [found];
}

function isWritable(folder) {
    try {
        mkdirSync(folder, { recursive: true });
        accessSync(folder, constants.W_OK);
        return true;
    } catch {
        return false; // a read-only home: a cache of our own is used instead
    }
}
