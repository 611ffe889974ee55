// Files that a person chooses in the browser's own dialog or drops on the page.
import type { Page } from '../host/page_interface.ts';

/// Files that open as a flow, for the browser's dialog.
export const openable = '.json,.zip,.svg,.png,.py,.ipynb,application/json,application/zip';

/// Asks the person for files of this device. Resolves with none when they change their mind.
export function pickFiles(accept: string, isMany: boolean): Promise<File[]> {
    return new Promise(resolve => {
        const input = document.createElement('input');
        input.type = 'file';
        input.accept = accept;
        input.multiple = isMany;
        input.addEventListener('change', () => resolve([...(input.files ?? [])]));
        input.addEventListener('cancel', () => resolve([]));
        input.click();
    });
}

/// What becomes of dropped files: one that is opened as a flow, those that become files of the flow, and the sentences for what other programs have made.
export async function sortDropped(page: Page, files: readonly File[]): Promise<{ flow: File | undefined; others: File[]; refused: string[] }> {
    const flow = files.find(file => /\.(flow\.(json|zip|svg|png)|py|ipynb)$/i.test(file.name));
    const others: File[] = [];
    const refused: string[] = [];
    for (const file of files.filter(each => each !== flow)) {
        const sentence = await page.archives.foreign(file);
        if (sentence === undefined) others.push(file);
        else refused.push(sentence);
    }
    return { flow, others, refused };
}
