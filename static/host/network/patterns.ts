// Which addresses a pattern means. A pattern is `[scheme://]host[:port][/path]`; `*` stands for any run of characters: `https://api.example.com/*`, `*.example.com`, `*`. Without a scheme it means
// https; a host without a path means everything there. Case does not count in hosts. Knows no permission.

/// A pattern that was understood.
export interface Pattern {
    text: string;
    matches(address: URL): boolean;
}

/// The pattern of a text, or null when it is none.
export function patternOf(text: string): Pattern | null {
    const trimmed = text.trim();
    if (trimmed === '*') return { text: trimmed, matches: isWeb };
    const parts = /^(?:(https?|\*):\/\/)?([^/:?#\s]+|\[[\da-f:.]+\])(?::(\d{1,5}|\*))?(\/\S*)?$/i.exec(trimmed);
    if (!parts) return null;
    const [, scheme = 'https', host = '', port, path = '/*'] = parts;
    // A star may stand for labels in front of a name, not for the end of it: `example.*` would mean hosts of anybody.
    if (!/^(\*\.)?[^*]+$/.test(host)) return null;
    const hostTest = globTest(host.toLowerCase());
    const pathTest = globTest(path);
    return {
        text: trimmed,
        matches: address =>
            isWeb(address) &&
            (scheme === '*' || address.protocol === `${scheme.toLowerCase()}:`) &&
            hostTest.test(address.hostname) &&
            (port === '*' || address.port === (port === undefined || isStandardPort(address.protocol, port) ? '' : port)) &&
            pathTest.test(address.pathname + address.search),
    };
}

/// The pattern for everything at the address's host.
export const patternOfOrigin = (address: URL): string => `${address.origin}/*`;

const isWeb = (address: URL): boolean => address.protocol === 'https:' || address.protocol === 'http:';
const isStandardPort = (protocol: string, port: string): boolean => port === (protocol === 'https:' ? '443' : '80');

function globTest(glob: string): RegExp {
    const pieces = glob.split('*').map(piece => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${pieces.join('.*')}$`);
}
