// A door for one call at a time. A listener may answer the session while the session is still telling: the bindings of wasm keep the arguments of a function's calls in one place, so a
// call inside a call of the same function would free the inner one's text twice and break the memory.

export class OneAtATime<Call extends unknown[]> {
    private readonly waiting: Call[] = [];
    private isInside = false;

    constructor(private readonly call: (...call: Call) => void) {}

    /// Calls now, or behind the call that is under way.
    take(...call: Call): void {
        this.waiting.push(call);
        if (this.isInside) return;
        this.isInside = true;
        try {
            for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) this.call(...next);
        } finally {
            this.isInside = false;
        }
    }
}
