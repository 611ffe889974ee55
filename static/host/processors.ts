// How many kernels a flow may have where nobody says anything: one processor is left to the page; where memory is short, and in another page, whose flows share it, there is one kernel.

/// A kernel takes some 60 MB before it has done anything, and what a flow holds besides.
const kShortMemoryGiB = 4;
/// More would be of use to few flows and a burden to many laptops; a person may choose more.
const kMost = 4;

export function kernelsHere(here: { hardwareConcurrency?: number; deviceMemory?: number } | undefined = globalThis.navigator): number {
    if (globalThis.parent !== globalThis.self) return 1;
    if ((here?.deviceMemory ?? kShortMemoryGiB) < kShortMemoryGiB) return 1;
    return Math.min(kMost, Math.max(1, (here?.hardwareConcurrency ?? 1) - 1));
}
