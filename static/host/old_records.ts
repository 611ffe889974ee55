// Keeps the browser's database from growing for ever: closed tabs' records and those of flows put away go after a while, and files that no kept flow names go at once.
import type { Database } from './database.ts';
import { isEarlier } from './earlier_flows.ts';
import type { FileStore } from './file_store.ts';
import { recordAt } from './generations.ts';
import { filesOfVersion, kVersionPrefix, kVersionTextPrefix } from './history/version_keys.ts';
import { kOldTabMs } from './limits.ts';

/// Call when no other tab does. Undo in an open tab keeps its files in memory and is not harmed.
export async function forgetOldRecords(
    database: Pick<Database, 'get' | 'keys' | 'delete' | 'all'>,
    store: Pick<FileStore, 'forgetAllBut'>,
    nowMs: number,
): Promise<void> {
    const named = new Set<string>();
    const old: string[] = [];
    // Both generations of a record count: the older one is what is opened when the newer one is damaged.
    for (const key of await database.keys('flows')) {
        // Versions go by a rule of their own (history/thinning.ts). What they say of themselves names their files: their texts may be many and large.
        if (key.startsWith(kVersionPrefix) || key.startsWith(kVersionTextPrefix)) continue;
        const kept = (await database.get('flows', key)) as { text?: unknown; savedAtMs?: unknown; authors?: unknown } | undefined;
        if (isEarlier(recordAt(key)) && (typeof kept?.savedAtMs !== 'number' || nowMs - kept.savedAtMs > kOldTabMs)) {
            old.push(key);
            continue;
        }
        if (typeof kept?.authors === 'string') named.add(kept.authors);
        for (const [, sha256] of String(kept?.text ?? '').matchAll(/"sha256"\s*:\s*"([0-9a-f]{64})"/g)) named.add(sha256 as string);
    }
    for (const version of await database.all('flows', kVersionPrefix)) for (const sha256 of filesOfVersion(version)) named.add(sha256);
    if (old.length > 0) await database.delete('flows', old);
    await store.forgetAllBut(named);
}
