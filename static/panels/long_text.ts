// A long text as pieces that the browser lays out only where they are seen: two megabytes of short lines in one element hold a page up for seconds. It grows at its
// end, piece by piece; what is there already is not looked at again.

const kLines = 1_000;
const kCharacters = 16_384;

export interface TextPage {
    text: string;
    lines: number;
}

/// Whole lines in pages, together the text. Each is to be an element of its own, so the line feed that such an element's end stands for is left out.
export class LongText {
    readonly pages: TextPage[] = [];
    /// The last page as it was given: more may come to it.
    private open = '';

    append(piece: string): void {
        if (piece === '') return;
        this.pages.pop();
        const text = this.open + piece;
        for (let at = 0; at < text.length; ) {
            const [end, lines] = endOfPage(text, at);
            this.open = text.slice(at, end);
            this.pages.push({ text: shown(this.open), lines });
            at = end;
        }
    }
}

function endOfPage(text: string, at: number): [end: number, lines: number] {
    let end = at;
    let lines = 0;
    for (; lines < kLines && end - at < kCharacters && end < text.length; lines++) {
        const next = text.indexOf('\n', end);
        end = next < 0 ? text.length : next + 1;
    }
    if (end - at > 2 * kCharacters) {
        // One endless line; a pair of surrogates stays together.
        end = at + kCharacters;
        if (/[\udc00-\udfff]/.test(text.charAt(end))) end++;
    }
    return [end, lines];
}

/// An empty last line would not be seen without its own line feed.
const shown = (page: string): string => (page.endsWith('\n') && page !== '\n' && !page.endsWith('\n\n') ? page.slice(0, -1) : page);
