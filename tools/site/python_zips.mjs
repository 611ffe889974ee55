// The two zips of Python code that the kernel starts from, made by Pyodide itself under Node (compile_python.py) and kept in build/ by the hash of what went in.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./compile_python.py', import.meta.url));

/** {stdlib, kernel}: the zips' bytes. `pyodideDir` is the npm package, `kernelDir` the Python sources of the kernel. */
export async function pythonZips({ pyodideDir, kernelDir, cacheDir }) {
    const sources = pythonFiles(kernelDir);
    const key = inputHash([readFileSync(script), readFileSync(join(pyodideDir, 'package.json')), ...sources.flatMap(({ name, bytes }) => [name, bytes])]);
    const folder = join(cacheDir, `python-${key}`);
    if (!existsSync(folder)) await make(folder, pyodideDir, sources);
    return { stdlib: readFileSync(join(folder, 'stdlib.zip')), kernel: readFileSync(join(folder, 'kernel.zip')) };
}

function inputHash(parts) {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(`${part.length}:`).update(part);
    return hash.digest('hex').slice(0, 16);
}

function pythonFiles(root) {
    const found = [];
    const visit = folder => {
        for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
            const path = join(folder, entry.name);
            if (entry.isDirectory() && entry.name !== '__pycache__') visit(path);
            else if (entry.isFile() && entry.name.endsWith('.py')) found.push({ name: relative(root, path).split(sep).join('/'), bytes: readFileSync(path) });
        }
    };
    visit(root);
    if (found.length === 0) throw new Error(`There are no Python files in ${root}.`);
    return found;
}

async function make(folder, pyodideDir, sources) {
    const { loadPyodide } = await import('pyodide');
    const pyodide = await loadPyodide({ indexURL: pyodideDir });
    const { FS } = pyodide;
    FS.mkdirTree('/in/kernel');
    FS.writeFile('/in/stdlib.zip', readFileSync(join(pyodideDir, 'python_stdlib.zip')));
    for (const { name, bytes } of sources) {
        FS.mkdirTree(`/in/kernel/${name}`.replace(/\/[^/]*$/, ''));
        FS.writeFile(`/in/kernel/${name}`, bytes);
    }
    try {
        pyodide.runPython(readFileSync(script, 'utf8'), { filename: script });
    } catch (error) {
        // Without its stack, which quotes Pyodide's megabyte of one line.
        throw new Error(`The kernel's Python could not be compiled:\n${error.message}`);
    }
    // Renamed when whole, so that a build that was cut off leaves no half of it.
    const unfinished = `${folder}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    for (const name of ['stdlib.zip', 'kernel.zip']) writeFileSync(join(unfinished, name), FS.readFile(`/out/${name}`));
    renameSync(unfinished, folder);
}
