/**
 * Writes the whole product as one HTML file that works by double click: `npm run build:single [-- FLOW] [--out FILE]`.
 * FLOW is a `.flow.json`, with the files that it names beside it, or a `.flow.zip`. Without a host a page has no headers, no service worker and no other file: everything stands in the document,
 * packed, and a <meta> brings the policy.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

import { buildSite } from './build_site.mjs';
import { metaPolicy, readPolicy } from './generate_policy.mjs';
import { Failure, runTool, say } from './setup/failure.mjs';
import { isMainModule } from './setup/main_module.mjs';
import { build, root } from './setup/paths.mjs';
import { singleScript } from './site/scripts.mjs';
import { viewDocument } from './site/documents.mjs';

const types = {
    '.json': 'application/json',
    '.wasm': 'application/wasm',
    '.js': 'text/javascript',
    '.mjs': 'text/javascript',
    '.html': 'text/html',
    '.csv': 'text/csv',
};

/** Writes the file; returns its size. */
export async function buildSingle({ out, flow = null }) {
    const folder = join(build, 'single');
    const { facts, bootHash } = await buildSite({ root, dist: folder, wasmDir: join(build, 'wasm-release', 'wasm'), packagesDir: '' });
    const read = path => readFileSync(join(folder, path));
    const viewScript = inDocument(read(facts.viewScript).toString('utf8').trim());
    // One document in a frame of the same file: its script stands in it.
    const view = viewDocument({ root, script: 'x' })
        .replace(/<script[^>]*src="x"[^>]*><\/script>/, () => `<script>${viewScript}</script>`)
        .replace("script-src 'self'", `script-src '${hashOf(viewScript)}'`);
    const { script: bundled, style } = await singleScript({ root, facts });
    const script = inDocument(bundled);
    for (const text of [script, viewScript])
        if (/<\/script|<!--/i.test(text)) throw new Failure('a script cannot be written into a document: it holds a closing script tag');
    const policy = singlePolicy({ bootHash, hashes: [script, viewScript].map(hashOf) });
    const embedded = pathsOf(facts)
        .map(path => embed(path, path === facts.view ? Buffer.from(view) : read(path)))
        .join('\n');
    const icon = `data:image/svg+xml;base64,${readFileSync(join(root, 'static', 'icons', 'icon.svg')).toString('base64')}`;
    const document = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.replaceAll('"', '&quot;')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>PythonFlows</title>
<link rel="icon" href="${icon}">
<style>${style}</style>
</head>
<body>
<div id="app"></div>
${flow ? `<script type="application/octet-stream" data-flow>${flow.toString('base64')}</script>` : ''}
${embedded}
<script type="module">${script}</script>
</body>
</html>
`;
    writeFileSync(out, document);
    rmSync(folder, { recursive: true, force: true });
    return Buffer.byteLength(document);
}

/** As it may stand in a script element. Such a mark stands in literals only (the bundler writes no such operators), where this is the same character. */
const inDocument = script => script.replaceAll('<!--', '\\x3C!--');

const hashOf = text => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/**
 * The page's policy, for a document without an origin: scripts by their hash alone, other hosts by the gate (its worker is a blob here, which has the page's policy). Trusted Types would hold for the
 * frame of the view too, whose script writes the HTML that it has cleaned; that frame has an opaque origin as always. The kernel's frame brings its own, stricter policy.
 */
function singlePolicy({ bootHash, hashes }) {
    const changes = {
        'script-src': sources => `${hashes.map(hash => `'${hash}'`).join(' ')} ${sources.replace("'self' ", '')}`,
        'worker-src': () => 'blob:',
        'connect-src': () => 'https:',
        'style-src': () => "'unsafe-inline'",
        'img-src': () => 'blob: data:',
        'font-src': () => "'none'",
        'manifest-src': () => "'none'",
        'frame-src': () => "'none'",
        'require-trusted-types-for': () => null,
        'trusted-types': () => null,
    };
    return metaPolicy(readPolicy(join(root, 'static', 'policy.json')), 'page', { bootHash })
        .split('; ')
        .flatMap(directive => {
            const [name, ...sources] = directive.split(' ');
            const changed = changes[name] ? changes[name](sources.join(' ')) : sources.join(' ');
            return changed === null ? [] : [`${name} ${changed}`];
        })
        .join('; ');
}

/** Every file that the page may ask for. */
function pathsOf(facts) {
    const languages = Object.values(facts.locales).flatMap(({ first, later }) => [first, later]);
    const examples = facts.examples.flatMap(({ path, files }) => [path, ...files.map(file => file.path)]);
    const kernel = [facts.kernelWorker.path, ...Object.values(facts.kernelFiles).map(file => file.path)];
    return [
        ...new Set(['config.json', facts.library, facts.view, facts.gate, facts.editor.script, facts.editor.wasm.path, ...languages, ...kernel, ...examples]),
    ];
}

function embed(path, bytes) {
    const type = types[extname(path)] ?? 'application/octet-stream';
    return `<script type="application/octet-stream" data-file="${path}" data-type="${type}">${gzipSync(bytes, { level: 9 }).toString('base64')}</script>`;
}

/** A flow as the page opens it: an archive as it is; a text with the files that lie beside it put into it. */
export function flowFile(path) {
    const bytes = readFileSync(path);
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) return bytes;
    const flow = JSON.parse(bytes.toString('utf8'));
    for (const file of flow.files ?? []) {
        const beside = join(dirname(path), basename(file.name));
        if (file.data !== undefined || !existsSync(beside)) continue;
        const content = readFileSync(beside);
        const sha256 = createHash('sha256').update(content).digest('hex');
        // Who writes a flow by hand names a file only: what lies there is meant.
        if ((file.sha256 ?? sha256) !== sha256) throw new Failure(`${beside} is not the file that the flow names (its hash is another)`);
        Object.assign(file, { bytes: content.length, sha256, data: content.toString('base64') });
    }
    return Buffer.from(JSON.stringify(flow));
}

if (isMainModule(import.meta.url)) {
    await runTool(async () => {
        const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
        const flow = positionals[0] === undefined ? null : flowFile(resolve(positionals[0]));
        const out = resolve(values.out ?? join(root, 'pythonflows.html'));
        const bytes = await buildSingle({ out, flow });
        say(`${out} (${(bytes / 2 ** 20).toFixed(1)} MB)`);
    });
}
