// What the outline shows, row by row: nodes in topological order, those of a subflow one level below it, and below a node its ports and links.
import type { NodeDetails, OutlineNode } from '../../runtime/protocol/messages.gen.ts';
import { type Branch, branches, type Subflow } from './subflows.ts';

export interface Row {
    key: string;
    /// Of a subflow the first of its nodes.
    node: OutlineNode;
    level: number;
    /// Its place among its siblings, from 1, and how many there are.
    place: number;
    size: number;
    isOpen: boolean;
    detail?: { text: string; other?: string };
    subflow?: Subflow;
    /// Of a subflow.
    nodes?: readonly OutlineNode[];
    parent?: string;
}

export interface RowOptions {
    subflows: readonly Subflow[];
    /// Keys of rows that were opened or closed by hand.
    turned: ReadonlySet<string>;
    text(key: string, args: Readonly<Record<string, string>>): string;
    /// Ports and wires of those that were opened.
    details(nodes: readonly string[]): readonly NodeDetails[];
    /// Which nodes are wanted; they stand alone, without their subflows. Absent: all.
    isMeant?: ((node: OutlineNode) => boolean) | undefined;
}

export const subflowKey = (id: string): string => `subflow ${id}`;

export function outlineRows(nodes: readonly OutlineNode[], { subflows, turned, text, details, isMeant }: RowOptions): Row[] {
    const titles = new Map(nodes.map(node => [node.id, node.title]));
    const opened = new Map(turned.size === 0 ? [] : details([...turned]).map(each => [each.id, each]));
    const rows: Row[] = [];
    const add = (branch: Branch, level: number, place: number, size: number, parent?: string): void => {
        const under = parent === undefined ? {} : { parent };
        if ('node' in branch) {
            const { node } = branch;
            const isOpen = turned.has(node.id);
            rows.push({ key: node.id, node, level, place, size, isOpen, ...under });
            if (isOpen) rows.push(...below(node, level + 1));
            return;
        }
        const { subflow, inside } = branch;
        const key = subflowKey(subflow.id);
        // One that is open on the canvas is open here, until a person turns it.
        const isOpen = turned.has(key) === subflow.isFolded;
        rows.push({ key, node: branch.nodes[0] as OutlineNode, level, place, size, isOpen, subflow, nodes: branch.nodes, ...under });
        if (!isOpen) return;
        for (const [index, each] of inside.entries()) add(each, level + 1, index + 1, inside.length, key);
    };
    const below = (node: OutlineNode, level: number): Row[] => {
        const name = (link: string) => titles.get(link.slice(0, link.indexOf('.'))) ?? link;
        const lines = (['input', 'output'] as const).flatMap(kind =>
            (opened.get(node.id)?.[`${kind}s`] ?? []).flatMap((port): Row['detail'][] =>
                port.links.length === 0
                    ? [{ text: text(kind === 'input' ? 'outline.freeInput' : 'outline.freeOutput', { port: port.name }) }]
                    : port.links.map(link => ({
                          text: text(`outline.${kind}`, { port: port.name, name: name(link) }),
                          other: link.slice(0, link.indexOf('.')),
                      })),
            ),
        );
        return lines.map((detail, index) => ({
            key: `${node.id} ${detail?.text}`,
            node,
            level,
            place: index + 1,
            size: lines.length,
            isOpen: false,
            parent: node.id,
            ...(detail && { detail }),
        }));
    };
    const shown = isMeant ? nodes.filter(isMeant).map(node => ({ node })) : branches(nodes, subflows);
    for (const [index, branch] of shown.entries()) add(branch, 1, index + 1, shown.length);
    return rows;
}
