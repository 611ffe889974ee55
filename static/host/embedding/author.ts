// Who made the flow of a page that stands in another one.

/// Whose flow the page was called with: who lies at an address, or who embeds it. Null for one whose author nobody knows.
export function authorIn(address: URLSearchParams, base: string): string | null {
    const source = address.get('src');
    if (source !== null && URL.canParse(source, base)) return new URL(source, base).origin;
    return address.has('embed') ? 'the page around' : null;
}
