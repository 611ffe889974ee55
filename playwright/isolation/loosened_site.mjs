// The product's site served with one of its walls taken down: a control, so that a probe which finds nothing is known to be able to find something. The files are those that were built; what is
// changed is replaced in their text on the way out, and a text that is not there any more is an error.
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { headerPolicy, policyNameOf, readPolicy } from '../../tools/generate_policy.mjs';

const types = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.mjs': 'text/javascript',
    '.css': 'text/css',
    '.json': 'application/json',
    '.wasm': 'application/wasm',
    '.svg': 'image/svg+xml',
    '.webmanifest': 'application/manifest+json',
};

/** The size of a kernel's file is checked by the page. */
const ofSameLength = text => match => text.padEnd(match.length);

/** A wall and how it is taken down: `text` replaces in scripts and documents, `policy` changes the directives of a header. */
export const walls = {
    /// The frames of the kernel and of the HTML view get the site's own origin, and may do what the sandbox forbids.
    sandbox: {
        text: [
            {
                pattern: /"sandbox","allow-scripts"/g,
                put: '"sandbox","allow-scripts allow-same-origin allow-forms allow-popups allow-top-navigation"',
                in: /^assets\/main-.*\.js$|^probes\.js$/,
            },
        ],
        policy: (_kind, directives) => withoutDirectives(directives, 'sandbox'),
    },
    /// Only what limits requests: scripts, Trusted Types and navigation stay as they are.
    connections: {
        text: [
            { pattern: /connect-src 'none'/g, put: 'connect-src *', in: /^assets\/main-.*\.js$|^probes\.js$/ },
            { pattern: /connect-src 'self'/g, put: 'connect-src *', in: /^index\.html$/ },
        ],
        policy: (_kind, directives) => replaced(directives, 'connect-src', '*'),
    },
    /// The whole Content-Security-Policy, in headers, documents and the kernel's frame.
    policy: {
        text: [
            { pattern: /<meta http-equiv="Content-Security-Policy"[^>]*>/g, put: '', in: /^(index|view\/view-\w+)\.html$/ },
            { pattern: /<meta http-equiv="Content-Security-Policy" content="\$\{[^>]*\}">/g, put: '', in: /^assets\/main-.*\.js$|^probes\.js$/ },
        ],
        policy: () => [],
    },
    /// The names that the worker takes from its own scope before Python starts.
    doors: {
        text: [
            { pattern: /\["Worker","SharedWorker"[^\]]*\]/g, put: ofSameLength('[]'), in: /^kernel\/worker.*\.js$/ },
            { pattern: /\["storage","locks"[^\]]*\]/g, put: ofSameLength('[]'), in: /^kernel\/worker.*\.js$/ },
        ],
    },
    /// The cleaning of HTML.
    cleaning: { text: [{ pattern: /\w+\.sanitize\((\w+),\w+\)/g, put: '$1', in: /^view\/view.*\.js$/ }] },
};

/** The hash that the built page itself names. */
const builtBootHash = folder => /sha256-[\w+/]+=/.exec(readFileSync(join(folder, 'index.html'), 'utf8'))?.[0];
const withoutDirectives = (directives, ...names) => directives.filter(([name]) => !names.includes(name));
const replaced = (directives, wanted, sources) => directives.map(([name, old]) => [name, name === wanted ? sources : old]);

/**
 * Serves `folder` with the headers of static/policy.json, less the `down` walls. `extra` are further files by path: {text, type}; `bootHash` stands for the built one.
 * COOP and COEP stay in every case, so that what differs is the wall alone.
 */
export async function serveLoosened({ folder, down = [], extra = {}, bootHash = builtBootHash(folder) }) {
    const policy = readPolicy();
    const changes = down.flatMap(name => walls[name].text ?? []);
    const applied = new Set();
    const served = [];
    const policyFor = path => {
        const kind = policyNameOf(policy, path);
        const pairs = headerPolicy(policy, kind, { bootHash })
            .split('; ')
            .map(directive => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]);
        const left = down.reduce((directives, name) => walls[name].policy?.(kind, directives) ?? directives, pairs);
        return { kind, text: left.map(pair => pair.join(' ').trim()).join('; ') };
    };
    const loosen = (path, text) =>
        changes
            .filter(change => change.in.test(path))
            .reduce((changed, change) => {
                const next = changed.replace(change.pattern, change.put);
                if (next !== changed) applied.add(change);
                return next;
            }, text);
    const server = createServer((request, response) => {
        const path = normalize(decodeURIComponent(new URL(request.url, 'http://site').pathname)).replace(/^[/\\]+/, '') || 'index.html';
        const file = join(folder, path);
        const found = extra[path] ? Buffer.from(extra[path]) : existsSync(file) && statSync(file).isFile() ? readFileSync(file) : null;
        if (!found) return response.writeHead(404).end();
        const { kind, text } = policyFor(path);
        const headers = { ...policy.headers, 'Content-Type': types[extname(path)] ?? 'application/octet-stream', 'Cache-Control': 'no-store' };
        headers['Cross-Origin-Resource-Policy'] = policy.policies[kind].resource_policy;
        if (text) headers['Content-Security-Policy'] = text;
        served.push(path);
        const isText = /\.(html|js)$/.test(path);
        response.writeHead(200, headers).end(isText ? loosen(path, found.toString('utf8')) : found);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
        url: `http://127.0.0.1:${server.address().port}/`,
        /** Throws if something that should have been changed was served and not found in it. */
        expectLoosened() {
            const missed = changes.filter(change => !applied.has(change) && served.some(path => change.in.test(path)));
            if (missed.length > 0) throw new Error(`the built site has nothing like ${missed.map(change => change.pattern).join(', ')} any more`);
        },
        close() {
            server.closeAllConnections();
            server.close();
        },
    };
}
