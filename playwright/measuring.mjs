// What the benchmarks share: pairs in ABBA order, medians of ratios, one JSON line a figure.

export const median = values => {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Measures each of `subjects` ({name: measure}) once a round, the order turned round each time, so that a machine that slows down over time favours none: {name: values}. */
export async function inTurns(rounds, subjects) {
    const values = Object.fromEntries(Object.keys(subjects).map(name => [name, []]));
    for (let round = 0; round < rounds; ++round) {
        const turns = Object.entries(subjects);
        if (round % 2) turns.reverse();
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
