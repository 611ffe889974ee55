// What failed nodes said is still told after a reload of this tab, until they run again. Kept in the browser, never in the flow.
import type { Answer, Page } from '../host/page_interface.ts';

const kKey = 'pythonflows.errors';
/// More is a flow in which one error makes the others.
const kNodes = 50;
const kCharacters = 4_000;

type Details = Answer<'inspector'>;

export interface KeptError {
    type: string;
    message: string;
}

let fromBefore: Map<string, KeptError & { source: string }> | undefined;

/// What this node failed with before the tab was loaded anew, as long as it has not run since and is the same function.
export function errorBefore(node: Details): KeptError | undefined {
    fromBefore ??= readKept();
    if (node.error || !node.why.some(({ code }) => code === 'never_ran' || code === 'blocked')) return undefined;
    const kept = fromBefore.get(node.id);
    return kept?.source === node.source ? kept : undefined;
}

/// Remembers at the end of the page's life what its nodes failed with.
export function keepErrors(page: Pick<Page, 'ask'>): void {
    addEventListener('pagehide', () => {
        const failed = page.ask('outline', {}).nodes.filter(({ id, state }) => state === 'failed' || fromBefore?.has(id));
        const kept: [string, KeptError & { source: string }][] = [];
        for (const { id } of failed) {
            const node = page.ask('inspector', { node: id });
            const error = node.state === 'failed' ? node.error : errorBefore(node);
            if (error) kept.push([id, { type: error.type, message: error.message.slice(0, kCharacters), source: node.source }]);
            if (kept.length === kNodes) break;
        }
        try {
            sessionStorage.setItem(kKey, JSON.stringify(kept));
        } catch (refused) {
            // Full or forbidden: the errors are gone with the page then.
            if (!(refused instanceof DOMException)) throw refused;
        }
    });
}

function readKept(): typeof fromBefore & object {
    try {
        const kept: unknown = JSON.parse(sessionStorage.getItem(kKey) ?? '[]');
        const isEntry = (one: unknown): one is [string, KeptError & { source: string }] =>
            Array.isArray(one) && typeof one[0] === 'string' && ['type', 'message', 'source'].every(name => typeof one[1]?.[name] === 'string');
        return new Map(Array.isArray(kept) ? kept.filter(isEntry) : []);
    } catch (refused) {
        if (refused instanceof DOMException || refused instanceof SyntaxError) return new Map();
        throw refused;
    }
}
