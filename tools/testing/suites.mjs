// The test runners of npm test. Each returns {tally, details}: what it counted, and what a person needs to see when something failed.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { buildPreset } from '../setup/cmake.mjs';
import { findProgram, lastLines, run } from '../setup/command.mjs';
import { build, root } from '../setup/paths.mjs';
import { judge, tallyOfJunit, tallyOfTap } from './tally.mjs';

const reports = join(build, 'reports');
/** One file of tests may not take longer: a handle that stays open would keep its process for ever. (In long tests the whole matrix of stops is one.) */
const fileLimitMs = () => (process.env.PYFLOWS_TEST_LONG === '1' ? 3 * 3_600_000 : 600_000);

function reportFile(name) {
    mkdirSync(reports, { recursive: true });
    const file = join(reports, name);
    rmSync(file, { force: true });
    return file;
}

function outcome(name, counted, { status, output }) {
    const { tally, note } = judge(counted, status);
    return { tally, details: tally.failed > 0 ? [lastLines(output, 80), note && `${name} ${note}`].filter(Boolean).join('\n') : '' };
}

/** The GoogleTest suites of a native preset, each case a test of ctest. */
export async function ctest(preset) {
    await buildPreset(preset, [], { strict: true });
    const report = reportFile(`${preset}.xml`);
    const args = ['--preset', preset, '--output-junit', report, '-j', String(availableParallelism()), '--progress'];
    const result = await run('ctest', args, { env: { UBSAN_OPTIONS: 'print_stacktrace=1', ASAN_OPTIONS: 'detect_stack_use_after_return=1' } });
    const counted = existsSync(report) ? tallyOfJunit(readFileSync(report, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
    return outcome(`ctest (${preset})`, counted, result);
}

/** The kernel's Python in plain CPython. */
export async function pythonTests() {
    const report = reportFile('python.json');
    const python = findProgram('python3') ? 'python3' : 'python';
    const result = await run(python, [join('tools', 'testing', 'python_tests.py'), join('tests', 'python'), report], { env: { PYTHONDONTWRITEBYTECODE: '1' } });
    const counted = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
    return outcome('Python', counted, result);
}

/** Files of node:test; `concurrency` how many of them at once. */
export async function nodeTests(name, files, { concurrency = availableParallelism(), env = {}, show = false } = {}) {
    if (files.length === 0) return outcome(name, { passed: 0, failed: 0, skipped: 0 }, { status: 0, output: '' });
    const report = reportFile(`${name}.tap`);
    const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${report}`];
    const limits = [`--test-concurrency=${concurrency}`, `--test-timeout=${fileLimitMs()}`];
    const result = await run(process.execPath, ['--test', ...limits, ...reporters, ...files], { env, show });
    const counted = existsSync(report) ? tallyOfTap(readFileSync(report, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
    return outcome(name, counted, result);
}

/** tests/ts/*.test.ts, bundled for Node first. */
export async function typescriptTests() {
    const out = join(build, 'tests-ts');
    rmSync(out, { recursive: true, force: true });
    const entryPoints = filesOf('tests/ts', '.test.ts');
    if (entryPoints.length > 0) {
        const { build: bundle } = await import('esbuild');
        const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', sourcemap: 'inline', packages: 'external', logLevel: 'silent' };
        await bundle({ ...options, entryPoints, outdir: out, outExtension: { '.js': '.mjs' }, absWorkingDir: root });
    }
    return nodeTests('typescript', existsSync(out) ? readdirSync(out).map(name => join(out, name)) : [], { env: { NODE_OPTIONS: '--enable-source-maps' } });
}

/** The server as a program, over real sockets. */
export function serverTests() {
    return nodeTests('server', filesOf('tests/server', '.test.mjs'));
}

/** The tools that build and check everything else. */
export function toolTests() {
    return nodeTests('tools', filesOf('tests/tools', '.test.mjs'));
}

/** The kernel's Python in the real interpreter, under Node. */
export function pyodideTests() {
    return nodeTests('pyodide', filesOf('tests/python', '.mjs'));
}

/** End-to-end stories in a real browser, one at a time: they measure frames and share two cores. */
export function stories() {
    return nodeTests('stories', filesOf('playwright', '.story.mjs'), { concurrency: 1, show: true });
}

function filesOf(folder, ending) {
    const path = join(root, folder);
    if (!existsSync(path)) return [];
    return readdirSync(path)
        .filter(name => name.endsWith(ending))
        .sort()
        .map(name => join(path, name));
}
