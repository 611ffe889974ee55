// What the page and its service worker say to each other.
import type { KeepTrouble } from './site_keeper.ts';

/// `keep`: bring all of this build here, `entry` is the page's first script; `look`: how far is it. Both are answered through the port that comes along. `take_over`: said to a newer worker that waits.
export type PageToWorker = { kind: 'keep'; entry: string } | { kind: 'look' } | { kind: 'take_over' };

export interface WorkerAnswer {
    isKept: boolean;
    /// Of the whole build.
    bytes: number;
    trouble?: KeepTrouble;
}
