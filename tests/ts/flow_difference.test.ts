import assert from 'node:assert/strict';
import test from 'node:test';
import { flowDifference, isEmpty } from '../../static/panels/flow_difference.ts';
import { lineDifference } from '../../static/panels/line_difference.ts';

const flow = (more: object = {}): string =>
    JSON.stringify({
        title: 'sales',
        nodes: [
            { id: 'a', title: 'Read', type: 'core.read_csv', params: { path: 'x.csv' } },
            { id: 'b', type: 'python', source: 'def b(x):\n    return x\n' },
        ],
        links: [{ from: 'a.result', to: 'b.x' }],
        files: [{ name: 'x.csv', bytes: 3, sha256: 'f'.repeat(64) }],
        view: { nodes: { a: { x: 0, y: 0 }, b: { x: 300, y: 0 } } },
        ...more,
    });

test('the same flow has no difference', () => {
    assert.ok(isEmpty(flowDifference(flow(), flow())));
});

test('nodes, settings, sources, links, files, places and the rest are told apart', () => {
    const after = flow({
        title: 'sales 2',
        nodes: [
            { id: 'a', title: 'Read', type: 'core.read_csv', params: { path: 'y.csv', delimiter: ';' }, mode: 'mute' },
            { id: 'c', type: 'python', source: 'def c(): pass' },
        ],
        links: [],
        files: [{ name: 'y.csv', bytes: 4, sha256: 'e'.repeat(64) }],
        view: { nodes: { a: { x: 5, y: 0 } }, frames: [1] },
    });
    const found = flowDifference(flow(), after);
    assert.deepEqual(
        found.nodes.map(({ id, kind, changes }) => [id, kind, changes]),
        [
            [
                'a',
                'changed',
                [
                    { name: 'mode', before: undefined, after: 'mute' },
                    { name: 'params.path', before: 'x.csv', after: 'y.csv' },
                    { name: 'params.delimiter', before: undefined, after: ';' },
                ],
            ],
            ['c', 'added', []],
            ['b', 'removed', []],
        ],
    );
    assert.deepEqual(found.links, [{ kind: 'removed', text: 'a.result → b.x' }]);
    assert.deepEqual(
        found.files.map(({ name, before, after: now }) => [name, before !== undefined, now !== undefined]),
        [
            ['x.csv', true, false],
            ['y.csv', false, true],
        ],
    );
    assert.deepEqual(
        found.others.map(({ name }) => name),
        ['title', 'frames'],
    );
    assert.equal(found.moved, 1);
    const source = flowDifference(flow(), flow().replace('return x', 'return 2 * x')).nodes[0]?.source;
    assert.ok(source?.after.includes('2 * x'));
});

test('lines: what stayed around a change is shown, what is far from it is not', () => {
    const before = Array.from({ length: 30 }, (_, line) => `line ${line}`);
    const after = [...before.slice(0, 10), 'new', ...before.slice(11), 'end'];
    const shown = lineDifference(before.join('\n'), after.join('\n')).map(
        ({ kind, text }) => `${{ same: ' ', added: '+', removed: '-', gap: '~' }[kind]}${text}`,
    );
    assert.deepEqual(shown, [
        '~',
        ' line 7',
        ' line 8',
        ' line 9',
        '-line 10',
        '+new',
        ' line 11',
        ' line 12',
        ' line 13',
        '~',
        ' line 27',
        ' line 28',
        ' line 29',
        '+end',
    ]);
    assert.deepEqual(lineDifference('a\nb', 'a\nb'), []);
    assert.deepEqual(
        lineDifference('a', 'b').map(({ kind }) => kind),
        ['removed', 'added'],
    );
});

test('lines: applied to the old text the difference gives the new one, also for texts too large to compare finely', () => {
    for (const size of [7, 3000]) {
        const before = Array.from({ length: size }, (_, line) => `${(line * 7) % 5}`);
        const after = Array.from({ length: size }, (_, line) => `${(line * 11) % 6}`);
        const lines = lineDifference(before.join('\n'), after.join('\n'));
        if (lines.some(({ kind }) => kind === 'gap')) continue;
        const texts = (kinds: string[]) => lines.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text);
        assert.deepEqual(texts(['same', 'added']), after);
        assert.deepEqual(texts(['same', 'removed']), before);
    }
});
