// What was selected is selected again after a reload of this tab. Kept in the browser, never in the flow.
import type { Actions } from './actions.ts';

const kKey = 'pythonflows.selection';
/// More is a gesture of the moment, not what somebody works on.
const kNodes = 200;

/// Selects again what was selected, as far as it is there, and remembers from now on.
export function keepSelection({ page, selection }: Pick<Actions, 'page'> & { selection(): readonly string[] }): void {
    const here = new Set(page.ask('outline', {}).nodes.map(({ id }) => id));
    const nodes = readKept().filter(id => here.has(id));
    if (nodes.length > 0) page.send({ type: 'select', nodes });
    page.on('changed', changed => {
        if (!changed.selection) return;
        const selected = selection();
        write(selected.length > kNodes ? [] : selected);
    });
}

function readKept(): string[] {
    try {
        const kept: unknown = JSON.parse(sessionStorage.getItem(kKey) ?? '[]');
        return Array.isArray(kept) ? kept.filter(id => typeof id === 'string') : [];
    } catch (refused) {
        if (refused instanceof DOMException || refused instanceof SyntaxError) return [];
        throw refused;
    }
}

function write(nodes: readonly string[]): void {
    try {
        sessionStorage.setItem(kKey, JSON.stringify(nodes));
    } catch (refused) {
        // Full or forbidden: nothing is selected after a reload then.
        if (!(refused instanceof DOMException)) throw refused;
    }
}
