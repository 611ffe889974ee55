// Edits that were typed but not yet sent (texts wait until the typing pauses). Whoever needs them sent now — a run, a save, another selection, leaving the
// page — calls `flush`, so that nothing typed is ever lost or run in its old form.

type Sender = () => Promise<unknown>;
type Timer = ReturnType<typeof setTimeout>;

/// Somebody who types without a pause is sent this often: what the session does not know, the browser does not keep, and a tab may die at any moment.
const longestMs = 500;

export class PendingEdits {
    private readonly waiting = new Map<string, { send: Sender; pause: Timer; longest: Timer }>();

    /// Sends `send` after a pause, or when the first edit of this `key` has waited for long; a later edit takes the place of an earlier one.
    later(key: string, pauseMs: number, send: Sender): void {
        const before = this.waiting.get(key);
        clearTimeout(before?.pause);
        const sendNow = () => void this.now(key);
        // A key that is typed on keeps its place in the order, too.
        this.waiting.set(key, { send, pause: setTimeout(sendNow, pauseMs), longest: before?.longest ?? setTimeout(sendNow, longestMs) });
    }

    /// Sends one edit at once, if it waits.
    now(key: string): Promise<unknown> {
        const entry = this.waiting.get(key);
        if (!entry) return Promise.resolve();
        this.forget(key);
        return entry.send();
    }

    /// Drops an edit (Escape).
    forget(key: string): void {
        const entry = this.waiting.get(key);
        if (!entry) return;
        clearTimeout(entry.pause);
        clearTimeout(entry.longest);
        this.waiting.delete(key);
    }

    has(key: string): boolean {
        return this.waiting.has(key);
    }

    /// Sends everything that waits, in the order it was typed. The sends themselves happen before this returns; the promise waits for their answers.
    flush(): Promise<unknown> {
        return Promise.all([...this.waiting.keys()].map(key => this.now(key)));
    }
}
