// Events on their way to an embedding page: one batch at a time, the next when the last was taken in. What comes meanwhile is put together, so that a parent that does not listen costs nothing.
import type { EventName } from '../../embed/wire.ts';

interface Told {
    name: EventName;
    detail: unknown;
}

/// Errors and nodes that a batch names; a parent that is so far behind asks for the state.
const kPerBatch = 200;

export class EventBatches {
    private readonly latest = new Map<EventName, unknown>();
    private readonly nodes = new Set<string>();
    private errors: unknown[] = [];
    private serial = 0;
    private isWaiting = false;
    private isScheduled = false;

    /// `later` puts together what belongs to one moment.
    constructor(
        private readonly post: (batch: number, events: Told[]) => void,
        private readonly later: (act: () => void) => void,
    ) {}

    tell(name: EventName, detail: unknown): void {
        if (name === 'output') {
            if (this.nodes.size < kPerBatch) this.nodes.add((detail as { node: string }).node);
        } else if (name === 'error') {
            if (this.errors.length < kPerBatch) this.errors.push(detail);
        } else {
            this.latest.set(name, detail);
        }
        this.schedule();
    }

    /// The parent took in this batch.
    heard(batch: number): void {
        if (!this.isWaiting || batch !== this.serial) return;
        this.isWaiting = false;
        if (this.latest.size + this.nodes.size + this.errors.length > 0) this.schedule();
    }

    private schedule(): void {
        if (this.isWaiting || this.isScheduled) return;
        this.isScheduled = true;
        this.later(() => {
            this.isScheduled = false;
            this.send();
        });
    }

    private send(): void {
        const events: Told[] = [...this.latest].map(([name, detail]) => ({ name, detail }));
        for (const node of this.nodes) events.push({ name: 'output', detail: { node } });
        for (const detail of this.errors) events.push({ name: 'error', detail });
        this.latest.clear();
        this.nodes.clear();
        this.errors = [];
        this.isWaiting = true;
        this.post(++this.serial, events);
    }
}
