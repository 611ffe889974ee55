// A kernel in the real interpreter for tests: Pyodide under Node, with the package copied into its file system.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const wheels = process.env.PYFLOWS_TEST_WHEELS ?? path.join(root, '../shared/wheels');
export const hasWheels = fs.existsSync(path.join(wheels, 'lock.json'));
export const library = type => fs.readFileSync(path.join(root, 'runtime/library', `${type}.py`), 'utf8');

function copyFolder(pyodide, from, to) {
    pyodide.FS.mkdirTree(to);
    for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
        if (entry.isDirectory() && entry.name !== '__pycache__') copyFolder(pyodide, path.join(from, entry.name), `${to}/${entry.name}`);
        else if (/\.(py|json|jsonl)$/.test(entry.name)) pyodide.FS.writeFile(`${to}/${entry.name}`, fs.readFileSync(path.join(from, entry.name)));
    }
}

/// A kernel as the worker makes it; `sent` are the messages it posted, with their buffers copied.
export async function startKernel(more = {}) {
    const pyodide = await loadPyodide({
        env: { HOME: '/home/pyodide', PYFLOWS_TEST_ROUNDS: '200' },
        ...(hasWheels
            ? { lockFileContents: fs.readFileSync(path.join(wheels, 'lock.json'), 'utf8'), packageBaseUrl: `${wheels}/`, packageCacheDir: wheels }
            : {}),
    });
    copyFolder(pyodide, path.join(root, 'runtime/kernel/python'), '/runtime/kernel/python');
    copyFolder(pyodide, path.join(root, 'tests/python'), '/tests/python');
    copyFolder(pyodide, path.join(root, 'tests/corpus'), '/tests/corpus');
    copyFolder(pyodide, path.join(root, 'runtime/library'), '/runtime/library');
    pyodide.FS.mkdirTree('/docs/user');
    pyodide.FS.writeFile('/docs/user/library.md', fs.readFileSync(path.join(root, 'docs/user/library.md')));
    copyFolder(pyodide, path.join(root, 'runtime/protocol/transcripts'), '/runtime/protocol/transcripts');
    pyodide.runPython("import sys, importlib; sys.path.insert(0, '/runtime/kernel/python'); importlib.invalidate_caches()");
    const sent = [];
    const post = (text, buffers) => {
        const copied = {};
        if (buffers !== undefined) {
            for (const name of buffers.keys()) {
                const view = buffers.get(name).getBuffer();
                copied[name] = new Uint8Array(view.data);
                view.release();
            }
        }
        sent.push({ ...JSON.parse(text), buffers: copied });
    };
    const loadPackages = async names => {
        await pyodide.loadPackage(names.toJs(), { messageCallback() {} });
        return pyodide.toPy(Object.fromEntries(Object.keys(pyodide.loadedPackages).map(name => [name, '1'])));
    };
    const lock = hasWheels ? JSON.parse(fs.readFileSync(path.join(wheels, 'lock.json'), 'utf8')) : { packages: {} };
    const imports = Object.fromEntries(Object.entries(lock.packages).flatMap(([name, entry]) => entry.imports.map(module => [module, name])));
    const shelf = { bytes: new Map(), hashes: new Map() };
    const options = pyodide.toPy({
        directory: '/home/pyodide/flow',
        import_packages: imports,
        pyodide: pyodide.version,
        ...more,
        keep_values(key, sha256, size, pieces) {
            const whole = new Uint8Array(size);
            if (typeof pieces === 'string') whole.set(Array.from(pieces, character => character.charCodeAt(0)));
            else {
                let at = 0;
                for (const piece of pieces) {
                    const view = piece.getBuffer('u8');
                    whole.set(view.data, at);
                    at += view.data.length;
                    view.release();
                    piece.destroy();
                }
            }
            shelf.hashes.set(key, sha256);
            shelf.bytes.set(sha256, whole.buffer);
        },
        fetch_values: pyodide
            .pyimport('pythonflows_interpreter')
            .fetching(async hashes =>
                Object.fromEntries(hashes.toJs().flatMap(sha256 => (shelf.bytes.has(sha256) ? [[sha256, shelf.bytes.get(sha256)]] : []))),
            ),
    });
    const kernel = pyodide.pyimport('pythonflows_kernel').start(post, loadPackages, options);
    const say = async message => {
        const from = sent.length;
        await kernel.handle(JSON.stringify(message));
        return sent.slice(from);
    };
    let calls = 0;
    const run = async (node, source, inputs = {}, settings = {}, extra = {}) => {
        const bindings = Object.entries(inputs).map(([port, keys]) => ({
            port,
            variadic: Array.isArray(keys),
            keys: [keys].flat().map(key => (typeof key === 'string' ? { key, port: 'result' } : key)),
        }));
        const key = `${node}:${++calls}`;
        const call = {
            run: 1,
            node,
            title: node,
            node_type: 'python',
            source,
            key,
            inputs: bindings,
            settings,
            trusted: false,
            packages: [],
            max_output_bytes: 4000,
            max_displays: 100,
            ...extra,
        };
        const messages = await say({ type: 'run_nodes', calls: [call] });
        return { key, messages, end: messages.findLast(message => message.type !== 'value_unsaved') };
    };
    const preview = async (key, port = 'result', offset = 0, limit = 100) => (await say({ type: 'preview_value', call: 1, key, port, offset, limit })).at(-1);
    /// Whether the values of this call were saved, once an idle kernel has done it or said that it cannot.
    const saved = async key => {
        const refused = () => sent.some(message => message.type === 'value_unsaved' && message.key === key && message.reason !== 'waiting');
        while (!shelf.hashes.has(key) && !refused()) await new Promise(resolve => setTimeout(resolve, 10));
        return shelf.hashes.has(key);
    };
    return { pyodide, kernel, sent, say, run, preview, shelf, saved };
}
