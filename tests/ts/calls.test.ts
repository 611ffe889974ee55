import assert from 'node:assert/strict';
import test from 'node:test';
import { Calls, Refusal } from '../../static/host/calls.ts';
import { kOpenCalls } from '../../static/host/limits.ts';

test('an answer resolves its call and no other', async () => {
    const calls = new Calls();
    const sent: number[] = [];
    const first = calls.make('open', call => sent.push(call));
    const second = calls.make('open', call => sent.push(call));
    assert.equal(calls.answer(sent[1] as number, 'two'), true);
    assert.equal(calls.answer(sent[0] as number, 'one'), true);
    assert.deepEqual(await Promise.all([first, second]), ['one', 'two']);
    assert.equal(calls.count, 0);
});

test('a refusal rejects with the sentence and the code', async () => {
    const calls = new Calls();
    const refused = calls.make('connect', call => calls.refuse(call, 'A cycle would close.', 'cycle'));
    await assert.rejects(refused, error => error instanceof Refusal && error.message === 'A cycle would close.' && error.code === 'cycle');
    assert.equal(calls.count, 0);
});

test('a call that cannot be sent ends at once', async () => {
    const calls = new Calls();
    await assert.rejects(
        calls.make('open', () => {
            throw new Error('not loaded');
        }),
        /not loaded/,
    );
    assert.equal(calls.count, 0);
});

test('a second answer, or one for a number never given, changes nothing', async () => {
    const calls = new Calls();
    let number = 0;
    const call = calls.make('undo', given => {
        number = given;
    });
    assert.equal(calls.answer(number, 1), true);
    assert.equal(calls.answer(number, 2), false);
    assert.equal(calls.refuse(99, 'x', 'y'), false);
    assert.equal(await call, 1);
});

test('the loss of the kernel ends what only a kernel could answer', async () => {
    const calls = new Calls();
    let undo = 0;
    const previews = [calls.make('preview', () => undefined), calls.make('preview', () => undefined)];
    const edit = calls.make('undo', call => {
        undo = call;
    });
    calls.endAll(['preview'], 'Python was replaced.');
    for (const preview of previews) await assert.rejects(preview, error => error instanceof Refusal && error.code === 'kernel_lost');
    assert.equal(calls.count, 1);
    calls.answer(undo, null);
    assert.equal(await edit, null);
});

test('more open calls than the bound are refused, and room comes back with an answer', async () => {
    const calls = new Calls();
    const numbers: number[] = [];
    const open = Array.from({ length: kOpenCalls }, () => calls.make('preview', call => numbers.push(call)));
    await assert.rejects(
        calls.make('preview', () => undefined),
        error => error instanceof Refusal && error.code === 'busy',
    );
    calls.answer(numbers[0] as number, 0);
    const more = calls.make('preview', call => calls.answer(call, 'fits'));
    assert.equal(await more, 'fits');
    calls.endAll(['preview'], 'over');
    await Promise.allSettled(open);
});
