// Which versions stay: the younger, the denser. Named ones stay until a person lets go of them.
export interface Thinnable {
    atMs: number;
    name: string;
}

const kHourMs = 60 * 60_000;
const kDayMs = 24 * kHourMs;
/// Up to which age one version stays of how much time. Of the last hours all do: each was kept for a reason.
const kSteps = [
    { ageMs: 2 * kHourMs, everyMs: 1 },
    { ageMs: 2 * kDayMs, everyMs: kHourMs },
    { ageMs: 90 * kDayMs, everyMs: kDayMs },
] as const;

/// Those of one flow's versions that are no longer needed. The newest always stays, and of each span of time the latest.
export function surplusOf<Version extends Thinnable>(versions: readonly Version[], nowMs: number): Version[] {
    const newestFirst = [...versions].sort((a, b) => b.atMs - a.atMs);
    const taken = new Set<string>();
    return newestFirst.filter((version, index) => {
        const step = kSteps.find(({ ageMs }) => nowMs - version.atMs < ageMs);
        const span = step && `${step.everyMs} ${Math.floor(version.atMs / step.everyMs)}`;
        const isWanted = index === 0 || (span !== undefined && !taken.has(span));
        // A named one does not stand for its neighbours: it may be let go of at any time.
        if (version.name !== '') return false;
        if (span !== undefined) taken.add(span);
        return !isWanted;
    });
}

/// Those of all flows' versions that are beyond the bounds: the oldest without a name, then the oldest.
export function excessOf<Version extends Thinnable & { characters: number }>(versions: readonly Version[], count: number, characters: number): Version[] {
    const wanted = [...versions].sort((a, b) => Number(b.name !== '') - Number(a.name !== '') || b.atMs - a.atMs);
    let sum = 0;
    return wanted.filter((version, index) => {
        sum += version.characters;
        return index >= count || sum > characters;
    });
}
