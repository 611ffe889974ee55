// The nodes as the session last told of them: several panels need the list in the same frame, so it is asked for once and forgotten as soon as anything in it can be different.
import type { OutlineNode } from '../../runtime/protocol/messages.gen.ts';
import type { Page } from '../host/page_interface.ts';

export class KnownNodes {
    private known: OutlineNode[] | undefined;

    constructor(private readonly page: Pick<Page, 'ask' | 'on'>) {
        const forget = () => {
            this.known = undefined;
        };
        page.on('changed', changed => {
            if (changed.graph || changed.states) forget();
            else if (changed.selection) this.select();
        });
        page.on('language', forget);
    }

    /// In topological order.
    get list(): OutlineNode[] {
        this.known ??= this.page.ask('outline', {}).nodes;
        return this.known;
    }

    /// Only what is selected is different: to tell of thousands of nodes anew would take longer than to draw them.
    private select(): void {
        if (!this.known) return;
        const selected = new Set(this.page.ask('selection', {}).nodes);
        this.known = this.known.map(node => (node.isSelected === selected.has(node.id) ? node : { ...node, isSelected: !node.isSelected }));
    }
}
