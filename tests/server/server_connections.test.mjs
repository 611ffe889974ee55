// The real server over loopback: how connections end, by deadlines, by limits and when it is asked to end itself.
import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';

import { connect, exchange, responsesOf, serve } from './running_server.mjs';
import { get, hugeBytes, isWindows, site, test } from './served_site.mjs';

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
