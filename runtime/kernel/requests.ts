// Questions of the worker to the page that wait for their answer. Knows no message.

interface Waiting<Answer> {
    resolve(answer: Answer): void;
    reject(error: Error): void;
}

/// Questions of one kind under way, by number.
export class Requests<Answer> {
    private last = 0;
    private readonly waiting = new Map<number, Waiting<Answer>>();

    /// `tell` sends the question with its number; what comes back settles when that number does.
    ask(tell: (request: number) => void): Promise<Answer> {
        const request = ++this.last;
        return new Promise((resolve, reject) => {
            this.waiting.set(request, { resolve, reject });
            tell(request);
        });
    }

    /// Gives the answer to whoever waits; an Error rejects. False if nobody does: it was settled before.
    settle(request: number, answer: Answer | Error): boolean {
        const waiting = this.waiting.get(request);
        this.waiting.delete(request);
        if (answer instanceof Error) waiting?.reject(answer);
        else waiting?.resolve(answer);
        return waiting !== undefined;
    }

    /// The numbers of all that wait.
    get underWay(): number[] {
        return [...this.waiting.keys()];
    }
}
