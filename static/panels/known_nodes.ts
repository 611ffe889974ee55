// The nodes and what is selected, as the session last told of them: every panel and every command needs them in the same frame, so they are asked for once and forgotten as soon as anything in
// them can be different. With thousands of nodes selected, asking for each button took longer than drawing.
import type { NodeDetails, OutlineNode } from '../../runtime/protocol/messages.gen.ts';
import type { Answer, Page } from '../host/page_interface.ts';

/// A node with its ports, its wires and why it is in its state.
export type DetailedNode = OutlineNode & NodeDetails;

export class KnownNodes {
    private known: OutlineNode[] | undefined;
    private selected: Answer<'selection'> | undefined;

    constructor(private readonly page: Pick<Page, 'ask' | 'on'>) {
        const forget = () => {
            this.known = undefined;
        };
        page.on('changed', changed => {
            if (changed.graph || changed.selection) this.selected = undefined;
            if (changed.graph || changed.places || changed.states) forget();
            else if (changed.selection) this.select();
        });
        page.on('language', forget);
    }

    /// In topological order.
    get list(): OutlineNode[] {
        this.known ??= this.page.ask('outline', {}).nodes;
        return this.known;
    }

    /// The one of this name, if it is there: what shows a single node does not make the session tell of all of them.
    one(wanted: string): OutlineNode | undefined {
        const nodes = this.known ?? this.page.ask('outline', { nodes: [wanted] }).nodes;
        return nodes.find(({ id }) => id === wanted);
    }

    /// Those that are named and there, or all, in the list's order. Asked each time: a few nodes cost little, all of them are only wanted for what a person just chose to do.
    detailed(wanted?: readonly string[]): DetailedNode[] {
        const names = wanted && new Set(wanted);
        const nodes = names?.size === 1 ? [...names].flatMap(id => this.one(id) ?? []) : names ? this.list.filter(({ id }) => names.has(id)) : this.list;
        if (nodes.length === 0) return [];
        const { nodes: details } = this.page.ask('details', names ? { nodes: nodes.map(({ id }) => id) } : {});
        return details.map((each, at) => ({ ...(nodes[at] as OutlineNode), ...each }));
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
