// The real server program for tests: started on a free port, spoken to in raw bytes.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import net from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = resolve(fileURLToPath(new URL('../..', import.meta.url)));
const programName = process.platform === 'win32' ? 'pythonflows-server.exe' : 'pythonflows-server';

/** The program under test: PYTHONFLOWS_SERVER, or what `npm run build` makes. */
export const serverProgram = process.env.PYTHONFLOWS_SERVER ?? resolve(projectRoot, 'build/native/server', programName);

/** Starts the program and collects what it says. `ended` resolves with {status, signal, stdout, stderr}. */
export function launch(args, env = {}) {
    if (!existsSync(serverProgram)) throw new Error(`${serverProgram} is not there: npm run build makes it.`);
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PYFLOWS_')));
    const child = spawn(serverProgram, args, { env: { ...clean, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) {
        child[stream].setEncoding('utf8');
        child[stream].on('data', text => {
            said[stream] += text;
        });
    }
    const ended = new Promise((resolveEnd, reject) => {
        child.on('error', reject);
        child.on('close', (status, signal) => resolveEnd({ status, signal, ...said }));
    });
    return { child, said, ended };
}

/** Starts the server for a folder and waits for its address. The test ends it, however the test ends. */
export async function serve(test, folder, args = [], env = {}) {
    const { child, said, ended } = launch([folder, '--port', '0', ...args], env);
    test.after(async () => {
        child.kill('SIGKILL');
        await ended;
    });
    const url = await new Promise((resolveUrl, reject) => {
        child.stdout.on('data', () => {
            if (said.stdout.includes('\n')) resolveUrl(said.stdout.split('\n')[0]);
        });
        ended.then(end => reject(new Error(`The server ended with ${end.status}: ${end.stderr}`)), reject);
    });
    return { url, port: Number(new URL(url).port), child, said, ended };
}

/** A connection that keeps what it receives. `closed` resolves when the other side has ended it, by whatever way. */
export function connect(port) {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const received = { text: '', waiting: [] };
    const closed = new Promise(resolveClosed => {
        for (const event of ['end', 'close', 'error']) socket.on(event, () => resolveClosed(received.text));
    });
    socket.setEncoding('latin1');
    socket.on('data', text => {
        received.text += text;
        received.waiting = received.waiting.filter(look => !look());
    });
    closed.then(() => {
        for (const look of received.waiting) look(true);
    });
    /** Resolves with all that came as soon as `isEnough(text)`; rejects if the connection ends before. */
    const until = isEnough =>
        new Promise((resolveText, reject) => {
            const look = (isOver = false) => {
                if (isEnough(received.text)) resolveText(received.text);
                else if (isOver) reject(new Error(`The connection ended after: ${received.text.slice(0, 500)}`));
                else return false;
                return true;
            };
            if (!look()) received.waiting.push(look);
        });
    return { socket, received, closed, until };
}

/** Sends bytes on a connection of their own and gives all that comes back until the server ends it. */
export async function exchange(port, bytes) {
    const { socket, closed } = connect(port);
    socket.write(bytes, 'latin1');
    const text = await closed;
    socket.destroy();
    return text;
}

/** Cuts a stream of responses into {status, head, headers, body}; `methods` says which were asked with HEAD. */
export function responsesOf(text, methods = []) {
    const responses = [];
    let rest = text;
    while (rest) {
        const end = rest.indexOf('\r\n\r\n');
        if (end < 0) throw new Error(`Not a response: ${rest.slice(0, 200)}`);
        const [statusLine, ...lines] = rest.slice(0, end).split('\r\n');
        const headers = Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
        const status = Number(statusLine.split(' ')[1]);
        const hasBody = status !== 304 && methods[responses.length] !== 'HEAD';
        const length = hasBody ? Number(headers['content-length']) : 0;
        rest = rest.slice(end + 4);
        responses.push({ status, headers, body: rest.slice(0, length) });
        rest = rest.slice(length);
    }
    return responses;
}
