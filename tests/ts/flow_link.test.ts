import assert from 'node:assert/strict';
import test from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { readFlowLink, writeFlowLink } from '../../static/host/flow_link.ts';

test('a flow comes out of its link as it went in, in any script', async () => {
    const text = JSON.stringify({ format: 'pythonflows', version: 1, title: '売上の集計 📈', nodes: [] });
    const link = await writeFlowLink(text);
    assert.match(link, /^d1:[A-Za-z0-9_-]+$/);
    assert.equal(await readFlowLink(link), text);
});

test('damaged links are refused with a sentence', async () => {
    const link = await writeFlowLink('{"a": "some text that is long enough to be packed"}');
    for (const damaged of ['', 'd2:abc', 'd1:', 'd1:!!!', link.slice(0, -6)]) {
        await assert.rejects(readFlowLink(damaged), /link/, damaged);
    }
});

test('a link that unpacks to more than a flow may have is refused', async () => {
    const bomb = deflateRawSync(Buffer.alloc(80 * 1024 * 1024, ' ')).toString('base64url');
    await assert.rejects(readFlowLink(`d1:${bomb}`), RangeError);
});
