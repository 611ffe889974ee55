// The nodes and what is selected, as the session last told of them: every panel and every command needs them in the same frame, so they are asked for once and forgotten as soon as anything in
// them can be different. With thousands of nodes selected, asking for each button took longer than drawing.
import type { OutlineNode } from '../../runtime/protocol/messages.gen.ts';
import type { Answer, Page } from '../host/page_interface.ts';

export class KnownNodes {
    private known: OutlineNode[] | undefined;
    private selected: Answer<'selection'> | undefined;

    constructor(private readonly page: Pick<Page, 'ask' | 'on'>) {
        const forget = () => {
            this.known = undefined;
        };
        page.on('changed', changed => {
            if (changed.graph || changed.selection) this.selected = undefined;
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

    get selection(): Answer<'selection'> {
        this.selected ??= this.page.ask('selection', {});
        return this.selected;
    }

    /// Only what is selected is different: to tell of thousands of nodes anew would take longer than to draw them.
    private select(): void {
        if (!this.known) return;
        const selected = new Set(this.selection.nodes);
        this.known = this.known.map(node => (node.isSelected === selected.has(node.id) ? node : { ...node, isSelected: !node.isSelected }));
    }
}
