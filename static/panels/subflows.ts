// Subflows as the panels show them: a level of the outline, a way back up for what is inside, and the state of the whole.
import type { NodeState, OutlineNode } from '../../runtime/protocol/messages.gen.ts';
import type { Answer, Page } from '../host/page_interface.ts';
import type { Actions } from './actions.ts';

export type Subflow = Answer<'areas'>['areas'][number];

/// Outer ones before those inside them.
export function subflowsOf(page: Pick<Page, 'ask'>): Subflow[] {
    return page
        .ask('areas', {})
        .areas.filter(area => area.isSubflow && area.nodes.length > 0)
        .sort((a, b) => b.nodes.length - a.nodes.length);
}

/// What needs attention first speaks for all.
const bySeverity: readonly NodeState[] = ['running', 'failed', 'stopped', 'queued', 'stale', 'idle', 'author', 'ok', 'muted'];

export function stateOfAll(nodes: readonly { state: NodeState }[]): NodeState {
    return bySeverity.find(state => nodes.some(node => node.state === state)) ?? 'idle';
}

/// A node, or a subflow with what is in it; in the order of the nodes, a subflow where its first one is.
export type Branch = { node: OutlineNode } | { subflow: Subflow; nodes: OutlineNode[]; inside: Branch[] };

/// `subflows`: the outer ones first.
export function branches(nodes: readonly OutlineNode[], subflows: readonly Subflow[]): Branch[] {
    if (subflows.length === 0) return nodes.map(node => ({ node }));
    const homes = new Map<string, Subflow>();
    for (const subflow of subflows) for (const id of subflow.nodes) if (!homes.has(id)) homes.set(id, subflow);
    const made = new Map<Subflow, OutlineNode[]>();
    const found: (OutlineNode | Subflow)[] = [];
    for (const node of nodes) {
        const home = homes.get(node.id);
        if (!home) {
            found.push(node);
            continue;
        }
        const held = made.get(home);
        if (held) held.push(node);
        else {
            made.set(home, [node]);
            found.push(home);
        }
    }
    return found.map(each => {
        const held = made.get(each as Subflow);
        if (!held) return { node: each as OutlineNode };
        const subflow = each as Subflow;
        const rest = subflows.filter(other => other !== subflow && other.nodes.every(id => subflow.nodes.includes(id)));
        return { subflow, nodes: held, inside: branches(held, rest) };
    });
}

/// The open subflows that a node is in, the outer one first.
export function wayTo(page: Pick<Page, 'ask'>, node: string): Subflow[] {
    return subflowsOf(page).filter(subflow => subflow.nodes.includes(node));
}

export function selectSubflow({ page }: Pick<Actions, 'page'>, id: string): void {
    page.send({ type: 'select', nodes: [], areas: [id] });
}

/// Opens it where it stands, or makes one node of it again.
export async function foldSubflow(actions: Actions, { id, isFolded }: Subflow): Promise<void> {
    await actions.attempt(actions.page.call({ type: 'set_area', area: id, folded: !isFolded }));
    selectSubflow(actions, id);
}
