import assert from 'node:assert/strict';
import test from 'node:test';
import { completePreview, type PreviewSources } from '../../static/host/previews.ts';

const sources = (changes: Partial<PreviewSources> = {}): PreviewSources => ({
    takeBuffer: () => undefined,
    authors: () => null,
    sanitise: html => Promise.resolve(`clean ${html}`),
    sentence: key => key,
    ...changes,
});

test('bytes stand where their name stood', async () => {
    const bytes = Uint8Array.from([1, 2, 3]).buffer;
    const preview = await completePreview(
        { kind: 'image', type: 'Figure', mime: 'image/png', width: 1, height: 1, bytes: { $buffer: 'p7' } },
        sources({ takeBuffer: id => (id === 'p7' ? bytes : undefined) }),
    );
    assert.deepEqual(preview, { kind: 'image', type: 'Figure', mime: 'image/png', width: 1, height: 1, bytes: Uint8Array.from([1, 2, 3]) });
});

test('bytes that are gone are an error with a sentence, not an empty picture', async () => {
    await assert.rejects(completePreview({ kind: 'image', bytes: { $buffer: 'gone' } }, sources()), /preview\.bytes_gone/);
});

test('html is never handed out as it came', async () => {
    assert.deepEqual(await completePreview({ kind: 'html', type: 'Styler', html: '<b>x</b>' }, sources()), {
        kind: 'html',
        type: 'Styler',
        html: 'clean <b>x</b>',
    });
    await assert.rejects(completePreview({ kind: 'html', html: '<b>x</b>' }, sources({ sanitise: () => Promise.reject(new Error('no answer')) })), /no answer/);
});

test('a value of the flow that looks like a name of bytes stays a value', async () => {
    const value = { rows: [{ $buffer: 'x' }], $buffer: 'y' };
    assert.deepEqual(await completePreview({ kind: 'json', type: 'dict', value, truncated: false }, sources()), {
        kind: 'json',
        type: 'dict',
        value,
        truncated: false,
    });
});

test('what came with the flow is looked up by its name, and names no bytes of a kernel', async () => {
    const look = { kind: 'json', type: '', value: { $buffer: 'p7' } };
    const of = (found: Record<string, unknown> | null) =>
        sources({ authors: (name, port) => (name === '1.0' && port === 'result' ? found : null), takeBuffer: () => new ArrayBuffer(1) });
    assert.deepEqual(await completePreview({ $author: '1.0', port: 'result' }, of(look)), look);
    assert.deepEqual(await completePreview({ $author: '1.0', port: 'result' }, of({ kind: 'html', type: '', html: '<i>' })), {
        kind: 'html',
        type: '',
        html: 'clean <i>',
    });
    assert.equal(await completePreview({ $author: '2.0', port: 'result' }, of(look)), null);
});

test('no preview is null', async () => {
    assert.equal(await completePreview(null, sources()), null);
});
