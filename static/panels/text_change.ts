// What changed between two texts, as one replacement.

/// The smallest single replacement that turns one text into the other, so that the cursor stays where it was.
export function changeBetween(from: string, to: string): { from: number; to: number; insert: string } {
    let start = 0;
    const shorter = Math.min(from.length, to.length);
    while (start < shorter && from[start] === to[start]) ++start;
    let end = 0;
    while (end < shorter - start && from[from.length - 1 - end] === to[to.length - 1 - end]) ++end;
    return { from: start, to: from.length - end, insert: to.slice(start, to.length - end) };
}
