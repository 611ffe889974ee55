// Writes a brotli-compressed .br beside every file of the site that gains by it. What was compressed once is kept by its content, so a second build is quick.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

import { cache } from './setup/paths.mjs';
import { filesIn } from './setup/stamp.mjs';

/** Formats that are not compressed already. */
const worthwhile = new Set([
    '.css',
    '.csv',
    '.geojson',
    '.html',
    '.js',
    '.json',
    '.map',
    '.md',
    '.mjs',
    '.py',
    '.svg',
    '.tsv',
    '.txt',
    '.wasm',
    '.webmanifest',
    '.xml',
]);
/** Below this a response fits into one packet anyway. */
const minimumBytes = 1_024;

const compress = promisify(brotliCompress);
const store = join(cache, 'brotli');

/** Brings the .br files of a folder up to date and removes those that have lost their file. */
export async function precompress(folder) {
    mkdirSync(store, { recursive: true });
    const files = filesIn(folder);
    for (const file of files) if (file.endsWith('.br') && !existsSync(file.slice(0, -3))) rmSync(file);
    const queue = files.filter(file => worthwhile.has(extname(file)));
    const work = async () => {
        for (let file = queue.pop(); file; file = queue.pop()) await compressFile(file);
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
}

async function compressFile(file) {
    const bytes = readFileSync(file);
    if (bytes.length < minimumBytes) return;
    const kept = join(store, `${createHash('sha256').update(bytes).digest('hex')}.br`);
    if (!existsSync(kept)) {
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        writeFileSync(kept, await compress(bytes, { params }));
    }
    copyFileSync(kept, `${file}.br`);
}
