// Wheels that this browser keeps, so that packages that were used once load without a network. By file name; whoever takes one checks its hash against the lock file.
import { sha256Of } from '../sha256.ts';

const kCache = 'pythonflows-packages';

export interface KeptWheel {
    file: string;
    bytes: number;
}

export class KeptWheels {
    private constructor(private readonly cache: Pick<Cache, 'match' | 'put' | 'delete' | 'keys'>) {}

    /// null where the browser keeps nothing for a page (no https, storage forbidden).
    static async open(caches: Pick<CacheStorage, 'open'> | undefined = globalThis.caches): Promise<KeptWheels | null> {
        try {
            return caches ? new KeptWheels(await caches.open(kCache)) : null;
        } catch {
            return null;
        }
    }

    /// The wheel's bytes, if they are here and what they should be.
    async bytes(file: string, sha256: string): Promise<ArrayBuffer | null> {
        const kept = await this.cache.match(address(file));
        const bytes = await kept?.arrayBuffer().catch(() => null);
        return bytes && (await sha256Of(bytes)) === sha256 ? bytes : null;
    }

    /// False where there is no room.
    async keep(file: string, bytes: ArrayBuffer): Promise<boolean> {
        const headers = { 'content-type': 'application/octet-stream', 'content-length': String(bytes.byteLength) };
        return this.cache.put(address(file), new Response(bytes.slice(), { headers })).then(
            () => true,
            () => false,
        );
    }

    async forget(file: string): Promise<void> {
        await this.cache.delete(address(file));
    }

    async list(): Promise<KeptWheel[]> {
        const requests = await this.cache.keys();
        return Promise.all(
            requests.map(async request => ({
                file: decodeURIComponent(new URL(request.url).pathname.split('/').pop() ?? ''),
                bytes: Number((await this.cache.match(request))?.headers.get('content-length') ?? 0),
            })),
        );
    }
}

/// Any origin will do; this one is nobody's.
const address = (file: string): string => `https://packages.invalid/${encodeURIComponent(file)}`;
