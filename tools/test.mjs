// `npm test [-- name …]`: everything that can tell that the project is broken, in the order in which it is quickest to know. The last line counts them all.
// With names only those steps run (`npm test -- layers python`); `--long` is `npm run test:long`.
import { rmSync } from 'node:fs';

import { buildAll, buildSite } from './build.mjs';
import { checkCatalogue } from './check_catalogue.mjs';
import { checkDrift } from './check_drift.mjs';
import { checkFormat } from './check_format.mjs';
import { checkLayers } from './check_layers.mjs';
import { checkLint } from './check_lint.mjs';
import { checkText } from './check_text.mjs';
import { checkPython, checkTypescript } from './check_types.mjs';
import { Failure, runTool } from './setup/failure.mjs';
import { setUp } from './setup/setup.mjs';
import { chromiumPath } from './setup/system_packages.mjs';
import { ctest, pyodideTests, pythonTests, serverTests, stories, toolTests, typescriptTests } from './testing/suites.mjs';
import { add, emptyTally } from './testing/tally.mjs';
import { siteWithPackages, testWheels } from './testing/wheels.mjs';

/** A checker counts as one test. */
const checker = check => async () => {
    const complaints = await check();
    return { tally: { passed: complaints.length === 0 ? 1 : 0, failed: complaints.length === 0 ? 0 : 1, skipped: 0 }, details: complaints.join('\n') };
};

const buildStep = async () => {
    await buildAll({ strict: true });
    const wheels = testWheels();
    if (wheels) await buildSite(siteWithPackages, wheels);
    else rmSync(siteWithPackages, { recursive: true, force: true });
    return { tally: { passed: 1, failed: 0, skipped: 0 }, details: '' };
};

/** Drift comes first: building would write the generated files anew and hide it. */
const steps = [
    { name: 'drift', run: checker(checkDrift) },
    { name: 'layers', run: checker(checkLayers) },
    { name: 'format', run: checker(checkFormat) },
    { name: 'lint', run: checker(checkLint) },
    { name: 'tsc', run: checker(checkTypescript) },
    { name: 'pyright', run: checker(checkPython) },
    { name: 'catalogue', run: checker(checkCatalogue) },
    { name: 'text', run: checker(checkText) },
    { name: 'python', run: pythonTests },
    { name: 'pyodide', run: pyodideTests },
    { name: 'tools', run: toolTests },
    { name: 'typescript', run: typescriptTests },
    { name: 'build', run: buildStep },
    // The same tests as with sanitizers, in optimised code: what they find besides is rare, and building them once more takes minutes.
    { name: 'native', run: () => ctest('native'), isLong: true },
    { name: 'asan', run: () => ctest('native-asan') },
    { name: 'server', run: serverTests },
    { name: 'stories', run: stories },
];

async function runStep(step) {
    const start = performance.now();
    const { tally, details } = await step.run().catch(failureOfStep);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(
        `${tally.failed > 0 ? 'FAILED' : 'ok    '} ${step.name}: ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped (${seconds} s)`,
    );
    if (tally.failed > 0 && details) console.log(details.replace(/^/gm, '    '));
    return tally;
}

/** A step that could not even run (a build that failed) is a failed test; a mistake in the runner itself is shown whole. */
function failureOfStep(error) {
    return { tally: { passed: 0, failed: 1, skipped: 0 }, details: error instanceof Failure ? error.message : String(error?.stack ?? error) };
}

/** What the test programs are told. */
function environment(long) {
    const wheels = testWheels();
    const site = { PYFLOWS_TEST_WHEELS: wheels, PYFLOWS_TEST_SITE_WITH_PACKAGES: siteWithPackages };
    return { CHROMIUM: chromiumPath(), ...(long ? { PYFLOWS_TEST_LONG: '1' } : {}), ...(wheels ? site : {}) };
}

await runTool(async () => {
    const args = process.argv.slice(2);
    const long = args.includes('--long');
    const names = args.filter(argument => !argument.startsWith('--'));
    const unknown = names.filter(name => !steps.some(step => step.name === name));
    if (unknown.length > 0) throw new Failure(`there is no step '${unknown.join("', '")}'; the steps are ${steps.map(step => step.name).join(', ')}.`);

    await setUp({ tests: true });
    Object.assign(process.env, environment(long));
    const sum = emptyTally();
    for (const step of steps) if (names.length === 0 ? long || !step.isLong : names.includes(step.name)) add(sum, await runStep(step));
    console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
    return sum.failed > 0 ? 1 : 0;
});
