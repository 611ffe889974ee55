// The bytes that Python needs to start, fetched once, in parallel, with progress. They stay here, because a replaced kernel needs them again and may not reach the network.
import type { SiteFile } from 'site:facts';
import { kProgressIntervalMs } from './limits.ts';

/// Called as bytes arrive; `total` is known beforehand.
export type Progress = (done: number, total: number) => void;

export class KernelAssets {
    private loading: Promise<Record<string, ArrayBuffer>> | null = null;
    private source: Promise<string> | null = null;
    /// Whether the browser's own cache is passed by.
    private isAnew = false;

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

    /// Fetches everything anew the next time: what is here did not start.
    forget(): void {
        this.loading = null;
        this.source = null;
        this.isAnew = true;
    }

    /// The text of the kernel's worker.
    workerSource(): Promise<string> {
        this.source ??= fetchBytes(this.worker, () => undefined, this.isAnew)
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
        let saidAtMs = Number.NEGATIVE_INFINITY;
        const arrived = (bytes: number): void => {
            done += bytes;
            // Pieces come by the hundred, and each word of it is a step of the session.
            if (done < total && performance.now() - saidAtMs < kProgressIntervalMs) return;
            saidAtMs = performance.now();
            progress(done, total);
        };
        const entries = Object.entries(this.files).map(async ([name, file]) => [name, await fetchBytes(file, arrived, this.isAnew)] as const);
        return Object.fromEntries(await Promise.all(entries));
    }
}

/// The bytes of a file of this site; `arrived` hears of each piece. Rejects with the address, also when the file has not the size that this build knows.
export async function fetchBytes({ path, bytes: size }: SiteFile, arrived: (bytes: number) => void, isAnew = false): Promise<ArrayBuffer> {
    const response = await fetch(path, isAnew ? { cache: 'reload' } : {}).catch((error: unknown) => {
        throw new Error(`${path} could not be fetched (${error instanceof Error ? error.message : String(error)}).`);
    });
    if (!response.ok || !response.body) throw new Error(`${path} could not be fetched (the server answered ${response.status}).`);
    const bytes = new Uint8Array(size);
    let at = 0;
    const reader = response.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        if (at + piece.value.byteLength > size) throw new Error(`${path} is longer than the ${size} bytes of this version of the site.`);
        bytes.set(piece.value, at);
        at += piece.value.byteLength;
        arrived(piece.value.byteLength);
    }
    if (at < size) throw new Error(`${path} ended after ${at} of ${size} bytes.`);
    return bytes.buffer;
}
