// What the open flow asked other hosts for, newest last: what the panel shows. Keeps addresses and sizes, no bodies and no headers.
import { kNetworkLogLines } from '../limits.ts';
import type { NetworkLogLine } from '../page_interface.ts';

export class NetworkLog {
    private lines: NetworkLogLine[] = [];
    private last = 0;
    private dropped = 0;

    constructor(private readonly onChange: () => void) {}

    /// Begins a line; what is returned changes it.
    begin(method: string, address: string): (change: Partial<Omit<NetworkLogLine, 'id'>>) => void {
        const id = ++this.last;
        this.lines.push({ id, at: Date.now(), method, address, outcome: 'asking', status: 0, bytes: 0, elapsedMs: 0, reason: '' });
        if (this.lines.length > kNetworkLogLines) this.dropped += this.lines.splice(0, this.lines.length - kNetworkLogLines).length;
        this.onChange();
        return change => {
            this.lines = this.lines.map(line => (line.id === id ? { ...line, ...change } : line));
            this.onChange();
        };
    }

    /// The kept lines, and how many older ones there were.
    all(): { lines: readonly NetworkLogLine[]; dropped: number } {
        return { lines: this.lines, dropped: this.dropped };
    }

    clear(): void {
        this.lines = [];
        this.dropped = 0;
        this.onChange();
    }
}
