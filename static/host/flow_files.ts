// The files of the open flow: adds, renames and removes them through the session, and keeps their bytes in the store. Bytes that came inside a flow's text are unpacked.
import type { FileRef } from '../../runtime/protocol/messages.gen.ts';
import type { FileStore } from './file_store.ts';
import { kEmbeddedFileBytes, kFileBytes } from './limits.ts';
import type { Intent, Page, PageFiles } from './page_interface.ts';
import { sha256Of } from './sha256.ts';

export class FlowFiles implements PageFiles {
    constructor(
        private readonly store: FileStore,
        private readonly page: Pick<Page, 'ask' | 'download' | 'text'> & { call(intent: Intent): Promise<unknown> },
    ) {}

    async add(name: string, bytes: Blob | ArrayBuffer | Uint8Array): Promise<FileRef> {
        const blob = bytes instanceof Blob ? bytes : new Blob([bytes as ArrayBuffer]);
        if (blob.size > kFileBytes) throw new Error(this.page.text('files.too_large', { name, limit: kFileBytes / 2 ** 30 }));
        const file = await this.store.add(name, blob);
        // A small file travels inside the flow's own text, so that a saved or shared flow is whole.
        if (blob.size <= kEmbeddedFileBytes) file.data = toBase64(new Uint8Array(await blob.arrayBuffer()));
        await this.page.call({ type: 'add_file', file });
        return { name, bytes: file.bytes, sha256: file.sha256 };
    }

    list(): FileRef[] {
        return this.page.ask('files', {}).files;
    }

    async rename(name: string, to: string): Promise<void> {
        await this.page.call({ type: 'rename_file', name, to });
    }

    async remove(name: string): Promise<void> {
        await this.page.call({ type: 'remove_file', name });
    }

    blob(name: string): Blob | undefined {
        const file = this.list().find(file => file.name === name);
        return file && this.store.blob(file.sha256);
    }

    download(name: string): void {
        const blob = this.blob(name);
        if (!blob) throw new Error(this.page.text('files.not_here', { name }));
        this.page.download(name, blob);
    }

    /// Makes the bytes of a flow's files available before it is opened: those inside its text, and those that this browser has kept. A text that is no flow is left to the
    /// session, which says what is wrong with it.
    async unpack(text: string): Promise<void> {
        const hashes: string[] = [];
        for (const { sha256, data } of filesIn(text)) {
            if (typeof sha256 !== 'string') continue;
            hashes.push(sha256);
            const bytes = typeof data === 'string' ? fromBase64(data) : undefined;
            if (bytes && (await sha256Of(bytes)) === sha256) this.store.keepAndSave(sha256, new Blob([bytes]));
        }
        await this.store.restore(hashes);
    }
}

function filesIn(text: string): { sha256?: unknown; data?: unknown }[] {
    try {
        const flow = JSON.parse(text) as { files?: unknown };
        return Array.isArray(flow?.files) ? flow.files.filter(file => typeof file === 'object' && file !== null) : [];
    } catch {
        return [];
    }
}

function toBase64(bytes: Uint8Array): string {
    return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
    try {
        return Uint8Array.from(atob(text), character => character.charCodeAt(0));
    } catch {
        // Damaged: the file is then one that did not come with the flow.
        return undefined;
    }
}
