// Bytes that came beside messages and that nobody has taken yet, by id. Bounded: the oldest go first.

export class Buffers {
    private readonly kept = new Map<string, ArrayBuffer>();
    private bytes = 0;

    constructor(
        private readonly maximumBytes: number,
        private readonly maximumCount: number,
    ) {}

    /// Keeps the bytes until they are taken. False when they alone are more than fit.
    put(id: string, buffer: ArrayBuffer): boolean {
        this.take(id);
        if (buffer.byteLength > this.maximumBytes) return false;
        this.kept.set(id, buffer);
        this.bytes += buffer.byteLength;
        for (const oldest of this.kept.keys()) {
            if (this.bytes <= this.maximumBytes && this.kept.size <= this.maximumCount) break;
            this.take(oldest);
        }
        return true;
    }

    /// Hands the bytes over, once.
    take(id: string): ArrayBuffer | undefined {
        const buffer = this.kept.get(id);
        if (buffer === undefined) return undefined;
        this.kept.delete(id);
        this.bytes -= buffer.byteLength;
        return buffer;
    }

    clear(): void {
        this.kept.clear();
        this.bytes = 0;
    }

    /// How many are kept (tests).
    get count(): number {
        return this.kept.size;
    }
}
