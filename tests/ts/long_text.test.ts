import assert from 'node:assert/strict';
import test from 'node:test';
import type { Ask, Answer, Page } from '../../static/host/page_interface.ts';
import { LongText } from '../../static/panels/long_text.ts';
import { PrintedTexts, type ShownOutput } from '../../static/panels/printed_texts.ts';

const pagesOf = (...pieces: string[]) => {
    const text = new LongText();
    for (const piece of pieces) text.append(piece);
    return text.pages;
};
/// What the pages show: an element ends a line.
const shown = (...pieces: string[]): string[] => pagesOf(...pieces).flatMap(page => page.text.replace(/\n$/, '').split('\n'));

test('the pages of a text are its lines, in however many pieces it comes', () => {
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
        const lines = text.replace(/\n$/, '').split('\n');
        assert.deepEqual(shown(text), lines, JSON.stringify(text.slice(0, 20)));
        for (const size of [1, 3, 700]) {
            if (text.length / size > 5_000) continue;
            const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
            assert.deepEqual(shown(...pieces), lines, `${JSON.stringify(text.slice(0, 20))} in pieces of ${size}`);
        }
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

test('pages that are full stay as they are when more is appended', () => {
    const text = new LongText();
    text.append('x\n'.repeat(2_500));
    const [first, second] = text.pages;
    text.append('y\n'.repeat(2_500));
    assert.equal(text.pages[0], first);
    assert.equal(text.pages[1], second);
    assert.equal(text.pages.length, 5);
});

/// A session that keeps one node's output, in ASCII, as the real one answers for it.
class FakePage {
    text = 1;
    stdout = '';
    stderr = '';
    gap: number | undefined;
    largest = 0;

    ask = ((_question: 'output', { after, limit = Number.POSITIVE_INFINITY }: Ask<'output'>): Answer<'output'> => {
        const from = after?.text === this.text ? after : { stdout: 0, stderr: 0 };
        const stdout = this.stdout.slice(from.stdout, from.stdout + limit);
        const stderr = this.stderr.slice(from.stderr, from.stderr + limit - stdout.length);
        const mark = { text: this.text, stdout: from.stdout + stdout.length, stderr: from.stderr + stderr.length };
        this.largest = Math.max(this.largest, stdout.length + stderr.length);
        const isGapHere = this.gap !== undefined && this.gap >= from.stdout && this.gap <= mark.stdout;
        return {
            stdout,
            stderr,
            mark,
            rest: this.stdout.length + this.stderr.length - mark.stdout - mark.stderr,
            displays: [],
            dropped: 0,
            droppedLines: 0,
            droppedDisplays: 0,
            ...(isGapHere ? { stdoutGap: (this.gap as number) - from.stdout } : {}),
        };
    }) as Page['ask'];
}

const linesOf = (text: LongText | undefined): string => (text?.pages ?? []).map(page => `${page.text}\n`).join('');
const only = (outputs: Map<string, ShownOutput>): ShownOutput => outputs.get('node') as ShownOutput;

test('a flood is read on in bounded pieces until all is there, with the gap in its place', () => {
    const page = new FakePage();
    const texts = new PrintedTexts();
    const readAll = (): ShownOutput => {
        for (let turn = 0; turn < 100; turn++) {
            const output = only(texts.read(page, ['node'], 50, () => true));
            if (!texts.hasMore) return output;
        }
        throw new Error('it never ends');
    };
    assert.equal(readAll().hasText, false);
    page.stdout = 'head\n'.repeat(100_000);
    page.stderr = 'err\n'.repeat(100_000);
    assert.equal(linesOf(readAll().stdout.head), page.stdout);
    const head = page.stdout;
    page.gap = head.length;
    assert.deepEqual(readAll().stdout.tail?.pages, []);
    page.stdout += 'tail\n'.repeat(100_000);
    const output = readAll();
    assert.equal(linesOf(output.stdout.head), head);
    assert.equal(linesOf(output.stdout.tail), 'tail\n'.repeat(100_000));
    assert.equal(linesOf(output.stderr.head), page.stderr);
    assert.ok(output.hasText && page.largest <= 256 * 1024);

    // Who is not wanted takes no room, and what lies behind the most is not read at all.
    assert.deepEqual([...texts.read(page, ['a', 'b', 'c'], 2, ({ hasText }) => hasText).keys()], ['a', 'b']);
    assert.deepEqual([...texts.read(page, ['a'], 2, () => false).keys()], []);

    // Another call: nothing of the one before stays.
    page.text++;
    [page.stdout, page.stderr, page.gap] = ['new\n', '', undefined];
    const next = readAll();
    assert.deepEqual([linesOf(next.stdout.head), next.stdout.tail, next.stderr.head.pages], ['new\n', undefined, []]);
});
