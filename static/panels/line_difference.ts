// Two texts line by line: what stayed, what went, what came.

export interface DifferentLine {
    kind: 'same' | 'added' | 'removed' | 'gap';
    text: string;
}

/// Beyond so many pairs of lines the whole middle counts as rewritten: the table of a finer answer would take the page's memory.
const kPairs = 4_000_000;
/// Lines that stayed are shown so far around a change.
const kAround = 3;

/// The lines with all that changed and a little of what is around it; nothing for texts that are the same.
export function lineDifference(before: string, after: string): DifferentLine[] {
    if (before === after) return [];
    return withoutFarLines(allLines(before.split('\n'), after.split('\n')));
}

function allLines(before: readonly string[], after: readonly string[]): DifferentLine[] {
    let head = 0;
    while (head < before.length && head < after.length && before[head] === after[head]) ++head;
    let tail = 0;
    while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) ++tail;
    const same = (lines: readonly string[]): DifferentLine[] => lines.map(text => ({ kind: 'same', text }));
    const middle = changed(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
    return [...same(before.slice(0, head)), ...middle, ...same(before.slice(before.length - tail))];
}

/// By the longest common subsequence.
function changed(before: readonly string[], after: readonly string[]): DifferentLine[] {
    const lines: DifferentLine[] = [];
    const add = (kind: DifferentLine['kind'], text: string | undefined) => lines.push({ kind, text: text ?? '' });
    const width = after.length + 1;
    if ((before.length + 1) * width > kPairs) {
        for (const text of before) add('removed', text);
        for (const text of after) add('added', text);
        return lines;
    }
    // How many lines the rests from here on have in common.
    const common = new Uint32Array((before.length + 1) * width);
    const at = (row: number, column: number): number => common[row * width + column] ?? 0;
    for (let row = before.length - 1; row >= 0; --row)
        for (let column = after.length - 1; column >= 0; --column)
            common[row * width + column] = before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    let [row, column] = [0, 0];
    while (row < before.length || column < after.length) {
        if (row < before.length && column < after.length && before[row] === after[column]) {
            add('same', before[row++]);
            ++column;
        } else if (column >= after.length || (row < before.length && at(row + 1, column) >= at(row, column + 1))) add('removed', before[row++]);
        else add('added', after[column++]);
    }
    return lines;
}

function withoutFarLines(lines: readonly DifferentLine[]): DifferentLine[] {
    const near = new Set<number>();
    lines.forEach((line, index) => {
        if (line.kind !== 'same') for (let at = index - kAround; at <= index + kAround; ++at) near.add(at);
    });
    return lines.flatMap((line, index) => {
        if (near.has(index)) return [line];
        return near.has(index - 1) || index === 0 ? [{ kind: 'gap', text: '' }] : [];
    });
}
