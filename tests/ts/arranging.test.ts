// Arranging by code: layered layout, alignment, distribution, walking along the wires, finding, and keys of one's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aligned, distributed, reached } from '../../static/panels/arranging.ts';
import type { DetailedNode } from '../../static/panels/known_nodes.ts';
import { layOut, type Placed } from '../../static/panels/layout.ts';
import { readOwnKeys, standardShortcuts, withOwnKeys } from '../../static/panels/shortcuts.ts';

const node = (id: string, sources: string[] = [], x = 0, y = 0, height = 100): Placed => ({ id, x, y, width: 208, height, sources });

function outline(links: Record<string, string[]>): DetailedNode[] {
    return Object.entries(links).map(([id, sources]) => ({
        id,
        title: id,
        state: 'idle',
        mode: 'normal',
        why: [],
        inputs: [{ name: 'x', annotation: '', links: sources.map(source => `${source}.result`), isRequired: true, isVariadic: false }],
        outputs: [],
        isSelected: false,
        x: 0,
        y: 0,
    }));
}

/// The same from the same, wherever it is run.
function random(seed: number): (below: number) => number {
    let state = seed * 2654435761 + 1;
    return below => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
}

function someFlow(seed: number): Placed[] {
    const below = random(seed);
    return Array.from({ length: 3 + below(40) }, (_, at) => {
        const sources = Array.from({ length: at === 0 ? 0 : below(3) }, () => `n${below(at)}`);
        return node(`n${at}`, [...new Set(sources)], below(2000), below(2000), 60 + below(400));
    });
}

function placed(nodes: Placed[], places: Map<string, { x: number; y: number }>): Placed[] {
    return nodes.map(each => ({ ...each, ...places.get(each.id) }));
}

test('layout: wires lead forward, nothing overlaps, the corner stays, and a second time nothing moves', () => {
    for (let seed = 0; seed < 60; ++seed) {
        for (const direction of ['right', 'down'] as const) {
            const before = someFlow(seed);
            const nodes = placed(before, layOut(before, direction));
            const byId = new Map(nodes.map(each => [each.id, each]));
            for (const each of nodes) {
                for (const source of each.sources) {
                    const from = byId.get(source) as Placed;
                    const isForward = direction === 'right' ? from.x + from.width < each.x : from.y + from.height < each.y;
                    assert.ok(isForward, `seed ${seed}: ${source} before ${each.id}`);
                }
            }
            for (const a of nodes) {
                for (const b of nodes) {
                    const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
                    assert.ok(a === b || apart, `seed ${seed}: ${a.id} on ${b.id}`);
                }
            }
            for (const axis of ['x', 'y'] as const) assert.equal(Math.min(...nodes.map(each => each[axis])), Math.min(...before.map(each => each[axis])));
            assert.deepEqual(layOut(before, direction), layOut(before, direction));
            const again = placed(nodes, layOut(nodes, direction));
            assert.deepEqual(again, nodes, `seed ${seed} ${direction}`);
        }
    }
});

test('layout: a chain is straight, crossings go, a new node moves only what it must', () => {
    const chain = [node('a'), node('b', ['a'], 0, 300), node('c', ['b'], 0, -300)];
    const places = layOut(chain, 'right');
    assert.equal(new Set([...places.values()].map(({ y }) => y)).size, 1);

    const crossed = [node('a', [], 0, 0), node('b', [], 0, 500), node('c', ['b'], 400, 0), node('d', ['a'], 400, 500)];
    const nodes = placed(crossed, layOut(crossed, 'right'));
    const y = (id: string) => nodes.find(each => each.id === id)?.y ?? 0;
    assert.equal(Math.sign(y('a') - y('b')), Math.sign(y('d') - y('c')));

    const grown = [...nodes, node('e', ['c'], 2000, 0)];
    const after = placed(grown, layOut(grown, 'right'));
    for (const each of nodes)
        assert.deepEqual(
            after.find(({ id }) => id === each.id),
            each,
        );
});

test('alignment and distribution', () => {
    const nodes = [node('a', [], 10, 5, 50), node('b', [], 400, 70, 100), node('c', [], 700, 300, 30)];
    assert.deepEqual(
        [...aligned(nodes, 'top').values()].map(({ y }) => y),
        [5, 5, 5],
    );
    assert.deepEqual(
        [...aligned(nodes, 'bottom').values()].map(({ y }) => y),
        [280, 230, 300],
    );
    assert.deepEqual(
        [...aligned(nodes, 'right').values()].map(({ x }) => x),
        [700, 700, 700],
    );
    const across = distributed(nodes, 'x');
    assert.deepEqual(
        ['a', 'b', 'c'].map(id => across.get(id)?.x),
        [10, 355, 700],
    );
    const down = distributed(nodes, 'y');
    assert.deepEqual(
        ['a', 'b', 'c'].map(id => down.get(id)?.y),
        [5, 128, 300],
    );
});

test('along the wires: what a node needs, what follows it, all that hangs together', () => {
    const nodes = outline({ a: [], b: ['a'], c: ['b'], d: ['a'], e: [] });
    assert.deepEqual(reached(nodes, ['c'], 'up'), ['a', 'b', 'c']);
    assert.deepEqual(reached(nodes, ['b'], 'down'), ['b', 'c']);
    assert.deepEqual(reached(nodes, ['c'], 'both'), ['a', 'b', 'c', 'd']);
    assert.deepEqual(reached(nodes, ['e'], 'both'), ['e']);
});

test('keys of one’s own replace a command’s keys; damaged ones are none', () => {
    const own = readOwnKeys('{"mute": ["Shift+M"], "fit": []}');
    assert.ok(own);
    const table = withOwnKeys(own);
    assert.deepEqual(
        table.filter(({ command }) => command === 'mute').map(({ keys, where }) => [keys, where]),
        [['Shift+M', 'canvas']],
    );
    assert.equal(
        table.some(({ command }) => command === 'fit'),
        false,
    );
    assert.equal(table.length, standardShortcuts.length - 1);
    for (const bad of ['', '[]', '{"mute": "M"}', '{"mute": [1]}', 'null']) assert.equal(readOwnKeys(bad), undefined, bad);
});

test('no two commands have the same keys', () => {
    const keys = standardShortcuts.map(each => each.keys);
    assert.equal(new Set(keys).size, keys.length);
});
