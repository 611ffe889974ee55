// Where segments lie: the origin's private file system, or a database where a browser has none. Files of other builds of the kernel are removed: their results were made by
// another Python.
import type { SiteFile } from 'site:facts';
import { sha256Of } from '../sha256.ts';

export interface StoredFile {
    /// "<flow>/<segment>"
    path: string;
    bytes: number;
    atMs: number;
}

export interface ResultFiles {
    list(): Promise<StoredFile[]>;
    read(path: string): Promise<Blob | null>;
    /// Resolves when the file is whole; before that nobody sees it.
    write(path: string, content: Blob): Promise<void>;
    /// What is gone already is as good.
    remove(path: string): Promise<void>;
}

const kFolder = 'kept-results';
const kDatabase = 'pythonflows-results';

/// Null where this browser keeps nothing (its settings forbid it).
export async function openResultFiles(build: readonly SiteFile[]): Promise<ResultFiles | null> {
    const paths = build.map(file => file.path).sort();
    const name = (await sha256Of(new TextEncoder().encode(paths.join('\n')))).slice(0, 32);
    return (await PrivateFiles.open(name)) ?? (await DatabaseFiles.open(name));
}

/// The directory's own iterator, which TypeScript's library does not name yet.
type Entries = AsyncIterable<[string, FileSystemFileHandle | FileSystemDirectoryHandle]>;

async function entriesOf(folder: FileSystemDirectoryHandle): Promise<[string, FileSystemFileHandle | FileSystemDirectoryHandle][]> {
    const entries: [string, FileSystemFileHandle | FileSystemDirectoryHandle][] = [];
    for await (const entry of folder as unknown as Entries) entries.push(entry);
    return entries;
}

export class PrivateFiles implements ResultFiles {
    private constructor(private readonly root: FileSystemDirectoryHandle) {}

    static async open(build: string): Promise<PrivateFiles | null> {
        if (!globalThis.navigator?.storage?.getDirectory) return null;
        try {
            const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(kFolder, { create: true });
            for (const [name] of await entriesOf(folder)) {
                if (name !== build) await folder.removeEntry(name, { recursive: true });
            }
            return new PrivateFiles(await folder.getDirectoryHandle(build, { create: true }));
        } catch {
            // Refused by the browser's settings: the database may still be allowed.
            return null;
        }
    }

    async list(): Promise<StoredFile[]> {
        const found: StoredFile[] = [];
        for (const [flow, folder] of await entriesOf(this.root)) {
            if (folder.kind !== 'directory') continue;
            for (const [name, handle] of await entriesOf(folder)) {
                if (handle.kind !== 'file') continue;
                // Another tab may remove it at this moment.
                const file = await handle.getFile().catch(() => null);
                // An empty one is just being written.
                if (file && file.size > 0) found.push({ path: `${flow}/${name}`, bytes: file.size, atMs: file.lastModified });
            }
        }
        return found;
    }

    async read(path: string): Promise<Blob | null> {
        try {
            const [flow, name] = split(path);
            return await (await (await this.root.getDirectoryHandle(flow)).getFileHandle(name)).getFile();
        } catch {
            return null;
        }
    }

    async write(path: string, content: Blob): Promise<void> {
        const [flow, name] = split(path);
        const folder = await this.root.getDirectoryHandle(flow, { create: true });
        const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
        try {
            await writable.write(content);
            await writable.close();
        } catch (error) {
            // A full disk: the empty file that was made for it goes too.
            await writable.abort().catch(() => undefined);
            await this.remove(path);
            throw error;
        }
    }

    async remove(path: string): Promise<void> {
        const [flow, name] = split(path);
        const folder = await this.root.getDirectoryHandle(flow).catch(() => null);
        await folder?.removeEntry(name).catch(() => undefined);
    }
}

function split(path: string): [string, string] {
    const slash = path.indexOf('/');
    return [path.slice(0, slash), path.slice(slash + 1)];
}

interface Row {
    content: Blob;
    atMs: number;
}

export class DatabaseFiles implements ResultFiles {
    private constructor(
        private readonly database: IDBDatabase,
        private readonly build: string,
    ) {}

    static async open(build: string): Promise<DatabaseFiles | null> {
        try {
            const request = indexedDB.open(kDatabase, 1);
            request.onupgradeneeded = () => request.result.createObjectStore('segments');
            const database = await answerOf(request);
            database.onversionchange = () => database.close();
            const files = new DatabaseFiles(database, build);
            for (const key of await files.keys()) {
                if (!key.startsWith(`${build}/`)) await files.delete(key);
            }
            return files;
        } catch {
            return null;
        }
    }

    async list(): Promise<StoredFile[]> {
        const found: StoredFile[] = [];
        for (const key of await this.keys()) {
            const row = await this.row(key);
            if (row) found.push({ path: key.slice(this.build.length + 1), bytes: row.content.size, atMs: row.atMs });
        }
        return found;
    }

    async read(path: string): Promise<Blob | null> {
        return (await this.row(`${this.build}/${path}`))?.content ?? null;
    }

    async write(path: string, content: Blob): Promise<void> {
        const row: Row = { content, atMs: Date.now() };
        await answerOf(this.objects('readwrite').put(row, `${this.build}/${path}`));
    }

    async remove(path: string): Promise<void> {
        await this.delete(`${this.build}/${path}`);
    }

    private async keys(): Promise<string[]> {
        return (await answerOf(this.objects('readonly').getAllKeys())).map(String);
    }

    private async row(key: string): Promise<Row | null> {
        return ((await answerOf(this.objects('readonly').get(key))) as Row | undefined) ?? null;
    }

    private async delete(key: string): Promise<void> {
        await answerOf(this.objects('readwrite').delete(key));
    }

    private objects(mode: IDBTransactionMode): IDBObjectStore {
        return this.database.transaction('segments', mode).objectStore('segments');
    }
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('The database refused.'));
    });
}
