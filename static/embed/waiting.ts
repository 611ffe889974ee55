// A promise that others settle; nobody has to hear its failure.

export class Waiting {
    readonly promise: Promise<void>;
    resolve!: () => void;
    reject!: (error: Error) => void;

    constructor() {
        this.promise = new Promise((resolve, reject) => {
            this.resolve = resolve;
            this.reject = reject;
        });
        this.promise.catch(() => undefined);
    }
}
