// What the site carries for Python: Pyodide's runtime, our Python code, the lock file and, if a folder was given, wheels.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pythonZips } from './python_zips.mjs';
import { withRoomTaken } from './room_taking.mjs';

/** {kernelFiles, wheels, pyodide, cdn}: the page's facts about Python; everything is written into `output`. */
export async function pythonFiles({ root, output, cacheDir, packagesDir }) {
    const pyodideDir = join(root, 'node_modules', 'pyodide');
    const version = JSON.parse(readFileSync(join(pyodideDir, 'package.json'), 'utf8')).version;
    const zips = await pythonZips({ pyodideDir, kernelDir: join(root, 'runtime', 'kernel', 'python'), cacheDir });
    const { lock, wheels } = packagesOf(pyodideDir, packagesDir, output);
    const from = name => readFileSync(join(pyodideDir, name));
    const contents = {
        'pyodide.mjs': withoutSourceMap(from('pyodide.mjs')),
        'pyodide.asm.mjs': from('pyodide.asm.mjs'),
        'pyodide.asm.wasm': withRoomTaken(from('pyodide.asm.wasm')),
        'python_stdlib.zip': zips.stdlib,
        'pyodide-lock.json': Buffer.from(JSON.stringify(lock)),
        'pythonflows.zip': zips.kernel,
    };
    const kernelFiles = Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [name, output.writeHashed(`pyodide/${name}`, bytes)]));
    // The address that this version of Pyodide itself would use.
    return { kernelFiles, wheels, pyodide: version, cdn: `https://cdn.jsdelivr.net/pyodide/v${version}/full/` };
}

function withoutSourceMap(bytes) {
    return Buffer.from(bytes.toString('utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'));
}

/** Pyodide's lock file; the entries of the given folder's `lock.json` stand before those of the same name. */
function packagesOf(pyodideDir, packagesDir, output) {
    const lock = JSON.parse(readFileSync(join(pyodideDir, 'pyodide-lock.json'), 'utf8'));
    // The page needs no tests of packages; without them the file is two thirds of its size.
    for (const [name, entry] of Object.entries(lock.packages)) {
        if (name.endsWith('-tests')) delete lock.packages[name];
        else delete entry.unvendored_tests;
    }
    if (!packagesDir) return { lock, wheels: {} };
    const ownLock = join(packagesDir, 'lock.json');
    if (!existsSync(ownLock)) throw new Error(`The packages folder ${packagesDir} has no lock.json.`);
    const own = JSON.parse(readFileSync(ownLock, 'utf8'));
    if (own.info.abi_version !== lock.info.abi_version) {
        throw new Error(`The wheels in ${packagesDir} are for the interface ${own.info.abi_version}, this Pyodide has ${lock.info.abi_version}.`);
    }
    const wheels = {};
    for (const name of readdirSync(packagesDir).filter(name => name.endsWith('.whl'))) {
        const bytes = readFileSync(join(packagesDir, name));
        const entry = Object.values(own.packages).find(entry => entry.file_name === name);
        if (!entry) continue;
        if (createHash('sha256').update(bytes).digest('hex') !== entry.sha256) throw new Error(`${name} is not the file that ${ownLock} describes.`);
        wheels[name] = output.write(`packages/${name}`, bytes);
    }
    output.write('packages/lock.json', JSON.stringify(own));
    Object.assign(lock.packages, own.packages);
    return { lock, wheels };
}
