// A door for one call at a time. A listener may answer the session while the session is still telling: the bindings of wasm keep the arguments of a function's calls in one place, so a
// call inside a call of the same function would free the inner one's text twice and break the memory.

export class OneAtATime {
    private readonly waiting: string[] = [];
    private isInside = false;

    constructor(private readonly call: (text: string) => void) {}

    /// Calls now, or behind the call that is under way.
    take(text: string): void {
        this.waiting.push(text);
        if (this.isInside) return;
        this.isInside = true;
        try {
            for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) this.call(next);
        } finally {
            this.isInside = false;
        }
    }
}
