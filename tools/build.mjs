// `npm run build`: the complete static site in dist/ and the server in build/native/server/.
// The order follows the data: messages are generated, the wasm module is compiled, the site takes it in and knows its boot script's hash, the hash goes into the
// policy, the policy into the server.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { precompress } from './precompress.mjs';
import { withBuildLock } from './setup/build_lock.mjs';
import { buildPreset } from './setup/cmake.mjs';
import { run } from './setup/command.mjs';
import { Failure, runTool, say } from './setup/failure.mjs';
import { isMainModule } from './setup/main_module.mjs';
import { build, dist, root } from './setup/paths.mjs';
import { setUp } from './setup/setup.mjs';
import { filesIn, runIfChanged } from './setup/stamp.mjs';
import { isGenerated, sourceFiles } from './testing/source_files.mjs';

export const serverProgram = join(build, 'native', 'server', process.platform === 'win32' ? 'pythonflows-server.exe' : 'pythonflows-server');
const wasmPreset = 'wasm-release';
const wasmDir = join(build, wasmPreset, 'wasm');

const at = (...parts) => join(root, ...parts);

/** Builds site and server. Setup must have been done. `strict` turns warnings into errors; `compress` also writes the .br files. */
export function buildAll({ strict = false, compress = true } = {}) {
    return withBuildLock(() => buildInOrder(strict, compress));
}

async function buildInOrder(strict, compress) {
    await generateMessages();
    if (!existsSync(wasmDir)) say('Compiling the editor. The first time this takes five to ten minutes');
    await timed('the wasm module', () => buildPreset(wasmPreset, [], { strict }));
    await timed('the site', () => buildSite());
    await timed('the server', () => buildPreset('native', ['pythonflows-server'], { strict }));
    if (compress) await timed('compressed files', () => precompress(dist));
}

/** Writes the C++, TypeScript and Python sides of protocol.json. */
export async function generateMessages() {
    const generator = at('tools', 'generate_protocol.mjs');
    const inputs = [
        generator,
        at('tools', 'protocol'),
        at('runtime', 'protocol', 'protocol.json'),
        ...sourceFiles()
            .filter(isGenerated)
            .map(path => at(path)),
    ];
    await runIfChanged({ name: 'protocol', inputs, outputs: [] }, () => runScript(generator));
}

/** Writes the site into `folder`; `packagesDir` names a folder of wheels with a lock.json, which the site then serves as packages/. */
export async function buildSite(folder = dist, packagesDir = process.env.PYFLOWS_PACKAGES_DIR) {
    const builder = at('tools', 'build_site.mjs');
    const step = { name: basename(folder), inputs: siteInputs(), outputs: [join(folder, 'index.html')], settings: packagesDir ?? null };
    await runIfChanged(step, async () => {
        const { buildSite: write } = await import(pathToFileURL(builder).href);
        try {
            await write({ root, dist: folder, wasmDir, release: true, packagesDir });
        } catch (error) {
            throw new Failure(`the site could not be built: ${error.message}`);
        }
    });
}

function siteInputs() {
    const folders = ['static', 'runtime/kernel', 'runtime/library', 'runtime/protocol', 'tools/site'];
    const files = ['tools/build_site.mjs', 'tools/generate_policy.mjs', 'tsconfig.json', 'package.json', 'package-lock.json'];
    return [...folders, ...files].map(path => at(path)).concat(wasmOutputs());
}

function wasmOutputs() {
    return filesIn(wasmDir).filter(path => /\.(mjs|js|wasm)$/.test(path));
}

async function runScript(script) {
    const result = await run(process.execPath, [script]);
    if (result.status !== 0) throw new Failure(`${script} failed:\n${result.output.trim()}`);
}

async function timed(what, action) {
    const start = performance.now();
    // Whoever waits is told for what, before they give up.
    const patience = setTimeout(() => say(`Building ${what}: the first time this takes some minutes`), 5_000);
    await action().finally(() => clearTimeout(patience));
    const seconds = (performance.now() - start) / 1000;
    if (seconds > 1) say(`Built ${what} in ${seconds.toFixed(0)} s`);
}

if (isMainModule(import.meta.url)) {
    await runTool(async () => {
        await setUp();
        await buildAll();
        say(`The site is in ${dist}, the server is ${serverProgram}`);
    });
}
