// Who may speak to the page, and the handshake.
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Here, Refused } from '../../static/embed/wire.ts';
import { Embedded } from '../../static/host/embedding/embedded.ts';
import type { PageHost } from '../../static/host/page.ts';

const parent = {};

function door(allowed: string[]) {
    const told: { message: Here | Refused; origin: string }[] = [];
    let heard: (event: MessageEvent) => void = () => undefined;
    const page = {
        version: { app: '1', flow: 1, pyodide: '2' },
        text: (key: string, args: object) => `${key} ${JSON.stringify(args)}`,
        pythonReady: Promise.resolve(),
    };
    const embedded = new Embedded({
        page: page as unknown as PageHost,
        api: { on: () => () => undefined, flow: () => 'the flow' },
        ready: Promise.resolve(),
        allowed,
        sharing: null,
        around: {
            parent,
            origin: 'https://flows.example',
            listen: listener => {
                heard = listener;
            },
            tellParent: (message, origin) => told.push({ message, origin }),
            now: () => 0,
            after: () => undefined,
        },
    });
    const say = (data: unknown, origin: string, source: unknown = parent) => {
        const { port1, port2 } = new MessageChannel();
        heard({ data, origin, source, ports: [port2] } as unknown as MessageEvent);
        return port1;
    };
    return { embedded, told, say };
}

const answerOf = (port: MessagePort) =>
    new Promise<unknown>(done => {
        port.onmessage = ({ data }) => {
            if ('answer' in data || 'ended' in data) {
                done(data);
                port.close();
            }
        };
    });

const connect = { pythonflows: 'connect', version: 1 };

test('the page says that it is there, and again when it is asked, but not without end', () => {
    const { told, say } = door([]);
    assert.deepEqual(told, [{ message: { pythonflows: 'here', versions: [1] }, origin: '*' }]);
    for (let index = 0; index < 1000; ++index) say({ pythonflows: 'hello' }, 'https://any.example').close();
    assert.equal(told.length, 100);
});

for (const [what, allowed, origin] of [
    ['of its own origin', [], 'https://flows.example'],
    ['that the site names', ['https://docs.example:443'], 'https://docs.example'],
    ['of any origin, where the site says so', ['*'], 'https://any.example'],
] as const)
    test(`a parent ${what} is answered`, async () => {
        const { say } = door([...allowed]);
        const port = say(connect, origin);
        port.postMessage({ call: 1, name: 'flow', args: [] });
        assert.deepEqual(await answerOf(port), { answer: 1, value: 'the flow' });
    });

test('any other parent is told the sentence, a few times, and nothing else', async () => {
    const { embedded, told, say } = door(['https://docs.example', 'nonsense', 'null']);
    for (const origin of [
        'https://evil.example',
        'http://docs.example',
        'https://docs.example:8443',
        'https://sub.docs.example',
        'https://flows.example.evil.example',
    ])
        say(connect, origin).close();
    assert.equal(told.filter(({ message }) => message.pythonflows === 'refused').length, 3);
    assert.equal(told.at(-1)?.origin, 'https://docs.example:8443');
    await assert.rejects(embedded.begun, /not_allowed.*evil\.example/);
});

test('somebody who is not the parent is not heard, nor is what is no handshake', () => {
    const { told, say } = door(['*']);
    say(connect, 'https://flows.example', {}).close();
    for (const data of [
        null,
        'connect',
        [],
        { pythonflows: 'connect' },
        { ...connect, version: '1' },
        { ...connect, begin: 1 },
        { ...connect, begin: { flow: 'text', files: [] } },
    ])
        say(data, 'https://flows.example').close();
    assert.equal(told.length, 1);
});

test('another version of the protocol is refused in words', async () => {
    const { say } = door([]);
    assert.match(JSON.stringify(await answerOf(say({ ...connect, version: 2 }, 'https://flows.example'))), /version 1/);
});

test('what the parent hands over is foreign unless it is of the same origin', async () => {
    const begin = { flow: new Blob(['{}']), files: [{ name: 'a.csv', blob: new Blob(['x']) }] };
    const { embedded, say } = door(['https://docs.example']);
    const port = say({ ...connect, begin }, 'https://docs.example');
    const begun = await embedded.begun;
    assert.equal(begun.isForeign, true);
    assert.equal(await begun.beginning.flow.text(), '{}');
    port.close();
    const own = door([]);
    own.say({ ...connect, begin }, 'https://flows.example').close();
    assert.equal((await own.embedded.begun).isForeign, false);
});

test('a new conversation ends the one before', async () => {
    const { say } = door([]);
    const first = say(connect, 'https://flows.example');
    const ended = answerOf(first);
    const second = say(connect, 'https://flows.example');
    assert.match(JSON.stringify(await ended), /ended/);
    second.close();
});
