// What a node has printed as the panel shows it, read on from the session a bounded piece at a time: a flood's megabytes in one answer would hold a frame up.
import type { Answer, Page } from '../host/page_interface.ts';
import { LongText } from './long_text.ts';

/// Of all texts together, in one drawing: a few milliseconds of a slow machine.
const kPieceBytes = 128 * 1024;

/// A stream's text, in two where a limit left something out.
export class StreamText {
    readonly head = new LongText();
    tail: LongText | undefined;

    append(text: string, gapAt: number | undefined): void {
        if (gapAt !== undefined && !this.tail) {
            this.head.append(text.slice(0, gapAt));
            this.tail = new LongText();
            this.tail.append(text.slice(gapAt));
        } else (this.tail ?? this.head).append(text);
    }
}

interface Printed {
    mark: Answer<'output'>['mark'];
    stdout: StreamText;
    stderr: StreamText;
}

/// A node's output without its texts, and these as pages.
export type ShownOutput = Omit<Answer<'output'>, 'stdout' | 'stderr' | 'stdoutGap' | 'stderrGap' | 'mark' | 'rest'> &
    Pick<Printed, 'stdout' | 'stderr'> & { hasText: boolean };

export class PrintedTexts {
    private readonly known = new Map<string, Printed>();
    private room = 0;
    private isMore = false;

    /// The output, as far as it has been read, of the first nodes whose output is wanted; of others nothing is kept.
    read(page: Pick<Page, 'ask'>, nodes: readonly string[], most: number, isWanted: (output: ShownOutput) => boolean): Map<string, ShownOutput> {
        this.room = kPieceBytes;
        this.isMore = false;
        const outputs = new Map<string, ShownOutput>();
        for (const node of nodes) {
            if (outputs.size === most) break;
            const output = this.readOn(page, node);
            if (isWanted(output)) outputs.set(node, output);
        }
        for (const node of this.known.keys()) if (!outputs.has(node)) this.known.delete(node);
        return outputs;
    }

    /// Whether there is more to read at once.
    get hasMore(): boolean {
        return this.isMore;
    }

    private readOn(page: Pick<Page, 'ask'>, node: string): ShownOutput {
        const before = this.known.get(node);
        const { stdout, stderr, stdoutGap, stderrGap, mark, rest, ...other } = page.ask('output', {
            node,
            limit: this.room,
            ...(before ? { after: before.mark } : {}),
        });
        const isSame = before !== undefined && before.mark.text === mark.text;
        const printed = isSame ? before : { mark, stdout: new StreamText(), stderr: new StreamText() };
        const from = isSame ? before.mark : { stdout: 0, stderr: 0 };
        this.room = Math.max(0, this.room - (mark.stdout - from.stdout) - (mark.stderr - from.stderr));
        printed.mark = mark;
        printed.stdout.append(stdout, stdoutGap);
        printed.stderr.append(stderr, stderrGap);
        this.known.set(node, printed);
        this.isMore ||= rest > 0;
        return { ...other, stdout: printed.stdout, stderr: printed.stderr, hasText: mark.stdout + mark.stderr + rest > 0 };
    }
}
