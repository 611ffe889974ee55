// The files in the one-file page: script elements that nobody executes, each with a path, holding base64 of gzip. And the document itself, to be written anew with another flow in it.

const kFile = 'script[data-file]';
const kFlow = 'script[data-flow]';

export class EmbeddedFiles {
    private readonly elements = new Map<string, HTMLElement>();
    /// The document's own elements, before the page puts more into it.
    private readonly head: readonly Element[];
    private readonly scripts: readonly Element[];
    private readonly base: string;

    constructor(document: Document) {
        this.base = new URL('./', document.baseURI).href;
        this.head = [...document.head.children];
        this.scripts = [...document.body.querySelectorAll(':scope > script')];
        for (const element of document.querySelectorAll<HTMLElement>(kFile)) this.elements.set(element.dataset['file'] ?? '', element);
    }

    /// null for what is not in the document.
    async answer(asked: RequestInfo | URL): Promise<Response | null> {
        const address = new URL(asked instanceof Request ? asked.url : asked, this.base).href;
        const path = address.startsWith(this.base) ? address.slice(this.base.length) : '';
        if (!this.elements.has(path)) return null;
        const blob = await this.blob(path);
        return new Response(blob.stream(), { headers: { 'content-type': blob.type, 'content-length': String(blob.size) } });
    }

    /// Rejects for a file that is not there: the document was cut off.
    async blob(path: string): Promise<Blob> {
        const element = this.elements.get(path);
        if (!element) throw new Error(`This file is not whole: ${path} is missing.`);
        const type = element.dataset['type'] ?? 'application/octet-stream';
        const unpacked = new Blob([bytesOf(element.textContent ?? '')]).stream().pipeThrough(new DecompressionStream('gzip'));
        return new Blob([await new Response(unpacked).arrayBuffer()], { type });
    }

    /// The flow that came with the document.
    async flow(): Promise<Blob | null> {
        const text = document.querySelector(kFlow)?.textContent?.trim();
        return text ? new Blob([bytesOf(text)]) : null;
    }

    /// The whole document with this flow in it.
    async documentWith(flow: Blob): Promise<Blob> {
        const written = (element: Element): string => element.outerHTML;
        const packed = await base64Of(flow);
        const scripts = this.scripts.filter(element => !element.matches(kFlow)).map(written);
        const parts = ['<!doctype html>', '<html lang="en">', '<head>', ...this.head.map(written), '</head>', '<body>', '<div id="app"></div>'];
        const flowElement = `<script type="application/octet-stream" data-flow>${packed}</script>`;
        return new Blob([[...parts, flowElement, ...scripts, '</body>', '</html>', ''].join('\n')], { type: 'text/html' });
    }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
    const letters = atob(base64.trim());
    const bytes = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
    return bytes;
}

async function base64Of(blob: Blob): Promise<string> {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const pieces: string[] = [];
    // So many arguments a browser takes at once; divisible by three, so that the pieces can be joined.
    const step = 3 * 8_192;
    for (let at = 0; at < bytes.length; at += step) pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + step))));
    return pieces.join('');
}
