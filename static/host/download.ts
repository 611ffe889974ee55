// Gives bytes to the person as a download.

/// The browser asks or saves, as it is set; an address of the bytes lives until the next minute, when every browser has begun.
export function downloadBlob(name: string, blob: Blob): void {
    const url = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/// What a flow's file is called, without what some systems refuse in a name.
export function flowFileName(title: string): string {
    return `${inFileName(title)}.flow.json`;
}

/// What a flow's code is called: names with blanks are a burden where scripts are used.
export function codeFileName(title: string, ending: string): string {
    return `${inFileName(title).replace(/\s+/g, '_')}${ending}`;
}

function inFileName(title: string): string {
    return title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim() || 'flow';
}
