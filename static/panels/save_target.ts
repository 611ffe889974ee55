// Where Save puts the flow: a download, or a file that the person chose once with "Save as…" in browsers that let a page write to it.
import type { Page } from '../host/page_interface.ts';

interface WritableFile {
    createWritable(): Promise<{ write(text: string): Promise<void>; close(): Promise<void> }>;
}
type SavePicker = (options: { suggestedName: string; types: { description: string; accept: Record<string, string[]> }[] }) => Promise<WritableFile>;

function savePicker(): SavePicker | undefined {
    return (window as unknown as { showSaveFilePicker?: SavePicker }).showSaveFilePicker;
}

/// True where "Save as…" can write to a file of the person's choice.
export function canSaveAs(): boolean {
    return savePicker() !== undefined;
}

export class SaveTarget {
    private file: WritableFile | undefined;

    constructor(private readonly page: Page) {}

    /// Another flow is open: it must not overwrite the file of this one.
    forget(): void {
        this.file = undefined;
    }

    async save(): Promise<void> {
        if (this.file) await this.write(this.file);
        else this.page.save();
    }

    async saveAs(): Promise<void> {
        const picker = savePicker();
        if (!picker) return this.save();
        const title = this.page.ask('status', {}).title.trim() || 'flow';
        const suggestedName = `${title.replace(/[\\/:*?"<>|]/g, '_')}.flow.json`;
        try {
            this.file = await picker({ suggestedName, types: [{ description: 'PythonFlows', accept: { 'application/json': ['.json'] } }] });
        } catch (left) {
            if (left instanceof DOMException && left.name === 'AbortError') return;
            throw left;
        }
        await this.write(this.file);
    }

    private async write(file: WritableFile): Promise<void> {
        const writable = await file.createWritable();
        await writable.write(this.page.flowText());
        await writable.close();
        this.page.send({ type: 'saved' });
    }
}
