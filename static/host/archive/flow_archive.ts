// A flow with its results inside, `<title>.flow.zip`:
//
//   flow.flow.json    what Save writes
//   results.json      {format, version, app, savedAt, results: [{node, result, previews: {port: name}}]}
//   previews/0.json   what there is to look at, as a kernel answers; `{"$file": name}` stands for a picture's bytes
//   previews/1.png    these bytes
//
// No values: what is unpickled runs code.
import { parsePageToSession } from '../../../runtime/protocol/messages.gen.ts';
import { kArchivedOutputsCharacters, kArchivedPrintedCharacters } from '../limits.ts';
import { sha256OfBlob } from '../sha256.ts';
import { type ArchivedResult, AuthorResults } from './author_results.ts';
import { type Bytes, type Sentence, unpack } from './zip.ts';

export const kFlowEntry = 'flow.flow.json';
export const kResultsEntry = 'results.json';
export const kFormat = 'pythonflows-results';
export const kVersion = 1;

/// In a sentence.
const kNamed = 20;

export interface FlowContent {
    text: string;
    authors?: AuthorResults;
    /// What a person must hear of the results that are not shown.
    warning?: string;
}

/// Rejects with a sentence for what is no such archive, or a damaged one. Where only results are not as they should be, the flow is given without them.
export async function readArchive(archive: Blob, sentence: Sentence): Promise<FlowContent> {
    const isWanted = (name: string) => name === kFlowEntry || name === kResultsEntry || /^previews\/[\w.]{1,40}$/.test(name);
    const entries = await unpack(archive, isWanted, sentence);
    const flow = entries.get(kFlowEntry);
    if (!flow) throw new Error(sentence('archive.no_flow'));
    const text = textOf(flow);
    if (text === undefined) throw new Error(sentence('archive.damaged', { name: kFlowEntry }));
    const listed = entries.get(kResultsEntry);
    if (!listed) return { text };
    const results = resultsIn(listed);
    if (!results) return { text, warning: sentence('archive.results_unread') };
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
        ...(damaged.length === 0
            ? {}
            : { warning: sentence('archive.results_left', { nodes: damaged.slice(0, kNamed).join(', ') + (damaged.length > kNamed ? ' …' : '') }) }),
    };
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
