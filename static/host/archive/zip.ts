// The one file that knows the zip library: packs named bytes, and takes apart what others packed, within bounds. Loaded when a zip is read or written.
import {
    BlobReader,
    BlobWriter,
    configure,
    ERR_AMBIGUOUS_ARCHIVE,
    Uint8ArrayReader,
    ZipReader,
    ZipWriter,
    type FileEntry,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { kArchiveBytes, kArchiveEntries, kArchiveEntryBytes, kPackBytes } from '../limits.ts';
import type { Args } from '../texts.ts';

// The browser's own deflate, in this thread: the page's policy gives no worker to a library.
configure({ useWebWorkers: false });

/// Names are judged below, where they can be named.
const kStrict = { strictness: 'strict', filenameValidation: 'tolerant', checkSignature: true, checkOverlappingEntry: true } as const;

export type Sentence = (key: string, args?: Args) => string;
export type Bytes = Uint8Array<ArrayBuffer>;

/// Said to a person; everything else that the library throws means that the file is damaged.
class Refusal extends Error {}

/// What an entry is for: to be `look`ed at by the page, within tight bounds, or `cargo` (a flow's files, wheels) that is only handed on.
export type Purpose = 'look' | 'cargo';

/// Each is packed unless it is packed already.
export async function pack(entries: ReadonlyMap<string, Bytes>): Promise<Blob> {
    const writer = new ZipWriter(new BlobWriter('application/zip'), { extendedTimestamp: false });
    for (const [name, bytes] of entries)
        await writer.add(name, new Uint8ArrayReader(bytes), { level: /\.(png|jpe?g|gif|webp|whl|zip|gz|xz|bz2|zst|parquet)$/i.test(name) ? 0 : 6 });
    return writer.close();
}

/// What `purposeOf` names of an archive, by name; the rest is judged and not unpacked. Rejects with a sentence for whatever is not plainly a whole archive within the bounds.
export async function unpack(archive: Blob, purposeOf: (name: string) => Purpose | null, sentence: Sentence): Promise<Map<string, Bytes>> {
    const refuse = (key: string, args?: Args) => new Refusal(sentence(`archive.${key}`, args));
    const tooLarge = (limit = kArchiveBytes) => refuse('too_large', { limit: limit / 2 ** 20 });
    if (archive.size > kPackBytes + kArchiveBytes) throw tooLarge(kPackBytes);
    const reader = new ZipReader(new BlobReader(archive), kStrict);
    try {
        const wanted = new Map<string, FileEntry>();
        const names = new Set<string>();
        const declared = { look: 0, cargo: 0 };
        for await (const entry of entriesOf(reader, refuse)) {
            const name = entry.filename;
            if (names.size >= kArchiveEntries) throw refuse('too_many', { limit: kArchiveEntries });
            if (names.has(name)) throw refuse('twice', { name });
            names.add(name);
            if (entry.encrypted) throw refuse('encrypted');
            if (isBadName(name)) throw refuse('bad_name', { name });
            // A link's content is where it leads; nothing is written to a disk here, but who packs such ones means harm.
            if (isLink(entry)) throw refuse('bad_name', { name });
            if (entry.directory) continue;
            const purpose = purposeOf(name);
            if (!purpose) continue;
            declared[purpose] += entry.uncompressedSize;
            if (purpose === 'cargo' ? declared.cargo > kPackBytes : entry.uncompressedSize > kArchiveEntryBytes || declared.look > kArchiveBytes)
                throw tooLarge(purpose === 'cargo' ? kPackBytes : kArchiveBytes);
            wanted.set(name, entry);
        }
        const unpacked = new Map<string, Bytes>();
        for (const [name, entry] of wanted) unpacked.set(name, await bytesOf(entry, () => refuse('damaged', { name })));
        return unpacked;
    } finally {
        await reader.close().catch(() => undefined); // it holds nothing but the blob
    }
}

/// The entries of the archive's list, where that can be read.
async function* entriesOf(reader: ZipReader<unknown>, refuse: (key: string, args?: Args) => Refusal) {
    try {
        for await (const entry of reader.getEntriesGenerator()) yield entry;
    } catch (error) {
        if (error instanceof Refusal) throw error;
        throw refuse((error as Partial<Error>).message === ERR_AMBIGUOUS_ARCHIVE ? 'unclear' : 'not_zip');
    }
}

/// Names are only looked up here, never written to a disk. But who packs such ones means harm.
function isBadName(name: string): boolean {
    return name === '' || /^[\\/]|^[a-z]:|[\\\p{Cc}]/iu.test(name) || name.split('/').includes('..');
}

/// Unix programs say in the upper half of this field what kind of file an entry was.
function isLink({ externalFileAttributes = 0 }: { externalFileAttributes?: number }): boolean {
    return ((externalFileAttributes >>> 28) & 0xf) === 0xa;
}

/// Takes no more than was declared, whatever the packed data unpacks to.
async function bytesOf(entry: FileEntry, damaged: () => Refusal): Promise<Bytes> {
    const bytes = new Uint8Array(entry.uncompressedSize);
    let at = 0;
    const sink = new WritableStream<Uint8Array>({
        write(piece) {
            if (at + piece.length > bytes.length) throw damaged();
            bytes.set(piece, at);
            at += piece.length;
        },
    });
    try {
        await entry.getData(sink);
    } catch {
        // Whatever the library calls it: it is not what was packed.
        throw damaged();
    }
    if (at !== bytes.length) throw damaged();
    return bytes;
}
