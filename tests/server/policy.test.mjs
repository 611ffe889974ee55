// The policy's one source and its generator: the C++ constants, the <meta> text and _headers all say the same.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { checkedBootHash, cppHeader, headerPolicy, headersFile, metaPolicy, policyNameOf, readPolicy, workerHeaders } from '../../tools/generate_policy.mjs';

const generator = resolve(fileURLToPath(new URL('../../tools/generate_policy.mjs', import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'pythonflows policy '));
after(() => rmSync(folder, { recursive: true, force: true }));

const policy = readPolicy();
const bootHash = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

test('the page’s policy is the measured one, with the boot script’s hash in its place', () => {
    const rest =
        "worker-src 'self' blob:; connect-src 'self'; img-src 'self' blob: data:; style-src 'self'; font-src 'self'; manifest-src 'self'; frame-src 'self'; " +
        "base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types pythonflows lit-html";
    assert.equal(headerPolicy(policy, 'page', { bootHash }), `default-src 'none'; script-src 'self' 'wasm-unsafe-eval' '${bootHash}' blob:; ${rest}`);
    assert.equal(headerPolicy(policy, 'page'), `default-src 'none'; script-src 'self' 'wasm-unsafe-eval' blob:; ${rest}`);
});

test('no policy lets text become code', () => {
    for (const name of Object.keys(policy.policies)) {
        const text = headerPolicy(policy, name, { bootHash });
        assert.ok(text.startsWith("default-src 'none'; "), name);
        assert.ok(!text.includes("'unsafe-eval'"), name);
        assert.ok(!/script-src[^;]*('unsafe-inline'|https?:|\*)/.test(text), name);
    }
});

test('the meta element says the same, less what it cannot say', () => {
    const meta = metaPolicy(policy, 'page', { bootHash });
    assert.equal(meta, headerPolicy(policy, 'page', { bootHash }).replace("frame-ancestors 'self'; ", ''));
    assert.ok(!metaPolicy(policy, 'view').includes('sandbox'));
    assert.ok(!meta.includes('"'), 'goes into an attribute');
});

test('the service worker isolates the page without taking the sandboxed view away, and closes the gate', () => {
    const { pageHeaders, gateHeaders } = workerHeaders(policy);
    assert.equal(pageHeaders['Document-Isolation-Policy'], 'isolate-and-require-corp');
    for (const name of Object.keys(pageHeaders)) assert.ok(!/^Cross-Origin-(Opener|Embedder)-Policy$|^Content-Security-Policy$/.test(name), name);
    assert.equal(gateHeaders['Content-Security-Policy'], headerPolicy(policy, 'gate'));
});

test('a hash that is none is refused', () => {
    for (const hash of ['x', 'sha256-', `${bootHash}; script-src *`, "sha256-' 'unsafe-eval'", 'sha384-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=']) {
        assert.throws(() => checkedBootHash(hash), /is not a hash/);
    }
    assert.equal(checkedBootHash(''), '');
    assert.equal(checkedBootHash(undefined), '');
});

test('a broken source is refused with a sentence', () => {
    const broken = [
        value => delete value.policies.gate,
        value => delete value.policies.page.directives,
        value => {
            value.policies.page.directives['script-src'] = "'self'; script-src *";
        },
        value => {
            value.policies.page.directives['img-src'] = "'self'\r\nX: y";
        },
    ];
    for (const damage of broken) {
        const copy = JSON.parse(readFileSync(resolve(generator, '../../static/policy.json'), 'utf8'));
        damage(copy);
        const path = join(folder, 'broken.json');
        writeFileSync(path, JSON.stringify(copy));
        assert.throws(() => readPolicy(path), /broken\.json: .*\.$/);
        const run = spawnSync(process.execPath, [generator, '--policy', path, '--out', join(folder, 'never.h')], { encoding: 'utf8' });
        assert.equal(run.status, 1);
        assert.match(run.stderr, /^generate_policy: [^\n]*\n$/);
    }
});

test('files get their policy by name, as in the server', () => {
    // The same names as in security_headers_test.cpp.
    for (const path of ['index.html', 'assets/app-K7Q2ZB4M.js', 'viewer.js', 'view.css', 'view_model.js', 'gate.html', 'gate/app.js', 'aggregate.js']) {
        assert.equal(policyNameOf(policy, path), 'page', path);
    }
    for (const path of ['view.html', 'frames/view.html', 'VIEW.html', 'view/view-0123456789a.html', 'view.js', 'assets/view-K7Q2ZB4M.js'])
        assert.equal(policyNameOf(policy, path), 'view', path);
    for (const path of ['gate.js', 'assets/gate-K7Q2ZB4M.js', 'gate.0123abcd.mjs', 'gate_worker.js']) assert.equal(policyNameOf(policy, path), 'gate', path);
});

/** Reads _headers as a host does that joins the values of every rule that matches. */
function rulesFor(text, address) {
    const found = new Map();
    let matches = false;
    for (const line of text.split('\n')) {
        if (line.startsWith('/')) {
            matches = line === address || (line.endsWith('*') && address.startsWith(line.slice(0, -1)));
        } else if (matches && line.trim()) {
            const name = line.slice(0, line.indexOf(':')).trim();
            found.set(name, [...(found.get(name) ?? []), line.slice(line.indexOf(':') + 1).trim()]);
        }
    }
    return found;
}

test('_headers gives every document and script exactly one policy', () => {
    const files = [
        'index.html',
        'view.html',
        'docs/index.html',
        'assets/app-K7Q2ZB4M.js',
        'assets/view-K7Q2ZB4M.js',
        'assets/gate-K7Q2ZB4M.js',
        'pyodide/pyodide.asm.mjs',
        'a.wasm',
    ];
    const text = headersFile(policy, files, { bootHash, isImmutable: path => /-[A-Z2-7]{8}\./.test(path) });
    const addresses = ['/', '/view', '/docs/', ...files.map(file => `/${file}`)];
    for (const address of addresses) {
        const rules = rulesFor(text, address);
        for (const [name, values] of rules) assert.equal(values.length, 1, `${address} ${name}`);
        for (const [name, value] of Object.entries(policy.headers)) assert.deepEqual(rules.get(name), [value], address);
        if (address !== '/a.wasm') assert.ok(rules.has('Content-Security-Policy'), address);
    }
    assert.deepEqual(rulesFor(text, '/').get('Content-Security-Policy'), [headerPolicy(policy, 'page', { bootHash })]);
    assert.deepEqual(rulesFor(text, '/view').get('Content-Security-Policy'), [headerPolicy(policy, 'view')]);
    assert.deepEqual(rulesFor(text, '/assets/view-K7Q2ZB4M.js').get('Cross-Origin-Resource-Policy'), ['cross-origin']);
    assert.deepEqual(rulesFor(text, '/assets/gate-K7Q2ZB4M.js').get('Content-Security-Policy'), [headerPolicy(policy, 'gate')]);
    assert.deepEqual(rulesFor(text, '/assets/app-K7Q2ZB4M.js').get('Cache-Control'), ['public, max-age=31536000, immutable']);
    assert.ok(!rulesFor(text, '/').has('Cache-Control'));
    for (const line of text.split('\n')) assert.ok(line.length <= 2000, 'what hosts accept');
});

test('the command writes only what changed, and remembers the hash', () => {
    const out = join(folder, 'generated', 'policy.h');
    const hashFile = join(folder, 'generated', 'hash.txt');
    const run = (...more) => execFileSync(process.execPath, [generator, '--out', out, '--boot-hash-file', hashFile, ...more]);
    run();
    assert.equal(readFileSync(out, 'utf8'), cppHeader(policy));
    const old = new Date(2000, 1, 1);
    utimesSync(out, old, old);
    run();
    assert.equal(statSync(out).mtime.getTime(), old.getTime(), 'untouched');
    run('--boot-hash', bootHash);
    assert.equal(readFileSync(out, 'utf8'), cppHeader(policy, { bootHash }));
    run();
    assert.equal(readFileSync(out, 'utf8'), cppHeader(policy, { bootHash }), 'as the run before said');
    assert.ok(readFileSync(out, 'utf8').includes(`'${bootHash}'`));
    for (const args of [['--boot-hash', 'nonsense'], ['--nonsense', 'x'], ['--out']]) {
        assert.equal(spawnSync(process.execPath, [generator, ...args], { encoding: 'utf8' }).status, 1);
    }
});
