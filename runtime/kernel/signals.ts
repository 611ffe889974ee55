// What Pyodide looks at to learn whether Python should stop: the shared word that the frame writes, and a deadline checked by the clock, which works also where
// there is no shared memory. It stands in for the typed array that Pyodide expects: to read [0] is to take the signal.
import { clearInterrupt, kSigint, putSignalBack, sleepUntilSignal, takeSignal, wasStopped } from '../protocol/interrupt.ts';

/// The clock is read at every this many looks only: Pyodide looks about every 50 bytecodes, and a deadline needs no more than milliseconds.
const kLooksPerClock = 64;

/// A signal that Python's handler has not told of is sent once more after this time. At the recursion limit the handler cannot be called: Python raises RecursionError in its place.
/// Those that Python has not come to yet are one, so it does not have to be long.
const kRepeatMs = 5;
/// Later than every message: no stop reaches to it.
const kNoMessage = Number.POSITIVE_INFINITY;

export class Signals {
    private deadlineMs = Number.POSITIVE_INFINITY;
    private looksLeft = kLooksPerClock;
    /// When the signal was sent that Python's handler has not told of yet.
    private unheardSinceMs: number | null = null;
    private timer: ReturnType<typeof setTimeout> | undefined;
    /// Whether a stop or the deadline has reached the message that is being dealt with.
    private wasReached = false;
    /// The message that is being dealt with. A signal for an earlier one that comes late is nobody's; between two messages every signal is.
    private serial = kNoMessage;

    /// `words` is the memory of interrupt.ts, or null where none can be shared.
    constructor(private words: Int32Array | null) {}

    /// From here on stops come through this memory; called between two messages.
    use(words: Int32Array | null): void {
        this.words = words;
    }

    /// Whether a sleep can be woken by a stop.
    get canSleep(): boolean {
        return this.words !== null;
    }

    /// A message is taken in: from here on signals are its own. True when it was stopped before.
    begin(serial: number): boolean {
        this.serial = serial;
        this.unheardSinceMs = null;
        this.wasReached = false;
        if (!this.words) return false;
        // What is still there was meant for what came before. (For whom a newer one is meant is written before the signal, and looked at after this.)
        clearInterrupt(this.words);
        return wasStopped(this.words, serial);
    }

    /// The message has been dealt with. True if a signal has reached it: Python may have been given it when its node had ended already, and would keep it for the next one.
    end(): boolean {
        this.serial = kNoMessage;
        this.unheardSinceMs = null;
        return this.wasReached;
    }

    /// Python's handler has been called.
    heard(): void {
        this.unheardSinceMs = null;
    }

    /// A stop that finds Python not running. `cancel` ends what it awaits; where it is false Python has not begun with the node yet, and finds the signal as soon as it does.
    passOn(upToSerial: number, cancel: () => boolean): void {
        if (!this.words || this.serial > upToSerial) return;
        this.wasReached = true;
        // Taken away first: it would hit the very Python that cancels.
        clearInterrupt(this.words);
        if (!cancel()) putSignalBack(this.words);
    }

    /// Signals when this much time has passed; null takes it back. `expire` is called at the same time, for a node that awaits.
    setDeadline(durationMs: number | null, expire: () => void): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.deadlineMs = durationMs === null ? Number.POSITIVE_INFINITY : performance.now() + durationMs;
        if (durationMs === null) return;
        this.timer = setTimeout(() => {
            // The node awaits: it is cancelled, and a signal would only hit what comes after.
            this.deadlineMs = Number.POSITIVE_INFINITY;
            expire();
        }, durationMs);
    }

    /// Sleeps at most this long; true when a stop or the deadline ended it, whose signal is taken herewith.
    sleep(durationMs: number): boolean {
        if (!this.words) throw new Error('There is no shared memory to sleep on.');
        const untilDeadlineMs = Math.max(0, this.deadlineMs - performance.now());
        sleepUntilSignal(this.words, Math.min(durationMs, untilDeadlineMs));
        return this.takeStop() !== 0 || this.takeDeadline();
    }

    get [0](): number {
        const signal = this.takeStop();
        const isTimed = this.deadlineMs !== Number.POSITIVE_INFINITY || this.unheardSinceMs !== null;
        if (signal !== 0 || !isTimed || --this.looksLeft > 0) return signal;
        this.looksLeft = kLooksPerClock;
        return this.takeDeadline() || this.takeUnheard() ? kSigint : 0;
    }

    /// Pyodide acknowledges what it has read; reading has done that already.
    set [0](_value: number) {}

    private takeStop(): number {
        if (!this.words) return 0;
        const signal = takeSignal(this.words);
        if (signal === 0 || !wasStopped(this.words, this.serial)) return 0;
        this.wasReached = true;
        this.unheardSinceMs = performance.now();
        return signal;
    }

    private takeUnheard(): boolean {
        const now = performance.now();
        if (this.unheardSinceMs === null || now - this.unheardSinceMs < kRepeatMs) return false;
        this.unheardSinceMs = now;
        return true;
    }

    private takeDeadline(): boolean {
        if (performance.now() < this.deadlineMs) return false;
        this.deadlineMs = Number.POSITIVE_INFINITY;
        this.unheardSinceMs = performance.now();
        this.wasReached = true;
        return true;
    }
}
