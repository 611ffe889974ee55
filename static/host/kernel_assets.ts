// The bytes that Python needs to start, fetched once, in parallel, with progress. They stay here, because a replaced kernel needs them again and may not reach the network.
import type { SiteFile } from 'site:facts';

/// Called as bytes arrive; `total` is known beforehand.
export type Progress = (done: number, total: number) => void;

export class KernelAssets {
    private loading: Promise<Record<string, ArrayBuffer>> | null = null;
    private source: Promise<string> | null = null;

    constructor(
        private readonly files: Record<string, SiteFile>,
        private readonly worker: SiteFile,
    ) {}

    /// All files by name. Rejects with the address that could not be had; the next call tries again.
    load(progress: Progress): Promise<Record<string, ArrayBuffer>> {
        this.loading ??= this.fetchAll(progress).catch(error => {
            this.loading = null;
            throw error;
        });
        return this.loading;
    }

    /// The text of the kernel's worker.
    workerSource(): Promise<string> {
        this.source ??= fetchBytes(this.worker.path, () => undefined)
            .then(bytes => new TextDecoder().decode(bytes))
            .catch(error => {
                this.source = null;
                throw error;
            });
        return this.source;
    }

    private async fetchAll(progress: Progress): Promise<Record<string, ArrayBuffer>> {
        const total = Object.values(this.files).reduce((sum, file) => sum + file.bytes, 0);
        let done = 0;
        const entries = Object.entries(this.files).map(async ([name, file]) => {
            const bytes = await fetchBytes(file.path, arrived => {
                done += arrived;
                progress(Math.min(done, total), total);
            });
            return [name, bytes] as const;
        });
        return Object.fromEntries(await Promise.all(entries));
    }
}

/// The bytes behind an address of this site; `arrived` hears of each piece.
export async function fetchBytes(path: string, arrived: (bytes: number) => void): Promise<ArrayBuffer> {
    const response = await fetch(path).catch((error: unknown) => {
        throw new Error(`${path} could not be fetched (${error instanceof Error ? error.message : String(error)}).`);
    });
    if (!response.ok || !response.body) throw new Error(`${path} could not be fetched (the server answered ${response.status}).`);
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    const reader = response.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        pieces.push(piece.value);
        arrived(piece.value.byteLength);
    }
    return new Blob(pieces).arrayBuffer();
}
