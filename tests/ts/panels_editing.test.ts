// What the panels decide by themselves: undo inside a field, typing in menus, which setting an error means, names of columns, limits as typed, places for what is pasted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutlineNode, PageToSession, Widget } from '../../runtime/protocol/messages.gen.ts';
import type { KernelBounds } from '../../static/host/kernel_life.ts';
import { kernelsHere } from '../../static/host/processors.ts';
import { RunLimits } from '../../static/host/run_limits.ts';
import { filledIn } from '../../static/host/texts.ts';
import { matchingNames } from '../../static/panels/column_names.ts';
import { FieldHistory, undoKey } from '../../static/panels/field_undo.ts';
import { limitFields, shownLimit, typedLimit } from '../../static/panels/limit_values.ts';
import { meantSetting } from '../../static/panels/meant_setting.ts';
import { besideOthers, extentOf } from '../../static/panels/placing.ts';
import { Typeahead } from '../../static/panels/typeahead.ts';

function widget(name: string, value: unknown, kind: Widget['kind'] = 'text'): Widget {
    return { name, kind, annotation: '', value, standard: '', isSet: false, isLinked: false, choices: [], suggestions: [] };
}

test('undo in a field goes back to what stood there when it was entered, and no further', () => {
    const history = new FieldHistory('old');
    for (const [text, at] of [
        ['oldn', 0],
        ['oldne', 100],
        ['oldnew', 200],
    ] as const)
        history.typed(text, 'insertText', at);
    history.typed('oldnew pasted', 'insertFromPaste', 300);
    assert.equal(history.step(-1), 'oldnew');
    assert.equal(history.step(-1), 'old', 'letters typed in one go are one step');
    assert.equal(history.step(-1), undefined, 'never the text of another field');
    assert.equal(history.step(1), 'oldnew');
    history.typed('other', 'insertText', 5000);
    assert.equal(history.step(1), undefined);
    assert.equal(history.first, 'old');
    for (let step = 0; step < 1000; ++step) history.typed(`text ${step}`, 'insertFromPaste', step);
    assert.equal(history.first, 'old', 'bounded, and Escape still knows the way back');
});

test('the keys of undo, on any keyboard', () => {
    const key = (init: object) => ({ key: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, isComposing: false, ...init });
    assert.equal(undoKey(key({ key: 'z', ctrlKey: true })), -1);
    assert.equal(undoKey(key({ key: 'Z', ctrlKey: true, shiftKey: true })), 1);
    assert.equal(undoKey(key({ key: 'y', metaKey: true })), 1);
    assert.equal(undoKey(key({ key: 'z' })), undefined);
    assert.equal(undoKey(key({ key: 'z', ctrlKey: true, isComposing: true })), undefined);
});

test('typing in a menu goes to what begins so, and never to a dangerous item by a letter or two', () => {
    const items = [{ text: 'Run' }, { text: 'Add a node' }, { text: 'Duplicate' }, { text: 'Delete', isDangerous: true }, { text: 'Duck' }];
    const typed = (text: string, from = 0) => {
        const typeahead = new Typeahead();
        return [...text].reduce((at, letter, index) => typeahead.take(letter, items, at, index * 100) ?? at, from);
    };
    assert.equal(typed('add'), 1, '"add" is one word, not "a", then "d", then "d"');
    assert.equal(typed('d'), 2);
    assert.equal(typed('dd'), 4, 'the same letter goes round');
    assert.equal(typed('ddd'), 2);
    assert.equal(typed('de'), 2, 'not yet');
    assert.equal(typed('del'), 3);
    assert.equal(typed('x', 4), 4);
});

test('an error of a library node leads to the setting that it is about', () => {
    const sort = [widget('by', 'amuont', 'column'), widget('descending', false, 'toggle'), widget('then_by', '', 'column')];
    assert.equal(meantSetting('The table has no column “amuont”. Its columns are: amount, region.', sort)?.name, 'by');
    const group = [widget('by', 'region, knd', 'column'), widget('aggregations', 'sum(amount)', 'multiline')];
    assert.equal(meantSetting('The table has no column “knd”. Its columns are: kind.', group)?.name, 'by');
    assert.equal(meantSetting('Choose the column to sort by.', [widget('by', '', 'column'), widget('then_by', '', 'column')])?.name, 'by');
    assert.equal(meantSetting('SQL: no such table: t3. The tables here are: t1 (a).', [widget('query', 'SELECT * FROM t3', 'multiline')])?.name, 'query');
    assert.equal(meantSetting('The condition cannot be read: invalid syntax at “>”.', [widget('condition', 'a >', 'expression')])?.name, 'condition');
    assert.equal(meantSetting('unsupported operand', [widget('count', 3, 'integer')]), undefined, 'nothing is better than something wrong');
});

test('columns are found by any part, the last of several by its own beginning', () => {
    const names = ['region', 'kind', 'amount', 'a, b'];
    assert.deepEqual(matchingNames(names, 'an'), []);
    assert.deepEqual(matchingNames(names, 'mou'), ['amount']);
    assert.deepEqual(matchingNames(names, 'region, ki'), ['region, kind']);
    assert.deepEqual(matchingNames(names, 'region,'), ['region, kind', 'region, amount', 'region, a, b']);
    assert.deepEqual(matchingNames(names, 'a, b'), ['a, b'], 'a name may hold a comma itself');
});

test('limits as people type them', () => {
    const [time, output] = limitFields;
    assert.ok(time && output);
    assert.deepEqual(typedLimit(time, '１．５'), { value: 1.5 });
    assert.deepEqual(typedLimit(time, ' '), { value: undefined });
    assert.deepEqual(typedLimit(output, '2,048'), { value: 2 * 1024 * 1024 });
    assert.ok('bad' in typedLimit(time, '-1') && 'bad' in typedLimit(time, 'soon'));
    assert.equal(shownLimit(output, 2 * 1024 * 1024), '2048');
    assert.equal(shownLimit(time, undefined), '');
});

test('limits: the person before the address before the site; 60 s where a flow comes from elsewhere and nobody says anything', () => {
    const told: Extract<PageToSession, { type: 'set_limits' }>[] = [];
    const limits = new RunLimits(new URLSearchParams('max-displays=7'), message => told.push(message), 3);
    const last = () => told[told.length - 1];
    const bounds: KernelBounds[] = [];
    limits.configure({ run_timeout_sec: 60, max_output_bytes: 1000, max_preview_bytes: 2000 }, bound => bounds.push(bound));
    assert.deepEqual(bounds.at(-1), { memoryBytes: 2 ** 31, previewBytes: 2000, messageBytes: 2 ** 29 });
    limits.set('message_bytes', 3000);
    assert.equal(bounds.at(-1)?.messageBytes, 3000);
    limits.set('message_bytes', undefined);
    assert.deepEqual(last(), {
        type: 'set_limits',
        node_timeout_ms: 0,
        run_timeout_ms: 0,
        max_output_bytes: 1000,
        max_displays: 7,
        nodes_may_raise: true,
        kernels: 3,
    });
    limits.set('kernels', 2);
    assert.equal(last()?.kernels, 2);
    limits.set('kernels', 0);
    assert.equal(last()?.kernels, 1, 'there is always one');
    limits.set('kernels', undefined);
    limits.follow(true);
    assert.equal(last()?.node_timeout_ms, 60_000);
    assert.equal(last()?.nodes_may_raise, false);
    limits.set('node_time_sec', 5);
    assert.equal(last()?.node_timeout_ms, 5000);
    assert.equal(limits.standard('node_time_sec'), 60);
    limits.set('node_time_sec', 0);
    assert.equal(last()?.node_timeout_ms, 0, 'no limit, by choice');
    limits.set('node_time_sec', undefined);
    limits.follow(false);
    assert.equal(last()?.node_timeout_ms, 0);
    assert.equal(kernelsHere({ hardwareConcurrency: 2 }), 1);
    assert.equal(kernelsHere({ hardwareConcurrency: 4, deviceMemory: 8 }), 3);
    assert.equal(kernelsHere({ hardwareConcurrency: 64 }), 4);
    assert.equal(kernelsHere({ hardwareConcurrency: 8, deviceMemory: 2 }), 1, 'where memory is short');
    const site = new RunLimits(new URLSearchParams('timeout=abc'), message => told.push(message));
    site.configure({ run_timeout_sec: 60, node_timeout_sec: 3 }, () => undefined);
    assert.equal(last()?.node_timeout_ms, 3000, 'a site may hold everybody to it');
    assert.equal(new RunLimits(new URLSearchParams('timeout=2.5'), () => undefined).standard('node_time_sec'), 2.5);
});

test('one or several', () => {
    assert.equal(filledIn('{count} {count|node|nodes}', { count: 1 }), '1 node');
    assert.equal(filledIn('{count} {count|node|nodes}', { count: 2 }), '2 nodes');
    assert.equal(filledIn('{count|node|nodes} {x}', {}), '{count|node|nodes} {x}');
    assert.equal(filledIn('{count} {count|node|nodes}, line {line}', { count: 12345, line: 1234 }), '12,345 nodes, line 1234');
    assert.equal(filledIn('{count} {count|node|nodes}', { count: 1000 }), '1,000 nodes');
    assert.equal(filledIn('{share}', { share: 10000.25 }, 'de'), '10.000,25');
});

test('what is pasted lies beside the nodes that are there', () => {
    const node = (id: string, x: number, y: number) => ({ id, x, y }) as OutlineNode;
    const one = extentOf('{"view": {"nodes": {"a": {"x": 5, "y": 5}}}}');
    const nodes = [node('a', 0, 0), node('b', 264, 0)];
    const place = besideOthers(nodes, { x: 100, y: 50 }, one, () => 200);
    assert.ok(place.x >= 264 + 208, `${place.x}`);
    assert.equal(place.y, 50);
    assert.deepEqual(
        besideOthers(nodes, { x: 100, y: 900 }, one, () => 200),
        { x: 100, y: 900 },
    );
    assert.deepEqual(extentOf('no flow'), one);
    assert.ok(extentOf('{"view": {"nodes": {"a": {"x": 0, "y": 0}, "b": {"x": 300, "y": 10}}}}').width === one.width + 300);
});
