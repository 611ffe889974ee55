// Finds the wheels of the packages that Python wants: in the site's own folder, or, after a person agreed, at Pyodide's distribution through the gate. The kernel only names packages;
// which files these are, where they lie and what they must hash to comes from the lock file alone.
import type { SiteFile } from 'site:facts';
import { type Progress, fetchBytes } from './kernel_assets.ts';
import { kPackageBytes } from './limits.ts';
import type { ConsentAsker } from './page_interface.ts';
import type { KeptWheels } from './offline/kept_wheels.ts';
import { sha256Of } from './sha256.ts';

/// One package of the lock file, as far as it is needed here.
interface LockedPackage {
    name: string;
    version: string;
    file_name: string;
    sha256: string;
    depends: string[];
}

export interface PackageSourceOptions {
    wheels: Record<string, SiteFile>;
    cdn: string;
    fetchOutside: (url: string, maximumBytes: number, arrived: (bytes: number) => void) => Promise<ArrayBuffer>;
    askConsent: ConsentAsker;
    sentence: (key: string, args: Record<string, string>) => string;
    /// What this browser keeps of them; tests put theirs here.
    kept?: () => Promise<Pick<KeptWheels, 'bytes' | 'keep'> | null>;
}

export class PackageSource {
    private readonly agreedHosts = new Set<string>();

    /// Resolves when all that was fetched so far is kept, as far as there is room.
    private keeping: Promise<boolean> = Promise.resolve(true);

    constructor(private readonly options: PackageSourceOptions) {}

    /// The wheels of `names` and of all they depend on, less what is loaded, by file name. What came once is kept and not asked for again. Rejects with a sentence for people.
    async fetch(lockText: string, names: string[], loaded: string[], progress: Progress): Promise<Record<string, ArrayBuffer>> {
        const all = this.closure(readLock(lockText), names, loaded);
        const kept = await (this.options.kept ?? openKept)();
        const here = Object.fromEntries(
            await Promise.all(all.map(async ({ file_name: file, sha256 }) => [file, (await kept?.bytes(file, sha256)) ?? null] as const)),
        );
        const wanted = all.filter(entry => !here[entry.file_name]);
        const outside = wanted.filter(entry => !this.options.wheels[entry.file_name]);
        if (outside.length > 0) await this.agree(outside);
        const total = wanted.reduce((sum, entry) => sum + (this.options.wheels[entry.file_name]?.bytes ?? 0), 0);
        let done = 0;
        const arrived = (bytes: number): void => {
            done += bytes;
            progress(done, Math.max(done, total));
        };
        const came = await Promise.all(wanted.map(async entry => [entry.file_name, await this.wheel(entry, arrived)] as const));
        const before = this.keeping;
        this.keeping = Promise.all(came.map(async ([file, bytes]) => kept?.keep(file, bytes) ?? false)).then(
            async done => (await before) && done.every(Boolean),
        );
        return { ...(here as Record<string, ArrayBuffer>), ...Object.fromEntries(came) };
    }

    /// Fetches them only to be kept. False where there was no room.
    async takeAlong(lockText: string, names: string[]): Promise<boolean> {
        this.keeping = Promise.resolve(true);
        await this.fetch(lockText, names, [], () => undefined);
        return this.keeping;
    }

    private closure(lock: Map<string, LockedPackage>, names: string[], loaded: string[]): LockedPackage[] {
        const seen = new Set(loaded.map(plainName));
        const wanted: LockedPackage[] = [];
        const visit = (name: string): void => {
            const plain = plainName(name);
            if (seen.has(plain)) return;
            seen.add(plain);
            const entry = lock.get(plain);
            if (!entry) throw new Error(this.options.sentence('packages.unknown', { name }));
            entry.depends.forEach(visit);
            wanted.push(entry);
        };
        names.forEach(visit);
        return wanted;
    }

    private async agree(entries: LockedPackage[]): Promise<void> {
        const host = new URL(this.options.cdn).host;
        if (this.agreedHosts.has(host)) return;
        const packages = entries.map(entry => `${entry.name} ${entry.version}`);
        if (!(await this.options.askConsent({ packages, bytes: 0, host }))) {
            throw new Error(this.options.sentence('packages.refused', { names: entries.map(entry => entry.name).join(', '), host }));
        }
        this.agreedHosts.add(host);
    }

    private async wheel(entry: LockedPackage, arrived: (bytes: number) => void): Promise<ArrayBuffer> {
        const own = this.options.wheels[entry.file_name];
        const bytes = await (own ? fetchBytes(own, arrived) : this.options.fetchOutside(this.options.cdn + entry.file_name, kPackageBytes, arrived)).catch(
            (error: unknown) => {
                const reason = error instanceof Error ? error.message : String(error);
                throw new Error(
                    this.options.sentence('packages.unreachable', { name: entry.name, host: own ? location.host : new URL(this.options.cdn).host, reason }),
                );
            },
        );
        if ((await sha256Of(bytes)) !== entry.sha256) throw new Error(this.options.sentence('packages.damaged', { name: entry.name }));
        return bytes;
    }
}

const openKept = async () => (await import('./offline/kept_wheels.ts')).KeptWheels.open();

/// Names are compared as Python's packaging does: case and the kind of separator do not count.
function plainName(name: string): string {
    return name.toLowerCase().replace(/[-_.]+/g, '-');
}

function readLock(text: string): Map<string, LockedPackage> {
    const lock = JSON.parse(text) as { packages: Record<string, LockedPackage> };
    return new Map(Object.values(lock.packages).map(entry => [plainName(entry.name), entry]));
}
