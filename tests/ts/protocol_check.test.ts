// Messages from outside: whole, or refused with the place of what is wrong.
import assert from 'node:assert/strict';
import test from 'node:test';
import { parse, type Schema } from '../../runtime/protocol/check.ts';

const schema: Schema = {
    enums: { Color: ['red', 'blue'] },
    types: { Tree: { name: 'string', color: 'Color?', children: '[Tree]' } },
    messages: {
        garden: {
            planted: { tree: 'Tree', heights: '{number}', count: 'int?', note: 'json' },
            lost: { what: 'Shrub' },
        },
    },
};
const errorOf = (message: unknown): string => {
    const parsed = parse(typeof message === 'string' ? message : JSON.stringify(message), 'garden', schema);
    return parsed.ok ? '' : parsed.error;
};
const tree = { name: 'oak', color: 'red', children: [{ name: 'beech', children: [] }] };
const planted = { type: 'planted', tree, heights: { old: 1.5 }, note: null };

test('a message is what its table says, and may say more', () => {
    assert.equal(errorOf(planted), '');
    assert.equal(errorOf({ ...planted, count: 3, more: [1] }), '');
});

test('the first place that is wrong is named', () => {
    assert.equal(errorOf({ ...planted, tree: { ...tree, children: [tree, { name: 3, children: [] }] } }), '/tree/children/1/name: expected a text');
    assert.equal(errorOf({ ...planted, tree: { ...tree, color: 'green' } }), '/tree/color: expected one of red, blue');
    assert.equal(errorOf({ ...planted, tree: { name: 'oak' } }), '/tree/children: expected a list');
    assert.equal(errorOf({ ...planted, tree: [] }), '/tree: expected an object');
    assert.equal(errorOf({ ...planted, heights: { old: '2' } }), '/heights/old: expected a number');
    assert.equal(errorOf({ ...planted, count: 1.5 }), '/count: expected an integer');
    assert.equal(errorOf({ ...planted, count: null }), '/count: expected an integer');
    assert.equal(errorOf({ ...planted, note: undefined }), '/note: expected a value');
    assert.equal(errorOf({ type: 'lost', what: 1 }), '/what: expected a Shrub, which the protocol does not know');
});

test('what is no message of the channel is refused', () => {
    assert.equal(errorOf({ type: 'felled' }), "/type: 'felled' is no message of garden");
    assert.equal(errorOf({ type: 'constructor' }), "/type: 'constructor' is no message of garden");
    assert.equal(errorOf([planted]), '/type: expected a text');
    assert.match(errorOf('{"type":'), /^not JSON: /);
});
