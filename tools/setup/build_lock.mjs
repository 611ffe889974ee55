// One build at a time: two of them in one tree would write the same files. Who comes second says so and waits.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { say } from './failure.mjs';
import { cache } from './paths.mjs';

const file = join(cache, 'build.lock');
const lookAgainMs = 500;

/** Runs `action` while no other process of this tree builds. A lock whose owner is gone is taken over. */
export async function withBuildLock(action) {
    mkdirSync(cache, { recursive: true });
    for (let told = false; !take(); told = true) {
        if (!told) say(`Another build is at work here (process ${owner()}); waiting for it`);
        await wait(lookAgainMs);
    }
    try {
        return await action();
    } finally {
        rmSync(file, { force: true });
    }
}

function take() {
    try {
        writeFileSync(file, String(process.pid), { flag: 'wx' });
        return true;
    } catch (error) {
        if (error.code !== 'EEXIST') throw error;
        if (isGone(owner())) rmSync(file, { force: true });
        return false;
    }
}

function owner() {
    try {
        return Number(readFileSync(file, 'utf8'));
    } catch {
        return 0; // released in this moment
    }
}

/** True for the number of a process that has ended; not for 0, a lock that is being written or released just now. */
function isGone(pid) {
    if (pid === 0) return false;
    try {
        process.kill(pid, 0);
        return false;
    } catch (error) {
        return error.code === 'ESRCH';
    }
}
