// A flow packed into a link. `d1:` and the base64url of its raw-deflated text; `e1:` the same behind a passphrase: base64url of salt, nonce and AES-256-GCM of the deflated text, the key
// from the passphrase by PBKDF2. Loaded when a link is made or opened.
import { kFlowCharacters, kLinkKeyRounds } from '../limits.ts';

const kPlain = 'd1:';
const kLocked = 'e1:';
const kSaltBytes = 16;
const kNonceBytes = 12;

/// Why a link could not be read: the catalogue's `later.link.<reason>`.
export class LinkRefused extends Error {
    constructor(readonly reason: 'unknown' | 'damaged' | 'too_large' | 'wrong_passphrase' | 'insecure') {
        super(`later.link.${reason}`);
    }
}

/// Whether the link asks for a passphrase.
export function isLocked(packed: string): boolean {
    return packed.startsWith(kLocked);
}

/// The flow's text. Rejects for what is no such link, unpacks to more than a flow may have, or was locked with another passphrase.
export async function readFlowLink(packed: string, passphrase = ''): Promise<string> {
    if (packed.startsWith(kPlain)) return inflated(bytesOf(packed.slice(kPlain.length)));
    if (!isLocked(packed)) throw new LinkRefused('unknown');
    const bytes = bytesOf(packed.slice(kLocked.length));
    if (bytes.length <= kSaltBytes + kNonceBytes) throw new LinkRefused('damaged');
    const salt = bytes.slice(0, kSaltBytes);
    const nonce = bytes.slice(kSaltBytes, kSaltBytes + kNonceBytes);
    const key = await keyOf(passphrase, salt);
    const sealed = bytes.slice(kSaltBytes + kNonceBytes);
    const open = await crypto.subtle.decrypt(parameters(nonce), key, sealed).catch(() => {
        // A damaged link cannot be told from one with another passphrase.
        throw new LinkRefused('wrong_passphrase');
    });
    return inflated(new Uint8Array(open));
}

/// The packed form of a flow's text; with a passphrase nobody reads it without.
export async function writeFlowLink(text: string, passphrase = ''): Promise<string> {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    if (passphrase === '') return kPlain + base64Of(bytes);
    const salt = crypto.getRandomValues(new Uint8Array(kSaltBytes));
    const nonce = crypto.getRandomValues(new Uint8Array(kNonceBytes));
    const sealed = await crypto.subtle.encrypt(parameters(nonce), await keyOf(passphrase, salt), bytes);
    return kLocked + base64Of(new Uint8Array(await new Blob([salt, nonce, sealed]).arrayBuffer()));
}

/// The scheme's name is authenticated too, so that a later scheme cannot be passed off as this one.
const parameters = (nonce: Uint8Array<ArrayBuffer>): AesGcmParams => ({ name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(kLocked) });

async function keyOf(passphrase: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
    // Plain http on another machine: browsers give no cryptography there.
    if (!globalThis.crypto?.subtle) throw new LinkRefused('insecure');
    // The same passphrase typed on another system may be composed otherwise.
    const typed = new TextEncoder().encode(passphrase.normalize('NFKC'));
    const base = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
    const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: kLinkKeyRounds };
    return crypto.subtle.deriveKey(derivation, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const pieces: string[] = [];
    let characters = 0;
    const reader = stream.pipeThrough(new TextDecoderStream('utf-8', { fatal: true })).getReader();
    try {
        for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
            characters += piece.value.length;
            if (characters > kFlowCharacters) throw new LinkRefused('too_large');
            pieces.push(piece.value);
        }
    } catch (error) {
        throw error instanceof LinkRefused ? error : new LinkRefused('damaged');
    }
    return pieces.join('');
}

function base64Of(bytes: Uint8Array): string {
    return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replace(/=+$/, '');
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
    try {
        return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0));
    } catch {
        throw new LinkRefused('damaged');
    }
}
