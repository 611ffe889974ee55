// What a person allowed the open flow to reach: for as long as this flow is open in this tab, reloads included. It is kept in the tab's own storage and never in the flow's file, so that no flow can
// bring permissions along; opening another flow forgets them.
import { dropValue, keepValue, keptValue } from '../kept_values.ts';
import { kNetworkPatterns } from '../limits.ts';
import { type Pattern, patternOf } from './patterns.ts';

const kKey = 'pythonflows.network';

export class Permissions {
    private patterns: Pattern[] = [];

    /// Whether a pattern lets this address through.
    allow(address: URL): boolean {
        return this.patterns.some(pattern => pattern.matches(address));
    }

    list(): string[] {
        return this.patterns.map(({ text }) => text);
    }

    /// False for what is no pattern, and beyond the limit.
    add(text: string): boolean {
        const pattern = patternOf(text);
        if (!pattern || this.patterns.length >= kNetworkPatterns) return false;
        if (!this.patterns.some(one => one.text === pattern.text)) this.patterns.push(pattern);
        this.keep();
        return true;
    }

    remove(text: string): void {
        this.patterns = this.patterns.filter(pattern => pattern.text !== text);
        this.keep();
    }

    /// Another flow was opened.
    forget(): void {
        this.patterns = [];
        dropValue('session', kKey);
    }

    /// What was kept before a reload for the flow at the address `named`. Opening forgets it, so it is read before the flow is open again, and what is returned brings it back afterwards.
    kept(named: string): () => void {
        const kept = readKept(keptValue('session', kKey));
        const patterns = kept?.named === named ? kept.patterns.flatMap(text => patternOf(text) ?? []).slice(0, kNetworkPatterns) : [];
        return () => {
            this.named = named;
            this.patterns = patterns;
            if (patterns.length > 0) this.keep();
        };
    }

    private named = '';

    private keep(): void {
        keepValue('session', kKey, JSON.stringify({ named: this.named, patterns: this.list() }));
    }
}

function readKept(text: string | null): { named: string; patterns: string[] } | null {
    try {
        const kept = JSON.parse(text ?? 'null') as { named?: unknown; patterns?: unknown } | null;
        if (typeof kept?.named !== 'string' || !Array.isArray(kept.patterns)) return null;
        return { named: kept.named, patterns: kept.patterns.filter(pattern => typeof pattern === 'string') };
    } catch {
        // Written by somebody else: nothing is allowed then.
        return null;
    }
}
