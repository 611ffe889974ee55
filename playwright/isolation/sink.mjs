// The other host of the isolation tests: a server on loopback that lets everybody in (wildcard CORS and CORP) and remembers who came. A probe is called by its id, `/hit/<id>`; WebSockets,
// bare connections (preconnect) and datagrams (STUN, QUIC) count as well.
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';

const open = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': '*',
    'Access-Control-Allow-Methods': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Timing-Allow-Origin': '*',
    'Cache-Control': 'no-store',
};

/** What is answered, by the ending of the id: something that a browser takes for the kind of thing it wanted. */
const answers = {
    js: ['text/javascript', 'export default 1;'],
    css: ['text/css', 'b { color: red }'],
    svg: ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'],
    html: ['text/html', '<!doctype html><title>sink</title>'],
    events: ['text/event-stream', 'data: hello\n\n'],
};

/** Opens the sink. `hits` are the ids that came, `requests` how. `.wait` is never answered, and its end is a hit as well; `.away` leads to `target`. */
export async function openSink() {
    const hits = new Set();
    const requests = [];
    const waiting = new Set();
    const sockets = new Set();
    const hit = id => {
        hits.add(id);
        for (const look of waiting) look();
    };
    const idOf = url => /^\/hit\/([\w.-]+)/.exec(url)?.[1];
    const http = createServer((request, response) => {
        // A preflight is a request like any other: it carries the address.
        const id = idOf(request.url);
        if (id) {
            requests.push({ id, method: request.method, headers: request.headers });
            hit(id);
        }
        if (id?.endsWith('.wait')) return request.socket.once('close', () => hit(`${id}.closed`));
        if (id?.endsWith('.away')) return response.writeHead(302, { ...open, Location: '/hit/target' }).end();
        const [type, body] = answers[/\.(\w+)$/.exec(id ?? '')?.[1]] ?? ['text/plain', 'sink'];
        response.writeHead(request.method === 'OPTIONS' ? 204 : 200, { ...open, 'Content-Type': type });
        response.end(request.method === 'OPTIONS' ? undefined : body);
    });
    http.on('upgrade', (request, socket) => {
        const id = idOf(request.url);
        if (id) hit(id);
        const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
        socket.on('error', () => undefined);
        socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
        sockets.add(socket);
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const closing = [];

    /** A port whose first connection counts as a hit of this id. */
    const connectionPort = async id => {
        const server = createTcpServer(socket => {
            sockets.add(socket);
            socket.on('error', () => undefined);
            hit(id);
        });
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        closing.push(() => server.close());
        return server.address().port;
    };
    /** A port whose first datagram counts as a hit of this id. */
    const datagramPort = async id => {
        const socket = createSocket('udp4', () => hit(id));
        socket.bind(0, '127.0.0.1');
        await once(socket, 'listening');
        closing.push(() => socket.close());
        return socket.address().port;
    };
    /** Resolves when all these ids came; rejects with those that did not. A control that does not fail is not a matter of milliseconds, so the limit is generous. */
    const arrivedWhere = (ids, isThere, limitMs = 60_000) =>
        new Promise((settle, refuse) => {
            const missing = () => ids.filter(id => !isThere(id));
            const end = finish => {
                waiting.delete(look);
                clearTimeout(timer);
                finish();
            };
            const look = () => missing().length === 0 && end(settle);
            const timer = setTimeout(() => end(() => refuse(new Error(`the sink was not reached by ${missing().join(', ')}`))), limitMs);
            waiting.add(look);
            look();
        });
    const arrived = ids => arrivedWhere(ids, id => hits.has(id));
    const close = () => {
        for (const end of closing) end();
        for (const socket of sockets) socket.destroy();
        http.closeAllConnections();
        http.close();
    };
    const { port } = http.address();
    return { url: `http://127.0.0.1:${port}`, hits, requests, connectionPort, datagramPort, arrived, arrivedWhere, close };
}
