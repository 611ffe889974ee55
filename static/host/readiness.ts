// A promise of something that can come, fail and go again: whoever asks gets the latest.

export class Readiness {
    private settle: { resolve(): void; reject(error: Error): void } | null = null;
    private promise: Promise<void>;

    constructor() {
        this.promise = this.renew();
    }

    /// Resolves when it is there; rejects with why it did not come. After `lost` a new one.
    get latest(): Promise<void> {
        return this.promise;
    }

    /// What a kernel says of itself. Returns why everything that waits for this kernel is over, if it is.
    hear({ type, reason = '' }: { type: string; reason?: string }): string | undefined {
        switch (type) {
            case 'kernel_ready':
                this.came();
                return undefined;
            case 'kernel_failed':
                this.failed(reason);
                return reason;
            case 'kernel_lost':
                this.lost();
                return reason;
            default:
                return undefined;
        }
    }

    came(): void {
        if (!this.settle) this.renew();
        this.settle?.resolve();
        this.settle = null;
    }

    failed(reason: string): void {
        if (!this.settle) this.renew();
        this.settle?.reject(new Error(reason));
        this.settle = null;
    }

    lost(): void {
        if (!this.settle) this.renew();
    }

    private renew(): Promise<void> {
        this.promise = new Promise((resolve, reject) => {
            this.settle = { resolve, reject };
        });
        // Whoever asks for it hears of a failure; nobody has to ask.
        this.promise.catch(() => undefined);
        return this.promise;
    }
}
