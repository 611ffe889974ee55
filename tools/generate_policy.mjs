/**
 * Turns static/policy.json into every form in which a browser meets it:
 *  - build/generated/server/security_policy.gen.h, the server's constants (this file run as a command);
 *  - `headersFile()`, the text of dist/_headers for static hosts that read one;
 *  - `metaPolicy()`, the content of the page's <meta http-equiv="Content-Security-Policy">.
 *
 * Command: node tools/generate_policy.mjs [--boot-hash sha256-…] [--boot-hash-file FILE] [--policy FILE] [--out FILE]
 * The hash of the kernel's boot script comes from the site build, by `recordBootHash()` or `--boot-hash`. Both keep it in the hash file, which
 * every later run (CMake's too) reads, so that all agree. While no hash is known the source is absent from the policy.
 */
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Where the files of the command lie when it is not told otherwise. */
export const defaultPaths = {
    policy: resolve(projectRoot, 'static/policy.json'),
    header: resolve(projectRoot, 'build/generated/server/security_policy.gen.h'),
    bootHash: resolve(projectRoot, 'build/generated/server/boot_hash.txt'),
};

/** Directives that browsers ignore, with a warning, in a <meta> element. */
const headerOnlyDirectives = new Set(['frame-ancestors', 'sandbox', 'report-uri']);

const bootPlaceholder = '{boot}';

/** Reads and checks a policy file; throws with a sentence when something in it is missing. */
export function readPolicy(path = defaultPaths.policy) {
    const policy = JSON.parse(readFileSync(path, 'utf8'));
    for (const name of ['page', 'view', 'gate']) {
        const entry = policy.policies?.[name];
        if (!entry || !Array.isArray(entry.files) || !entry.directives || !entry.resource_policy) {
            throw new Error(`${path}: the policy "${name}" needs files, resource_policy and directives.`);
        }
        for (const [directive, sources] of Object.entries(entry.directives)) {
            if (!/^[a-z-]+$/.test(directive) || /[;,"\\\r\n]/.test(sources)) {
                throw new Error(`${path}: "${directive}" of the policy "${name}" is not a directive that can be sent.`);
            }
        }
    }
    return policy;
}

/** Checks the form `sha256-<base64>`; returns it, or "" for no hash. */
export function checkedBootHash(hash) {
    if (!hash) return '';
    if (!/^sha256-[A-Za-z0-9+/]{43}=$/.test(hash)) {
        throw new Error(`"${hash}" is not a hash of the form sha256-<43 base64 digits>=.`);
    }
    return hash;
}

/** Keeps the boot script's hash for the next run of the command. The site build calls this. */
export function recordBootHash(hash, path = defaultPaths.bootHash) {
    return writeIfChanged(path, `${checkedBootHash(hash)}\n`);
}

/** The directives of one policy as [name, sources] pairs, the boot hash put in or its place closed. */
export function directivesOf(policy, name, { bootHash = '' } = {}) {
    const hash = checkedBootHash(bootHash);
    return Object.entries(policy.policies[name].directives).map(([directive, sources]) => [
        directive,
        sources
            .split(' ')
            .map(source => (source === bootPlaceholder ? (hash ? `'${hash}'` : '') : source))
            .filter(Boolean)
            .join(' '),
    ]);
}

const joinDirectives = pairs => pairs.map(([name, sources]) => `${name} ${sources}`.trim()).join('; ');

/** The value of the Content-Security-Policy header for one policy. */
export function headerPolicy(policy, name, options = {}) {
    return joinDirectives(directivesOf(policy, name, options));
}

/** The content of a <meta http-equiv="Content-Security-Policy">: what a header says, less what a meta element cannot say. */
export function metaPolicy(policy, name = 'page', options = {}) {
    return joinDirectives(directivesOf(policy, name, options).filter(([directive]) => !headerOnlyDirectives.has(directive)));
}

/**
 * {pageHeaders, gateHeaders}: what our service worker adds to the page and to the gate's script on hosts that send no headers. The page brings its content policy in a <meta>.
 * Document-Isolation-Policy alone isolates it: COOP and COEP would refuse the sandboxed view, whose document the worker never sees.
 */
export function workerHeaders(policy) {
    const { 'Cross-Origin-Opener-Policy': _opener, 'Cross-Origin-Embedder-Policy': _embedder, ...pageHeaders } = policy.headers;
    return { pageHeaders, gateHeaders: { ...pageHeaders, 'Content-Security-Policy': headerPolicy(policy, 'gate') } };
}

/** Whether a file's name matches a pattern in which `*` stands for anything; case does not count, as on some file systems. */
function nameMatches(pattern, name) {
    const body = pattern
        .split('*')
        .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*');
    return new RegExp(`^${body}$`, 'i').test(name);
}

/** Which policy a file of the site gets, by its name. The server decides in the same way (security_headers.cpp). */
export function policyNameOf(policy, path) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const special = Object.keys(policy.policies).filter(key => key !== 'page');
    return special.find(key => policy.policies[key].files.some(pattern => nameMatches(pattern, name))) ?? 'page';
}

/**
 * The text of `_headers` (Netlify, Cloudflare Pages). Such hosts join the values of all rules that match a path, and two joined policies
 * both apply, so a policy is never given by a wildcard: each document and script has its own rule.
 * @param files paths relative to the site's root, with forward slashes
 * @param isImmutable says of a path whether its name carries a hash of its content
 */
export function headersFile(policy, files, { bootHash = '', isImmutable = () => false } = {}) {
    const lines = ['/*'];
    for (const [name, value] of Object.entries(policy.headers)) lines.push(`  ${name}: ${value}`);
    for (const file of [...files].sort()) {
        const isActive = /\.(html|js|mjs)$/.test(file);
        const own = [];
        if (isActive) {
            const kind = policyNameOf(policy, file);
            own.push(`  Content-Security-Policy: ${headerPolicy(policy, kind, { bootHash })}`);
            own.push(`  Cross-Origin-Resource-Policy: ${policy.policies[kind].resource_policy}`);
        }
        if (isImmutable(file)) own.push('  Cache-Control: public, max-age=31536000, immutable');
        if (own.length === 0) continue;
        for (const path of addressesOf(file)) lines.push(`/${path}`, ...own);
    }
    return `${lines.join('\n')}\n`;
}

/** A document is also reached by its folder, and on some hosts by its name without the ending. */
function addressesOf(file) {
    if (file === 'index.html' || file.endsWith('/index.html')) return [file, file.slice(0, -'index.html'.length)];
    if (file.endsWith('.html')) return [file, file.slice(0, -'.html'.length)];
    return [file];
}

const quoted = text => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;

/** The C++ header with the server's constants. */
export function cppHeader(policy, options = {}) {
    const out = [
        '// Generated by tools/generate_policy.mjs from static/policy.json. Do not edit.',
        '#pragma once',
        '',
        '#include <array>',
        '#include <string_view>',
        '',
        'namespace flow::server::policy {',
        '',
        'struct Header {',
        '  std::string_view name;',
        '  std::string_view value;',
        '};',
        '',
        'struct Directive {',
        '  std::string_view name;',
        '  std::string_view sources;',
        '};',
        '',
    ];
    const array = (type, name, rows) => {
        out.push(`inline constexpr std::array<${type}, ${rows.length}> ${name}{{`);
        for (const row of rows) out.push(`    ${row},`);
        out.push('}};', '');
    };
    const pair = ([name, value]) => `{${quoted(name)}, ${quoted(value)}}`;
    array('Header', 'kHeaders', Object.entries(policy.headers).map(pair));
    for (const [name, entry] of Object.entries(policy.policies)) {
        const title = name[0].toUpperCase() + name.slice(1);
        array('Directive', `k${title}Directives`, directivesOf(policy, name, options).map(pair));
        array('std::string_view', `k${title}Files`, entry.files.map(quoted));
        out.push(`inline constexpr std::string_view k${title}ResourcePolicy{${quoted(entry.resource_policy)}};`, '');
    }
    out.push('}  // namespace flow::server::policy', '');
    return out.join('\n');
}

/** Writes a file only if its content changes, so that nothing is rebuilt for nothing. Returns whether it wrote. */
export function writeIfChanged(path, text) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) return false;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return true;
}

function parseArguments(args) {
    const names = { '--boot-hash': 'bootHash', '--boot-hash-file': 'bootHashFile', '--policy': 'policy', '--out': 'out' };
    const options = {};
    for (let i = 0; i < args.length; i += 2) {
        const name = names[args[i]];
        if (!name || args[i + 1] === undefined) throw new Error(`"${args[i]}" is not an option, or has no value.`);
        options[name] = args[i + 1];
    }
    return options;
}

function main(args) {
    const options = parseArguments(args);
    const hashFile = options.bootHashFile ?? defaultPaths.bootHash;
    if (options.bootHash !== undefined) recordBootHash(options.bootHash, hashFile);
    const bootHash = existsSync(hashFile) ? readFileSync(hashFile, 'utf8').trim() : '';
    const policy = readPolicy(options.policy ?? defaultPaths.policy);
    writeIfChanged(options.out ?? defaultPaths.header, cppHeader(policy, { bootHash }));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
    try {
        main(process.argv.slice(2));
    } catch (error) {
        console.error(`generate_policy: ${error.message}`);
        process.exitCode = 1;
    }
}
