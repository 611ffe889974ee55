// The results that came with a flow: what the session is offered of them, and what there is to look at, checked when somebody looks. Everything here is somebody else's word: it is shown,
// and never given to Python.
import type { KeptResult } from '../../../runtime/protocol/messages.gen.ts';
import type { PreviewPage } from '../page_interface.ts';
import { checkedPreview } from './checked_preview.ts';
import type { Bytes, Sentence } from './zip.ts';

/// One result as `results.json` lists it. `previews`: of which port the preview lies where.
export interface ArchivedResult {
    node: string;
    result: KeptResult;
    previews: Record<string, string>;
}

export class AuthorResults {
    /// As the session is offered them, each with the name that it is asked for by.
    readonly offered: readonly KeptResult[];
    private static serial = 0;
    private readonly byName = new Map<string, ArchivedResult>();

    /// `sha256`: of the archive, which the page keeps.
    constructor(
        readonly sha256: string,
        results: readonly ArchivedResult[],
        private readonly entries: ReadonlyMap<string, Bytes>,
        private readonly sentence: Sentence,
    ) {
        const serial = ++AuthorResults.serial;
        this.offered = results.map((one, index) => {
            const author = `${serial}.${index}`;
            this.byName.set(author, one);
            return { ...one.result, author };
        });
    }

    /// As a kernel answers; null where nothing was saved. Throws a sentence for a damaged one.
    preview(author: string, port: string, page: PreviewPage): Record<string, unknown> | null {
        const previews = this.byName.get(author)?.previews ?? {};
        const place = Object.hasOwn(previews, port) ? previews[port] : undefined;
        const bytes = place === undefined ? undefined : this.entries.get(place);
        if (!bytes) return null;
        const preview = checkedPreview(bytes, name => this.entries.get(name));
        if (!preview) throw new Error(this.sentence('archive.damaged', { name: place ?? '' }));
        return preview.kind === 'table' ? pageOf(preview, page) : { ...preview };
    }
}

/// The part of a table that was asked for, as far as it was saved.
function pageOf(table: Extract<ReturnType<typeof checkedPreview>, { kind: 'table' }>, { offset = 0, limit, columns }: PreviewPage): Record<string, unknown> {
    const rows = table.rows.slice(offset, limit === undefined ? undefined : offset + limit);
    if (columns === undefined) return { ...table, offset, rows };
    const chosen = table.columns.flatMap(({ name }, index) => (columns.includes(name) ? [index] : []));
    return {
        ...table,
        offset,
        columns: chosen.map(index => table.columns[index]),
        rows: rows.map(row => chosen.map(index => row[index] ?? null)),
    };
}
