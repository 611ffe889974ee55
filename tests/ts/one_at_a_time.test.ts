import assert from 'node:assert/strict';
import test from 'node:test';
import { OneAtATime } from '../../static/host/one_at_a_time.ts';

test('what is said inside a call is a call of its own behind it, in order', () => {
    const log: string[] = [];
    let depth = 0;
    const door = new OneAtATime((text: string) => {
        depth += 1;
        assert.equal(depth, 1, 'never inside another call');
        log.push(text);
        if (text === 'a') for (const answer of ['b', 'c']) door.take(answer);
        if (text === 'b') door.take('d');
        depth -= 1;
    });
    door.take('a');
    door.take('e');
    assert.deepEqual(log, ['a', 'b', 'c', 'd', 'e']);
});

test('a call that throws closes nothing', () => {
    const log: string[] = [];
    const door = new OneAtATime((text: string) => {
        if (text === 'bad') throw new Error(text);
        log.push(text);
    });
    assert.throws(() => door.take('bad'));
    door.take('good');
    assert.deepEqual(log, ['good']);
});
