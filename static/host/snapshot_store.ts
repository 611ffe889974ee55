// Keeps the memory snapshot of a started Python in the origin's private file system, under a name that says which build it is of. Its bytes are never trusted: what
// is read must have the hash that was written with it. Knows nothing of kernels.
import type { SiteFile } from 'site:facts';
import { kSnapshotBytes, kSnapshotsKept } from './limits.ts';
import { sha256Of } from './sha256.ts';

const kFolder = 'kernel-memory';
/// A sha256 as text, before the snapshot's own bytes.
const kHashBytes = 64;

export class SnapshotStore {
    private constructor(
        private readonly folder: FileSystemDirectoryHandle,
        private readonly name: string,
    ) {}

    /// Null where the browser has no private file system (file addresses, some private windows). `files` are the build: their paths carry the hashes of their contents.
    static async open(files: readonly SiteFile[]): Promise<SnapshotStore | null> {
        if (!globalThis.navigator?.storage?.getDirectory) return null;
        try {
            const root = await navigator.storage.getDirectory();
            const folder = await root.getDirectoryHandle(kFolder, { create: true });
            const paths = files.map(file => file.path).sort();
            const key = await sha256Of(new TextEncoder().encode(paths.join('\n')).buffer);
            return new SnapshotStore(folder, `${key.slice(0, 32)}.snapshot`);
        } catch {
            // Refused by the browser's settings: Python starts the longer way, which is what a person without storage expects.
            return null;
        }
    }

    /// The snapshot of this build, or null if there is none or it is damaged (which is then removed).
    async read(): Promise<Blob | null> {
        const file = await this.folder
            .getFileHandle(this.name)
            .then(handle => handle.getFile())
            .catch(() => null);
        if (!file) return null;
        const memory = file.slice(kHashBytes);
        const [hash, bytes] = await Promise.all([file.slice(0, kHashBytes).text(), memory.arrayBuffer()]);
        if ((await sha256Of(bytes)) === hash) return memory;
        await this.drop();
        return null;
    }

    /// Writes it beside and puts it in place when whole. Older builds' snapshots go, all but a few: several versions of the site may live under one origin.
    async write(bytes: ArrayBuffer): Promise<void> {
        if (bytes.byteLength > kSnapshotBytes) throw new Error(`A snapshot of ${bytes.byteLength} bytes is not kept.`);
        const hash = await sha256Of(bytes);
        const handle = await this.folder.getFileHandle(this.name, { create: true });
        const writable = await handle.createWritable();
        await writable.write(hash);
        await writable.write(bytes);
        await writable.close();
        await this.tidy();
    }

    async drop(): Promise<void> {
        // Gone already is as good.
        await this.folder.removeEntry(this.name).catch(() => undefined);
    }

    private async tidy(): Promise<void> {
        const others: { name: string; at: number }[] = [];
        for await (const [name, handle] of this.folder as unknown as AsyncIterable<[string, FileSystemFileHandle]>) {
            if (name !== this.name) others.push({ name, at: (await handle.getFile()).lastModified });
        }
        others.sort((a, b) => b.at - a.at);
        for (const { name } of others.slice(kSnapshotsKept - 1)) await this.folder.removeEntry(name);
    }
}
