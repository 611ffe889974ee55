// The real server over loopback, in raw bytes: what it answers. Why is respond_test.cpp's.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import net from 'node:net';

import { connect, exchange, responsesOf, serve } from './running_server.mjs';
import { big, closing, get, isWindows, one, script, site, test } from './served_site.mjs';

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
