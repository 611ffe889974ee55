// Passes on what a worker says. A post to another process costs a quarter of a millisecond of whoever does it however small the message is, and the page one more task: Python is spared the first
// and the page the second where many small nodes follow each other. This thread is free while Python is busy, so what it keeps for a moment is never kept longer.
import { bytesOf, type Envelope, type Letter } from '../../../runtime/protocol/envelope.ts';

/// Half a frame.
export const kRelayMs = 8;
/// Messages that go together, at most; the page takes no more at once.
export const kRelayMost = 64;

export class Relay {
    private held: Envelope[] = [];
    private timer: ReturnType<typeof setTimeout> | undefined;

    constructor(private readonly port: { postMessage(data: unknown, transfer: Transferable[]): void }) {}

    /// What the worker posted; anything else than a letter is Python's and goes nowhere.
    take(data: unknown): void {
        const { envelopes, isUrgent } = (data ?? {}) as Partial<Letter>;
        if (!Array.isArray(envelopes)) return;
        for (const envelope of envelopes) {
            this.held.push(envelope);
            if (this.held.length === kRelayMost) this.send();
        }
        if (isUrgent) this.send();
        else if (this.held.length > 0) this.timer ??= setTimeout(() => this.send(), kRelayMs);
    }

    private send(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        const envelopes = this.held;
        this.held = [];
        if (envelopes.length > 0) this.port.postMessage(envelopes, bytesOf(envelopes));
    }
}
