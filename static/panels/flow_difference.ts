// What is different between two texts of one flow, in a person's terms: nodes, their settings and sources, links, files, and whatever else a flow file has.

export interface Change {
    name: string;
    /// Undefined where it is not there.
    before: string | undefined;
    after: string | undefined;
}
export interface NodeDifference {
    id: string;
    title: string;
    kind: 'added' | 'removed' | 'changed';
    source: { before: string; after: string } | undefined;
    /// By field, `params.<name>` for a setting.
    changes: Change[];
}
export interface FlowDifference {
    nodes: NodeDifference[];
    links: { kind: 'added' | 'removed'; text: string }[];
    files: Change[];
    /// Of the flow as a whole.
    others: Change[];
    /// Nodes that only lie elsewhere.
    moved: number;
}

type Fields = Record<string, unknown>;

export function flowDifference(before: string, after: string): FlowDifference {
    const [old, now] = [JSON.parse(before) as Fields, JSON.parse(after) as Fields];
    const { nodes: _nodes, links: _links, files: _files, view: _view, ...oldRest } = old;
    const { nodes: _newNodes, links: _newLinks, files: _newFiles, view: _newView, ...newRest } = now;
    return {
        nodes: nodeDifferences(listOf(old, 'nodes'), listOf(now, 'nodes')),
        links: linkDifferences(listOf(old, 'links'), listOf(now, 'links')),
        files: changes(filesOf(old), filesOf(now)),
        others: [...changes(oldRest, newRest), ...changes(placelessView(old), placelessView(now))],
        moved: movedNodes(old, now),
    };
}

export function isEmpty({ nodes, links, files, others, moved }: FlowDifference): boolean {
    return nodes.length + links.length + files.length + others.length + moved === 0;
}

function nodeDifferences(before: readonly Fields[], after: readonly Fields[]): NodeDifference[] {
    const old = new Map(before.map(node => [node['id'], node]));
    const now = new Map(after.map(node => [node['id'], node]));
    const of = (node: Fields, kind: NodeDifference['kind']): NodeDifference => ({
        id: String(node['id']),
        title: String(node['title'] ?? node['id']),
        kind,
        source: undefined,
        changes: [],
    });
    return [
        ...after.flatMap((node): NodeDifference[] => {
            const earlier = old.get(node['id']);
            if (!earlier) return [of(node, 'added')];
            const { source: sourceBefore = '', params: paramsBefore, ...restBefore } = earlier;
            const { source: sourceAfter = '', params: paramsAfter, ...restAfter } = node;
            const settings = changes(fieldsOf(paramsBefore), fieldsOf(paramsAfter)).map(change => ({ ...change, name: `params.${change.name}` }));
            const found = [...changes(restBefore, restAfter), ...settings];
            const source = sourceBefore === sourceAfter ? undefined : { before: String(sourceBefore), after: String(sourceAfter) };
            return found.length > 0 || source ? [{ ...of(node, 'changed'), source, changes: found }] : [];
        }),
        ...before.filter(node => !now.has(node['id'])).map(node => of(node, 'removed')),
    ];
}

function linkDifferences(before: readonly Fields[], after: readonly Fields[]): FlowDifference['links'] {
    const text = ({ from: source, to }: Fields): string => `${String(source)} → ${String(to)}`;
    const [old, now] = [before.map(text), after.map(text)];
    const without = (links: readonly string[], others: readonly string[]) => {
        const known = new Set(others);
        return links.filter(link => !known.has(link));
    };
    return [
        ...without(now, old).map(link => ({ kind: 'added' as const, text: link })),
        ...without(old, now).map(link => ({ kind: 'removed' as const, text: link })),
    ];
}

/// Fields whose values are not the same, as text.
function changes(before: Fields, after: Fields): Change[] {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.map(name => ({ name, before: textOf(before[name]), after: textOf(after[name]) })).filter(change => change.before !== change.after);
}

function textOf(value: unknown): string | undefined {
    return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

function filesOf(flow: Fields): Fields {
    return Object.fromEntries(
        listOf(flow, 'files').map(file => [String(file['name']), `${String(file['bytes'] ?? '')} ${String(file['sha256'] ?? '').slice(0, 8)}`]),
    );
}

const viewOf = (flow: Fields): Fields => fieldsOf(flow['view']);

function placelessView(flow: Fields): Fields {
    const { nodes: _places, ...rest } = viewOf(flow);
    return rest;
}

function movedNodes(before: Fields, after: Fields): number {
    const [old, now] = [fieldsOf(viewOf(before)['nodes']), fieldsOf(viewOf(after)['nodes'])];
    return Object.keys(now).filter(id => old[id] !== undefined && JSON.stringify(old[id]) !== JSON.stringify(now[id])).length;
}

function fieldsOf(value: unknown): Fields {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(flow: Fields, name: string): Fields[] {
    const list = flow[name];
    return Array.isArray(list) ? list.map(fieldsOf) : [];
}
