// What a person types into the panels: numbers in any width, edits that wait for the typing to pause, the smallest change of a text.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Widget } from '../../runtime/protocol/messages.gen.ts';
import { PendingEdits } from '../../static/panels/pending_edits.ts';
import { shownText, typedLiteral, typedNumber } from '../../static/panels/setting_value.ts';
import { changeBetween } from '../../static/panels/text_change.ts';

function widget(more: Partial<Widget> = {}): Widget {
    return { name: 'n', kind: 'number', annotation: 'float', value: 1, standard: 1, isSet: false, isLinked: false, choices: [], suggestions: [], ...more };
}

test('numbers are read in full width, with separators and exponents', () => {
    assert.deepEqual(typedNumber(widget(), '１２．５'), { value: 12.5 });
    assert.deepEqual(typedNumber(widget(), ' 1,234,567 '), { value: 1234567 });
    assert.deepEqual(typedNumber(widget(), '−3'), { value: -3 });
    assert.deepEqual(typedNumber(widget(), '2e-3'), { value: 0.002 });
    assert.deepEqual(typedNumber(widget(), '.5'), { value: 0.5 });
});

test('what is no number of that kind is refused with a reason', () => {
    const whole = widget({ kind: 'integer', annotation: 'int' });
    assert.deepEqual(typedNumber(whole, '1.5'), { bad: { key: 'bad.integer' } });
    assert.deepEqual(typedNumber(whole, '９'), { value: 9 });
    assert.deepEqual(typedNumber(whole, '9007199254740993'), { bad: { key: 'bad.size' } });
    assert.deepEqual(typedNumber(widget(), 'abc'), { bad: { key: 'bad.number' } });
    assert.deepEqual(typedNumber(widget(), '1e999'), { bad: { key: 'bad.size' } });
    assert.deepEqual(typedNumber(widget(), ''), { bad: { key: 'bad.number' } });
    assert.deepEqual(typedNumber(widget({ standard: null }), ''), { value: null });
});

test('bounds are said with their number', () => {
    const slider = widget({ kind: 'slider', minimum: 0, maximum: 1 });
    assert.deepEqual(typedNumber(slider, '1.01'), { bad: { key: 'bad.maximum', args: { maximum: 1 } } });
    assert.deepEqual(typedNumber(slider, '-0.1'), { bad: { key: 'bad.minimum', args: { minimum: 0 } } });
    assert.deepEqual(typedNumber(slider, '1'), { value: 1 });
});

test('an expression field takes literals of Python and JSON, and text as it is', () => {
    assert.equal(typedLiteral('True'), true);
    assert.equal(typedLiteral('None'), null);
    assert.deepEqual(typedLiteral('[1, 2]'), [1, 2]);
    assert.equal(typedLiteral('a > 3'), 'a > 3');
    assert.equal(shownText(null), '');
    assert.equal(shownText('文字'), '文字');
    assert.equal(shownText([1]), '[1]');
});

test('a later edit takes the place of an earlier one, and only the pause sends it', context => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    const sent: string[] = [];
    const pending = new PendingEdits();
    const edit = (text: string) => () => {
        sent.push(text);
        return Promise.resolve();
    };
    pending.later('source a', 300, edit('x'));
    mock.timers.tick(100);
    pending.later('source a', 300, edit('xy'));
    mock.timers.tick(299);
    assert.deepEqual(sent, []);
    mock.timers.tick(1);
    assert.deepEqual(sent, ['xy']);
    assert.equal(pending.has('source a'), false);
    mock.timers.tick(1000);
    assert.deepEqual(sent, ['xy']);
});

test('who types without a pause is sent all the same, every half second', context => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    const sent: string[] = [];
    const pending = new PendingEdits();
    for (let letters = 1; letters <= 20; letters++) {
        pending.later('source a', 300, () => {
            sent.push('x'.repeat(letters));
            return Promise.resolve();
        });
        mock.timers.tick(100);
    }
    assert.deepEqual(
        sent.map(text => text.length),
        [5, 10, 15, 20],
    );
});

test('flush sends everything that waits, at once and in the order of typing; nothing is sent twice', context => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    const sent: string[] = [];
    const pending = new PendingEdits();
    for (const name of ['a', 'b', 'c'])
        pending.later(name, 500, () => {
            sent.push(name);
            return Promise.resolve();
        });
    pending.forget('b');
    void pending.flush();
    assert.deepEqual(sent, ['a', 'c']);
    mock.timers.tick(1000);
    assert.deepEqual(sent, ['a', 'c']);
});

test('one replacement turns a text into the other and touches no more than it must', () => {
    const pairs = [
        ['abc', 'abc'],
        ['', 'abc'],
        ['abc', ''],
        ['aaa', 'aa'],
        ['def f():\n    return 1\n', 'def f():\n    return 12\n'],
        ['表を読む', '表をすべて読む'],
        ['abab', 'ab'],
    ] as const;
    for (const [from, to] of pairs) {
        const change = changeBetween(from, to);
        assert.equal(from.slice(0, change.from) + change.insert + from.slice(change.to), to);
    }
    assert.deepEqual(changeBetween('return 1\n', 'return 12\n'), { from: 8, to: 8, insert: '2' });
});
