// Everything that a person can do by the panels, by name: toolbar, menus, keys, palette and outline all call these. Errors end here: what was refused is said once.
// Keeps no state of the flow; asks the session each time.
import type { Page } from '../host/page_interface.ts';
import type { NodeMode, OutlineNode } from '../../runtime/protocol/messages.gen.ts';
import { type DetailedNode, KnownNodes } from './known_nodes.ts';
import { sayLeft, sayMissing } from './absent_files.ts';
import { SaveTarget } from './save_target.ts';
import { openable, pickFiles, sortDropped } from './pick_files.ts';
import { PendingEdits } from './pending_edits.ts';
import { besideOthers, canvasPoint, drawnHeight, extentOf, freePlace, nextFrame, type Point, revealOneOf } from './placing.ts';
import type { Shell } from './shell.ts';
import type { Offer, PaletteRequest, Surfaces } from './surfaces.ts';

/// Which library type reads a file, by its ending.
const readers: Record<string, string> = { csv: 'core.read_csv', tsv: 'core.read_csv', json: 'core.read_json', txt: 'core.read_text' };

function readerOf(name: string): string | undefined {
    return readers[name.toLowerCase().split('.').pop() ?? ''];
}

const emptyFlow = { format: 'pythonflows', version: 1, title: '', nodes: [], links: [], files: [] };

export class Actions {
    readonly pending = new PendingEdits();
    readonly surfaces: Surfaces;
    readonly saveTarget: SaveTarget;
    private readonly known: KnownNodes;
    /// How often another flow came on the page.
    private openings = 0;
    /// Where the pointer is over the canvas (CSS pixels of the viewport), as long as it is there.
    private pointer: Point | undefined;
    private dropped: Promise<void> = Promise.resolve();

    constructor(
        readonly page: Page,
        readonly shell: Shell,
        surfaces: Surfaces,
    ) {
        this.surfaces = surfaces;
        this.saveTarget = new SaveTarget(page);
        this.known = new KnownNodes(page);
        page.on('flow_opened', () => {
            this.openings += 1;
        });
        shell.canvas.addEventListener('pointermove', event => {
            this.pointer = { x: event.clientX, y: event.clientY };
        });
        shell.canvas.addEventListener('pointerleave', () => {
            this.pointer = undefined;
        });
    }

    /// Says a rejection to the person, once, with the name of the file that it is about. Resolves with undefined then.
    async attempt<T>(doing: Promise<T>, file = ''): Promise<T | undefined> {
        try {
            return await doing;
        } catch (refused) {
            const sentence = this.page.sentenceOf(refused);
            this.surfaces.say(file ? 'refused' : 'error', sentence.includes(file) ? sentence : `${file}: ${sentence}`);
            return undefined;
        }
    }

    // --- the flow as a whole
    newFlow(): Promise<void> {
        this.saveTarget.forget();
        return this.openText(JSON.stringify(emptyFlow));
    }

    async openText(text: string): Promise<void> {
        void this.pending.flush();
        await this.opening(this.page.open(text));
    }

    async openExample(name: string): Promise<void> {
        void this.pending.flush();
        this.saveTarget.forget();
        await this.opening(this.page.openExample(name));
    }

    async openEarlier(record: string): Promise<void> {
        void this.pending.flush();
        this.saveTarget.forget();
        await this.opening(this.page.openEarlier(record));
    }

    /// Says what became of the flow before the one that is being opened.
    private async opening<T>(isOpening: Promise<T>, file = ''): Promise<T | undefined> {
        const { dirty, title } = this.page.ask('status', {});
        const isLeft = dirty && this.nodes().length > 0;
        const opened = await this.attempt(
            isOpening.then(what => ({ what })),
            file,
        );
        if (opened && isLeft) {
            const text = this.page.text('earlier.away', { title: title || this.page.text('ui.untitled') });
            this.surfaces.say('info', text, this.offerUndo());
        }
        return opened?.what;
    }

    /// To undo what was just done. It goes as soon as the flow is at another step: there Undo would take back something else.
    offerUndo(): Offer {
        const step = (): string => {
            const { steps, done } = this.page.ask('history', {});
            return `${done} ${steps[done - 1]}`;
        };
        const here = step();
        const isDone = () => step() !== here;
        const run = () => {
            void this.pending.flush();
            if (!isDone()) void this.undo();
        };
        return { text: this.page.text('ui.command.undo'), run, isDone };
    }

    /// Asks for one if none is given.
    async openFile(given?: File): Promise<void> {
        const [file] = given ? [given] : await pickFiles(openable, false);
        if (!file) return;
        await this.openGiven(file);
        sayMissing(this);
    }

    private async openGiven(file: File): Promise<void> {
        void this.pending.flush();
        this.saveTarget.forget();
        const left = await this.opening(this.page.archives.open(file), file.name);
        sayLeft(this, left ?? []);
    }

    async save(): Promise<void> {
        void this.pending.flush();
        await this.attempt(this.saveTarget.save());
    }

    async saveWithResults(): Promise<void> {
        void this.pending.flush();
        await this.attempt(this.page.archives.save());
    }

    async saveCode(kind: 'script' | 'notebook'): Promise<void> {
        void this.pending.flush();
        await this.attempt(this.page.archives.saveCode(kind));
    }

    async saveAs(): Promise<void> {
        void this.pending.flush();
        await this.attempt(this.saveTarget.saveAs());
    }

    async setFlowTitle(title: string): Promise<void> {
        if (title !== this.page.ask('status', {}).title) await this.attempt(this.page.call({ type: 'set_flow_title', title }));
    }

    // --- running
    async run(target: { up_to?: string[]; only?: string[]; from?: string[]; all?: boolean; untimed?: boolean } = {}): Promise<void> {
        void this.pending.flush();
        await this.attempt(this.page.call({ type: 'run', ...target }));
    }

    /// Shift+Enter: the selected nodes with what they need; everything stale when nothing is selected.
    runSelection(): Promise<void> {
        const nodes = this.selection();
        return this.run(nodes.length > 0 ? { up_to: nodes } : {});
    }

    stop(): void {
        this.page.send({ type: 'stop' });
    }

    async restart(): Promise<void> {
        await this.attempt(this.page.call({ type: 'restart' }));
    }

    // --- history
    async undo(): Promise<void> {
        void this.pending.flush();
        if (this.page.ask('status', {}).canUndo) await this.travel('undo');
    }

    async redo(): Promise<void> {
        void this.pending.flush();
        if (this.page.ask('status', {}).canRedo) await this.travel('redo');
    }

    /// To where so many steps of the history are done.
    travelTo(steps: number): Promise<void> {
        return this.travel('travel', { steps_done: steps });
    }

    private async travel(type: 'undo' | 'redo' | 'travel', to: { steps_done?: number } = {}): Promise<void> {
        const before = this.openings;
        const what = type === 'travel' ? '' : this.page.ask('status', {})[`${type}Text`];
        const isDone = await this.attempt(this.page.call({ type, ...to } as Parameters<Page['call']>[0]).then(() => true));
        if (isDone && type !== 'travel') this.surfaces.say('spoken', this.page.text(`ui.said.${type}`, { what }));
        // Another flow is back, and it is not what a file is for that was chosen since.
        if (this.openings !== before) this.saveTarget.forget();
        else void revealOneOf(this.page, this.shell.stage, this.selection());
    }

    // --- nodes
    selection(): string[] {
        return this.known.selection.nodes;
    }

    areas(): string[] {
        return this.known.selection.areas;
    }

    nodes(): OutlineNode[] {
        return this.known.list;
    }

    node(id: string): OutlineNode | undefined {
        return this.known.one(id);
    }

    /// Those that are named and there, or all.
    detailed(nodes?: readonly string[]): DetailedNode[] {
        return this.known.detailed(nodes);
    }

    select(nodes: string[]): void {
        void this.pending.flush();
        this.page.send({ type: 'select', nodes });
    }

    center(node: string): void {
        this.page.send({ type: 'center', node });
    }

    /// Brings a node into view if it is not there; what is seen stays where it is.
    async reveal(node: string): Promise<void> {
        // A new node has its place after it was drawn.
        await nextFrame();
        await nextFrame();
        const at = this.page.ask('widget', { name: `node:${node}` });
        const stage = this.shell.stage.getBoundingClientRect();
        const isSeen = at.found && at.x >= stage.left && at.y >= stage.top && at.x + at.width <= stage.right && at.y + at.height <= stage.bottom;
        if (!isSeen && this.node(node)) this.center(node);
    }

    /// Adds a node of a library type; resolves with its id.
    async addNode(type: string, request: PaletteRequest = {}, params: Record<string, unknown> = {}): Promise<string | undefined> {
        const selection = this.selection();
        const beside = request.connectFrom?.split('.')[0] ?? selection[selection.length - 1];
        // Where one file only can be meant, it is.
        const files = this.page.files.list().filter(file => readerOf(file.name) === type);
        const known = files.length === 1 && files[0] && Object.keys(params).length === 0 ? { path: files[0].name } : params;
        const place = request.at ?? freePlace(this.nodes(), beside, id => drawnHeight(this.page, id));
        const made = await this.attempt(
            this.page.call({
                type: 'add_node',
                node: { type, params: known, ...(request.title ? { title: request.title } : {}) },
                x: place.x,
                y: place.y,
                ...(request.connectFrom ? { connect_from: request.connectFrom } : {}),
                ...(request.connectTo ? { connect_to: request.connectTo } : {}),
            }),
        );
        const id = (made as { id?: string } | undefined)?.id;
        if (id === undefined) return undefined;
        this.page.send({ type: 'select', nodes: [id] });
        void this.reveal(id);
        return id;
    }

    async removeNodes(nodes: string[], areas = this.areas(), dissolve = false): Promise<void> {
        if (nodes.length + areas.length > 0) await this.attempt(this.page.call({ type: 'remove_nodes', nodes, areas, dissolve }));
    }

    /// Sets the mode of all, or back to normal when all have it already.
    async toggleMode(nodes: string[], mode: NodeMode): Promise<void> {
        const wanted = new Set(nodes);
        const all = this.nodes().filter(node => wanted.has(node.id));
        const next = all.every(node => node.mode === mode) ? 'normal' : mode;
        await this.attempt(this.page.call({ type: 'set_mode', nodes: all.map(node => node.id), mode: next }));
    }

    /// The chosen nodes as flow text, as it goes to the clipboard.
    textOf(nodes: string[]): string {
        void this.pending.flush();
        return this.page.ask('flow', { nodes, areas: this.areas() }).text;
    }

    /// For menus; the keys go through the browser's own copy events.
    async copyToClipboard(nodes: string[]): Promise<void> {
        await this.attempt(navigator.clipboard.writeText(this.textOf(nodes)));
    }

    async cutToClipboard(nodes: string[]): Promise<void> {
        const text = this.textOf(nodes);
        const written = await this.attempt(navigator.clipboard.writeText(text).then(() => true));
        if (written) await this.removeNodes(nodes);
    }

    /// The browser may ask the person first.
    async pasteFromClipboard(): Promise<void> {
        const text = await this.attempt(navigator.clipboard.readText());
        if (text !== undefined && text.trim() !== '') await this.paste(text);
    }

    async duplicate(nodes: string[]): Promise<void> {
        await this.attempt(this.page.call({ type: 'duplicate', nodes, areas: this.areas() }));
    }

    /// Pastes flow text at a point of the canvas; without one at the pointer, or in what is seen, beside the nodes that are there.
    async paste(text: string, at?: Point): Promise<void> {
        const place = at ?? this.pastePlace(text);
        await this.attempt(this.page.call({ type: 'paste', text, x: place.x, y: place.y }));
    }

    private pastePlace(text: string): Point {
        const stage = this.shell.stage.getBoundingClientRect();
        const screen = this.pointer ?? { x: stage.x + stage.width / 3, y: stage.y + stage.height / 3 };
        const place = canvasPoint(this.page, screen.x, screen.y);
        return besideOthers(this.nodes(), place, extentOf(text), id => drawnHeight(this.page, id));
    }

    async connect(from: string, to: string): Promise<void> {
        await this.attempt(this.page.call({ type: 'connect', from, to }));
    }

    async disconnect(from: string, to: string): Promise<void> {
        await this.attempt(this.page.call({ type: 'disconnect', from, to }));
    }

    // --- looking
    fit(): void {
        const nodes = this.selection();
        this.page.send(nodes.length > 0 ? { type: 'fit', nodes } : { type: 'fit' });
    }

    /// Shows the whole flow.
    fitAll(): void {
        this.page.send({ type: 'fit' });
    }

    // --- files
    async addFiles(files?: Iterable<File>): Promise<void> {
        for (const file of files ?? (await pickFiles('', true))) {
            const added = await this.attempt(this.page.files.add(file.name, file));
            if (added) this.offerReading(added.name);
        }
    }

    /// Says that a file is here, and offers the node that reads it.
    private offerReading(name: string): void {
        const said = this.page.text('ui.files.added', { name });
        if (!this.canRead(name) || this.isRead(name)) this.surfaces.say('info', said);
        else this.surfaces.say('info', said, { text: this.page.text('ui.files.read'), run: () => void this.addReader(name), isDone: () => this.isRead(name) });
    }

    /// There is a node that reads such a file.
    canRead(name: string): boolean {
        return this.page.mode === 'edit' && readerOf(name) !== undefined;
    }

    async addReader(name: string): Promise<void> {
        const type = readerOf(name);
        if (type !== undefined) await this.addNode(type, {}, { path: name });
    }

    /// A node of the flow reads the file already.
    private isRead(name: string): boolean {
        return this.nodes().some(node => this.page.ask('inspector', { node: node.id }).widgets.some(widget => widget.kind === 'file' && widget.value === name));
    }

    /// Files dropped on the page: a flow, a script or a notebook is opened, the others become files of the flow; those of other programs are told apart.
    /// One drop after the other: what is dropped while a notebook is being read (that waits for Python) is meant for its flow.
    takeDropped(files: readonly File[]): Promise<void> {
        const take = () => this.take(files);
        this.dropped = this.dropped.then(take, take);
        return this.dropped;
    }

    private async take(files: readonly File[]): Promise<void> {
        if (this.page.mode === 'view') return;
        const { flow, others, refused } = await sortDropped(this.page, files);
        if (flow) await this.openGiven(flow);
        for (const sentence of refused) this.surfaces.say('refused', sentence);
        if (others.length > 0) {
            await this.addFiles(others);
            if (flow) await this.page.results.offerAgain();
            this.surfaces.showPanel('files', false);
        }
        if (flow) sayMissing(this);
    }
}
