// How much of a text fits where its width cannot be measured: ideographs, kana and emoji are as wide as two letters.

/// The text, or as much of it as has room for so many letters, and an ellipsis.
export function cutToLetters(text: string, letters: number): string {
    let room = letters;
    let shown = '';
    for (const letter of text) {
        room -= letter > '\u2e7f' ? 2 : 1;
        if (room < 0) return `${shown}…`;
        shown += letter;
    }
    return text;
}
