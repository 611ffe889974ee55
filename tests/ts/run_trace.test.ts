import assert from 'node:assert/strict';
import test from 'node:test';
import type { LoggedRun } from '../../runtime/protocol/messages.gen.ts';
import { traceOf } from '../../static/panels/run_trace.ts';

const run: LoggedRun = {
    run: 3,
    beganMs: 1000,
    elapsedMs: 30,
    ended: 'failed',
    calls: [
        { node: 'a', title: '読む', why: [{ code: 'never_ran', text: 'It has not run yet.' }], kernel: 0, startMs: 0, elapsedMs: 10.5, ended: 'ok' },
        { node: 'b', title: 'B', why: [], kernel: 0, startMs: 10.5, elapsedMs: 19.5, ended: 'failed' },
    ],
    skipped: ['c'],
};

test('a run is a trace: a complete event for each call, its waiting beside it, all times in microseconds', () => {
    const { traceEvents, displayTimeUnit } = JSON.parse(traceOf(run, 'Flow', { kernel: 'Python', waiting: 'waiting' }));
    assert.equal(displayTimeUnit, 'ms');
    const complete = traceEvents.filter((event: { ph: string }) => event.ph === 'X');
    assert.deepEqual(
        complete.map(({ name, ts, dur }: { name: string; ts: number; dur: number }) => ({ name, ts, dur })),
        [
            { name: '読む', ts: 0, dur: 10_500 },
            { name: 'B', ts: 10_500, dur: 19_500 },
        ],
    );
    assert.deepEqual(complete[0].args, { node: 'a', ended: 'ok', why: ['It has not run yet.'] });
    // Each span that begins ends, on the same line of the same process as everything else.
    const open = new Map<number, number>();
    for (const event of traceEvents) {
        assert.equal(event.pid, 1);
        assert.equal(event.tid, 1);
        if (event.ph === 'b') open.set(event.id, event.ts);
        if (event.ph === 'e') {
            assert.ok(event.ts >= (open.get(event.id) ?? Number.POSITIVE_INFINITY));
            open.delete(event.id);
        }
    }
    assert.equal(open.size, 0);
});

test('each kernel has a line of its own', () => {
    const [first, second] = run.calls as [LoggedRun['calls'][number], LoggedRun['calls'][number]];
    const text = traceOf({ ...run, calls: [first, { ...second, kernel: 1, startMs: 0 }] }, 'Flow', { kernel: 'Python', waiting: 'waiting' });
    const { traceEvents } = JSON.parse(text) as { traceEvents: { ph: string; name: string; tid: number; args: { name: string } }[] };
    assert.deepEqual(
        traceEvents.filter(event => event.ph === 'X').map(event => event.tid),
        [1, 2],
    );
    assert.deepEqual(
        traceEvents.filter(event => event.name === 'thread_name').map(event => [event.tid, event.args.name]),
        [
            [1, 'Python'],
            [2, 'Python 2'],
        ],
    );
});
