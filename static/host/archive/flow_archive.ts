// A flow with its results inside, `<title>.flow.zip`:
//
//   flow.flow.json    what Save writes
//   results.json      {format, version, app, savedAt, results: [{node, result, previews: {port: name}}]}
//   previews/0.json   what there is to look at, as a kernel answers; `{"$file": name}` stands for a picture's bytes
//   previews/1.png    these bytes; or a chart as it was drawn, its `picture`, for where there is nothing to draw it with
//   files/sales.csv   the flow's files, where it was packed
//   wheels/x.whl      the packages that it uses
//
// No values: what is unpickled runs code.
import { parsePageToSession } from '../../../runtime/protocol/messages.gen.ts';
import { kArchivedOutputsCharacters, kArchivedPrintedCharacters } from '../limits.ts';
import { sha256Of, sha256OfBlob } from '../sha256.ts';
import { type ArchivedResult, AuthorResults } from './author_results.ts';
import { type Bytes, type Purpose, type Sentence, unpack } from './zip.ts';

export const kFlowEntry = 'flow.flow.json';
export const kResultsEntry = 'results.json';
export const kFiles = 'files/';
export const kWheels = 'wheels/';
export const kFormat = 'pythonflows-results';
export const kVersion = 1;

/// In a sentence.
const kNamed = 20;

export interface FlowContent {
    text: string;
    authors?: AuthorResults;
    /// The flow's files that came with it, by hash; wheels by name, which whoever uses one checks.
    files?: ReadonlyMap<string, Blob>;
    wheels?: ReadonlyMap<string, ArrayBuffer>;
    /// What a person must hear of what is not as it should be.
    warning?: string;
}

/// Rejects with a sentence for what is no such archive, or a damaged one. Where only results are not as they should be, the flow is given without them.
export async function readArchive(archive: Blob, sentence: Sentence): Promise<FlowContent> {
    const entries = await unpack(archive, purposeOf, sentence);
    const flow = entries.get(kFlowEntry);
    if (!flow) throw new Error(sentence('archive.no_flow'));
    const text = textOf(flow);
    if (text === undefined) throw new Error(sentence('archive.damaged', { name: kFlowEntry }));
    const cargo = await cargoOf(text, entries, sentence);
    const listed = entries.get(kResultsEntry);
    if (!listed) return { text, ...cargo };
    const results = resultsIn(listed);
    if (!results) return { text, warning: sentence('archive.results_unread'), ...cargo };
    const sound: ArchivedResult[] = [];
    const damaged: string[] = [];
    for (const one of results) {
        if (isSound(one)) sound.push(one);
        else damaged.push(nameOf(one));
    }
    const authors = new AuthorResults(await sha256OfBlob(archive), sound, entries, sentence);
    return {
        text,
        authors,
        ...cargo,
        ...(damaged.length === 0
            ? {}
            : { warning: sentence('archive.results_left', { nodes: damaged.slice(0, kNamed).join(', ') + (damaged.length > kNamed ? ' …' : '') }) }),
    };
}

function purposeOf(name: string): Purpose | null {
    if (name === kFlowEntry || name === kResultsEntry || /^previews\/[\w.]{1,40}$/.test(name)) return 'look';
    return /^files\/[^/]+$|^wheels\/[\w.+-]+\.whl$/.test(name) ? 'cargo' : null;
}

/// The files that the flow names and whose bytes are what it says, and the wheels.
async function cargoOf(text: string, entries: ReadonlyMap<string, Bytes>, sentence: Sentence): Promise<Pick<FlowContent, 'files' | 'wheels' | 'warning'>> {
    const files = new Map<string, Blob>();
    const changed: string[] = [];
    for (const { name, sha256 } of filesIn(text)) {
        const bytes = entries.get(kFiles + name);
        if (!bytes) continue;
        if ((await sha256Of(bytes)) === sha256) files.set(sha256, new Blob([bytes]));
        else changed.push(name);
    }
    const wheels = new Map([...entries].flatMap(([name, bytes]) => (name.startsWith(kWheels) ? [[name.slice(kWheels.length), bytes.buffer] as const] : [])));
    return {
        ...(files.size > 0 ? { files } : {}),
        ...(wheels.size > 0 ? { wheels } : {}),
        ...(changed.length > 0 ? { warning: sentence('archive.files_changed', { files: changed.join(', ') }) } : {}),
    };
}

/// What the flow says of its files; a text that is no flow is left to the session, which says what is wrong with it.
function filesIn(text: string): { name: string; sha256: string }[] {
    try {
        const { files } = JSON.parse(text) as { files?: unknown };
        return Array.isArray(files) ? files.filter(file => typeof file?.name === 'string' && typeof file.sha256 === 'string') : [];
    } catch {
        return [];
    }
}

function textOf(bytes: Bytes): string | undefined {
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
        return undefined;
    }
}

/// Null for a list that this version cannot read.
function resultsIn(bytes: Bytes): unknown[] | null {
    try {
        const { format, version, results } = JSON.parse(textOf(bytes) ?? '') as Record<string, unknown>;
        return format === kFormat && version === kVersion && Array.isArray(results) ? results : null;
    } catch {
        return null;
    }
}

/// Made as the session makes them, and no larger: it refuses an offer with anything else in it.
function isSound(one: unknown): one is ArchivedResult {
    const { node, result, previews } = (one ?? {}) as Partial<ArchivedResult>;
    if (typeof node !== 'string' || typeof previews !== 'object' || previews === null) return false;
    if (!Object.values(previews).every(name => typeof name === 'string')) return false;
    const offer = parsePageToSession(JSON.stringify({ type: 'offer_results', first_serial: 0, results: [result] }));
    if (!offer.ok || !result || !/^[0-9a-f]{32}$/.test(result.key) || result.serial < 0 || result.elapsedMs < 0) return false;
    const { outputs, stdout, stderr, displays = [] } = result;
    const shown = JSON.stringify({ outputs, displays, files: result.files, packages: result.packages });
    return shown.length <= kArchivedOutputsCharacters && stdout.length + stderr.length <= kArchivedPrintedCharacters;
}

function nameOf(one: unknown): string {
    const { node } = (one ?? {}) as { node?: unknown };
    return typeof node === 'string' ? node.slice(0, 64) : '?';
}
