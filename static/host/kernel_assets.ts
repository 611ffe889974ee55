// The files that Python needs to start, fetched once, in parallel, with progress. They stay, because a replaced kernel needs them again and may not reach the network; but not
// in the page: a blob's bytes lie with the browser and go straight to the kernel that reads them, where 30 MB through the page's thread cost it a fifth of a second.
import type { SiteFile } from 'site:facts';

/// Called as bytes arrive; `total` is known beforehand.
export type Progress = (done: number, total: number) => void;

const kLockFile = 'pyodide-lock.json';

export class KernelAssets {
    private loading: Promise<Record<string, Blob>> | null = null;
    private source: Promise<string> | null = null;
    /// Whether the browser's own cache is passed by.
    private isAnew = false;

    constructor(
        private readonly files: Record<string, SiteFile>,
        private readonly worker: SiteFile,
    ) {}

    /// All files by name. Rejects with the address that could not be had; the next call tries again.
    load(progress: Progress): Promise<Record<string, Blob>> {
        this.loading ??= this.fetchAll(progress).catch(error => {
            this.loading = null;
            throw error;
        });
        return this.loading;
    }

    /// The text of Pyodide's lock file: which package is in which wheel.
    async lockFile(): Promise<string> {
        const { [kLockFile]: file } = this.files;
        if (!file) return '';
        const blob = this.loading ? (await this.loading)[kLockFile] : await fetchBlob(file, this.isAnew);
        return blob?.text() ?? '';
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

    private async fetchAll(progress: Progress): Promise<Record<string, Blob>> {
        const total = Object.values(this.files).reduce((sum, file) => sum + file.bytes, 0);
        let done = 0;
        const entries = Object.entries(this.files).map(async ([name, file]) => {
            const blob = await fetchBlob(file, this.isAnew);
            done += file.bytes;
            progress(done, total);
            return [name, blob] as const;
        });
        return Object.fromEntries(await Promise.all(entries));
    }
}

/// A file of this site, by handle. Rejects with the address, also when the file has not the size that this build knows.
async function fetchBlob({ path, bytes: size }: SiteFile, isAnew: boolean): Promise<Blob> {
    const response = await responseOf(path, isAnew);
    const blob = await response.blob().catch(error => unreachable(path, error));
    if (blob.size !== size) throw new Error(`${path} has ${blob.size} instead of ${size} bytes.`);
    return blob;
}

async function responseOf(path: string, isAnew: boolean): Promise<Response> {
    const response = await fetch(path, isAnew ? { cache: 'reload' } : {}).catch(error => unreachable(path, error));
    if (!response.ok) throw new Error(`${path} could not be fetched (the server answered ${response.status}).`);
    return response;
}

function unreachable(path: string, error: unknown): never {
    throw new Error(`${path} could not be fetched (${error instanceof Error ? error.message : String(error)}).`);
}

/// The bytes of a file of this site; `arrived` hears of each piece. Rejects with the address, also when the file has not the size that this build knows.
export async function fetchBytes({ path, bytes: size }: SiteFile, arrived: (bytes: number) => void, isAnew = false): Promise<ArrayBuffer> {
    const response = await responseOf(path, isAnew);
    if (!response.body) throw new Error(`${path} is empty.`);
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
