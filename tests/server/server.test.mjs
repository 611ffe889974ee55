// The real server over loopback, in raw bytes: what only a running program can show. What is answered, and why, is respond_test.cpp's.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test as nodeTest } from 'node:test';
import { brotliCompressSync } from 'node:zlib';

import { connect, exchange, launch, responsesOf, serve } from './running_server.mjs';

const base = mkdtempSync(join(tmpdir(), 'pythonflows server '));
const site = join(base, 'site');
const isWindows = process.platform === 'win32';
const big = randomBytes(5_000_000);
const script = `console.log(${JSON.stringify('x'.repeat(5000))});\n`;
/** More than the kernel's buffers take, without taking space on the disk. */
const hugeBytes = 200_000_000;

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
function test(name, ...rest) {
    const action = rest.pop();
    nodeTest(name, { timeout: 60_000, ...rest[0] }, action);
}

const get = (path, ...fields) => [`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...fields, '', ''].join('\r\n');
const closing = (path, ...fields) => get(path, 'Connection: close', ...fields);
const one = async (server, bytes) => responsesOf(await exchange(server.port, bytes))[0];

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

test('sends every byte of a file, to many at a time', async t => {
    const server = await serve(t, site, ['--quiet']);
    const hash = bytes => createHash('sha256').update(bytes).digest('hex');
    const bodies = await Promise.all(Array.from({ length: 40 }, async () => Buffer.from(await (await fetch(`${server.url}big.bin`)).arrayBuffer())));
    assert.deepEqual([...new Set(bodies.map(hash))], [hash(big)]);
    const part = await fetch(`${server.url}big.bin`, { headers: { Range: 'bytes=1000000-1999999' } });
    assert.equal(part.status, 206);
    assert.equal(hash(Buffer.from(await part.arrayBuffer())), hash(big.subarray(1_000_000, 2_000_000)));
});

test('answers pipelined requests in their order, HEAD and 304 without a body', async t => {
    const server = await serve(t, site, ['--quiet']);
    const tag = (await fetch(server.url)).headers.get('etag');
    const head = get('/docs/').replace('GET', 'HEAD');
    const text = await exchange(server.port, get('/') + head + get('/', `If-None-Match: ${tag}`) + get('/nothing') + closing('/docs/') + get('/after-close'));
    const responses = responsesOf(text, ['GET', 'HEAD', 'GET', 'GET', 'GET']);
    assert.deepEqual(
        responses.map(({ status }) => status),
        [200, 200, 304, 404, 200],
    );
    assert.equal(responses[1].headers['content-length'], '19');
    assert.equal(responses[2].headers.etag, tag);
    assert.equal(responses[4].body, '<!doctype html>docs');
    assert.equal(responses[4].headers.connection, 'close');
});

test('takes a request that arrives byte by byte, and two that share a packet', async t => {
    const server = await serve(t, site, ['--quiet']);
    const { socket, until, closed } = connect(server.port);
    socket.setNoDelay(true);
    for (const byte of get('/')) await new Promise(resolve => socket.write(byte, resolve));
    await until(text => text.endsWith('page'));
    socket.write(get('/docs/').slice(0, 10));
    socket.write(get('/docs/').slice(10) + closing('/docs/'));
    assert.equal(responsesOf(await closed).length, 3);
    socket.destroy();
});

test('gives brotli to those who take it', async t => {
    const server = await serve(t, site, ['--quiet']);
    const response = await fetch(`${server.url}app-K7Q2ZB4M.js`, { headers: { 'Accept-Encoding': 'br' } });
    assert.equal(response.headers.get('content-encoding'), 'br');
    assert.equal(response.headers.get('vary'), 'Accept-Encoding');
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(await response.text(), script);
});

test('keeps what lies outside to itself', { skip: isWindows && 'needs links' }, async t => {
    const server = await serve(t, site, ['--quiet']);
    for (const path of [
        '/leak.txt',
        '/.env',
        '/../secret.txt',
        '/%2e%2e/secret.txt',
        '/docs/..%2f..%2fsecret.txt',
        '/docs/../../secret.txt',
        '//etc/passwd',
        '/..\\secret.txt',
    ]) {
        const response = await one(server, closing(path));
        assert.ok([400, 404].includes(response.status), `${path}: ${response.status}`);
        assert.ok(!response.body.includes('secret') && !response.body.includes('root:'), path);
    }
});

test('every response carries the security headers', async t => {
    const server = await serve(t, site, ['--quiet']);
    const requests = {
        200: closing('/'),
        206: closing('/', 'Range: bytes=0-1'),
        301: closing('/docs'),
        304: closing('/', 'If-None-Match: *'),
        400: 'nonsense\r\n\r\n',
        404: closing('/nothing'),
        405: closing('/').replace('GET', 'POST'),
        414: closing(`/${'a'.repeat(20_000)}`),
        416: closing('/', 'Range: bytes=99-'),
        431: closing('/', `X: ${'a'.repeat(20_000)}`),
        505: closing('/').replace('1.1', '2.0'),
    };
    for (const [status, bytes] of Object.entries(requests)) {
        const response = await one(server, bytes);
        assert.equal(response.status, Number(status));
        assert.match(response.headers['content-security-policy'], /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval' /, status);
        assert.equal(response.headers['cross-origin-opener-policy'], 'same-origin', status);
        assert.equal(response.headers['cross-origin-embedder-policy'], 'require-corp', status);
        assert.equal(response.headers['cross-origin-resource-policy'], 'same-origin', status);
        assert.equal(response.headers['document-isolation-policy'], 'isolate-and-require-corp', status);
        assert.equal(response.headers['x-content-type-options'], 'nosniff', status);
        assert.equal(response.headers['referrer-policy'], 'no-referrer', status);
    }
});

test('survives whatever is thrown at it', async t => {
    const server = await serve(t, site, ['--quiet']);
    const hostile = [
        '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
        '\0\0\0\0',
        '\n\n\n\n',
        'GET / HTTP/1.1\nHost: a\n\n',
        'GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n',
        'GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        'GET / HTTP/1.1\r\n\r\n',
        'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
        'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /docs/ HTTP/1.1\r\nHost: a\r\n\r\n',
        'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\nGET /docs/ HTTP/1.1\r\nHost: a\r\n\r\n',
        'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
        `GET / HTTP/1.1\r\n${'A: b\r\n'.repeat(200)}\r\n`,
        'A'.repeat(100_000),
        randomBytes(50_000).toString('latin1'),
    ];
    for (const bytes of hostile) {
        const responses = responsesOf(await exchange(server.port, bytes));
        assert.equal(responses.length, 1, `one answer, then the end, for ${JSON.stringify(bytes.slice(0, 60))}`);
        assert.ok(responses[0].status >= 400, bytes.slice(0, 60));
        assert.equal(responses[0].headers.connection, 'close');
    }
    for (let i = 0; i < 50; ++i)
        net.connect(server.port, '127.0.0.1').on('connect', function abandon() {
            this.resetAndDestroy();
        });
    assert.equal((await fetch(server.url)).status, 200);
});

test('a refused body does not take the refusal with it', async t => {
    const server = await serve(t, site, ['--quiet']);
    const { socket, closed } = connect(server.port);
    const hadError = new Promise(resolve => socket.on('close', resolve));
    socket.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n${'x'.repeat(200_000)}`);
    const [response] = responsesOf(await closed);
    assert.equal(response.status, 405);
    assert.equal(response.headers.allow, 'GET, HEAD');
    // The server still listens for a moment: what was under way is taken, not answered with a reset.
    socket.end('x'.repeat(1000));
    assert.equal(await hadError, false);
});

test('a request has one deadline, however busily it drips', async t => {
    const server = await serve(t, site, ['--quiet', '--header-timeout-ms', '400']);
    for (const drips of [false, true]) {
        const { socket, closed } = connect(server.port);
        const start = performance.now();
        socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ');
        const timer = drips ? setInterval(() => socket.write('a'), 20) : undefined;
        const text = await closed;
        clearInterval(timer);
        socket.destroy();
        const elapsed = performance.now() - start;
        assert.equal(responsesOf(text)[0].status, 408);
        assert.ok(elapsed > 350 && elapsed < 5_000, `after ${elapsed} ms`);
    }
});

test('the deadline starts anew with each request, also with one that came pipelined', async t => {
    const server = await serve(t, site, ['--quiet', '--header-timeout-ms', '300']);
    const { socket, closed } = connect(server.port);
    socket.write(`${get('/')}GET /docs/ HTTP/1.1\r\n`);
    assert.deepEqual(
        responsesOf(await closed).map(({ status }) => status),
        [200, 408],
    );
    socket.destroy();
});

test('a connection on which nothing is asked is closed without a word', async t => {
    const server = await serve(t, site, ['--quiet', '--idle-timeout-ms', '200', '--header-timeout-ms', '60000']);
    assert.equal(await exchange(server.port, ''), '');
    const { socket, until, closed } = connect(server.port);
    socket.write(get('/'));
    const text = await until(received => received.endsWith('page'));
    assert.equal(await closed, text);
    socket.destroy();
});

test('a reader that stops reading is left', async t => {
    const server = await serve(t, site, ['--quiet', '--send-timeout-ms', '300']);
    const { socket, until, closed } = connect(server.port);
    socket.write(get('/huge.bin'));
    await until(text => text.length > 1000);
    socket.pause();
    // While the reader is silent the others are served.
    assert.equal((await fetch(server.url)).status, 200);
    // The server ends when nothing is in flight any more, so its end shows when the silent reader was given up.
    const start = performance.now();
    server.child.kill(isWindows ? 'SIGKILL' : 'SIGTERM');
    await server.ended;
    const elapsed = performance.now() - start;
    assert.ok(elapsed < 5_000, `after ${elapsed} ms`);
    socket.resume();
    assert.ok((await closed).length < hugeBytes);
    socket.destroy();
});

test('a file that shrinks while it is sent ends the connection', async t => {
    const server = await serve(t, site, ['--quiet']);
    const path = join(site, 'shrinks.bin');
    writeFileSync(path, '');
    truncateSync(path, 50_000_000);
    const { socket, until, closed } = connect(server.port);
    socket.write(get('/shrinks.bin'));
    await until(text => text.length > 100);
    socket.pause();
    truncateSync(path, 0);
    socket.resume();
    assert.ok((await closed).length < 50_000_000);
    socket.destroy();
    assert.equal((await fetch(server.url)).status, 200);
});

test('asked to end, it finishes what it is sending and takes nothing new', { skip: isWindows && 'has no signals' }, async t => {
    const server = await serve(t, site, ['--quiet']);
    const sending = connect(server.port);
    sending.socket.write(get('/huge.bin'));
    await sending.until(text => text.length > 1000);
    sending.socket.pause();
    const idle = connect(server.port);
    idle.socket.write(get('/'));
    await idle.until(text => text.endsWith('page'));

    server.child.kill('SIGTERM');
    await idle.closed;
    await assert.rejects(new Promise((resolve, reject) => net.connect(server.port, '127.0.0.1').on('connect', resolve).on('error', reject)), /ECONNREFUSED/);
    assert.equal(server.child.exitCode, null, 'still sending');

    sending.socket.resume();
    const [response] = responsesOf(await sending.closed);
    assert.equal(response.body.length, hugeBytes);
    for (const { socket } of [sending, idle]) socket.destroy();
    assert.equal((await server.ended).status, 0);
});

test('asked to end, it answers a request whose head has begun', { skip: isWindows && 'has no signals' }, async t => {
    const server = await serve(t, site, ['--quiet']);
    const { socket, until, closed } = connect(server.port);
    socket.write(get('/') + get('/docs/').slice(0, 30));
    await until(text => text.endsWith('page'));
    const idle = connect(server.port);
    idle.socket.write(get('/'));
    await idle.until(text => text.endsWith('page'));
    server.child.kill('SIGINT');
    await idle.closed;
    idle.socket.destroy();
    socket.write(get('/docs/').slice(30) + get('/'));
    const responses = responsesOf(await closed);
    assert.deepEqual(
        responses.map(({ status }) => status),
        [200, 200, 200],
    );
    assert.equal(responses[2].headers.connection, 'close');
    socket.destroy();
    assert.equal((await server.ended).status, 0);
});

test('asked twice, it ends at once', { skip: isWindows && 'has no signals' }, async t => {
    const server = await serve(t, site, ['--quiet']);
    const { socket, until, closed } = connect(server.port);
    socket.write(get('/huge.bin'));
    await until(text => text.length > 1000);
    socket.pause();
    const idle = connect(server.port);
    idle.socket.write(get('/'));
    await idle.until(text => text.endsWith('page'));
    server.child.kill('SIGTERM');
    await idle.closed;
    idle.socket.destroy();
    server.child.kill('SIGTERM');
    assert.equal((await server.ended).status, 0);
    socket.resume();
    assert.ok((await closed).length < hugeBytes);
    socket.destroy();
});

test('bounds its connections, and serves those who wait when one ends', async t => {
    const server = await serve(t, site, ['--quiet']);
    const open = [];
    for (let i = 0; i < 400; ++i) {
        const connection = connect(server.port);
        connection.socket.write(get('/'));
        await connection.until(text => text.endsWith('page'));
        open.push(connection);
    }
    const late = connect(server.port);
    await new Promise(resolve => late.socket.write(get('/docs/'), resolve));
    // Those inside are answered, again and again, while the late one waits.
    for (let round = 1; round <= 5; ++round) {
        open[0].socket.write(get('/docs/'));
        await open[0].until(text => text.split('<!doctype html>docs').length === round + 1);
    }
    assert.equal(late.received.text, '');
    open[1].socket.destroy();
    await late.until(text => text.endsWith('docs'));
    for (const { socket } of [...open, late]) socket.destroy();
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
    assert.deepEqual(await (await fetch(`${server.url}config.json`)).json(), { run_timeout_sec: 7, max_output_bytes: 1000 });
    const page = await fetch(server.url, { headers: { Origin: 'https://docs.example' } });
    assert.equal(page.headers.get('x-name'), 'value');
    assert.equal(page.headers.get('referrer-policy'), 'same-origin');
    assert.equal(page.headers.get('access-control-allow-origin'), 'https://docs.example');
    assert.equal(page.headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.match(page.headers.get('content-security-policy'), /frame-ancestors 'self' https:\/\/more\.example https:\/\/docs\.example;/);
    assert.match(
        (await fetch(`${server.url}gate.js`)).headers.get('content-security-policy'),
        /connect-src 'self' https:\/\/cdn\.jsdelivr\.net\S* https:\/\/data\.example;/,
    );
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
