// What the benchmarks share: pairs in ABBA order, medians of ratios, one JSON line a figure.

export const median = values => {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Runs `ours` and `theirs` as pairs, the order turned round each time, so that a machine that slows down over time favours neither. */
export async function inPairs(pairs, ours, theirs) {
    const values = { ours: [], theirs: [] };
    for (let pair = 0; pair < pairs; ++pair) {
        const turns = [
            ['ours', ours],
            ['theirs', theirs],
        ];
        if (pair % 2) turns.reverse();
        for (const [name, measure] of turns) values[name].push(await measure());
    }
    return values;
}

/** One figure as a JSON line on standard output. `ratio` is value / baseline; for pairs the median of the pairs' ratios. */
export function report({ name, value, unit, baseline, ratio = baseline ? value / baseline : null, ...more }) {
    console.log(JSON.stringify({ name, value, unit, baseline, ratio, ...more }));
}

export function reportPairs(name, unit, ours, theirs) {
    const ratios = ours.map((value, index) => value / theirs[index]);
    const spread = [Math.min(...ratios), Math.max(...ratios)];
    report({ name, unit, value: median(ours), baseline: median(theirs), ratio: median(ratios), spread, pairs: ratios.length });
}
