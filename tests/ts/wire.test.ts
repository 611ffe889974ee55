// The page's end of the wire to an embedding page: what a parent gets, and what it cannot do.
import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import { kCallsInFlight, type ToParent } from '../../static/embed/wire.ts';
import { EventBatches } from '../../static/host/embedding/events.ts';
import { spent } from '../../static/host/embedding/plain.ts';
import { type Callable, Wire } from '../../static/host/embedding/wire.ts';

/** A port whose messages arrive at once, so that a test needs no waiting. */
class FakePort {
    onmessage: (event: { data: unknown; ports: unknown[] }) => void = () => undefined;
    onmessageerror: () => void = () => undefined;
    said: ToParent[] = [];
    isClosed = false;
    postMessage(message: ToParent): void {
        this.said.push(message);
    }
    close(): void {
        this.isClosed = true;
    }
    hear(data: unknown, ...ports: unknown[]): void {
        this.onmessage({ data, ports });
    }
    call(call: number, name: string, ...args: unknown[]): void {
        this.hear({ call, name, args });
    }
    answers(): Extract<ToParent, { answer: number }>[] {
        return this.said.filter(message => 'answer' in message);
    }
}

const settled = () => new Promise<void>(done => setImmediate(done));

function wired(members: Record<string, (...args: never[]) => unknown>) {
    const port = new FakePort();
    const clock = { now: 0 };
    const met: MessagePort[] = [];
    const listeners = new Map<string, (detail: unknown) => void>();
    const wire = new Wire({
        port: port as unknown as MessagePort,
        version: { app: '1', flow: 1, pyodide: '2' },
        ready: Promise.resolve(),
        members: members as unknown as Callable,
        on: (event, listener) => {
            listeners.set(event, listener);
            return () => listeners.delete(event);
        },
        now: () => clock.now,
        met: neighbour => met.push(neighbour),
    });
    return { port, clock, wire, listeners, met };
}

test('a call is answered with its value or its sentence and code', async () => {
    const { port } = wired({
        flow: () => ({ nodes: [] }),
        edit: () => Promise.reject(Object.assign(new Error('A cycle would close.'), { code: 'cycle' })),
    });
    await settled();
    port.call(1, 'flow');
    port.call(2, 'edit', { type: 'connect' });
    await settled();
    assert.deepEqual(port.said, [
        { welcome: { version: { app: '1', flow: 1, pyodide: '2' } } },
        { ready: true },
        { answer: 1, value: { nodes: [] } },
        { answer: 2, error: { message: 'A cycle would close.', code: 'cycle' } },
    ]);
});

test('other flows of the page around come as ports; who names one and gives none breaks a rule', () => {
    const { port, met } = wired({});
    const neighbour = new FakePort();
    port.hear({ neighbour: true }, neighbour);
    assert.deepEqual(met, [neighbour]);
    for (let count = 0; count <= 100; ++count) port.hear({ neighbour: true });
    assert.equal(port.isClosed, true);
    assert.equal(met.length, 1);
});

test('only the members of the interface can be called, whatever the object has', () => {
    const { port } = wired({});
    for (const [index, name] of ['on', 'constructor', '__proto__', 'toString', 'x'.repeat(1000)].entries()) port.call(index, name);
    assert.equal(port.answers().length, 5);
    for (const answer of port.answers()) assert.match(JSON.stringify(answer), /no member/);
});

test('calls beyond those in flight wait, and beyond a number of those are refused', async () => {
    const ends: (() => void)[] = [];
    const { port } = wired({ run: () => new Promise<void>(done => ends.push(done)) });
    for (let call = 0; call < kCallsInFlight + 256 + 10; ++call) port.call(call, 'run');
    assert.equal(ends.length, kCallsInFlight);
    assert.equal(port.answers().length, 10);
    ends[0]?.();
    await settled();
    assert.equal(ends.length, kCallsInFlight + 1);
});

test('more calls than a second may have begin in the next one', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
        let made = 0;
        const { port, clock } = wired({ state: () => ++made });
        for (let call = 0; call < 600; ++call) {
            port.call(call, 'state');
            if (call % 50 === 0) await settled();
        }
        await settled();
        assert.equal(made, 500);
        clock.now = 1000;
        mock.timers.tick(1000);
        await settled();
        assert.equal(made, 600);
        assert.equal(port.answers().length, 600);
    } finally {
        mock.timers.reset();
    }
});

test('a parent that breaks the rules again and again is not listened to any more, one that errs now and then is', () => {
    const { port, clock } = wired({});
    for (let index = 0; index < 1000; ++index) {
        clock.now += 50;
        port.hear(null);
    }
    assert.equal(port.isClosed, false);
    for (let index = 0; index < 101; ++index) port.hear([{ call: '1' }, { listen: 'state' }, 7][index % 3]);
    assert.equal(port.isClosed, true);
    assert.match(JSON.stringify(port.said.at(-1)), /ended/);
    const before = port.said.length;
    port.call(1, 'flow');
    assert.equal(port.said.length, before);
});

test('arguments are plain data of a bounded size', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const deep = JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`);
    for (const hostile of [
        cycle,
        deep,
        1n,
        Number.NaN,
        new Map(),
        new Date(0),
        new Error('x'),
        Symbol('x'),
        'x'.repeat(101),
        Array.from({ length: 101 }, () => 1),
    ])
        assert.equal(spent(hostile, 100), null);
    assert.equal(spent({ a: [1, 'two', null, true] }, 100), 100 - (1 + 1) - (1 + 1) - (1 + 3) - (1 + 1) - (1 + 1));
    const { port } = wired({ edit: () => 'made' });
    for (const [call, args] of [[cycle], [1, 2, 3, 4, 5], [10n]].entries()) port.call(call, 'edit', ...args);
    assert.equal(port.answers().filter(answer => 'error' in answer).length, 3);
});

test('bytes pass as they are', async () => {
    const { port } = wired({ addFile: (_name: never, bytes: Uint8Array) => bytes.length });
    port.call(1, 'addFile', 'a.csv', new Uint8Array(5000));
    await settled();
    assert.deepEqual(port.answers(), [{ answer: 1, value: 5000 }]);
});

test('events come one batch at a time, put together while the parent has not taken in the last', () => {
    const batches: unknown[] = [];
    let later: (() => void) | undefined;
    const events = new EventBatches(
        (batch, told) => batches.push({ batch, told }),
        act => {
            later = act;
        },
    );
    const pass = () => {
        later?.();
        later = undefined;
    };
    events.tell('state', 1);
    events.tell('state', 2);
    events.tell('output', { node: 'a' });
    events.tell('output', { node: 'a' });
    events.tell('error', { node: 'a' });
    pass();
    const first = {
        batch: 1,
        told: [
            { name: 'state', detail: 2 },
            { name: 'output', detail: { node: 'a' } },
            { name: 'error', detail: { node: 'a' } },
        ],
    };
    assert.deepEqual(batches, [first]);
    for (let index = 0; index < 10_000; ++index) {
        events.tell('state', index);
        events.tell('output', { node: `n${index}` });
    }
    pass();
    assert.equal(batches.length, 1);
    events.heard(7); // not the one that is on its way
    pass();
    assert.equal(batches.length, 1);
    events.heard(1);
    pass();
    const { told } = batches[1] as { told: { name: string; detail: unknown }[] };
    assert.deepEqual(told[0], { name: 'state', detail: 9999 });
    assert.equal(told.length, 1 + 200);
    events.heard(2);
    pass();
    assert.equal(batches.length, 2);
});

test('the page is listened to only for what the parent wants', async () => {
    const { port, listeners, wire } = wired({});
    port.hear({ listen: ['state', 'kernel', 'nonsense'] });
    assert.deepEqual([...listeners.keys()], ['state', 'kernel']);
    port.hear({ listen: ['kernel'] });
    assert.deepEqual([...listeners.keys()], ['kernel']);
    wire.end('over');
    assert.equal(listeners.size, 0);
});
