// Every script of the site, bundled by esbuild: the frame's boot script and the kernel's worker first (the page carries the one's hash and the other's address), then the
// gate and the view, then the page itself in lazy pieces.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build } from 'esbuild';

const target = ['es2022', 'chrome119', 'firefox121', 'safari17'];

const common = release => ({ bundle: true, minify: release, write: false, target, legalComments: 'none', logLevel: 'silent', charset: 'ascii' });

async function bundled(options) {
    const result = await build(options).catch(error => {
        const lines = (error.errors ?? []).map(({ location, text }) => `${location ? `${location.file}:${location.line}: ` : ''}${text}`);
        throw new Error(lines.length > 0 ? lines.join('\n') : String(error.message ?? error));
    });
    return result.outputFiles;
}

/** One self-contained classic script. */
async function classic(root, entry, release, plugins = []) {
    const [file] = await bundled({ ...common(release), entryPoints: [join(root, entry)], format: 'iife', absWorkingDir: root, plugins });
    return file.text;
}

/** {script, hash}: the frame's inline script and its `sha256-…` source. */
export async function bootScript({ root, release }) {
    const script = (await classic(root, 'static/host/frame/boot.ts', release)).trim();
    if (/<\/script|<!--/i.test(script)) throw new Error('The boot script cannot be written into a document: it holds a closing script tag.');
    return { script, hash: `sha256-${createHash('sha256').update(script).digest('base64')}` };
}

/** The kernel's classic worker, as text. Its dynamic imports are of blobs only. */
export const kernelWorker = ({ root, release }) => classic(root, 'runtime/kernel/worker.ts', release);

/** The gate worker. */
export const gateScript = ({ root, release }) => classic(root, 'static/gate/gate.ts', release);

/** The page's own service worker. `facts` becomes the module `site:service_worker`. */
export const serviceWorker = ({ root, release, facts }) =>
    classic(root, 'static/service_worker/service_worker.ts', release, [factsPlugin('service_worker', facts)]);

/** The script that makes <python-flow> known to other pages. `facts` becomes the module `site:embed`. */
export const embedScript = ({ root, release, facts }) => classic(root, 'static/embed/entry.ts', release, [factsPlugin('embed', facts)]);

/** The script of the sandboxed HTML view. */
export const viewScript = ({ root, release }) => classic(root, 'static/view/view.ts', release);

/**
 * The page's modules with hashed names, written into `output`. `facts` becomes the module `site:facts`.
 * Returns {entry, preload, styles}: the first script, what it imports at once, and the style sheets it brings.
 */
export async function pageScripts({ root, release, output, entry, facts }) {
    const result = await build({
        ...common(release),
        entryPoints: { main: join(root, entry) },
        absWorkingDir: root,
        outdir: join(output.folder, 'assets'),
        format: 'esm',
        splitting: true,
        metafile: true,
        sourcemap: release ? false : 'linked',
        entryNames: '[name]-[hash]',
        chunkNames: '[name]-[hash]',
        assetNames: '[name]-[hash]',
        plugins: [factsPlugin('facts', facts)],
    }).catch(error => {
        const lines = (error.errors ?? []).map(({ location, text }) => `${location ? `${location.file}:${location.line}: ` : ''}${text}`);
        throw new Error(lines.length > 0 ? lines.join('\n') : String(error.message ?? error));
    });
    const relativePath = path => path.slice(output.folder.length + 1).replaceAll('\\', '/');
    for (const file of result.outputFiles) output.write(relativePath(file.path), file.contents);
    return firstNeeded(result.metafile, output.folder, root);
}

/** The one-file page's only script and its style. */
export async function singleScript({ root, facts }) {
    const options = { ...common(true), format: 'esm', absWorkingDir: root, outdir: 'out', plugins: [factsPlugin('facts', facts)] };
    const files = await bundled({ ...options, entryPoints: [join(root, 'static', 'single', 'main.ts')] });
    const textOf = ending => files.find(file => file.path.endsWith(ending))?.text.trim() ?? '';
    return { script: textOf('.js'), style: textOf('.css') };
}

/** What must be there before the page can start, from esbuild's own account. */
function firstNeeded(metafile, folder, root) {
    const short = path =>
        join(root, path)
            .slice(folder.length + 1)
            .replaceAll('\\', '/');
    const [entryKey, entry] = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint?.endsWith('main.ts')) ?? [];
    if (!entry) throw new Error('The bundle has no entry.');
    const preload = new Set();
    const visit = key => {
        for (const { path, kind } of metafile.outputs[key]?.imports ?? []) {
            if (kind !== 'import-statement' || preload.has(path)) continue;
            preload.add(path);
            visit(path);
        }
    };
    visit(entryKey);
    return { entry: short(entryKey), preload: [...preload].map(short), styles: entry.cssBundle ? [short(entry.cssBundle)] : [] };
}

/** Makes `facts` the module `site:<name>`. */
function factsPlugin(name, facts) {
    return {
        name: 'site-facts',
        setup(builder) {
            builder.onResolve({ filter: new RegExp(`^site:${name}$`) }, () => ({ path: name, namespace: 'site' }));
            builder.onLoad({ filter: /.*/, namespace: 'site' }, () => ({ contents: `export default ${JSON.stringify(facts)}`, loader: 'js' }));
        },
    };
}
