import assert from 'node:assert/strict';
import test from 'node:test';
import { Refusal } from '../../static/host/calls.ts';
import { describe, isDefect, watchForDefects, WrongCall } from '../../static/host/defects.ts';
import { Journal } from '../../static/host/journal.ts';
import { kJournalLines } from '../../static/host/limits.ts';

/// What JavaScript throws by itself when `act` is called.
function thrownBy(act: () => unknown): unknown {
    try {
        act();
    } catch (error) {
        return error;
    }
    return assert.fail('nothing was thrown');
}

test('what the language and wasm throw by themselves is a mistake of ours', () => {
    const nothing = undefined as unknown as { member: string };
    assert.ok(isDefect(thrownBy(() => nothing.member)));
    assert.ok(isDefect(thrownBy(() => new Array(-1))));
    assert.ok(isDefect(thrownBy(() => JSON.parse('{'))));
    assert.ok(isDefect(new WebAssembly.RuntimeError('unreachable')));
});

test('what is refused on purpose, and what the world does, is none', () => {
    for (const error of [
        new Error('The link would make a circle.'),
        new Refusal('There is no node x.', 'unknown_node'),
        new WrongCall('An edit is an object.'),
        new DOMException('denied', 'NotAllowedError'),
        new TypeError('Failed to fetch dynamically imported module: https://host.example/chart.js'),
        'a text',
        undefined,
    ])
        assert.ok(!isDefect(error), String(error));
});

test('everything that nobody caught is heard, except what a stranger’s listener or the browser itself says', context => {
    const target = new EventTarget();
    const before = Object.getOwnPropertyDescriptor(globalThis, 'addEventListener');
    Object.defineProperty(globalThis, 'addEventListener', { value: target.addEventListener.bind(target), configurable: true });
    context.after(() => (before ? Object.defineProperty(globalThis, 'addEventListener', before) : Reflect.deleteProperty(globalThis, 'addEventListener')));
    const found: unknown[] = [];
    watchForDefects(error => found.push(error));
    const tell = (type: string, fields: object): boolean => target.dispatchEvent(Object.assign(new Event(type), fields));
    const [thrown, rejected] = [new Error('thrown'), new TypeError('rejected')];
    tell('error', { error: thrown });
    tell('error', { error: null, message: 'ResizeObserver loop completed with undelivered notifications.' });
    tell('error', { error: new WrongCall('A listener failed.') });
    tell('unhandledrejection', { reason: rejected });
    tell('unhandledrejection', { reason: new Refusal('A circle.', 'cycle') });
    assert.deepEqual(found, [thrown, rejected]);
});

test('a report has the message once and the place', () => {
    const text = describe(new Error('what happened'));
    assert.equal(text.split('what happened').length, 2);
    assert.match(text, /defects\.test/);
    assert.equal(describe('thrown text'), 'thrown text');
});

test('the journal keeps the last lines with their times', () => {
    let nowMs = 0;
    const journal = new Journal(() => nowMs);
    for (let line = 0; line < kJournalLines + 5; line++) {
        nowMs = line * 10;
        journal.note(`line ${line}`);
    }
    assert.equal(journal.last.length, kJournalLines);
    assert.equal(journal.last[0], '0.050 s  line 5');
});
