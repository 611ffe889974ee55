// The bytes of the flows' files, by their hash. In memory while the page lives and in the browser's database, so that a reload brings them back. The session and Python name
// files; which bytes a name has is the session's word (name and sha256).
import type { FileRef } from '../../runtime/protocol/messages.gen.ts';
import type { Database } from './database.ts';
import { kFileBytes } from './limits.ts';
import { sha256OfBlob } from './sha256.ts';

export class FileStore {
    private readonly blobs = new Map<string, Blob>();

    /// `database` is null where there is none; `onTrouble` hears once when files cannot be kept over a reload.
    constructor(
        private readonly database: Promise<Pick<Database, 'get' | 'put' | 'keys' | 'delete'> | null>,
        private readonly onTrouble: (error?: unknown) => void,
    ) {}

    /// Keeps the bytes and says what they are. Rejects above the bound.
    async add(name: string, blob: Blob): Promise<FileRef> {
        if (blob.size > kFileBytes) throw new RangeError(`${blob.size} bytes`);
        const file = { name, bytes: blob.size, sha256: await sha256OfBlob(blob) };
        this.keep(file.sha256, blob);
        await this.save(file.sha256, blob);
        return file;
    }

    /// Bytes whose hash is known to be right already.
    keep(sha256: string, blob: Blob): void {
        this.blobs.set(sha256, blob);
    }

    /// Keeps and saves in the background; trouble is told by `onTrouble`.
    keepAndSave(sha256: string, blob: Blob): void {
        this.keep(sha256, blob);
        void this.save(sha256, blob);
    }

    blob(sha256: string): Blob | undefined {
        return this.blobs.get(sha256);
    }

    /// Brings the bytes of these files from the database into memory, as far as they are there.
    async restore(hashes: readonly string[]): Promise<void> {
        const database = await this.database;
        if (!database) return;
        for (const sha256 of hashes) {
            if (this.blobs.has(sha256)) continue;
            const kept = await database.get('files', sha256);
            if (kept instanceof Blob) this.blobs.set(sha256, kept);
        }
    }

    /// Deletes from the database what no kept flow names any more. What is in memory stays: undo may want it back.
    async forgetAllBut(hashes: ReadonlySet<string>): Promise<void> {
        const database = await this.database;
        if (!database) return;
        const stale = (await database.keys('files')).filter(key => !hashes.has(key));
        if (stale.length > 0) await database.delete('files', stale);
    }

    private async save(sha256: string, blob: Blob): Promise<void> {
        try {
            const database = await this.database;
            if (!database) return;
            await database.put('files', sha256, blob);
        } catch (error) {
            // A full disk or a private window: the page goes on without it, and says so.
            this.onTrouble(error);
        }
    }
}
