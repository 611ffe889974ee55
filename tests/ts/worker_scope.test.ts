import assert from 'node:assert/strict';
import test from 'node:test';
import { closeDoors } from '../../runtime/kernel/worker_scope.ts';

test('the doors of a worker are closed wherever in its chain they are, and one that would not go is told', () => {
    const prototype = { close: () => undefined, fetch: () => undefined };
    const scope = Object.assign(Object.create(prototype) as object, { Worker: class {}, postMessage: () => undefined, structuredClone });
    assert.deepEqual(closeDoors(scope), []);
    assert.deepEqual([...Object.keys(scope), ...Object.keys(prototype)], ['structuredClone', 'fetch']);
    assert.deepEqual(closeDoors(Object.freeze({ WebSocket: class {} })), ['WebSocket']);
});
