// Turns runtime/protocol/protocol.json into the types of every language that speaks it.
// `node tools/generate_protocol.mjs` writes what differs; `--check` writes nothing and exits with 1 if a file is not what the protocol says.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cppFiles } from './protocol/cpp.mjs';
import { pythonFiles } from './protocol/python.mjs';
import { readProtocol } from './protocol/schema.mjs';
import { typescriptFiles } from './protocol/typescript.mjs';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Every generated file as {relative path: text}. */
export function generatedFiles(root = repository) {
    const protocol = readProtocol(JSON.parse(fs.readFileSync(path.join(root, 'runtime/protocol/protocol.json'), 'utf8')));
    return { ...cppFiles(protocol), ...typescriptFiles(protocol), ...pythonFiles(protocol) };
}

/** The generated files that are missing or differ from what the protocol says. */
export function driftingFiles(root = repository) {
    return Object.entries(generatedFiles(root)).filter(([name, text]) => {
        const file = path.join(root, name);
        return !fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text;
    });
}

function main() {
    const drifting = driftingFiles();
    if (process.argv.includes('--check')) {
        for (const [name] of drifting)
            console.error(`${name} is not what runtime/protocol/protocol.json says: run node tools/generate_protocol.mjs and commit the result`);
        process.exit(drifting.length === 0 ? 0 : 1);
    }
    for (const [name, text] of drifting) {
        fs.mkdirSync(path.dirname(path.join(repository, name)), { recursive: true });
        fs.writeFileSync(path.join(repository, name), text);
        console.log(`wrote ${name}`);
    }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
