// A long text as pieces that the browser lays out only where they are seen: two megabytes of short lines in one element hold a page up for seconds.

const kLines = 1_000;
const kCharacters = 16_384;

/// Pieces of whole lines, together the text. Each is to be an element of its own, so the line feed that such an element's end stands for is left out.
export function pagesOf(text: string): { text: string; lines: number }[] {
    const pages: { text: string; lines: number }[] = [];
    for (let at = 0; at < text.length; ) {
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
        const piece = text.slice(at, end);
        // An empty last line would not be seen without its own line feed.
        pages.push({ text: piece.endsWith('\n') && piece !== '\n' && !piece.endsWith('\n\n') ? piece.slice(0, -1) : piece, lines });
        at = end;
    }
    return pages;
}
