// Turns a preview as the kernel wrote it into what panels and programs get: bytes in place of their names, HTML cleaned.
import type { OutputSummary } from '../../runtime/protocol/messages.gen.ts';
import type { Preview } from './page_interface.ts';

export interface PreviewSources {
    takeBuffer(id: string): ArrayBuffer | undefined;
    sanitise(html: string): Promise<string>;
    sentence(key: string): string;
}

/// Rejects when bytes that belong to the preview are gone (dropped by their bound, or lost with their kernel).
export async function completePreview(raw: unknown, sources: PreviewSources): Promise<Preview | null> {
    if (typeof raw !== 'object' || raw === null) return null;
    const preview: Record<string, unknown> = { ...raw };
    for (const [name, value] of Object.entries(preview)) {
        const id = bufferId(value);
        if (id === undefined) continue;
        const buffer = sources.takeBuffer(id);
        if (!buffer) throw new Error(sources.sentence('preview.bytes_gone'));
        preview[name] = new Uint8Array(buffer);
    }
    if (preview['kind'] === 'html' && typeof preview['html'] === 'string') preview['html'] = await sources.sanitise(preview['html']);
    return preview as unknown as Preview;
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
