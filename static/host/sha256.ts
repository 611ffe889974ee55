// SHA-256 as 64 hexadecimal digits. `crypto.subtle` exists in secure contexts only (https, localhost); elsewhere a small implementation of ours is loaded.

/// The digest of these bytes.
export async function sha256Of(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
    if (globalThis.crypto?.subtle) return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
    const { sha256 } = await import('./sha256_portable.ts');
    return hex(sha256(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)));
}

/// The digest of a file, read in one piece.
export async function sha256OfBlob(blob: Blob): Promise<string> {
    return sha256Of(await blob.arrayBuffer());
}

function hex(digest: Uint8Array): string {
    return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
}
