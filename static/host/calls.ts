// The page's only map of promises: a number goes out with a message, the answer brings it back. Every entry ends: by the answer, by a refusal, or when
// whatever could have answered is gone.
import { kOpenCalls } from './limits.ts';

/// A refusal by the session; `code` tells its kind, the message is a sentence.
export class Refusal extends Error {
    constructor(
        message: string,
        readonly code: string,
    ) {
        super(message);
        this.name = 'Refusal';
    }
}

interface Call {
    kind: string;
    resolve(value: unknown): void;
    reject(error: Error): void;
}

export class Calls {
    private last = 0;
    private readonly open = new Map<number, Call>();

    /// Makes an entry and lets `send` carry its number out. If `send` throws, the entry ends with that.
    make(kind: string, send: (call: number) => void): Promise<unknown> {
        if (this.open.size >= kOpenCalls) return Promise.reject(new Refusal('Too many calls are waiting for an answer.', 'busy'));
        const call = ++this.last;
        return new Promise((resolve, reject) => {
            this.open.set(call, { kind, resolve, reject });
            try {
                send(call);
            } catch (error) {
                this.open.delete(call);
                reject(error);
            }
        });
    }

    /// The answer came. False for a number that waits for none (answered before, or never given).
    answer(call: number, value: unknown): boolean {
        const entry = this.take(call);
        entry?.resolve(value);
        return entry !== undefined;
    }

    /// The session refused.
    refuse(call: number, error: string, code: string): boolean {
        const entry = this.take(call);
        entry?.reject(new Refusal(error, code));
        return entry !== undefined;
    }

    /// Ends every open call of these kinds (null: of all); nobody is left to answer them.
    endAll(kinds: readonly string[] | null, reason: string): void {
        for (const [call, entry] of [...this.open]) {
            if (kinds && !kinds.includes(entry.kind)) continue;
            this.open.delete(call);
            entry.reject(new Refusal(reason, 'kernel_lost'));
        }
    }

    /// How many wait (tests).
    get count(): number {
        return this.open.size;
    }

    private take(call: number): Call | undefined {
        const entry = this.open.get(call);
        this.open.delete(call);
        return entry;
    }
}
