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

    constructor(
        private readonly store: Pick<ResultStore, 'leave' | 'enter' | 'keep' | 'flush' | 'clear' | 'usage' | 'nameToo' | 'setBudget'>,
        private readonly deliver: (message: PageToSession) => void,
    ) {
        globalThis.addEventListener?.('pagehide', () => void store.flush());
    }

    /// The name that this flow's results go by; kept with the flow, whose text changes. Undefined for a flow from elsewhere.
    get name(): string | undefined {
        return this.flow ?? undefined;
    }

    /// Opens another flow: the session is offered what was kept of it. `name`: as it was told at an earlier visit. When it is not opened after all, the one before stays.
    async around(open: () => Promise<unknown>, { text, isForeign, name }: { text: string; isForeign: boolean; name?: string | undefined }): Promise<void> {
        const before = this.flow;
        this.flow = null;
        await this.store.leave();
        try {
            await open();
        } catch (error) {
            await this.enter(before);
            throw error;
        }
        await this.enter(isForeign ? null : (name ?? (await nameOf(text))));
    }

    private async enter(name: string | null): Promise<void> {
        const { flow, results } = await this.store.enter(name);
        this.flow = flow;
        // Milliseconds since 1970: no earlier visit has come that far.
        this.deliver({ type: 'offer_results', first_serial: Date.now() * 1000, results });
    }

    /// The flow was saved as this text: opened again from there, it is the same flow.
    async savedAs(text: string): Promise<void> {
        if (this.flow !== null) await this.store.nameToo(this.flow, await nameOf(text));
    }

    keep(results: readonly KeptResult[]): void {
        this.store.keep(results);
    }

    /// What all flows' results take on the disk, and how much they may.
    usage(): Promise<{ bytes: number; budget: number }> {
        return this.store.usage();
    }

    setBudget(bytes: number): void {
        this.store.setBudget(bytes);
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

/// An empty flow is a beginning, not the same flow as every other empty one.
async function nameOf(text: string): Promise<string> {
    const { nodes } = JSON.parse(text) as { nodes?: unknown[] };
    const bytes = nodes?.length ? new TextEncoder().encode(text) : crypto.getRandomValues(new Uint8Array(32));
    return sha256Of(bytes);
}
