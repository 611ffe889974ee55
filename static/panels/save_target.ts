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
    /// By the flow's tab.
    private readonly files = new Map<number, WritableFile>();
    private tab = 0;

    constructor(private readonly page: Page) {}

    /// Another flow is open in this tab: it must not overwrite the file of this one.
    forget(): void {
        this.files.delete(this.tab);
    }

    /// The flow of another tab is the open one. It has the file that was chosen for it.
    turnTo(tab: number): void {
        this.tab = tab;
    }

    async save(): Promise<void> {
        const file = this.files.get(this.tab);
        if (file) await this.write(file);
        else this.page.save();
    }

    async saveAs(): Promise<void> {
        const picker = savePicker();
        if (!picker) return this.save();
        const title = this.page.ask('status', {}).title.trim() || 'flow';
        const suggestedName = `${title.replace(/[\\/:*?"<>|]/g, '_')}.flow.json`;
        const { tab } = this;
        let file: WritableFile;
        try {
            file = await picker({ suggestedName, types: [{ description: 'PythonFlows', accept: { 'application/json': ['.json'] } }] });
        } catch (left) {
            if (left instanceof DOMException && left.name === 'AbortError') return;
            throw left;
        }
        if (tab !== this.tab) return; // another tab's flow came while the person chose: it is not what was meant
        this.files.set(tab, file);
        await this.write(file);
    }

    private async write(file: WritableFile): Promise<void> {
        const writable = await file.createWritable();
        await writable.write(this.page.flowText());
        await writable.close();
        this.page.send({ type: 'saved' });
    }
}
