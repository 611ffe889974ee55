import assert from 'node:assert/strict';
import test from 'node:test';
import { LeavingGuard } from '../../static/host/leaving_guard.ts';

test('the browser asks as long as there is a reason, and not once there is nothing to lose', () => {
    const page = new EventTarget();
    const guard = new LeavingGuard(page);
    const isAsked = (): boolean => !page.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    assert.equal(isAsked(), false);
    guard.hold('run', true);
    guard.hold('run', true);
    guard.hold('unkept', true);
    assert.equal(isAsked(), true);
    guard.hold('run', false);
    assert.equal(isAsked(), true);
    guard.hold('unkept', false);
    assert.equal(isAsked(), false);
    guard.hold('run', true);
    guard.end();
    assert.equal(isAsked(), false);
    guard.hold('unkept', true);
    assert.equal(isAsked(), false);
});
