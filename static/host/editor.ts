// The wasm editor as TypeScript sees it: four functions in, two out. Everything is text; what the texts mean is the protocol's.
import type { SiteFacts } from 'site:facts';
import { type Questions, type SessionToPage, parseSessionToPage } from '../../runtime/protocol/messages.gen.ts';
import { OneAtATime } from './one_at_a_time.ts';

interface EditorModule {
    start(canvasSelector: string): void;
    deliverKernel(kernel: number, texts: string): void;
    deliverPage(text: string): void;
    ask(text: string): string;
    setThumbnail(node: string, key: string, width: number, height: number, pixels: Uint8Array | Uint8ClampedArray): void;
    framesDrawn(): number;
}
type CreateEditor = (options: {
    locateFile(name: string): string;
    postToKernel(kernel: number, text: string): void;
    postToPage(text: string): void;
}) => Promise<EditorModule>;

/// What the session tells.
export interface EditorListener {
    toKernel(kernel: number, text: string): void;
    toPage(message: SessionToPage): void;
    /// The session broke a promise to itself; nothing is processed any more, but the flow can still be asked for.
    broken(text: string): void;
}

export class Editor {
    private isOver = false;

    private readonly kernelDoor: OneAtATime<[kernel: number, texts: string]>;
    /// What kernels said in this task.
    private said: { kernel: number; texts: string[] }[] = [];
    private readonly pageDoor: OneAtATime<[text: string]>;

    private constructor(private readonly module: EditorModule) {
        this.kernelDoor = new OneAtATime((kernel, texts) => !this.isOver && module.deliverKernel(kernel, texts));
        this.pageDoor = new OneAtATime(text => !this.isOver && module.deliverPage(text));
    }

    /// Loads the module and starts drawing on the canvas of that selector.
    static async load(site: SiteFacts['editor'], canvasSelector: string, listener: EditorListener): Promise<Editor> {
        const absolute = (path: string): string => new URL(path, document.baseURI).href;
        const { default: createEditor } = (await import(absolute(site.script))) as { default: CreateEditor };
        const module = await createEditor({
            locateFile: () => absolute(site.wasm.path),
            postToKernel: (kernel, text) => listener.toKernel(kernel, text),
            postToPage: text => {
                const parsed = parseSessionToPage(text);
                if (parsed.ok) listener.toPage(parsed.message);
                else listener.broken(`The session wrote a damaged message: ${parsed.error}`);
            },
        });
        module.start(canvasSelector);
        return new Editor(module);
    }

    /// Arrives at the end of the task, with all else that came in it: the session then makes one step for many small nodes.
    deliverKernel(kernel: number, text: string): void {
        const last = this.said.at(-1);
        if (last?.kernel === kernel) last.texts.push(text);
        else this.said.push({ kernel, texts: [text] });
        if (!last) queueMicrotask(() => this.handOver());
    }

    private handOver(): void {
        const said = this.said;
        this.said = [];
        // The separator is what no JSON can hold.
        for (const { kernel, texts } of said) this.kernelDoor.take(kernel, texts.join('\0'));
    }

    deliverPage(message: object): void {
        this.pageDoor.take(JSON.stringify(message));
    }

    /// Throws the session's sentence for a question that has no answer.
    ask<Q extends keyof Questions>(name: Q, fields: Questions[Q]['ask']): Questions[Q]['answer'] {
        const answer = JSON.parse(this.module.ask(JSON.stringify({ type: name, ...fields }))) as { error?: unknown };
        if (isRefusal(answer)) throw new Error(answer.error);
        return answer as unknown as Questions[Q]['answer'];
    }

    /// Nothing is processed any more.
    end(): void {
        this.isOver = true;
    }

    /// The flow's text even now, if the session can still give it.
    rescuedFlow(): string | undefined {
        try {
            return this.ask('flow', {}).text;
        } catch {
            // Whatever broke, broke this too; what was kept last is the next best.
            return undefined;
        }
    }

    /// A small picture of a node's value for the canvas: rows from the top, four bytes a pixel.
    setThumbnail(node: string, key: string, width: number, height: number, pixels: Uint8ClampedArray): void {
        this.module.setThumbnail(node, key, width, height, pixels);
    }

    /// Frames since the start, for measurements.
    get framesDrawn(): number {
        return this.module.framesDrawn();
    }
}

/// Some answers have an `error` of their own (an object, or beside other fields); a refusal is nothing but a sentence.
function isRefusal(answer: { error?: unknown }): answer is { error: string } {
    return typeof answer.error === 'string' && Object.keys(answer).length === 1;
}
