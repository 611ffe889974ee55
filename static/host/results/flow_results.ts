// Whose results are kept: each flow has its own, found by what the flow was when it was opened, so that nothing that another flow computed is ever taken for its result. Of a flow
// from elsewhere nothing is kept: what its Python computed must not be taken in when nobody asked it to run.
import type { KeptResult, PageToSession } from '../../../runtime/protocol/messages.gen.ts';
import type { SiteFacts } from 'site:facts';
import { kResultsBytes } from '../limits.ts';
import { sha256Of } from '../sha256.ts';
import { openResultFiles } from './result_files.ts';
import { ResultStore } from './result_store.ts';

export class FlowResults {
    private flow: string | null = null;
    private authors: readonly KeptResult[] = [];
    private entering = 0;
    /// Resolves when the session has been offered what was kept of the flow that is open now.
    offered: Promise<void> = Promise.resolve();

    constructor(
        private readonly store: Pick<ResultStore, 'enter' | 'keep' | 'flush' | 'clear' | 'usage' | 'nameToo' | 'setBudget'>,
        private readonly deliver: (message: PageToSession) => void,
    ) {
        globalThis.addEventListener?.('pagehide', () => void store.flush());
    }

    /// The name that this flow's results go by; kept with the flow, whose text changes. Undefined for a flow from elsewhere.
    get name(): string | undefined {
        return this.flow ?? undefined;
    }

    /// Another flow is open: the session is offered what was kept of it, and what came with it. `name`: what its results go by; null: of this flow nothing is kept.
    enter(name: string | null, authors: readonly KeptResult[] = []): void {
        this.flow = name;
        this.authors = authors;
        this.entering += 1;
        this.offered = this.offer(name, authors);
    }

    /// The open flow's files came after it: what was made of them is a result of this flow only now.
    offerAgain(): Promise<void> {
        this.enter(this.flow, this.authors);
        return this.offered;
    }

    private async offer(name: string | null, authors: readonly KeptResult[]): Promise<void> {
        const { flow, results } = await this.store.enter(name);
        this.entering -= 1;
        // Another one was opened meanwhile.
        if (this.entering > 0) return;
        this.flow = flow;
        // Milliseconds since 1970: no earlier visit has come that far.
        this.deliver({ type: 'offer_results', first_serial: Date.now() * 1000, results: [...results, ...authors] });
    }

    /// The flow was saved as this text: opened again from there, it is the same flow.
    async savedAs(text: string): Promise<void> {
        if (this.flow !== null) await this.store.nameToo(this.flow, await nameOf(text));
    }

    keep(results: readonly KeptResult[]): void {
        // Until a flow is entered, what comes may be of either.
        if (this.entering === 0) this.store.keep(results);
    }

    /// What all flows' results take on the disk, and how much they may.
    usage(): Promise<{ bytes: number; budget: number }> {
        return this.store.usage();
    }

    setBudget(bytes: number): void {
        this.store.setBudget(bytes);
    }

    /// Lets go of everything, and keeps nothing from now on.
    async end(): Promise<void> {
        this.entering += 1;
        await this.store.flush();
        await this.store.clear();
    }

    clear(): Promise<void> {
        return this.store.clear();
    }
}

/// `bytesOf`: what the page has in memory.
export function openResults(
    site: Pick<SiteFacts, 'kernelFiles' | 'kernelWorker'>,
    bytesOf: (sha256: string) => Promise<ArrayBuffer | undefined>,
    onTrouble: () => void,
): ResultStore {
    const files = openResultFiles([...Object.values(site.kernelFiles), site.kernelWorker]);
    return new ResultStore({ files, bytesOf, onTrouble, uniqueName }, kResultsBytes);
}

/// Sorts by time.
function uniqueName(): string {
    return `${Date.now()}-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
}

/// What a flow's results go by that was opened as this text. An empty flow is a beginning, not the same flow as every other empty one; neither is a text that is no flow, of which
/// the session says what is wrong with it.
export async function nameOf(text: string): Promise<string> {
    return sha256Of(hasNodes(text) ? new TextEncoder().encode(text) : crypto.getRandomValues(new Uint8Array(32)));
}

function hasNodes(text: string): boolean {
    try {
        const flow = JSON.parse(text) as { nodes?: unknown } | null;
        return Array.isArray(flow?.nodes) && flow.nodes.length > 0;
    } catch {
        return false;
    }
}
