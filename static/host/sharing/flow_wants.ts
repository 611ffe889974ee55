// What a flow would ask for when it runs, read from its text alone: packages, hosts, files. Runs nothing; what a program composes at run time cannot be seen, and is asked about then.

export interface FlowWants {
    nodes: number;
    packages: string[];
    hosts: string[];
    /// Files that it names, and whether their bytes came with it.
    files: { name: string; bytes: number; isHere: boolean }[];
}

type Raw = Record<string, unknown>;
const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Raw[] => (Array.isArray(value) ? value.filter(isObject) : []);
const isText = (value: unknown): value is string => typeof value === 'string';

/// A package as Pyodide's lock file lists it.
export interface KnownPackage {
    name: string;
    imports: string[];
}

export function wantsOf(flow: unknown, known: readonly KnownPackage[], isHere: (sha256: string) => boolean): FlowWants {
    const raw = isObject(flow) ? flow : {};
    const nodes = listOf(raw['nodes']);
    const sources = nodes.map(node => node['source']).filter(isText);
    const byImport = new Map(known.flatMap(({ name, imports }) => imports.map(module => [module, name] as const)));
    const imported = sources.flatMap(importsIn).flatMap(module => byImport.get(module) ?? byImport.get(module.split('.')[0] ?? '') ?? []);
    const declared = Array.isArray(raw['packages']) ? raw['packages'].filter(isText) : [];
    const texts = [...sources, ...nodes.flatMap(node => textsIn(node['params']))];
    const files = listOf(raw['files']).map(({ name, bytes, sha256, data }) => ({
        name: isText(name) ? name : '?',
        bytes: typeof bytes === 'number' ? bytes : 0,
        isHere: isText(data) || (isText(sha256) && isHere(sha256)),
    }));
    return { nodes: nodes.length, packages: sorted([...declared, ...imported]), hosts: sorted(texts.flatMap(hostsIn)), files };
}

/// The modules that Python source names in its import lines, dotted as written.
function importsIn(source: string): string[] {
    return [...source.matchAll(/^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([^#\n]+))/gm)].flatMap(([, from, list]) =>
        from !== undefined ? [from] : (list ?? '').split(',').flatMap(part => /^\s*([\w.]+)/.exec(part)?.[1] ?? []),
    );
}

function hostsIn(text: string): string[] {
    return [...text.matchAll(/\b(?:https?|wss?):\/\/([\w.-]+(?::\d+)?|\[[\da-f:.]+\](?::\d+)?)/gi)].map(([, host]) => (host ?? '').toLowerCase());
}

function textsIn(value: unknown): string[] {
    if (isText(value)) return [value];
    if (Array.isArray(value)) return value.flatMap(textsIn);
    return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();
