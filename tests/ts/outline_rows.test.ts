import assert from 'node:assert/strict';
import test from 'node:test';
import { outlineRows } from '../../static/panels/outline_rows.ts';
import { stateOfAll, wayTo } from '../../static/panels/subflows.ts';

const nodes = ['a', 'b', 'c', 'd', 'e'].map(id => ({
    id,
    title: id.toUpperCase(),
    state: 'ok',
    inputs: [{ name: 'x', links: id === 'a' ? [] : ['a.result'] }],
    outputs: [{ name: 'result', links: [] }],
}));
const subflow = (id: string, isFolded: boolean, ...inside: string[]) => ({ id, text: id, kind: 'frame', isSubflow: true, isFolded, nodes: inside });
const outer = subflow('outer', false, 'b', 'd', 'e');
const inner = subflow('inner', true, 'd', 'e');

const shown = (turned: string[], subflows = [outer, inner], isMeant?: (node: { id: string }) => boolean) =>
    outlineRows(nodes as never, {
        subflows: subflows as never,
        turned: new Set(turned),
        text: (key, { port, name }) => `${key} ${port}${name ? ` ${name}` : ''}`,
        details: opened => nodes.filter(({ id }) => opened.includes(id)) as never,
        isMeant: isMeant as never,
    }).map(({ key, level, place, size, isOpen }) => `${level} ${place}/${size} ${key}${isOpen ? ' v' : ''}`);

test('without subflows the nodes are one level, and an opened one has its ports and links below it', () => {
    assert.deepEqual(shown(['b'], []), [
        '1 1/5 a',
        '1 2/5 b v',
        '2 1/2 b outline.input x A',
        '2 2/2 b outline.freeOutput result',
        '1 3/5 c',
        '1 4/5 d',
        '1 5/5 e',
    ]);
});

test('a subflow stands where its first node is, open or closed as on the canvas until somebody turns it', () => {
    assert.deepEqual(shown([]), ['1 1/3 a', '1 2/3 subflow outer v', '2 1/2 b', '2 2/2 subflow inner', '1 3/3 c']);
    assert.deepEqual(shown(['subflow inner']), ['1 1/3 a', '1 2/3 subflow outer v', '2 1/2 b', '2 2/2 subflow inner v', '3 1/2 d', '3 2/2 e', '1 3/3 c']);
    assert.deepEqual(shown(['subflow outer']), ['1 1/3 a', '1 2/3 subflow outer', '1 3/3 c']);
});

test('what was searched for stands alone', () => {
    assert.deepEqual(
        shown([], undefined, ({ id }) => id === 'e'),
        ['1 1/1 e'],
    );
});

test('of all states the one that needs attention is told; the way to a node goes through all subflows around it', () => {
    assert.equal(stateOfAll([{ state: 'ok' }, { state: 'failed' }, { state: 'stale' }]), 'failed');
    assert.equal(stateOfAll([]), 'idle');
    const page = { ask: () => ({ areas: [inner, outer, { ...outer, id: 'frame', isSubflow: false }] }) };
    assert.deepEqual(
        wayTo(page as never, 'd').map(({ id }) => id),
        ['outer', 'inner'],
    );
});
