// The site that the tests of the running server serve, and what they ask it with.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test as nodeTest } from 'node:test';
import { brotliCompressSync } from 'node:zlib';

import { exchange, responsesOf } from './running_server.mjs';

/** The folder around the site, with a file that must not get out. */
export const base = mkdtempSync(join(tmpdir(), 'pythonflows server '));
export const site = join(base, 'site');
export const isWindows = process.platform === 'win32';
export const big = randomBytes(5_000_000);
export const script = `console.log(${JSON.stringify('x'.repeat(5000))});\n`;
/** More than the kernel's buffers take, without taking space on the disk. */
export const hugeBytes = 200_000_000;

before(() => {
    mkdirSync(join(site, 'docs'), { recursive: true });
    writeFileSync(join(base, 'secret.txt'), 'secret');
    writeFileSync(join(site, 'index.html'), '<!doctype html>page');
    writeFileSync(join(site, 'docs', 'index.html'), '<!doctype html>docs');
    writeFileSync(join(site, 'view.html'), '<!doctype html>view');
    writeFileSync(join(site, 'gate.js'), 'gate');
    writeFileSync(join(site, '.env'), 'secret');
    writeFileSync(join(site, 'big.bin'), big);
    writeFileSync(join(site, 'app-K7Q2ZB4M.js'), script);
    writeFileSync(join(site, 'app-K7Q2ZB4M.js.br'), brotliCompressSync(script));
    writeFileSync(join(site, 'huge.bin'), '');
    truncateSync(join(site, 'huge.bin'), hugeBytes);
    if (!isWindows) symlinkSync('../secret.txt', join(site, 'leak.txt'));
});

after(() => rmSync(base, { recursive: true, force: true }));

/** A test that hangs has failed. */
export function test(name, ...rest) {
    const action = rest.pop();
    nodeTest(name, { timeout: 60_000, ...rest[0] }, action);
}

/** A request by GET. */
export const get = (path, ...fields) => [`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...fields, '', ''].join('\r\n');
/** A request by GET after which the connection ends. */
export const closing = (path, ...fields) => get(path, 'Connection: close', ...fields);
/** The one response to a request that ends its connection. */
export const one = async (server, bytes) => responsesOf(await exchange(server.port, bytes))[0];
