/**
 * Writes the complete static site: everything that the browser gets, ready for any static host.
 * The order is that of what knows what: the boot script (its hash goes into every policy), the workers, Python's files, the editor, texts, library and examples, then the page's
 * own scripts, which carry the facts about all of these, and last the documents, the service worker (it knows every hashed file) and `_headers`.
 *
 * Command: node tools/build_site.mjs [--debug] [--wasm DIR] [--dist DIR]; the environment variable PYFLOWS_PACKAGES_DIR names a folder of wheels with a lock.json to be served as packages/.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { headersFile, readPolicy, recordBootHash, workerHeaders } from './generate_policy.mjs';
import { indexDocument, viewDocument } from './site/documents.mjs';
import { writeExamples } from './site/examples.mjs';
import { libraryTypes } from './site/library.mjs';
import { keptFiles } from './site/kept_files.mjs';
import { writeManifests } from './site/manifests.mjs';
import { isHashedName, Output } from './site/output.mjs';
import { pythonFiles } from './site/python_files.mjs';
import { bootScript, embedScript, gateScript, kernelWorker, pageScripts, serviceWorker, viewScript } from './site/scripts.mjs';

/** What a static host without our server serves as the limits; the server answers this address itself. */
const standardConfig = {
    run_timeout_sec: 60,
    max_output_bytes: 2_097_152,
    max_memory_bytes: 2_147_483_648,
    max_preview_bytes: 33_554_432,
    max_message_bytes: 536_870_912,
    saved_values_bytes: 268_435_456,
    allowed_origins: [],
};

/** Of the flow file. */
const flowVersion = 1;

/** In the site's own folder, so that it may answer for all of it, and without a hash: browsers look at this very address whether there is a newer one. */
const serviceWorkerPath = 'service_worker.js';

/** Builds the site. Returns {bootHash, files, facts}: the boot script's `sha256-…` (also left where the policy's generator looks), all paths, and what the page knows of them. */
export async function buildSite({ root, dist, wasmDir, release = true, packagesDir = process.env.PYFLOWS_PACKAGES_DIR }) {
    const output = new Output(dist);
    try {
        return await writeSite({ root, output, wasmDir, release, packagesDir });
    } finally {
        output.discard();
    }
}

async function writeSite({ root, output, wasmDir, release, packagesDir }) {
    const boot = await bootScript({ root, release });
    const kernelWorkerFile = output.writeHashed('kernel/worker.js', await kernelWorker({ root, release }));
    const gate = output.writeHashed('gate.js', await gateScript({ root, release }));
    const view = output.writeHashed('view/view.js', await viewScript({ root, release }));
    // By its hash too: a sandboxed frame's document never passes through the service worker, so without a network it comes from what the browser has.
    const viewPage = output.writeHashed('view/view.html', viewDocument({ root, script: view.path.replace('view/', '') }));
    const python = await pythonFiles({ root, output, cacheDir: join(root, 'build', 'cache'), packagesDir });
    const editor = writeEditor(output, wasmDir);
    const locales = writeLocales(root, output);
    const facts = {
        app: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
        ...python,
        boot,
        kernelWorker: kernelWorkerFile,
        gate: gate.path,
        serviceWorker: serviceWorkerPath,
        view: viewPage.path,
        viewScript: view.path,
        editor,
        library: output.writeHashed('assets/library.json', JSON.stringify(libraryTypes(root))).path,
        locales,
        manifests: writeManifests({ root, output, languages: Object.keys(locales) }),
        examples: writeExamples({ root, output }),
    };
    const scripts = await pageScripts({ root, release, output, entry: 'static/main.ts', facts });
    output.write('index.html', indexDocument({ root, bootHash: boot.hash, scripts, editor, kernelWorker: kernelWorkerFile }));
    const version = { app: facts.app, flow: flowVersion, pyodide: facts.pyodide };
    output.write('embed.js', await embedScript({ root, release, facts: { version, texts: textsOfElement(root) } }));
    output.write('config.json', `${JSON.stringify(standardConfig)}\n`);
    copyPlain(root, output);
    const policy = readPolicy(join(root, 'static', 'policy.json'));
    const worker = { ...keptFiles(output), gate: gate.path, ...workerHeaders(policy) };
    output.write(serviceWorkerPath, await serviceWorker({ root, release, facts: worker }));
    const files = output.files();
    output.write('_headers', headersFile(policy, files, { bootHash: boot.hash, isImmutable: isHashedName }));
    output.finish();
    recordBootHash(boot.hash, join(root, 'build', 'generated', 'server', 'boot_hash.txt'));
    return { bootHash: boot.hash, files, facts };
}

function writeEditor(output, wasmDir) {
    const read = name => {
        const path = join(wasmDir, name);
        if (!existsSync(path)) throw new Error(`The editor is not built: ${path} is missing (npm run build makes it).`);
        return readFileSync(path);
    };
    // As .js: nginx and others do not know .mjs, and a browser runs no module of an unknown type.
    return { script: output.writeHashed('wasm/editor.js', read('editor.mjs')).path, wasm: output.writeHashed('wasm/editor.wasm', read('editor.wasm')) };
}

/** What <python-flow> says by itself goes into its own script, the rest to the page. */
const isOfElement = key => key.startsWith('embed.');

/** With the names of the library's nodes, by which a poster calls those without a title. A Python node is called by its function. */
function textsOfElement(root) {
    const types = libraryTypes(root).filter(({ type }) => type !== 'python');
    const names = language => Object.fromEntries(types.map(({ type, name }) => [`type.${type}`, name[language] ?? name.en]));
    return Object.fromEntries(Object.entries(textsOf(root, isOfElement)).map(([language, texts]) => [language, { ...texts, ...names(language) }]));
}

/** By language, the sentences whose keys are wanted. */
function textsOf(root, isWanted) {
    const folder = join(root, 'static', 'style', 'locales');
    const locales = readdirSync(folder).filter(name => name.endsWith('.json'));
    const wanted = name => Object.entries(JSON.parse(readFileSync(join(folder, name), 'utf8'))).filter(([key]) => isWanted(key));
    return Object.fromEntries(locales.map(name => [name.replace('.json', ''), Object.fromEntries(wanted(name))]));
}

function writeLocales(root, output) {
    const isLater = key => key.startsWith('later.');
    const first = textsOf(root, key => !isLater(key) && !isOfElement(key));
    const later = textsOf(root, isLater);
    // Without indentation: they are read by nobody but the page.
    const written = (file, texts) => output.writeHashed(`assets/${file}`, JSON.stringify(texts)).path;
    return Object.fromEntries(
        Object.keys(first).map(name => [name, { first: written(`${name}.json`, first[name]), later: written(`later_${name}.json`, later[name]) }]),
    );
}

function copyPlain(root, output) {
    const folder = join(root, 'static');
    const copy = path => {
        const target = join(output.folder, path);
        mkdirSync(dirname(target), { recursive: true });
        copyFileSync(join(folder, path), target);
    };
    copyFileSync(join(folder, 'embed', 'embed.d.ts'), join(output.folder, 'embed.d.ts'));
    for (const name of readdirSync(join(folder, 'icons'))) copy(`icons/${name}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
    const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
    const { values } = parseArgs({ options: { debug: { type: 'boolean' }, wasm: { type: 'string' }, dist: { type: 'string' } } });
    const { bootHash, files } = await buildSite({
        root,
        dist: resolve(values.dist ?? join(root, 'dist')),
        wasmDir: resolve(values.wasm ?? join(root, 'build', 'wasm-release', 'wasm')),
        release: !values.debug,
    });
    process.stdout.write(`${files.length} files, boot script ${bootHash}\n`);
}
