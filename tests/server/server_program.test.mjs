// The real server as a program: its options, its sentences, its exit status.
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { exchange, launch, serve } from './running_server.mjs';
import { base, closing, site, test } from './served_site.mjs';

test('says its address first, serves, and ends when asked', async t => {
    const server = await serve(t, site, ['--quiet']);
    assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
    const response = await fetch(server.url);
    assert.equal(response.status, 200);
    assert.equal(await response.text(), '<!doctype html>page');
    server.child.kill('SIGTERM');
    const end = await server.ended;
    assert.equal(end.status, 0);
    assert.equal(end.stdout, `${server.url}\n`);
    assert.equal(end.stderr, '');
});

test('reports requests on the error output, and nothing in them moves a cursor', async t => {
    const server = await serve(t, site);
    await exchange(server.port, closing('/docs/?%1b[2J'));
    await exchange(server.port, 'GET /\x1b[2J HTTP/1.1\r\nHost: a\r\n\r\n');
    server.child.kill('SIGTERM');
    const { stderr } = await server.ended;
    assert.match(stderr, /^GET \/docs\/\?%1b\[2J 200 19\n- 400 \d+\n$/);
});

test('options and environment reach the responses', async t => {
    const server = await serve(
        t,
        site,
        [
            '--quiet',
            '--header',
            'X-Name: value',
            '--header',
            'Referrer-Policy: same-origin',
            '--allow-origin',
            'https://docs.example',
            '--connect-src',
            'https://data.example',
        ],
        { PYFLOWS_RUN_TIMEOUT_SEC: '7', PYFLOWS_MAX_OUTPUT_BYTES: '1000', PYFLOWS_ALLOWED_ORIGINS: 'https://more.example' },
    );
    assert.deepEqual(await (await fetch(`${server.url}config.json`)).json(), {
        node_timeout_sec: 7,
        run_timeout_sec: 7,
        max_output_bytes: 1000,
        max_memory_bytes: 2_147_483_648,
        max_preview_bytes: 33_554_432,
        max_message_bytes: 536_870_912,
        saved_values_bytes: 268_435_456,
        kept_results_bytes: 536_870_912,
        allowed_origins: ['https://more.example', 'https://docs.example'],
    });
    const page = await fetch(server.url, { headers: { Origin: 'https://docs.example' } });
    assert.equal(page.headers.get('x-name'), 'value');
    assert.equal(page.headers.get('referrer-policy'), 'same-origin');
    assert.equal(page.headers.get('access-control-allow-origin'), 'https://docs.example');
    assert.equal(page.headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.match(page.headers.get('content-security-policy'), /frame-ancestors 'self' https:\/\/more\.example https:\/\/docs\.example;/);
    assert.match((await fetch(`${server.url}gate.js`)).headers.get('content-security-policy'), /connect-src 'self' https: https:\/\/data\.example;/);
    assert.match((await fetch(`${server.url}view.html`)).headers.get('content-security-policy'), /style-src 'unsafe-inline'/);
    assert.equal((await fetch(server.url, { headers: { Origin: 'https://evil.example' } })).headers.get('access-control-allow-origin'), null);
});

test('a port that is taken is one sentence', async t => {
    const server = await serve(t, site, ['--quiet']);
    const end = await launch([site, '--port', String(server.port)]).ended;
    assert.notEqual(end.status, 0);
    assert.equal(end.stdout, '');
    assert.match(end.stderr, new RegExp(`^pythonflows-server: Port ${server.port} on 127.0.0.1 is already in use: .*\\n$`));
});

test('what is wrong on the command line is one sentence and status 2', async () => {
    for (const args of [
        ['--nonsense'],
        ['--port', 'x'],
        ['--port', '70000'],
        ['--header', 'X: a\r\nY: b'],
        ['--allow-origin', '*'],
        ['--connect-src', "'unsafe-inline'"],
        ['a', 'b'],
    ]) {
        const end = await launch(args).ended;
        assert.equal(end.status, 2, args.join(' '));
        assert.equal(end.stdout, '');
        assert.match(end.stderr, /^pythonflows-server: [^\n]*\.\n$/);
    }
    const missing = await launch([join(base, 'nowhere')]).ended;
    assert.equal(missing.status, 1);
    assert.match(missing.stderr, /^pythonflows-server: The folder "[^\n]*nowhere" cannot be served: [^\n]*\.\n$/);
});

test('says its version and its options', async () => {
    const version = await launch(['--version']).ended;
    assert.equal(version.status, 0);
    assert.match(version.stdout, /^pythonflows-server \d+\.\d+\.\d+\n$/);
    const help = await launch(['--help']).ended;
    assert.equal(help.status, 0);
    for (const option of ['--port', '--bind', '--open', '--header', '--allow-origin', '--connect-src', '--quiet', '--version', '--help'])
        assert.ok(help.stdout.includes(option), option);
});

test('the manifest and every icon that it names are served, as pictures', async t => {
    const folder = resolve(fileURLToPath(new URL('../../static', import.meta.url)));
    const server = await serve(t, folder, ['--quiet']);
    const manifest = await fetch(new URL('manifest.webmanifest', server.url));
    assert.equal(manifest.headers.get('content-type'), 'application/manifest+json');
    const { icons } = await manifest.json();
    assert.ok(icons.length > 0);
    for (const { src, type } of icons) {
        const icon = await fetch(new URL(src, server.url));
        assert.deepEqual([icon.status, icon.headers.get('content-type')], [200, type], src);
        const bytes = Buffer.from(await icon.arrayBuffer());
        if (type === 'image/png') assert.equal(bytes.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n', src);
        else assert.match(bytes.toString(), /^\s*<svg /, src);
    }
});
