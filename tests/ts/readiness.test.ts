import assert from 'node:assert/strict';
import test from 'node:test';
import { Readiness } from '../../static/host/readiness.ts';

test('whoever waits from the start hears of the first coming', async () => {
    const readiness = new Readiness();
    const first = readiness.latest;
    readiness.came();
    await first;
    assert.equal(readiness.latest, first);
});

test('after a failure the next coming counts, for those who ask then', async () => {
    const readiness = new Readiness();
    const first = readiness.latest;
    readiness.failed('no network');
    await assert.rejects(first, /no network/);
    await assert.rejects(readiness.latest, /no network/);
    readiness.came();
    await readiness.latest;
});

test('after a loss one waits for the next', async () => {
    const readiness = new Readiness();
    readiness.came();
    readiness.lost();
    const next = readiness.latest;
    readiness.lost();
    assert.equal(readiness.latest, next);
    readiness.came();
    await next;
});
