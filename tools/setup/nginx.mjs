// nginx for one test: the system's, or Debian's package unpacked into build/deps. It is not installed: that would start a web server on the machine, which nobody asked for.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, run } from './command.mjs';
import { say } from './failure.mjs';
import { build } from './paths.mjs';

const unpacked = join(build, 'deps', 'nginx');

/** {program, types}: nginx and its table of media types; null without one. */
export function nginx() {
    const places = [
        [findProgram('nginx'), '/etc/nginx/mime.types'],
        [join(unpacked, 'usr', 'sbin', 'nginx'), join(unpacked, 'etc', 'nginx', 'mime.types')],
    ];
    const found = places.find(paths => paths.every(path => path !== null && existsSync(path)));
    return found ? { program: found[0], types: found[1] } : null;
}

/** Fetches it with apt, as any user, where there is none. Without one its test is skipped. */
export async function ensureNginx() {
    if (nginx() !== null || !findProgram('apt-get') || !findProgram('dpkg-deb')) return;
    say('Unpacking nginx for its test');
    mkdirSync(join(build, 'deps'), { recursive: true });
    const scratch = mkdtempSync(join(build, 'deps', 'nginx-'));
    try {
        const fetched = await run('apt-get', ['download', '-o', 'APT::Sandbox::User=', 'nginx', 'nginx-common'], { cwd: scratch });
        const packages = readdirSync(scratch).filter(name => name.endsWith('.deb'));
        const taken = fetched.status === 0 ? await Promise.all(packages.map(name => run('dpkg-deb', ['-x', name, 'root'], { cwd: scratch }))) : [];
        if (taken.length < 2 || taken.some(({ status }) => status !== 0)) return say('nginx could not be fetched: its test is skipped');
        rmSync(unpacked, { recursive: true, force: true });
        renameSync(join(scratch, 'root'), unpacked); // at once, so that an interrupted run leaves no half of it
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}
