// "Erase all my data": ends everything that writes, removes all that this site keeps in this browser, and looks again at what is left. Loaded when somebody wants it.
import { kDatabaseName } from './database.ts';
import type { FlowKeeping } from './flow_keeping.ts';
import { otherTabs } from './record_lock.ts';

/// What is needed of the page.
export interface ErasablePage {
    readonly keeping: Pick<FlowKeeping, 'end'>;
    readonly results: { end(): Promise<void> };
    readonly kernel: { end(): void };
    text(key: string): string;
}

/// Keys, caches and folders of other sites under the same origin are theirs.
const kKeyPrefix = 'pythonflows.';
const kCachePrefix = 'pythonflows-';
/// What the service worker keeps of this very site (static/service_worker/site_keeper.ts).
const kBuildsPrefix = (): string => `pythonflows ${new URL('./', document.baseURI).pathname} `;
/// In the origin's private file system: results, and Python's memory (results/result_files.ts, snapshot_store.ts).
const kFolders = ['kept-results', 'kernel-memory'];

/// Resolves with the names of what is still there: none. The page is to be loaded anew after that. Rejects with a sentence while another tab has the site open: it would write again.
export async function eraseEverything(page: ErasablePage): Promise<string[]> {
    if ((await otherTabs()) > 0) throw new Error(page.text('later.erase.otherTabs'));
    page.kernel.end();
    await page.results.end();
    await page.keeping.end();
    await eraseKept();
    return leftOver();
}

async function eraseKept(): Promise<void> {
    // The worker first: it keeps what it is asked for.
    for (const registration of await ownWorkers()) await registration.unregister();
    for (const name of await ownCaches()) await caches.delete(name);
    await deleteDatabase();
    const root = await privateRoot();
    for (const name of await ownFolders()) await root?.removeEntry(name, { recursive: true });
    for (const storage of [localStorage, sessionStorage]) for (const key of ownKeys(storage)) storage.removeItem(key);
}

/// A second look at every place.
async function leftOver(): Promise<string[]> {
    const databases = (await indexedDB.databases()).filter(({ name }) => name === kDatabaseName);
    return [
        ...(await ownWorkers()).map(({ scope }) => scope),
        ...(await ownCaches()),
        ...databases.map(({ name }) => `IndexedDB ${name}`),
        ...(await ownFolders()),
        ...[localStorage, sessionStorage].flatMap(ownKeys),
    ];
}

async function ownWorkers(): Promise<ServiceWorkerRegistration[]> {
    const scope = new URL('./', document.baseURI).href;
    const all = 'serviceWorker' in navigator ? await navigator.serviceWorker.getRegistrations() : [];
    return all.filter(registration => registration.scope === scope);
}

async function ownCaches(): Promise<string[]> {
    return 'caches' in globalThis ? (await caches.keys()).filter(name => name.startsWith(kCachePrefix) || name.startsWith(kBuildsPrefix())) : [];
}

async function privateRoot(): Promise<FileSystemDirectoryHandle | undefined> {
    return navigator.storage?.getDirectory?.();
}

async function ownFolders(): Promise<string[]> {
    const root = await privateRoot();
    const found = await Promise.all(
        kFolders.map(async name => {
            const isThere = await root?.getDirectoryHandle(name).then(
                () => true,
                () => false,
            );
            return isThere ? [name] : [];
        }),
    );
    return found.flat();
}

function ownKeys(storage: Storage): string[] {
    return Object.keys(storage).filter(key => key.startsWith(kKeyPrefix));
}

function deleteDatabase(): Promise<void> {
    return new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase(kDatabaseName);
        request.onsuccess = () => resolve();
        request.onerror = () => reject(request.error ?? new Error('The database could not be removed.'));
    });
}
