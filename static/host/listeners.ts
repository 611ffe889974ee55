// Who wants to hear of what. A listener that throws is reported and does not keep the others from hearing.

export class Listeners<Events extends object> {
    private readonly byEvent = new Map<keyof Events, Set<(detail: never) => void>>();
    /// What was told while nobody listened yet to `said`-like events is kept for the first listener.
    private readonly missed = new Map<keyof Events, unknown[]>();

    /// `keptEvents` are told to their first listener also when they came before it.
    constructor(private readonly keptEvents: readonly (keyof Events)[] = []) {}

    /// Returns what removes the listener.
    add<E extends keyof Events>(event: E, listener: (detail: Events[E]) => void): () => void {
        const listeners = this.byEvent.get(event) ?? new Set();
        this.byEvent.set(event, listeners);
        listeners.add(listener as (detail: never) => void);
        const missed = this.missed.get(event) ?? [];
        this.missed.delete(event);
        for (const detail of missed) this.callOne(listener as (detail: never) => void, detail);
        return () => listeners.delete(listener as (detail: never) => void);
    }

    tell<E extends keyof Events>(event: E, detail: Events[E]): void {
        const listeners = this.byEvent.get(event);
        if (!listeners?.size) {
            if (this.keptEvents.includes(event)) this.missed.set(event, [...(this.missed.get(event) ?? []), detail].slice(-kMissed));
            return;
        }
        for (const listener of [...listeners]) this.callOne(listener, detail);
    }

    private callOne(listener: (detail: never) => void, detail: unknown): void {
        try {
            listener(detail as never);
        } catch (error) {
            reportError(error);
        }
    }
}

/// A few sentences at most are said before the panels are there.
const kMissed = 20;
