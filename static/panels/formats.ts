// Numbers as people read them: bytes, durations, counts. In the language of the page where it matters.
import type { Page } from '../host/page_interface.ts';

const units = ['B', 'KB', 'MB', 'GB'];

/// A moment as a person says it: the time, and the day if it was not today.
export function momentText(language: string, atMs: number, nowMs = Date.now()): string {
    const at = new Date(atMs);
    const isToday = at.toDateString() === new Date(nowMs).toDateString();
    return at.toLocaleString(language, { hour: '2-digit', minute: '2-digit', ...(isToday ? {} : { month: 'short', day: 'numeric' }) });
}

/// 48219 -> "48 KB". Powers of 1000, at most three digits. The symbols are the same in all our languages.
export function bytesText(bytes: number): string {
    let value = bytes;
    let unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
        value /= 1000;
        ++unit;
    }
    return `${unit === 0 || value >= 100 ? Math.round(value) : value.toPrecision(2)} ${units[unit] ?? ''}`;
}

/// Milliseconds -> "0.4 ms", "12 ms", "1.25 s", "3 min 20 s", in the page's language.
export function durationText(page: Pick<Page, 'text'>, ms: number): string {
    if (ms < 999.5) return page.text('duration.ms', { value: ms < 10 ? ms.toFixed(1) : Math.round(ms) });
    if (ms < 59_950) return page.text('duration.s', { value: (ms / 1000).toFixed(ms < 10_000 ? 2 : 1) });
    const seconds = Math.round(ms / 1000);
    return page.text('duration.min', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}

/// 12345 -> "12,345".
export function countText(count: number, language: string): string {
    return count.toLocaleString(language);
}

/// "89504e47…" as lines of sixteen bytes with their offsets and readable letters.
export function hexLines(hex: string): string {
    const bytes = hex.match(/[0-9a-f]{2}/gi) ?? [];
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += 16) {
        const row = bytes.slice(at, at + 16);
        const letters = row.map(byte => Number.parseInt(byte, 16)).map(code => (code >= 32 && code < 127 ? String.fromCharCode(code) : '·'));
        lines.push(`${at.toString(16).padStart(6, '0')}  ${row.join(' ').padEnd(47)}  ${letters.join('')}`);
    }
    return lines.join('\n');
}
