// `window.pythonflows`: the page's stable interface for programs, tests and embedding pages (docs: the public interface). A thin coat over the page: checks what strangers pass in, and
// answers in plain objects.
import type { RunEnded } from '../../runtime/protocol/messages.gen.ts';
import type { RunResult, RunTarget } from '../embed/embed.d.ts';
import { WrongCall } from './defects.ts';
import { kFlowCharacters } from './limits.ts';
import type { PageHost } from './page.ts';
import type { Intent, Page, Preview, PreviewPage } from './page_interface.ts';

/// A rectangle in CSS pixels of the viewport.
export interface WidgetPlace {
    x: number;
    y: number;
    width: number;
    height: number;
    visible: boolean;
    enabled: boolean;
}

type NodeIds = NonNullable<RunTarget['upTo']>;

/// What the entry script lends: promises of its start, and where the DOM's parts stand.
export interface ApiSources {
    page: PageHost;
    ready: Promise<void>;
    domWidget(name: string): WidgetPlace | null;
    domWidgetNames(): string[];
}

/// The names that `on` takes.
const kEvents = ['state', 'output', 'error', 'edited', 'kernel'];
/// Edits that programs may ask for; everything else has a member of its own.
const kEdits = new Set([
    'add_node',
    'remove_nodes',
    'connect',
    'disconnect',
    'move_nodes',
    'set_title',
    'set_source',
    'set_param',
    'set_mode',
    'set_node_limits',
    'move_link',
    'set_flow_title',
    'set_packages',
    'paste',
    'set_collapsed',
    'duplicate',
    'remove_links',
    'set_reroutes',
    'add_area',
    'set_area',
    'arrange',
]);

export function makeApi({ page, ready, domWidget, domWidgetNames }: ApiSources): object {
    const afterStart =
        <Args extends unknown[], Result>(act: (...args: Args) => Result | Promise<Result>) =>
        async (...args: Args): Promise<Result> => {
            await ready;
            return act(...args);
        };
    return Object.freeze({
        version: page.version,
        ready,
        get pythonReady() {
            return page.pythonReady;
        },
        open: afterStart((flow: unknown) =>
            isBytes(flow) ? page.archives.open(new Blob([flow as BlobPart])).then(() => undefined) : page.open(flowTextOf(flow)),
        ),
        flow: afterStart((): unknown => JSON.parse(page.flowText())),
        run: afterStart((target: RunTarget = {}) => {
            // What was asked for is not there: to have run nothing of it would be no success.
            if (page.openings.trouble !== '') throw new Error(page.openings.trouble);
            return run(page, target);
        }),
        stop: afterStart(() => page.send({ type: 'stop' })),
        restart: afterStart(async () => void (await page.call({ type: 'restart' }))),
        state: afterStart(() => page.ask('state', {})),
        runs: afterStart(() => page.ask('runs', {}).runs),
        output: afterStart((id: string) => outputOf(page, textOf(id, 'a node'))),
        preview: afterStart(
            (id: string, port: string = 'result', at: PreviewPage = {}): Promise<Preview | null> => page.preview(textOf(id, 'a node'), port, at),
        ),
        variables: afterStart(({ offset = 0, limit = 100, filter = '' }: { offset?: number; limit?: number; filter?: string } = {}) =>
            page.ask('variables', { offset, limit, filter }),
        ),
        addFile: afterStart((name: string, bytes: Blob | ArrayBuffer | Uint8Array) => page.files.add(textOf(name, 'a file name'), bytesOf(bytes))),
        files: afterStart(() => page.files.list()),
        removeFile: afterStart((name: string) => page.files.remove(textOf(name, 'a file name'))),
        network: afterStart(() => ({ allowed: page.network.allowed(), ...page.network.log() })),
        edit: afterStart((intent: unknown) => edit(page, intent)),
        undo: afterStart(async () => void (await page.call({ type: 'undo' }))),
        redo: afterStart(async () => void (await page.call({ type: 'redo' }))),
        widget: (name: string): WidgetPlace | null => widget(page, name, domWidget),
        widgets: (): string[] => [...page.ask('widgets', {}).names, ...domWidgetNames()],
        exportPython: afterStart(() => page.archives.codeOf('script')),
        exportNotebook: afterStart(() => page.archives.codeOf('notebook')),
        on: (event: string, listener: (detail: unknown) => void): (() => void) => listen(page, event, listener),
        framesDrawn: () => page.framesDrawn,
    });
}

async function run(page: Page, target: RunTarget): Promise<RunResult> {
    if (typeof target !== 'object' || target === null)
        throw new WrongCall('What is to run is an object: { upTo: "node" }, { only: … }, { from: … } or { all: true }.');
    const { upTo, only, from, all, untimed } = target;
    const list = (ids: NodeIds): string[] => (Array.isArray(ids) ? ids : [ids]).map(id => nodeOf(page, id));
    const answer = (await page.call({
        type: 'run',
        ...(upTo === undefined ? {} : { up_to: list(upTo) }),
        ...(only === undefined ? {} : { only: list(only) }),
        ...(from === undefined ? {} : { from: list(from) }),
        ...(all === undefined ? {} : { all }),
        ...(untimed === undefined ? {} : { untimed }),
    })) as RunEnded | null;
    // Nothing was stale: a run that had nothing to do.
    if (answer === null) return { run: 0, ended: 'ok', ran: [], skipped: [], elapsedMs: 0 };
    const { run, ended, ran, skipped, elapsedMs } = answer;
    return { run, ended, ran, skipped, elapsedMs };
}

function nodeOf(page: Page, id: unknown): string {
    const node = textOf(id, 'a node');
    if (!Object.hasOwn(page.ask('state', {}).nodes, node)) throw new WrongCall(page.text('link.unknown_node', { node }));
    return node;
}

async function outputOf(page: Page, id: string): Promise<object> {
    const { displays: shown, mark: _mark, rest: _rest, ...output } = page.ask('output', { node: id });
    // What a running node displays cannot be looked at before it ends: Python is busy with it.
    const displays = page.ask('status', {}).running.includes(id) ? [] : shown;
    const previews = await Promise.all(displays.map(port => page.preview(id, port)));
    return { ...output, displays: previews.filter(preview => preview !== null) };
}

async function edit(page: Page, intent: unknown): Promise<unknown> {
    if (typeof intent !== 'object' || intent === null || typeof (intent as { type?: unknown }).type !== 'string')
        throw new WrongCall('An edit is an object with a `type`.');
    const { call: _call, ...wanted } = intent as Record<string, unknown> & { type: string };
    if (!kEdits.has(wanted.type)) throw new WrongCall(`There is no edit "${wanted.type}".`);
    const answer = await page.call(wanted as unknown as Intent);
    // `paste` answers with the list of what it made.
    return Array.isArray(answer) ? { ids: answer } : answer;
}

function widget(page: Page, name: string, domWidget: ApiSources['domWidget']): WidgetPlace | null {
    const { found, ...place } = page.ask('widget', { name });
    return found ? place : domWidget(name);
}

function listen(page: Page, event: string, given: (detail: unknown) => void): () => void {
    // What a program's own listener throws is told to its author and does not end the page.
    const listener = (detail: unknown): void => {
        try {
            given(detail);
        } catch (error) {
            reportError(new WrongCall(`A listener of "${event}" failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error }));
        }
    };
    switch (event) {
        case 'state':
            return page.on('changed', change => (change.states || change.run) && listener(page.ask('state', {})));
        case 'output':
            return page.on('changed', change => {
                for (const node of change.outputs) listener({ node });
            });
        case 'edited':
            return page.on('changed', change => (change.graph || change.places) && listener({}));
        case 'kernel':
            return page.on('changed', change => change.kernel && listener({ kernel: page.ask('state', {}).kernel }));
        case 'error':
            return page.on('node_errored', ({ node, error }) => listener({ node, error }));
        default:
            throw new WrongCall(`There is no event "${event}": ${kEvents.join(', ')}.`);
    }
}

function flowTextOf(flow: unknown): string {
    const text = typeof flow === 'string' ? flow : JSON.stringify(flow);
    if (typeof text !== 'string') throw new WrongCall('A flow is an object or its JSON text.');
    if (text.length > kFlowCharacters) throw new WrongCall(`A flow has at most ${kFlowCharacters} characters.`);
    return text;
}

function textOf(value: unknown, what: string): string {
    if (typeof value !== 'string' || value === '') throw new WrongCall(`${what} is named by a text.`);
    return value;
}

function isBytes(value: unknown): value is Blob | ArrayBuffer | Uint8Array {
    return value instanceof Blob || value instanceof ArrayBuffer || value instanceof Uint8Array;
}

function bytesOf(value: unknown): Blob | ArrayBuffer | Uint8Array {
    if (isBytes(value)) return value;
    throw new WrongCall('A file is a Blob, an ArrayBuffer or a Uint8Array.');
}
