import assert from 'node:assert/strict';
import test from 'node:test';
import { Signals } from '../../runtime/kernel/signals.ts';
import { clearInterrupt, interruptUpTo, kInterruptBytes, kSigint, takeSignal, wasStopped } from '../../runtime/protocol/interrupt.ts';

const memory = (): Int32Array => new Int32Array(new SharedArrayBuffer(kInterruptBytes));

test('a signal is SIGINT and is taken once', () => {
    const words = memory();
    interruptUpTo(words, 3);
    assert.equal(kSigint, 2);
    assert.equal(takeSignal(words), 2);
    assert.equal(takeSignal(words), 0);
});

test('a stop reaches what was sent before it and nothing sent after', () => {
    const words = memory();
    interruptUpTo(words, 5);
    clearInterrupt(words);
    assert.equal(wasStopped(words, 4), true);
    assert.equal(wasStopped(words, 5), true);
    assert.equal(wasStopped(words, 6), false);
});

test('Pyodide reads the signal and acknowledges it without losing one that arrives in between', () => {
    const words = memory();
    const signals = new Signals(words);
    signals.begin(1);
    assert.equal(signals[0], 0);
    // Pyodide's own order: read, then write 0.
    interruptUpTo(words, 1);
    signals[0] = 0;
    assert.equal(signals[0], kSigint);
    assert.equal(signals[0], 0);
});

test('a stop for an earlier message that comes late stops nobody', () => {
    const words = memory();
    const signals = new Signals(words);
    signals.begin(4);
    interruptUpTo(words, 3);
    assert.equal(signals[0], 0);
    assert.equal(signals.sleep(1), false);
    interruptUpTo(words, 4);
    assert.equal(signals[0], kSigint);
});

test('a message that was stopped before it began is known as such, and its signal is gone', () => {
    const words = memory();
    const signals = new Signals(words);
    interruptUpTo(words, 4);
    assert.deepEqual([signals.begin(4), signals[0]], [true, 0]);
    assert.deepEqual([signals.begin(5), signals[0]], [false, 0]);
});

test('a signal that Python does not tell of is sent again, one that it tells of is not', context => {
    let now = 0;
    context.mock.method(performance, 'now', () => now);
    const words = memory();
    const signals = new Signals(words);
    const looks = (): number => Array.from({ length: 200 }, () => signals[0]).filter(look => look === kSigint).length;
    signals.begin(1);
    interruptUpTo(words, 1);
    assert.equal(looks(), 1);
    now += 1_000;
    assert.equal(looks(), 1);
    now += 1_000;
    signals.heard();
    assert.equal(looks(), 0);
    interruptUpTo(words, 1);
    assert.equal(looks(), 1);
    now += 1_000;
    signals.end();
    assert.equal(looks(), 0);
});

test('between two messages a stop reaches nobody', () => {
    const words = memory();
    const signals = new Signals(words);
    signals.begin(4);
    signals.end();
    interruptUpTo(words, 4);
    assert.equal(signals[0], 0);
    signals.passOn(4, () => assert.fail('there is nothing to cancel'));
});

test('a stop that finds Python not running cancels what it awaits, or waits for it to begin', () => {
    const words = memory();
    const signals = new Signals(words);
    signals.begin(4);
    interruptUpTo(words, 4);
    signals.passOn(4, () => {
        assert.equal(signals[0], 0, 'the signal must not hit the Python that cancels');
        return true;
    });
    assert.equal(signals[0], 0);
    interruptUpTo(words, 4);
    signals.passOn(4, () => false);
    assert.equal(signals[0], kSigint);
    interruptUpTo(words, 3);
    signals.passOn(3, () => assert.fail('it was for the message before'));
});

test('a deadline signals without shared memory, once', context => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const signals = new Signals(null);
    assert.equal(signals.canSleep, false);
    let cancelled = 0;
    signals.setDeadline(0, () => cancelled++);
    const looks = Array.from({ length: 200 }, () => signals[0]);
    assert.equal(looks.filter(look => look === kSigint).length, 1);
    signals.setDeadline(null, () => cancelled++);
    context.mock.timers.tick(1_000);
    assert.equal(cancelled, 0);
});

test('the deadline of a node that awaits cancels it and leaves no signal for the next', context => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const signals = new Signals(memory());
    let cancelled = 0;
    signals.setDeadline(0, () => cancelled++);
    context.mock.timers.tick(1);
    assert.equal(cancelled, 1);
    assert.ok(Array.from({ length: 200 }, () => signals[0]).every(look => look === 0));
});

test('a sleep ends by the time, by a stop or by the deadline', () => {
    const words = memory();
    const signals = new Signals(words);
    signals.begin(1);
    assert.equal(signals.sleep(1), false);
    interruptUpTo(words, 1);
    assert.equal(signals.sleep(60_000), true);
    assert.equal(takeSignal(words), 0);
    signals.setDeadline(1, () => undefined);
    assert.equal(signals.sleep(60_000), true);
    signals.setDeadline(null, () => undefined);
});

test('a message that a signal has reached ends with word of it: Python may have been given it too late', () => {
    const words = memory();
    const signals = new Signals(words);
    signals.begin(1);
    assert.equal(signals.end(), false);
    signals.begin(2);
    interruptUpTo(words, 2);
    assert.equal(signals[0], kSigint);
    assert.equal(signals.end(), true);
    signals.begin(3);
    // Passed on while Python has no node: ended already, or still to come. It is put back.
    interruptUpTo(words, 3);
    signals.passOn(3, () => false);
    assert.equal(signals[0], kSigint);
    assert.equal(signals.end(), true);
    signals.begin(4);
    signals.passOn(3, () => false);
    assert.equal(signals.end(), false, 'it was for an earlier one');
});
