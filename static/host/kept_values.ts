// The browser's small key-value stores. Where a browser forbids them (cookies blocked, some embedded pages) even looking at them throws; then nothing is kept, and everything works.

type Area = 'local' | 'session';

function areaOf(area: Area): Storage | null {
    try {
        return area === 'local' ? localStorage : sessionStorage;
    } catch {
        return null;
    }
}

/// The kept text, or null.
export function keptValue(area: Area, key: string): string | null {
    return areaOf(area)?.getItem(key) ?? null;
}

/// Keeps a text; false where that is not possible (forbidden, or full).
export function keepValue(area: Area, key: string, value: string): boolean {
    try {
        const storage = areaOf(area);
        storage?.setItem(key, value);
        return storage !== null;
    } catch {
        return false;
    }
}

export function dropValue(area: Area, key: string): void {
    areaOf(area)?.removeItem(key);
}
