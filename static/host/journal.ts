// The last lines of what happened on the page, for the crash screen and its report. Names of what happened only: never a value, a source, a title or a file's name.
import { kJournalLines } from './limits.ts';

export class Journal {
    private readonly lines: string[] = [];

    /// `now` gives milliseconds since the page began.
    constructor(private readonly now: () => number) {}

    note(what: string): void {
        this.lines.push(`${(this.now() / 1000).toFixed(3)} s  ${what}`);
        if (this.lines.length > kJournalLines) this.lines.shift();
    }

    /// Oldest first.
    get last(): readonly string[] {
        return this.lines;
    }
}
