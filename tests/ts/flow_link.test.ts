import assert from 'node:assert/strict';
import test from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { isLocked, LinkRefused, readFlowLink, writeFlowLink } from '../../static/host/sharing/flow_link.ts';

test('a flow comes out of its link as it went in, in any script', async () => {
    const text = JSON.stringify({ format: 'pythonflows', version: 1, title: '売上の集計 📈', nodes: [] });
    const link = await writeFlowLink(text);
    assert.match(link, /^d1:[A-Za-z0-9_-]+$/);
    assert.equal(await readFlowLink(link), text);
});

test('damaged links are refused with a sentence', async () => {
    const link = await writeFlowLink('{"a": "some text that is long enough to be packed"}');
    for (const damaged of ['', 'd2:abc', 'd1:', 'd1:!!!', link.slice(0, -6)]) {
        await assert.rejects(readFlowLink(damaged), LinkRefused, damaged);
    }
});

test('a link that unpacks to more than a flow may have is refused', async () => {
    const bomb = deflateRawSync(Buffer.alloc(80 * 1024 * 1024, ' ')).toString('base64url');
    await assert.rejects(readFlowLink(`d1:${bomb}`), { reason: 'too_large' });
});

test('a link with a passphrase opens with it, and with no other', async () => {
    const text = JSON.stringify({ title: '秘密', nodes: [] });
    const link = await writeFlowLink(text, 'café au lait');
    assert.match(link, /^e1:[A-Za-z0-9_-]+$/);
    assert.ok(isLocked(link) && !isLocked(await writeFlowLink(text)));
    // The same letters, composed as another system types them.
    assert.equal(await readFlowLink(link, 'cafe\u0301 au lait'), text);
    for (const wrong of ['', 'Café au lait', 'x']) await assert.rejects(readFlowLink(link, wrong), { reason: 'wrong_passphrase' });
});

test('a locked link that was changed or cut off is refused, and no two are alike', async () => {
    const link = await writeFlowLink('{"title": "a flow"}', 'p');
    assert.notEqual(link, await writeFlowLink('{"title": "a flow"}', 'p'));
    const last = link.at(-2) === 'A' ? 'B' : 'A';
    await assert.rejects(readFlowLink(`${link.slice(0, -2)}${last}${link.at(-1)}`, 'p'), { reason: 'wrong_passphrase' });
    await assert.rejects(readFlowLink(link.slice(0, 20), 'p'), { reason: 'damaged' });
    // What is locked may be no plain link's content either.
    await assert.rejects(readFlowLink(`d1:${link.slice(3)}`), { reason: 'damaged' });
});
