// Holds the page open where leaving would lose something: the browser asks before it closes. At no other time: a page that always asks is one whose question nobody reads.

export class LeavingGuard {
    private readonly reasons = new Set<string>();
    private isOver = false;
    private readonly ask = (event: Event): void => event.preventDefault();

    constructor(private readonly page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> = globalThis) {}

    hold(reason: string, isHeld: boolean): void {
        if (isHeld) this.reasons.add(reason);
        else this.reasons.delete(reason);
        if (this.reasons.size > 0 && !this.isOver) this.page.addEventListener('beforeunload', this.ask);
        else this.page.removeEventListener('beforeunload', this.ask);
    }

    /// There is nothing to lose any more.
    end(): void {
        this.isOver = true;
        this.hold('', false);
    }
}
