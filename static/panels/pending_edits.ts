// Edits that were typed but not yet sent (texts wait until the typing pauses). Whoever needs them sent now — a run, a save, another selection, leaving the
// page — calls `flush`, so that nothing typed is ever lost or run in its old form.

type Sender = () => Promise<unknown>;

export class PendingEdits {
    private readonly waiting = new Map<string, { send: Sender; timer: ReturnType<typeof setTimeout> }>();

    /// Sends `send` after a pause; a later edit of the same `key` takes its place.
    later(key: string, pauseMs: number, send: Sender): void {
        this.forget(key);
        const timer = setTimeout(() => void this.now(key), pauseMs);
        this.waiting.set(key, { send, timer });
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
        clearTimeout(entry.timer);
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
