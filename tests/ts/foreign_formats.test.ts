import assert from 'node:assert/strict';
import test from 'node:test';
import { programOf } from '../../static/host/code/foreign_formats.ts';

test('the files of other programs are known by what is in them', () => {
    const comfy = { last_node_id: 9, last_link_id: 9, nodes: [{ id: 1, type: 'KSampler' }], links: [[1, 4, 0, 3, 0, 'MODEL']], groups: [], version: 0.4 };
    assert.equal(programOf('workflow.json', JSON.stringify(comfy)), 'ComfyUI');
    assert.equal(programOf('api.json', JSON.stringify({ 3: { class_type: 'KSampler', inputs: { seed: 1 } } })), 'ComfyUI');
    const nodeRed = [
        { id: 'f6f2187d.f17ca8', type: 'tab', label: 'Flow 1' },
        { id: 'a1', type: 'inject', z: 'f6f2187d.f17ca8', wires: [['b1']] },
    ];
    assert.equal(programOf('flows.json', JSON.stringify(nodeRed)), 'Node-RED');
    const orange = '<?xml version=\'1.0\' encoding=\'utf-8\'?>\n<scheme version="2.0" title="x">\n<nodes>';
    assert.equal(programOf('x.ows', orange), 'Orange');
    assert.equal(programOf('x.xml', orange), 'Orange');
    assert.equal(programOf('x.yaml', 'flowfile_version: 0.5.0\nflowfile_id: 1\n'), 'Flowfile');
    assert.equal(programOf('x.json', JSON.stringify({ flowfile_version: '0.5', nodes: [] })), 'Flowfile');
    assert.equal(programOf('x.flowfile', '\u0080\u0004'), 'Flowfile');
});

test('ordinary data is no other program’s', () => {
    for (const text of [
        '',
        '{',
        '[]',
        '{}',
        '3',
        'null',
        '[1]',
        '[{"id": "a", "type": "b"}]',
        '{"nodes": [], "links": []}',
        '{"a": {"class_type": 3, "inputs": {}}}',
    ])
        assert.equal(programOf('data.json', text), undefined, text);
    assert.equal(programOf('a.flow.json', JSON.stringify({ format: 'pythonflows', version: 1, nodes: [], links: [] })), undefined);
});
