// The browser's own dialog for files.

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
