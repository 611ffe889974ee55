// The example flows and their data, which the npm package vega-datasets brings. A flow names its files with size and hash, as a saved one does.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The page's facts about the examples, in their order; everything is written into `output`. */
export function writeExamples({ root, output }) {
    const folder = join(root, 'static', 'examples');
    const data = new Map();
    return JSON.parse(readFileSync(join(folder, 'examples.json'), 'utf8')).map(({ file, data: names, title, description }) => {
        const files = names.map(name => {
            if (!data.has(name)) {
                const bytes = readFileSync(join(root, 'node_modules', 'vega-datasets', 'data', name));
                data.set(name, { name, sha256: createHash('sha256').update(bytes).digest('hex'), ...output.write(`examples/${name}`, bytes) });
            }
            return data.get(name);
        });
        const flow = JSON.parse(readFileSync(join(folder, file), 'utf8'));
        flow.files = files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
        const { path } = output.write(`examples/${file}`, `${JSON.stringify(flow, null, 2)}\n`);
        return {
            name: file.replace(/\.flow\.json$/, ''),
            title,
            about: description,
            path,
            files: files.map(({ name, path, bytes }) => ({ name, path, bytes })),
        };
    });
}
