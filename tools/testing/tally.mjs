// Counting over all runners: how many tests passed, failed and were skipped. A runner that ran no test has failed.

/** @typedef {{passed: number, failed: number, skipped: number}} Tally */

/** A tally of nothing yet. */
export function emptyTally() {
    return { passed: 0, failed: 0, skipped: 0 };
}

/** Adds `more` to `sum`. */
export function add(sum, more) {
    sum.passed += more.passed;
    sum.failed += more.failed;
    sum.skipped += more.skipped;
}

/** What a runner's program reported, made honest: one that died counts as a failure even if no test says so, and so does one that ran nothing. */
export function judge(tally, status) {
    const ran = tally.passed + tally.failed + tally.skipped;
    if (status !== 0 && tally.failed === 0) return { tally: { ...tally, failed: 1 }, note: `ended with status ${status} without naming a failed test` };
    if (ran === 0) return { tally: { ...tally, failed: 1 }, note: 'ran no test' };
    return { tally, note: '' };
}

/** From ctest's --output-junit: the counts stand in the head of the one test suite. */
export function tallyOfJunit(xml) {
    const head = /<testsuite\b[^>]*>/.exec(xml)?.[0] ?? '';
    const count = name => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
    const skipped = count('skipped') + count('disabled');
    return { passed: count('tests') - count('failures') - skipped, failed: count('failures'), skipped };
}

/** From node:test's TAP report: its last lines. A file that holds no test would count as a passed one: it is a failure. */
export function tallyOfTap(tap) {
    const count = name => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
    const emptyFiles = [...tap.matchAll(/^ok \d+ - (\S+\.(?:mjs|js))$/gm)].length;
    return { passed: count('pass') - emptyFiles, failed: count('fail') + count('cancelled') + emptyFiles, skipped: count('skipped') + count('todo') };
}
