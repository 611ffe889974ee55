import assert from 'node:assert/strict';
import test from 'node:test';
import { reachOf } from '../../static/host/sharing/flow_links.ts';
import { wantsOf } from '../../static/host/sharing/flow_wants.ts';

const known = [
    { name: 'numpy', imports: ['numpy'] },
    { name: 'scikit-learn', imports: ['sklearn'] },
    { name: 'ruamel.yaml', imports: ['ruamel.yaml'] },
];

test('packages, hosts and files are read from the text', () => {
    const flow = {
        packages: ['polars'],
        nodes: [
            { source: 'import os, numpy as np\nfrom sklearn.linear_model import Ridge\nimport ruamel.yaml  # import requests\n' },
            { source: 'def get():\n    return fetch("https://API.example.com:8443/x?y=http://other.example")\n' },
            { params: { url: 'https://data.example.org/a.csv', rest: [{ deep: 'wss://live.example/feed' }] } },
        ],
        files: [
            { name: 'small.csv', bytes: 3, sha256: 'a', data: 'YWJj' },
            { name: 'kept.csv', bytes: 9, sha256: 'b' },
            { name: 'large.csv', bytes: 9e6, sha256: 'c' },
        ],
    };
    assert.deepEqual(
        wantsOf(flow, known, sha256 => sha256 === 'b'),
        {
            nodes: 3,
            packages: ['numpy', 'polars', 'ruamel.yaml', 'scikit-learn'],
            hosts: ['api.example.com:8443', 'data.example.org', 'live.example', 'other.example'],
            files: [
                { name: 'small.csv', bytes: 3, isHere: true },
                { name: 'kept.csv', bytes: 9, isHere: true },
                { name: 'large.csv', bytes: 9e6, isHere: false },
            ],
        },
    );
});

test('a text that is no flow, or not as flows are, wants nothing', () => {
    for (const flow of [null, 7, [], {}, { nodes: 'x', files: [null], packages: [1] }])
        assert.deepEqual(
            wantsOf(flow, known, () => false),
            { nodes: 0, packages: [], hosts: [], files: [] },
        );
    assert.deepEqual(wantsOf({ nodes: [{ source: 'text = "import numpyx"\n' }] }, known, () => false).packages, []);
});

test('the reach of a link follows its length', () => {
    assert.deepEqual([2_000, 2_001, 16_001, 80_001, 1_048_577].map(reachOf), ['everywhere', 'broad', 'most', 'widest', 'none']);
});
