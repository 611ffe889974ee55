// The shared memory through which a running Python is stopped. The frame writes, the worker and Python read. Two 32-bit words:
// [0] the signal that Python looks at (0 none, 2 SIGINT), [1] the serial of the last message that the stop is meant for.
// Without the second word a stop that arrives late would hit the next run, and one that arrives early would be lost.

export const kInterruptBytes = 8;
const kSignal = 0;
const kUpTo = 1;
/// SIGINT. Any other number does not reach Python as KeyboardInterrupt.
export const kSigint = 2;

/// Stops whatever runs, and everything sent up to `serial` that has not started.
export function interruptUpTo(words: Int32Array, serial: number): void {
    Atomics.store(words, kUpTo, serial);
    Atomics.store(words, kSignal, kSigint);
    Atomics.notify(words, kSignal);
}

/// Takes the signal that is set, 0 for none. One atomic step: to read it and write 0 afterwards, as Pyodide does, loses a stop that arrives in between.
export function takeSignal(words: Int32Array): number {
    return Atomics.exchange(words, kSignal, 0);
}

/// Takes back a signal that nobody needs any more; called between two messages.
export function clearInterrupt(words: Int32Array): void {
    Atomics.store(words, kSignal, 0);
}

/// Puts a signal back that was taken and met nobody; whom it is meant for is still written beside it.
export function putSignalBack(words: Int32Array): void {
    Atomics.store(words, kSignal, kSigint);
}

/// Whether a stop reaches to the message with this serial.
export function wasStopped(words: Int32Array, serial: number): boolean {
    return serial <= Atomics.load(words, kUpTo);
}

/// Sleeps until the time has passed or a signal is there, which stays to be taken.
export function sleepUntilSignal(words: Int32Array, durationMs: number): void {
    Atomics.wait(words, kSignal, 0, durationMs);
}
