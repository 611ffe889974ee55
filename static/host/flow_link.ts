// A flow packed into a link: `d1:` and the base64url of its raw-deflated text.
import { kFlowCharacters } from './limits.ts';

const kScheme = 'd1:';

/// What somebody else packed is larger than a flow may be.
class TooLarge extends RangeError {}

/// The flow's text. Rejects for what is no such link, or unpacks to more than a flow may have.
export async function readFlowLink(packed: string): Promise<string> {
    if (!packed.startsWith(kScheme)) throw new Error('This link holds no flow that this version can read.');
    const base64 = packed.slice(kScheme.length).replaceAll('-', '+').replaceAll('_', '/');
    let bytes: Uint8Array<ArrayBuffer>;
    try {
        bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    } catch {
        throw new Error('The flow in this link is damaged.');
    }
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const pieces: string[] = [];
    let characters = 0;
    const reader = stream.pipeThrough(new TextDecoderStream('utf-8', { fatal: true })).getReader();
    try {
        for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
            characters += piece.value.length;
            if (characters > kFlowCharacters) throw new TooLarge('The flow in this link is too large.');
            pieces.push(piece.value);
        }
    } catch (error) {
        throw error instanceof TooLarge ? error : new Error('The flow in this link is damaged.');
    }
    return pieces.join('');
}

/// The packed form of a flow's text.
export async function writeFlowLink(text: string): Promise<string> {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const base64 = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
    return kScheme + base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
