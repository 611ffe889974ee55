// The columns that a node's table brings, for fields that name one. What lies on the canvas knows only the first few; the value itself is asked for all of them.
import type { PortView } from '../../runtime/protocol/messages.gen.ts';
import type { Page } from '../host/page_interface.ts';

/// The columns of the first table that comes into the node, or undefined while there is none.
export async function columnsInto(page: Page, node: string): Promise<string[] | undefined> {
    const ends = page.ask('inspector', { node }).inputs.flatMap((port: PortView) => port.links);
    for (const end of ends) {
        const dot = end.indexOf('.');
        const look = await page.preview(end.slice(0, dot), end.slice(dot + 1), { limit: 1 });
        if (look?.kind === 'table') return look.columns.map(column => column.name);
    }
    return undefined;
}

/// What a field with suggestions offers for what was typed. Where several names may stand with commas between them, the last one is completed.
export function matchingNames(names: readonly string[], typed: string): string[] {
    const matching = (text: string) => names.filter(name => name.toLowerCase().includes(text.trim().toLowerCase()));
    const whole = matching(typed);
    if (whole.length > 0) return whole;
    const comma = typed.lastIndexOf(',');
    if (comma < 0) return [];
    const before = `${typed.slice(0, comma).trim()}, `;
    const used = new Set(
        typed
            .slice(0, comma)
            .split(',')
            .map(name => name.trim()),
    );
    return matching(typed.slice(comma + 1))
        .filter(name => !used.has(name))
        .map(name => before + name);
}
