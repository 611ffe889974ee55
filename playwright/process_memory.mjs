// What a page holds of memory, as its process has it: the heaps of JavaScript, of the document's nodes and of WebAssembly, and the code in them. What one editor keeps in elements and the next in a
// heap of its own is the same to a phone. Only Linux tells it.
import { readdirSync, readFileSync } from 'node:fs';

function processesOfPages() {
    const found = new Map();
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
        try {
            if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) continue;
            const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
            found.set(pid, Number(user) + Number(system));
        } catch (error) {
            if (!['ENOENT', 'ESRCH'].includes(error.code)) throw error; // ended meanwhile
        }
    }
    return found;
}

/** Which of them is the page's is seen by making it work. */
async function processOf(page) {
    const before = processesOfPages();
    await page.evaluate(() => {
        const end = performance.now() + 300;
        while (performance.now() < end);
    });
    const worked = [...processesOfPages()].map(([pid, time]) => ({ pid, time: time - (before.get(pid) ?? 0) }));
    return worked.sort((a, b) => b.time - a.time)[0].pid;
}

/** Bytes that are this page's process's alone, after its garbage was collected. */
export async function privateBytes(page) {
    const devtools = await page.context().newCDPSession(page);
    for (let round = 0; round < 2; ++round) {
        await devtools.send('HeapProfiler.collectGarbage');
        await page.waitForTimeout(1000); // freed pages are given back to the system a little later
    }
    await devtools.detach();
    const told = readFileSync(`/proc/${await processOf(page)}/smaps_rollup`, 'utf8');
    return 1024 * Number(told.match(/^Private_Dirty:\s+(\d+) kB$/m)[1]);
}
