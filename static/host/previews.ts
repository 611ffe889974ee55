// Turns a preview as the kernel wrote it into what panels and programs get: bytes in place of their names, HTML cleaned.
import type { OutputSummary } from '../../runtime/protocol/messages.gen.ts';
import type { Preview } from './page_interface.ts';

export interface PreviewSources {
    takeBuffer(id: string): ArrayBuffer | undefined;
    /// A look at what came with the flow, by the name that the session was offered it by; null when that is gone.
    authors(name: string, port: string): Record<string, unknown> | null;
    sanitise(html: string): Promise<string>;
    sentence(key: string): string;
}

/// Rejects when bytes that belong to the preview are gone (dropped by their bound, or lost with their kernel).
export async function completePreview(raw: unknown, sources: PreviewSources): Promise<Preview | null> {
    if (typeof raw !== 'object' || raw === null) return null;
    const { $author, port } = raw as Record<string, unknown>;
    const preview = typeof $author === 'string' && typeof port === 'string' ? sources.authors($author, port) : withBytes({ ...raw }, sources);
    if (!preview) return null;
    if (preview['kind'] === 'html' && typeof preview['html'] === 'string') preview['html'] = await sources.sanitise(preview['html']);
    return preview as unknown as Preview;
}

/// In place of their names. Nobody but a kernel names bytes.
function withBytes(preview: Record<string, unknown>, sources: PreviewSources): Record<string, unknown> {
    for (const [name, value] of Object.entries(preview)) {
        const id = bufferId(value);
        if (id === undefined) continue;
        const buffer = sources.takeBuffer(id);
        if (!buffer) throw new Error(sources.sentence('preview.bytes_gone'));
        preview[name] = new Uint8Array(buffer);
    }
    return preview;
}

/// The kernel's preview says what the value looks like; what it is, the session knows since the node finished.
export function typed(preview: Preview, port: string, outputs: readonly OutputSummary[]): Preview {
    return { ...preview, type: outputs.find(output => output.port === port)?.type ?? '' };
}

function bufferId(value: unknown): string | undefined {
    if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return undefined;
    const id = (value as Record<string, unknown>)['$buffer'];
    return typeof id === 'string' ? id : undefined;
}
