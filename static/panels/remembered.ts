// What this browser remembers of the panels' looks between visits: sizes, open tabs, closed sides. Never anything of a flow.
// A browser without storage, a full one or a damaged entry gives the standard value: looks are no reason to fail.

const prefix = 'pythonflows.look.';
/// Longest entry that is kept, in characters: these are numbers and names.
const maxLength = 200;

/// The remembered text of `name`, or `standard`.
export function remembered(name: string, standard: string): string {
    try {
        return localStorage.getItem(prefix + name) ?? standard;
    } catch (refused) {
        if (refused instanceof DOMException) return standard;
        throw refused;
    }
}

/// The remembered number of `name` within its bounds, or `standard`.
export function rememberedNumber(name: string, standard: number, minimum: number, maximum: number): number {
    const value = Number.parseFloat(remembered(name, String(standard)));
    return Number.isFinite(value) ? Math.min(maximum, Math.max(minimum, value)) : standard;
}

/// Remembers `text` for the next visit, if this browser lets us.
export function remember(name: string, text: string): void {
    if (text.length > maxLength) return;
    try {
        localStorage.setItem(prefix + name, text);
    } catch (refused) {
        if (!(refused instanceof DOMException)) throw refused;
    }
}

/// The theme that the page remembered at the last visit (its own entry, not one of the looks).
export function rememberedTheme(): string {
    try {
        return localStorage.getItem('pythonflows.theme') ?? 'auto';
    } catch (refused) {
        if (refused instanceof DOMException) return 'auto';
        throw refused;
    }
}
