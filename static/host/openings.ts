// What the page knows of a flow besides its text, from the moment it is opened, also when undo or redo brings it back: the session names each opening by its number.
import type { AuthorResults } from './archive/author_results.ts';
import { kArchivesKept } from './limits.ts';
import { nameOf } from './results/flow_results.ts';

export interface Opened {
    /// From elsewhere: the plain worker never runs it, and nothing of what it computes is kept.
    isForeign: boolean;
    /// The page was called with it.
    isNamed: boolean;
    /// The name that its results are kept by.
    results: string | undefined;
    /// The name of its history of versions; a flow from elsewhere has one too.
    history: string;
    /// What came with it to look at. They may be large: of the flows that undo brings back only the latest have theirs.
    authors?: AuthorResults | undefined;
}

export class Openings {
    /// The empty flow before any other has number 0.
    private readonly known: Opened[] = [{ isForeign: false, isNamed: false, results: undefined, history: '' }];
    current = this.known[0] as Opened;
    /// Why the flow that the address names is not there, until another one is.
    trouble = '';

    /// Nothing was opened yet.
    get isNone(): boolean {
        return this.current === this.known[0];
    }

    /// Returns the number of a flow that is about to be opened as this text. What is not said is as for a flow of one's own that was just found.
    async add(text: string, { isForeign = false, isNamed = isForeign, results, history, authors }: Partial<Opened>): Promise<number> {
        const name = results ?? (await nameOf(text));
        const opening =
            this.known.push({ isForeign, isNamed, results: isForeign ? undefined : name, history: history ?? name, ...(authors && { authors }) }) - 1;
        const [tooOld] = this.known.filter(one => one.authors).slice(0, -kArchivesKept);
        if (tooOld && tooOld !== this.current) delete tooOld.authors;
        return opening;
    }

    historyOf(opening: number): string {
        return this.known[opening]?.history ?? '';
    }

    /// This one is open now.
    enter(opening: number): Opened {
        const opened = this.known[opening];
        // A number of our own that came back changed would take a flow from elsewhere for one's own.
        if (!opened) throw new TypeError(`no flow was opened as ${opening}`);
        this.current = opened;
        this.trouble = '';
        return opened;
    }
}
