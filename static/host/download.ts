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
    return `${title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim() || 'flow'}.flow.json`;
}
