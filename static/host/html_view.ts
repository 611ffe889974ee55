// HTML from Python, cleaned and shown outside the page: in a frame of an opaque origin (static/view). One hidden frame answers for programs, each shown piece has a frame of its own.
import { kHtmlCharacters, kViewDeadlineMs } from './limits.ts';
import { frameDocument } from './trusted.ts';

interface ViewFrame {
    element: HTMLIFrameElement;
    /// Resolves with the cleaned HTML. Rejects when the frame does not answer in time.
    show(html: string, isShown: boolean): Promise<string>;
    close(): void;
}

function openFrame(path: string, parent: Element, onHeight: (height: number) => void): ViewFrame {
    const element = document.createElement('iframe');
    element.setAttribute('sandbox', 'allow-scripts');
    element.title = 'HTML';
    const waiting = new Map<number, { resolve(html: string): void; reject(error: Error): void }>();
    let last = 0;
    let loaded: () => void = () => undefined;
    const isLoaded = new Promise<void>(resolve => {
        loaded = resolve;
    });
    const onMessage = (event: MessageEvent): void => {
        if (event.source === null || event.source !== element.contentWindow || typeof event.data !== 'object' || event.data === null) return;
        const { kind, request, html, height } = event.data as Record<string, unknown>;
        if (kind === 'loaded') loaded();
        else if (kind === 'height' && typeof height === 'number' && Number.isFinite(height)) onHeight(height);
        else if (kind === 'sanitised' && typeof request === 'number' && typeof html === 'string') {
            waiting.get(request)?.resolve(html);
            waiting.delete(request);
        }
    };
    addEventListener('message', onMessage);
    if (path.startsWith('<')) element.srcdoc = frameDocument(path);
    else element.src = path;
    parent.append(element);
    const close = (): void => {
        removeEventListener('message', onMessage);
        element.remove();
        for (const { reject } of waiting.values()) reject(new Error('The view was closed.'));
        waiting.clear();
    };
    const show = (html: string, isShown: boolean): Promise<string> =>
        new Promise((resolve, reject) => {
            const request = ++last;
            const deadline = setTimeout(() => {
                waiting.delete(request);
                reject(new Error('The HTML view did not answer.'));
            }, kViewDeadlineMs);
            const settle =
                <T>(end: (value: T) => void) =>
                (value: T): void => {
                    clearTimeout(deadline);
                    end(value);
                };
            waiting.set(request, { resolve: settle(resolve), reject: settle(reject) });
            void isLoaded.then(() => element.contentWindow?.postMessage({ request, html: html.slice(0, kHtmlCharacters), isShown }, '*'));
        });
    return { element, show, close };
}

export class HtmlViews {
    private hidden: ViewFrame | null = null;

    /// `path`: of the view's document, or the document itself.
    constructor(private readonly path: string) {}

    /// The HTML without anything that could run or load.
    async sanitise(html: string): Promise<string> {
        if (!this.hidden) {
            this.hidden = openFrame(this.path, document.body, () => undefined);
            this.hidden.element.hidden = true;
        }
        try {
            return await this.hidden.show(html, false);
        } catch (error) {
            // A frame that hangs is not asked again.
            this.hidden?.close();
            this.hidden = null;
            throw error;
        }
    }

    /// Shows it inside `parent`, as high as its content up to maxHeight. Returns what takes it away.
    show(parent: Element, html: string, maxHeight: number): () => void {
        const view = openFrame(this.path, parent, height => {
            view.element.style.height = `${Math.min(Math.ceil(height), maxHeight)}px`;
        });
        view.element.style.border = '0';
        view.element.style.width = '100%';
        view.show(html, true).catch(() => view.close());
        return view.close;
    }
}
