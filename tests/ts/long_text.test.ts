import assert from 'node:assert/strict';
import test from 'node:test';
import { pagesOf } from '../../static/panels/long_text.ts';

/// What the pages show: an element ends a line.
const shown = (text: string): string[] => pagesOf(text).flatMap(page => page.text.replace(/\n$/, '').split('\n'));

test('the pages of a text are its lines', () => {
    for (const text of [
        'a',
        'a\n',
        'a\nb',
        '\n',
        '\n\n',
        'a\n\n',
        '\na',
        `${'line\n'.repeat(1_000)}end`,
        '\n'.repeat(500),
        `${'x'.repeat(500)}\n`.repeat(300),
    ]) {
        assert.deepEqual(shown(text), text.replace(/\n$/, '').split('\n'), JSON.stringify(text.slice(0, 20)));
    }
    assert.deepEqual(pagesOf(''), []);
});

test('no page is long, and none cuts a character', () => {
    const flood = pagesOf('x\n'.repeat(1_000_000));
    assert.equal(flood.length, 1_000);
    assert.ok(flood.every(page => page.lines === 1_000));
    const line = pagesOf(`a${'😀'.repeat(100_000)}`);
    assert.ok(line.length > 5 && line.every(page => page.text.length <= 33_000 && encodeURIComponent(page.text).length > 0));
    assert.equal(line.map(page => page.text).join(''), `a${'😀'.repeat(100_000)}`);
});
