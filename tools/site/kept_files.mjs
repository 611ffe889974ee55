// What the service worker keeps of a build for the time without a network: everything but wheels (which are taken along one by one), what the host says anew each time, what other
// pages fetch, and what nobody does.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const isKept = path => !/^packages\/|^(_headers|config\.json|service_worker\.js|embed\.(js|d\.ts))$|\.map$/.test(path);

/** {build, files, bytes}: the build's name, path -> SHA-256, and how much it is. */
export function keptFiles(output) {
    const files = {};
    let bytes = 0;
    for (const path of output.files().filter(isKept)) {
        const content = readFileSync(join(output.folder, path));
        files[path] = createHash('sha256').update(content).digest('hex');
        bytes += content.length;
    }
    return { build: createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16), files, bytes };
}
