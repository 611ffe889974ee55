// What a flow shows as an app: which settings are its form and which results its page. The flow's file says it in `view.app`; without that it is what begins and what ends the flow.
import type { Widget } from '../../runtime/protocol/messages.gen.ts';
import type { DetailedNode } from './known_nodes.ts';

export interface AppInput {
    node: DetailedNode;
    names: string[];
}
export interface AppOutput {
    node: DetailedNode;
    ports: string[];
}
export interface AppParts {
    inputs: AppInput[];
    outputs: AppOutput[];
    /// Whether what a change made stale runs by itself.
    runsOnChange: boolean;
}

/// `app`: the file's `view.app`, whatever it holds. Names of nodes, settings and ports that are not there are left out.
export function appParts(app: unknown, nodes: readonly DetailedNode[], widgetsOf: (node: string) => readonly Widget[]): AppParts {
    const { inputs, outputs, run } = (typeof app === 'object' && app !== null ? app : {}) as Record<string, unknown>;
    const settings = (id: string) => widgetsOf(id).filter(widget => !widget.isLinked);
    const isBeginning = (node: DetailedNode) => node.inputs.every(port => port.links.length === 0);
    const isEnd = (node: DetailedNode) => node.outputs.every(port => port.links.length === 0);
    return {
        inputs: Array.isArray(inputs)
            ? chosen(inputs, nodes, node => settings(node.id).map(({ name }) => name)).map(({ node, parts }) => ({ node, names: parts }))
            : nodes.filter(isBeginning).flatMap(node => {
                  const names = settings(node.id).map(({ name }) => name);
                  return names.length > 0 ? [{ node, names }] : [];
              }),
        outputs: Array.isArray(outputs)
            ? chosen(outputs, nodes, node => node.outputs.map(({ name }) => name)).map(({ node, parts }) => ({ node, ports: parts }))
            : nodes.filter(node => isEnd(node) && node.outputs.length > 0).map(node => ({ node, ports: node.outputs.map(({ name }) => name) })),
        runsOnChange: run === 'change',
    };
}

/// In the order of the file; those of one node that follow each other stand together. A node alone means all of it.
function chosen(
    names: readonly unknown[],
    nodes: readonly DetailedNode[],
    partsOf: (node: DetailedNode) => string[],
): { node: DetailedNode; parts: string[] }[] {
    const found: { node: DetailedNode; parts: string[] }[] = [];
    for (const name of names) {
        const [, id, part] = /^([^.]+)(?:\.(.+))?$/.exec(typeof name === 'string' ? name : '') ?? [];
        const node = nodes.find(each => each.id === id);
        if (!node) continue;
        const parts = partsOf(node).filter(each => part === undefined || each === part);
        const last = found[found.length - 1];
        if (last?.node === node) last.parts.push(...parts.filter(each => !last.parts.includes(each)));
        else if (parts.length > 0) found.push({ node, parts });
    }
    return found;
}
