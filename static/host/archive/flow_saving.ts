// Saves a flow with its results inside: what is true now, with what there is to look at. What does not fit is left out and named.
import type { KeptResult } from '../../../runtime/protocol/messages.gen.ts';
import type { Page, Preview } from '../page_interface.ts';
import { flowFileName } from '../download.ts';
import { kArchiveBytes, kArchivedRows, kArchiveEntries, kArchiveEntryBytes, kPackBytes } from '../limits.ts';
import type { DrawChart } from '../thumbnails.ts';
import type { ArchivedResult } from './author_results.ts';
import { kPictures } from './checked_preview.ts';
import { kFlowEntry, kFormat, kResultsEntry, kVersion } from './flow_archive.ts';
import { type Bytes, pack } from './zip.ts';

type SavedPage = Pick<Page, 'ask' | 'preview' | 'flowText' | 'text' | 'version'>;

export interface PackedFlow {
    archive: Blob;
    /// The nodes whose results are in it, that did not fit, and that cannot be looked at now.
    saved: string[];
    large: string[];
    unseen: string[];
}

const encoder = new TextEncoder();

/// In pixels: sharp at half of it, which is what a poster has room for.
const kChartWidth = 1000;

/// `drawChart`: gives charts a picture, for where the flow is looked at without the chart library. `cargo`: further entries, a flow's files and wheels. Rejects with a sentence for a flow that is too large by itself, or with them.
export async function packFlow(
    page: SavedPage,
    savedAt: Date,
    drawChart: DrawChart | null,
    cargo: ReadonlyMap<string, Bytes> = new Map(),
): Promise<PackedFlow> {
    const flow = encoder.encode(page.flowText());
    if (flow.length > kArchiveEntryBytes) throw new Error(page.text('archive.flow_too_large'));
    const cargoBytes = [...cargo.values()].reduce((sum, entry) => sum + entry.length, 0);
    if (cargoBytes > kPackBytes) throw new Error(page.text('archive.too_large', { limit: kPackBytes / 2 ** 20 }));
    const { results } = page.ask('results', {});
    const keys = results.map(({ node }) => page.ask('glimpse', { node }).key);
    const entries = new Map<string, Bytes>([[kFlowEntry, flow]]);
    const listed: ArchivedResult[] = [];
    const packed: PackedFlow = { archive: new Blob(), saved: [], large: [], unseen: [] };
    let bytes = flow.length;
    let listedBytes = 0;
    for (const [index, { node, result }] of results.entries()) {
        const looks = await looksOf(page, node, result);
        const pictures = await chartPictures(looks, drawChart);
        // Run anew meanwhile, its looks may be of another result.
        const isSame = page.ask('outline', {}).nodes.some(({ id }) => id === node) && page.ask('glimpse', { node }).key === keys[index];
        if (!looks || !isSame) {
            packed.unseen.push(node);
            continue;
        }
        const { previews, added } = entriesOf(looks, pictures, entries.size);
        const one: ArchivedResult = { node, result: { ...result, displays: (result.displays ?? []).filter(port => looks.has(port)) }, previews };
        const size = encoder.encode(JSON.stringify(one)).length;
        const addedBytes = [...added.values()].reduce((sum, entry) => sum + entry.length, size);
        const isListable = listedBytes + size < kArchiveEntryBytes - kListSpare;
        const fits = bytes + addedBytes + kListSpare < kArchiveBytes && entries.size + added.size + cargo.size < kArchiveEntries - 1;
        if (!isListable || !fits || [...added.values()].some(entry => entry.length > kArchiveEntryBytes)) {
            packed.large.push(node);
            continue;
        }
        for (const [name, entry] of added) entries.set(name, entry);
        listed.push(one);
        packed.saved.push(node);
        bytes += addedBytes;
        listedBytes += size;
    }
    const list = { format: kFormat, version: kVersion, app: page.version.app, savedAt: savedAt.toISOString(), results: listed };
    entries.set(kResultsEntry, encoder.encode(JSON.stringify(list)));
    for (const [name, entry] of cargo) entries.set(name, entry);
    packed.archive = await pack(entries);
    return packed;
}

/// The brackets, commas and head of the list.
const kListSpare = 64 * 1024;

/// What each port looks like; undefined where an output cannot be looked at now. What a call displayed lies in its kernel alone and may be gone while its result is not.
async function looksOf(page: SavedPage, node: string, { outputs, displays = [] }: KeptResult): Promise<Map<string, Preview> | undefined> {
    const looks = new Map<string, Preview>();
    for (const port of [...outputs.map(output => output.port), ...displays]) {
        // The kernel is gone, or the value with it: the person is told by name.
        const look = await page.preview(node, port, { offset: 0, limit: kArchivedRows }).catch(() => null);
        if (look) looks.set(port, look);
        else if (!displays.includes(port)) return undefined;
    }
    return looks;
}

/// By port, as PNG.
async function chartPictures(looks: ReadonlyMap<string, Preview> | undefined, drawChart: DrawChart | null): Promise<Map<string, Bytes>> {
    const pictures = new Map<string, Bytes>();
    for (const [port, look] of looks ?? []) {
        if (look.kind !== 'chart' || !drawChart) continue;
        // A specification that cannot be drawn goes without a picture; the page says why when somebody looks at it there.
        const drawn = await drawChart(look.spec, kChartWidth, 'whole').catch(() => null);
        if (drawn) pictures.set(port, await pngOf(drawn));
    }
    return pictures;
}

async function pngOf(drawn: CanvasImageSource & { width: number; height: number }): Promise<Bytes> {
    const canvas = new OffscreenCanvas(drawn.width, drawn.height);
    canvas.getContext('2d')?.drawImage(drawn, 0, 0);
    const png = await canvas.convertToBlob({ type: 'image/png' });
    return new Uint8Array(await png.arrayBuffer());
}

function entriesOf(
    looks: ReadonlyMap<string, Preview>,
    pictures: ReadonlyMap<string, Bytes>,
    first: number,
): { previews: Record<string, string>; added: Map<string, Bytes> } {
    const added = new Map<string, Bytes>();
    const previews: Record<string, string> = {};
    for (const [port, look] of looks) {
        const number = first + added.size;
        let written: unknown = look;
        if (look.kind === 'image') {
            const picture = `previews/${number}.${kPictures[look.mime] ?? 'bin'}`;
            added.set(picture, look.bytes as Bytes);
            written = { ...look, bytes: { $file: picture } };
        } else if (pictures.has(port)) {
            const picture = `previews/${number}.png`;
            added.set(picture, pictures.get(port) as Bytes);
            written = { ...look, picture: { $file: picture } };
        } else if (look.kind === 'table' && look.rows.length < look.total) {
            written = { ...look, total: look.rows.length, all: look.total };
        }
        previews[port] = `previews/${number}.json`;
        added.set(previews[port], encoder.encode(JSON.stringify(written)));
    }
    return { previews, added };
}

/// The whole of what the command does: packs, gives the file to the person, and says what is in it and what is not.
export async function saveWithResults(
    page: SavedPage & Pick<Page, 'download' | 'send'> & { say(level: string, text: string): void },
    savedAt: Date,
    drawChart: DrawChart | null,
    cargo?: ReadonlyMap<string, Bytes>,
): Promise<void> {
    const { title } = page.ask('status', {});
    const textBefore = page.flowText();
    const { archive, saved, large, unseen } = await packFlow(page, savedAt, drawChart, cargo);
    page.download(flowFileName(title).replace(/\.flow\.json$/, cargo ? '.packed.flow.zip' : '.flow.zip'), archive);
    // Edited while it was packed: those edits are not in it.
    if (page.flowText() === textBefore) page.send({ type: 'saved' });
    const nodes = (names: readonly string[]) => names.join(page.text('ui.listComma'));
    const said = [saved.length > 0 ? page.text('archive.saved', { count: saved.length }) : page.text('archive.nothing')];
    if (large.length > 0) said.push(page.text('archive.left_out', { nodes: nodes(large) }));
    if (unseen.length > 0) said.push(page.text('archive.unseen', { nodes: nodes(unseen) }));
    page.say(large.length + unseen.length > 0 ? 'warning' : 'info', said.join(' '));
}
