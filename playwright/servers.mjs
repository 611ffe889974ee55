// Who serves the pages of the stories: the product's own server, a static host that sends no headers of ours, and a foreign page that embeds the product.
import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const repository = resolve(fileURLToPath(new URL('..', import.meta.url)));
const serverBinary = join(repository, 'build', 'native', 'server', process.platform === 'win32' ? 'pythonflows-server.exe' : 'pythonflows-server');
export const site = join(repository, 'dist');

/** Serves a folder with the product's own server: {url, close()}. */
export async function serve({ folder = site, args = [], env = {} } = {}) {
    const child = spawn(serverBinary, [folder, '--port', '0', '--quiet', ...args], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    const url = await new Promise((settle, refuse) => {
        createInterface({ input: child.stdout }).once('line', settle);
        child.once('error', refuse);
        child.once('exit', status => refuse(new Error(`the server ended with ${status} before it printed its address`)));
    });
    const close = () =>
        new Promise(settle => {
            child.once('exit', settle);
            child.kill('SIGTERM');
        });
    return { url: url.trim(), close };
}

const mediaTypes = {
    '.css': 'text/css',
    '.csv': 'text/csv',
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.json': 'application/json',
    '.mjs': 'text/javascript',
    '.svg': 'image/svg+xml',
    '.wasm': 'application/wasm',
    '.webmanifest': 'application/manifest+json',
    '.zip': 'application/zip',
};

/**
 * A static host as people have them: a media type, no other header; with `reads` those that the site's own file _headers names, as Netlify and Cloudflare send them. `missing` are paths that it
 * does not have; `port` is where it stood before.
 * {url, requests, folder, missing, close()}: `requests` are the paths that were asked for so far; `isDown` set to true makes every connection end without an answer; another folder is another site.
 */
export async function serveHeaderless({ folder = site, missing = [], reads = false, port = 0 } = {}) {
    const requests = [];
    const host = { requests, isDown: false, folder, missing };
    const rules = reads ? headerRules(readFileSync(join(folder, '_headers'), 'utf8')) : () => ({});
    const server = createServer((request, response) => {
        if (host.isDown) return request.socket.destroy();
        const path = decodeURIComponent(new URL(request.url, 'http://host').pathname).slice(1) || 'index.html';
        requests.push(path);
        const file = resolve(host.folder, path);
        if (host.missing.includes(path) || !file.startsWith(host.folder + sep) || !statSync(file, { throwIfNoEntry: false })?.isFile())
            return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('nothing here');
        const bytes = readFileSync(file);
        const headers = { 'Content-Type': mediaTypes[extname(file)] ?? 'application/octet-stream', 'Content-Length': bytes.length, ...rules(path) };
        response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : bytes);
    });
    return Object.assign(host, await listening(server, port));
}

/** The rules of a _headers file: path -> the headers of all rules that match it. */
function headerRules(text) {
    const rules = [];
    for (const line of text.split('\n')) {
        const field = /^ {2}([\w-]+): (.*)$/.exec(line);
        if (field) rules.at(-1).headers[field[1]] = field[2];
        else if (line) rules.push({ path: line, headers: {} });
    }
    return path => Object.assign({}, ...rules.filter(rule => rule.path === '/*' || rule.path === `/${path}`).map(rule => rule.headers));
}

/** A page of another origin without any header, with one frame in it that fills most of the window: {url, close()}. `addressOf()` is asked for the frame's address when somebody comes. */
export async function serveForeignPage(addressOf) {
    const document = () => `<!doctype html><meta charset="utf-8"><title>A foreign page</title><link rel="icon" href="data:,">
<body style="margin: 0"><iframe src="${addressOf().replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" allow="cross-origin-isolated; clipboard-read; clipboard-write"
style="position: absolute; left: 24px; top: 32px; width: calc(100% - 48px); height: calc(100% - 48px); border: 0"></iframe></body>`;
    const served = await listening(createServer((_request, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(document())));
    // Another name of this machine: another site for the browser.
    return { ...served, url: served.url.replace('127.0.0.1', 'localhost') };
}

/** A host of another site without any header of ours: `pages` are its documents and files by path (`/` too), as text or bytes. {url, close()}. */
export async function serveForeignSite(pages) {
    const answer = (request, response) => {
        const path = new URL(request.url, 'http://host').pathname;
        const content = pages[path];
        if (content === undefined) return response.writeHead(404).end();
        response.writeHead(200, { 'Content-Type': mediaTypes[extname(path)] ?? 'text/html; charset=utf-8' }).end(content);
    };
    const served = await listening(createServer(answer));
    return { ...served, url: served.url.replace('127.0.0.1', 'localhost') };
}

/** Starts on that port, or any free one: {url, close()}. */
function listening(server, port = 0) {
    return new Promise((settle, refuse) => {
        server.once('error', refuse);
        server.listen(port, '127.0.0.1', () => {
            const close = () =>
                new Promise(done => {
                    server.close(done);
                    server.closeAllConnections();
                });
            settle({ url: `http://127.0.0.1:${server.address().port}/`, close });
        });
    });
}
