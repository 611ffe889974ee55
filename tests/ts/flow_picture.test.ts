import assert from 'node:assert/strict';
import test from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { flowPicture, packedInSvg } from '../../static/host/flow_picture.ts';
import { flowInPicture, svgOf } from '../../static/host/sharing/pictures.ts';
import { textIn, withText } from '../../static/host/sharing/png_text.ts';

const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Sales <2024> & "more"\u0007',
    nodes: [
        { id: 'rows', type: 'python', title: '売上を読む' },
        { id: 'total', type: 'python' },
        { id: 'alone', type: 'python' },
    ],
    links: [{ from: 'rows.result', to: 'total.rows' }, { from: 'rows.result', to: 'gone.x' }, { from: 7 }],
    view: { nodes: { rows: { x: -100, y: 0 }, total: { x: 320, y: 40.5 }, alone: { x: 'far', y: null } } },
};

test('a picture of a flow names what is in it, and shows each node and link', () => {
    const svg = flowPicture(flow);
    assert.match(svg, /<title id="title">Sales &lt;2024&gt; &amp; &quot;more&quot; <\/title>/);
    assert.match(svg, /<desc id="about">売上を読む; total; alone; 売上を読む → total; 売上を読む → gone<\/desc>/);
    assert.equal(svg.match(/<g>/g)?.length, 3);
    assert.equal(svg.match(/<path /g)?.length, 1, 'a link to a node that is not there is not drawn');
    assert.match(svg, /viewBox="-132 -32 /);
    for (const nothing of [null, 7, {}, { nodes: 'x', links: [null] }]) assert.match(flowPicture(nothing), /^<svg [^>]*>.*<\/svg>\n$/s);
});

test('a folded subflow is one box with the ports that lead out of it', () => {
    const frames = [
        { title: 'Sum up', x: 50, y: 60, folded: true, subflow: true, nodes: ['total', 'alone'] },
        { title: 'Inside', x: 0, y: 0, folded: true, nodes: ['alone'] },
        { title: 'Open', x: 0, y: 0, nodes: ['rows'] },
    ];
    const links = [...flow.links.slice(0, 1), { from: 'total.result', to: 'alone.value' }];
    const svg = flowPicture({ ...flow, links, view: { ...flow.view, frames } });
    assert.match(svg, /<desc id="about">売上を読む; Sum up; 売上を読む → Sum up<\/desc>/);
    assert.equal(svg.match(/<g>/g)?.length, 2);
    assert.equal(svg.match(/<path /g)?.length, 1);
    assert.match(svg, />rows<\/text>/);
});

test('the flow comes out of its picture as it went in', async () => {
    const text = JSON.stringify(flow);
    const svg = await svgOf(text);
    assert.equal(await flowInPicture(svg), text);
    assert.match(packedInSvg(await svg.text()) ?? '', /^d1:/);
    assert.equal(await flowInPicture(new Blob([flowPicture(flow)])), undefined);
    await assert.rejects(flowInPicture(new Blob(['<svg><metadata id="pythonflows-flow">d1:xx</metadata></svg>'])));
});

function png(): Uint8Array<ArrayBuffer> {
    const chunk = (type: string, data: Buffer) => {
        const body = Buffer.concat([Buffer.from(type), data]);
        const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
        length.writeUInt32BE(data.length);
        check.writeUInt32BE(crc32(body));
        return Buffer.concat([length, body, check]);
    };
    const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return new Uint8Array(Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.from([0, 255]))), chunk('IEND', Buffer.alloc(0))]));
}

test('a text goes into a PNG and comes out of it; everything else stays', async () => {
    const with_ = withText(png(), 'pythonflows-flow', 'd1:売上');
    assert.equal(textIn(with_, 'pythonflows-flow'), 'd1:売上');
    assert.equal(textIn(with_, 'other'), undefined);
    assert.equal(textIn(png(), 'pythonflows-flow'), undefined);
    assert.deepEqual(with_.slice(0, 45), png().slice(0, 45));
    assert.deepEqual(with_.slice(-12), png().slice(-12));
    const at = Buffer.from(with_).indexOf('iTXt');
    const length = Buffer.from(with_).readUInt32BE(at - 4);
    assert.equal(Buffer.from(with_).readUInt32BE(at + 4 + length), crc32(with_.subarray(at, at + 4 + length)));
    assert.equal(await flowInPicture(new Blob([png()])), undefined);
});

test('a damaged PNG gives no text and ends', () => {
    const whole = withText(png(), 'pythonflows-flow', 'text');
    for (let at = 0; at < whole.length; at++) {
        const damaged = whole.slice();
        damaged[at] = (damaged[at] as number) ^ 0x55;
        assert.ok([undefined, 'text'].includes(textIn(damaged, 'pythonflows-flow')), String(at));
        assert.ok([undefined, 'text'].includes(textIn(whole.subarray(0, at), 'pythonflows-flow')), String(at));
    }
    assert.throws(() => withText(png().slice(0, 40), 'k', 't'), TypeError);
});
