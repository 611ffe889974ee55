// What a packed flow carries besides itself: its files, and the wheels of the packages that it uses.
import { kFiles, kWheels } from '../archive/flow_archive.ts';
import type { Bytes } from '../archive/zip.ts';
import { KeptWheels } from '../offline/kept_wheels.ts';
import { fetchOwn } from '../own_files.ts';
import type { PackageSource } from '../package_source.ts';
import type { Page } from '../page_interface.ts';

export type PackingPage = Pick<Page, 'files' | 'text'> & { readonly packages: Pick<PackageSource, 'fetch'> };

/// Entries by name. Rejects with a sentence for a file that this browser does not have, or a package that cannot be had.
export async function cargoOf(page: PackingPage, packages: readonly string[], lockFile: string): Promise<Map<string, Bytes>> {
    const cargo = new Map<string, Bytes>();
    for (const { name } of page.files.list()) {
        const blob = page.files.blob(name);
        if (!blob) throw new Error(page.text('files.not_here', { name }));
        cargo.set(kFiles + name, new Uint8Array(await blob.arrayBuffer()));
    }
    if (packages.length === 0) return cargo;
    const lock = await (await fetchOwn(lockFile, (key, args) => page.text(key, args))).text();
    const wheels = await page.packages.fetch(lock, [...packages], [], () => undefined);
    for (const [file, bytes] of Object.entries(wheels)) cargo.set(kWheels + file, new Uint8Array(bytes));
    return cargo;
}

/// Whoever uses one checks it against the lock file, so one that is not what its name says is as one that is not there.
export async function keepWheels(wheels: ReadonlyMap<string, ArrayBuffer>): Promise<void> {
    const kept = await KeptWheels.open();
    for (const [file, bytes] of wheels) await kept?.keep(file, bytes);
}
