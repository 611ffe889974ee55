// What Pyodide looks at to learn whether Python should stop: the shared word that the frame writes, and a deadline checked by the clock, which works also where
// there is no shared memory. It stands in for the typed array that Pyodide expects: reading [0] asks, writing [0] acknowledges.
import { clearInterrupt, kSigint, readSignal, sleepUnlessInterrupted } from './interrupt.ts';

/// The clock is read at every this many looks only: Pyodide looks about every 50 bytecodes, and a deadline needs no more than milliseconds.
const kLooksPerClock = 64;

export class Signals {
    private deadlineMs = Number.POSITIVE_INFINITY;
    private looksLeft = kLooksPerClock;
    private timer: ReturnType<typeof setTimeout> | undefined;

    /// `words` is the memory of interrupt.ts, or null where none can be shared.
    constructor(private readonly words: Int32Array | null) {}

    /// Whether a sleep can be woken by a stop.
    get canSleep(): boolean {
        return this.words !== null;
    }

    /// Interrupts when this much time has passed; null takes it back. `stopAwaiting` is called at the same time, for a node that awaits.
    setDeadline(durationMs: number | null, stopAwaiting: () => void): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.deadlineMs = durationMs === null ? Number.POSITIVE_INFINITY : performance.now() + durationMs;
        if (durationMs !== null) this.timer = setTimeout(stopAwaiting, durationMs);
    }

    /// Sleeps; false when a stop or the deadline came first.
    sleep(durationMs: number): boolean {
        if (!this.words) throw new Error('There is no shared memory to sleep on.');
        const untilDeadlineMs = Math.max(0, this.deadlineMs - performance.now());
        const isWhole = durationMs <= untilDeadlineMs;
        const hasPassed = sleepUnlessInterrupted(this.words, Math.min(durationMs, untilDeadlineMs));
        if (!isWhole) this.looksLeft = 0;
        return isWhole && hasPassed;
    }

    get [0](): number {
        if (this.words) {
            const signal = readSignal(this.words);
            if (signal !== 0) return signal;
        }
        if (this.deadlineMs === Number.POSITIVE_INFINITY || --this.looksLeft > 0) return 0;
        this.looksLeft = kLooksPerClock;
        if (performance.now() < this.deadlineMs) return 0;
        this.deadlineMs = Number.POSITIVE_INFINITY;
        return kSigint;
    }

    set [0](value: number) {
        if (this.words && value === 0) clearInterrupt(this.words);
    }
}
