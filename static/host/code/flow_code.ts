// A flow as code: asks Python, which knows both (runtime/kernel/python/pythonflows_code), and gives the text to a program or to the person. Loaded when it is first wanted.
import site from 'site:facts';
import type { CodeTask, KeptResult, LibraryType } from '../../../runtime/protocol/messages.gen.ts';
import { codeFileName } from '../download.ts';
import { fetchOwn } from '../own_files.ts';
import type { Page, Preview } from '../page_interface.ts';

export type CodeKind = 'script' | 'notebook';

export type CodePage = Pick<Page, 'ask' | 'preview' | 'flowText' | 'text' | 'version' | 'download' | 'laterTexts'> & {
    readonly pythonReady: Promise<void>;
    readonly kernel: { translate(task: CodeTask, question: unknown): Promise<unknown> };
};

/// Rows of a table in a notebook's output.
const kShownRows = 20;
/// Of a picture in a notebook, before it is written as text.
const kPictureBytes = 2 * 1024 * 1024;
/// Of all looks together.
const kShownCharacters = 16 * 1024 * 1024;

/// Waits for Python, and while a node runs. Rejects with a sentence.
export async function codeOf(page: CodePage, kind: CodeKind): Promise<string> {
    await Promise.all([page.pythonReady, page.laterTexts()]);
    const flow = page.flowText();
    const library = await (await fetchOwn(site.library, (key, args) => page.text(key, args))).json();
    const types = typesIn(flow);
    const question = {
        flow,
        library: (library as LibraryType[]).filter(each => types.has(each.type)),
        madeBy: `PythonFlows ${page.version.app}`,
        ...(kind === 'notebook' ? { shown: await whatIsShown(page) } : {}),
    };
    const text = await page.kernel.translate(kind, question);
    if (typeof text !== 'string') throw new Error(page.text('later.code.no_answer'));
    return text;
}

/// Gives the flow's code to the person as a file.
export async function saveCode(page: CodePage, kind: CodeKind): Promise<void> {
    const text = await codeOf(page, kind);
    const [ending, type] = kind === 'script' ? ['.py', 'text/x-python'] : ['.ipynb', 'application/x-ipynb+json'];
    page.download(codeFileName(page.ask('status', {}).title, ending), new Blob([text], { type }));
}

function typesIn(flow: string): Set<string> {
    const { nodes } = JSON.parse(flow) as { nodes?: { type?: unknown }[] };
    return new Set((nodes ?? []).map(node => String(node.type)));
}

/// By node what it printed and what its results look like, as far as they are true now.
async function whatIsShown(page: CodePage): Promise<Record<string, unknown>> {
    const shown: Record<string, unknown> = {};
    let characters = 0;
    for (const { node, result } of page.ask('results', {}).results) {
        const one = { stdout: result.stdout, stderr: result.stderr, previews: await looksOf(page, node, result) };
        characters += JSON.stringify(one).length;
        if (characters > kShownCharacters) break;
        shown[node] = one;
    }
    return shown;
}

async function looksOf(page: CodePage, node: string, { outputs, displays = [] }: KeptResult): Promise<unknown[]> {
    const looks: unknown[] = [];
    for (const port of [...displays, ...outputs.map(output => output.port)]) {
        // A value that cannot be looked at now is left out: the notebook computes it again.
        const look = await page.preview(node, port, { offset: 0, limit: kShownRows }).catch(() => null);
        const written = look && (look.kind === 'image' ? pictureOf(look) : look);
        if (written) looks.push(written);
    }
    return looks;
}

function pictureOf(look: Extract<Preview, { kind: 'image' }>): unknown {
    if (look.bytes.length > kPictureBytes) return null;
    let letters = '';
    for (let at = 0; at < look.bytes.length; at += 0x8000) letters += String.fromCharCode(...look.bytes.subarray(at, at + 0x8000));
    return { kind: 'image', mime: look.mime, data: btoa(letters) };
}
