import assert from 'node:assert/strict';
import test from 'node:test';
import { KnownNodes } from '../../static/panels/known_nodes.ts';

type Changed = Partial<Record<'graph' | 'places' | 'states' | 'selection', boolean>>;

test('the nodes are asked for once; a selection alone is not worth telling of all of them anew', () => {
    const asked: string[] = [];
    let selected = ['b'];
    let change: (changed: Changed) => void = () => assert.fail('nobody listens');
    const page = {
        ask: (question: string) => {
            asked.push(question);
            return question === 'selection' ? { nodes: selected } : { nodes: ['a', 'b'].map(id => ({ id, isSelected: selected.includes(id) })) };
        },
        on: (event: string, listener: never) => {
            if (event === 'changed') change = listener;
            return () => undefined;
        },
    };
    const known = new KnownNodes(page as never);
    const chosen = () => known.list.filter(({ isSelected }) => isSelected).map(({ id }) => id);
    change({ selection: true });
    assert.deepEqual(asked, [], 'nobody has wanted it yet');
    assert.deepEqual([chosen(), chosen()], [['b'], ['b']]);
    selected = ['a'];
    change({ selection: true });
    assert.deepEqual(chosen(), ['a']);
    assert.deepEqual(asked, ['outline', 'selection']);
    selected = ['a', 'b'];
    change({ selection: true, graph: true });
    assert.deepEqual(chosen(), ['a', 'b']);
    assert.deepEqual(asked, ['outline', 'selection', 'outline']);
    assert.deepEqual([known.selection.nodes, known.selection.nodes], [selected, selected]);
    assert.deepEqual(asked, ['outline', 'selection', 'outline', 'selection'], 'however many buttons want to know');
    change({ places: true });
    assert.deepEqual(chosen(), ['a', 'b']);
    assert.deepEqual(asked, ['outline', 'selection', 'outline', 'selection', 'outline'], 'where they stand is told with them');
});

test('what is seen of a few nodes is asked for these alone, in the order of all', () => {
    const asked: unknown[] = [];
    const page = {
        ask: (question: string, fields: { nodes?: string[] }) => {
            if (question === 'outline') return { nodes: ['a', 'b', 'c'].map(id => ({ id, title: id.toUpperCase() })) };
            asked.push(fields.nodes ?? 'all');
            return { nodes: (fields.nodes ?? ['a', 'b', 'c']).map(id => ({ id, inputs: [`into ${id}`] })) };
        },
        on: () => () => undefined,
    };
    const known = new KnownNodes(page as never);
    assert.deepEqual(known.detailed(['c', 'gone', 'a']), [
        { id: 'a', title: 'A', inputs: ['into a'] },
        { id: 'c', title: 'C', inputs: ['into c'] },
    ]);
    assert.deepEqual(known.detailed(['gone']), []);
    assert.equal(known.detailed().length, 3);
    assert.deepEqual(asked, [['a', 'c'], 'all'], 'nothing is asked of none');
});

test('of a single node the session tells alone, unless all are known already', () => {
    const asked: unknown[] = [];
    const page = {
        ask: (question: string, fields: { nodes?: string[] }) => {
            asked.push([question, ...(fields.nodes ?? ['all'])]);
            return { nodes: ['a', 'b'].filter(id => fields.nodes?.includes(id) ?? true).map(id => ({ id })) };
        },
        on: () => () => undefined,
    };
    const known = new KnownNodes(page as never);
    assert.equal(known.one('b')?.id, 'b');
    assert.equal(known.one('gone'), undefined);
    assert.deepEqual(known.detailed(['a']), [{ id: 'a' }]);
    assert.deepEqual(asked.splice(0), [
        ['outline', 'b'],
        ['outline', 'gone'],
        ['outline', 'a'],
        ['details', 'a'],
    ]);
    assert.equal(known.list.length, 2);
    assert.equal(known.one('b')?.id, 'b');
    assert.deepEqual(asked, [['outline', 'all']]);
});
