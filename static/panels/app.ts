// The panels as a whole: what the page calls. `layout` makes the places (and the canvas) before wasm starts; `mountPanels` fills them once the editor is there.
import type { Page } from '../host/page_interface.ts';
import { applyShade } from '../style/shade.ts';
import { Actions } from './actions.ts';
import type { Offer, PanelName, Surfaces } from './surfaces.ts';
import { CanvasFields } from './canvas_fields.ts';
import { listenToClipboard } from './clipboard.ts';
import { Dialogs } from './dialogs.ts';
import { keepFieldHistories } from './field_undo.ts';
import { FilesPanel } from './files_panel.ts';
import { momentText } from './formats.ts';
import { type LaterDialog, laterDialog } from './later_dialogs.ts';
import { listenToDrops, listenToLaunches } from './file_drop.ts';
import { Inspector } from './inspector.ts';
import { keepErrors } from './kept_errors.ts';
import { keepSelection } from './kept_selection.ts';
import { focused, listenToKeys } from './keyboard.ts';
import { openMenuAt } from './menu.ts';
import { canvasMenu, linkMenu } from './canvas_menu.ts';
import { NetworkPanel } from './network_panel.ts';
import { nodeMenu } from './node_card.ts';
import { OutlinePanel } from './outline_panel.ts';
import { OutputPanel } from './output_panel.ts';
import { Palette } from './palette.ts';
import type { PanelElement } from './panel_element.ts';
import { remembered, rememberedTheme } from './remembered.ts';
import { PreviewPanel } from './preview_panel.ts';
import { RunsPanel } from './runs_panel.ts';
import { nameTab } from './tab_title.ts';
import { Shell, type Side } from './shell.ts';
import { Splitter } from './splitter.ts';
import { StatusBar } from './status_bar.ts';
import { Tabs } from './tabs.ts';
import { Toasts } from './toasts.ts';
import { Toolbar } from './toolbar.ts';
import { VariablesPanel } from './variables_panel.ts';

export { domWidget, domWidgetNames } from './widget_names.ts';

/// Draws a chart as a picture. Loads the chart library when the first one is wanted.
export async function drawChartPicture(spec: unknown, width: number, kind: 'small' | 'whole'): Promise<HTMLCanvasElement> {
    const { chartPicture } = await import('./chart_view.ts');
    // Drawn at half the size and doubled, so that its letters can be read, and as wide as the node's picture is.
    return chartPicture(spec, width / 2, (width / 2) * 0.56, kind);
}

let shell: Shell | undefined;

/// Makes the page's frame inside `root` (once) and returns the canvas that the editor draws on: `#canvas`, focusable.
export function layout(root: HTMLElement): { canvas: HTMLCanvasElement } {
    // The look of the last visit, so that nothing flashes before the page itself is there.
    if (!shell) applyShade(new URLSearchParams(location.search).get('theme') ?? rememberedTheme());
    shell ??= new Shell(root);
    // As an app the flow is covered, and draws nothing.
    if (isApp()) shell.canvas.style.display = 'none';
    return { canvas: shell.canvas };
}

/// Shown as its inputs and outputs.
const isApp = () => new URLSearchParams(location.search).get('mode') === 'view';

/// Which side a panel stands on.
const sideOf: Record<PanelName, Side> = {
    outline: 'left',
    files: 'left',
    inspector: 'right',
    preview: 'bottom',
    output: 'bottom',
    variables: 'bottom',
    network: 'bottom',
    runs: 'bottom',
};

/// Fills the frame with the panels. Called once, when the session can be asked.
export function mountPanels(page: Page, root: HTMLElement = document.getElementById('app') ?? document.body): void {
    layout(root);
    if (!shell) throw new Error('the page has no frame');
    new Desk(page, shell).open();
}

/// Everything that stands on the page, and how actions reach it.
class Desk implements Surfaces {
    private readonly actions: Actions;
    private readonly panels: Record<PanelName, PanelElement> & { outline: OutlinePanel; inspector: Inspector; preview: PreviewPanel };
    private readonly tabs: Record<Side, Tabs>;
    private readonly toolbar = new Toolbar();
    private readonly palette = new Palette();
    private readonly dialogs = new Dialogs();
    private readonly toasts = new Toasts();
    private readonly fields = new CanvasFields();

    constructor(
        private readonly page: Page,
        private readonly shell: Shell,
    ) {
        this.actions = new Actions(page, shell, this);
        this.panels = {
            outline: new OutlinePanel(),
            files: new FilesPanel(),
            inspector: new Inspector(),
            preview: new PreviewPanel(),
            output: new OutputPanel(),
            variables: new VariablesPanel(),
            network: new NetworkPanel(),
            runs: new RunsPanel(),
        };
        this.tabs = { left: new Tabs(), right: new Tabs(), bottom: new Tabs() };
    }

    open(): void {
        const { page, shell, panels, tabs } = this;
        const address = new URLSearchParams(location.search);
        if (address.get('toolbar') === '0') shell.root.dataset['toolbar'] = 'off';
        shell.root.dataset['mode'] = page.mode;
        // In a place this small the flow shows itself first.
        const isSmallPart = window.parent !== window && innerHeight < 640;
        if (page.mode === 'view' || isSmallPart) shell.beginClosed('left', 'right', 'bottom');
        const give = <E extends PanelElement>(element: E): E => Object.assign(element, { page, actions: this.actions });
        for (const panel of Object.values(panels)) give(panel);
        const sides = {
            left: [
                { name: 'outline', icon: 'outline', panel: panels.outline },
                { name: 'files', icon: 'file', panel: panels.files },
            ],
            right: [{ name: 'inspector', icon: 'inspector', panel: panels.inspector }],
            bottom: [
                { name: 'preview', icon: 'table', panel: panels.preview },
                { name: 'output', icon: 'output', panel: panels.output },
                { name: 'variables', icon: 'variables', panel: panels.variables },
                { name: 'runs', icon: 'stale', panel: panels.runs },
                { name: 'network', icon: 'network', panel: panels.network },
            ],
        } as const;
        for (const side of ['left', 'right', 'bottom'] as const) {
            const splitter = give(new Splitter());
            splitter.side = side;
            splitter.id = `split-${side}`;
            shell.side[side].append(splitter, Object.assign(give(tabs[side]), { side, tabs: [...sides[side]] }));
        }
        shell.top.append(give(this.toolbar));
        shell.status.append(give(new StatusBar()));
        shell.stage.append(give(this.toasts));
        shell.overlay.append(give(this.palette), give(this.dialogs), give(this.fields));
        this.name();
        this.listen();
        keepSelection({ page, selection: () => this.actions.selection() });
        keepErrors(page);
        this.offerEarlier();
        if (page.keeping.leavesTabs) void import('./flow_tabs_strip.ts').then(({ showTabs }) => showTabs(this.actions));
        this.toasts.isQuiet = isApp();
        if (isApp()) void this.showApp();
        // An error's level, because that stays until it is read.
        page.offline.onUpdate(() =>
            this.say('error', page.text('offline.update'), {
                text: page.text('offline.update.take'),
                run: () => void this.actions.attempt(page.offline.takeOver()),
            }),
        );
        const { arrival, brought } = page.archives;
        if (brought.length > 0) void this.actions.addFiles(brought);
        if (arrival) this.showLater(arrival === 'locked' ? 'locked' : 'arrived');
        // The flow was opened before the panels took their room.
        const wanted = address.get('node');
        requestAnimationFrame(() => {
            page.keptViews.show();
            // A page of its own begins where its keys act. Embedded in another one it takes no focus.
            if (window.parent === window && focused() === document.body) this.beginOnCanvas();
            if (wanted === null || !this.actions.node(wanted)) return;
            this.actions.select([wanted]);
            this.actions.center(wanted);
        });
    }

    private async showApp(): Promise<void> {
        const { page, actions, shell } = this;
        const [{ AppView }] = await Promise.all([import('./app_view.ts'), page.laterTexts()]);
        const onAside = (isAside: boolean) => {
            this.toasts.isQuiet = !isAside;
            shell.canvas.style.display = isAside ? '' : 'none';
            // What is covered is for nobody, whatever they point with.
            for (const part of [shell.top, shell.status, ...Object.values(shell.side)]) part.inert = !isAside;
            if (isAside) requestAnimationFrame(() => requestAnimationFrame(() => actions.fitAll()));
        };
        shell.stage.append(Object.assign(new AppView(), { page, actions, onAside }));
        onAside(false);
    }

    /// The canvas has the focus without a mark of it, until somebody uses the keyboard.
    private beginOnCanvas(): void {
        const { stage, canvas } = this.shell;
        stage.dataset['begin'] = '';
        addEventListener('keydown', () => delete stage.dataset['begin'], { once: true, capture: true });
        canvas.focus({ preventScroll: true });
    }

    /// What was left before this visit and is newer than what the page opened with its own changes.
    private offerEarlier(): void {
        const { page, actions } = this;
        const earlier = page.earlier.offer();
        // Who reads a flow in another's page has no file to save, and opens no other flow there.
        if (!earlier || page.mode === 'view') return;
        const time = momentText(page.language, earlier.savedAtMs);
        // An error's level, because that stays until it is read.
        this.say('error', page.text('earlier.offer', { title: earlier.title || page.text('ui.untitled'), time }), {
            text: page.text('earlier.open'),
            run: () => void actions.openEarlier(earlier.record),
        });
    }

    // --- what actions ask to be shown
    say(level: string, text: string, offer?: Offer): void {
        this.toasts.say(level, text, offer);
    }

    dismiss(): boolean {
        return this.toasts.dismiss();
    }

    showPanel(name: PanelName, focus: boolean): void {
        const side = sideOf[name];
        this.shell.open(side);
        this.tabs[side].show(name, focus);
    }

    showPalette(request: Parameters<Surfaces['showPalette']>[0]): void {
        if (this.page.mode === 'edit') this.palette.showNodes(request);
    }

    showCommands(): void {
        this.palette.showCommands();
    }

    showConnect(node: string): void {
        this.palette.showConnect(node);
    }

    showHelp(): void {
        this.dialogs.show({ kind: 'help' });
    }

    editArea(area: string): void {
        const at = this.page.ask('widget', { name: `area:${area}` });
        if (at.found) this.fields.editArea(area, at);
    }

    showSettings(): void {
        this.dialogs.show({ kind: 'settings' });
    }

    showLater(name: LaterDialog): void {
        void this.actions
            .attempt(laterDialog(name, this.page, this.actions, () => this.dialogs.close()))
            .then(body => body && this.dialogs.show({ kind: name, body }));
    }

    renameNode(node: string): void {
        const at = this.page.ask('widget', { name: `node:${node}` });
        if (at.found && at.visible) {
            this.fields.editTitle(node, { x: at.x, y: at.y, width: at.width, height: 28 });
            return;
        }
        this.actions.select([node]);
        this.showPanel('inspector', false);
        void this.panels.inspector.updateComplete.then(() => this.panels.inspector.editTitle());
    }

    showPreview(node: string, port: string): void {
        this.actions.select([node]);
        this.panels.preview.show(node, port);
        this.showPanel('preview', false);
    }

    showSourceLine(node: string, line: number): void {
        this.actions.select([node]);
        this.showPanel('inspector', false);
        this.panels.inspector.requestUpdate();
        void this.panels.inspector.updateComplete.then(() => this.panels.inspector.goTo(line));
    }

    focusNode(node: string, from: Element | null): void {
        if (from !== null && this.panels.outline.shadowRoot?.contains(from)) this.panels.outline.focusNode(node);
        else this.shell.canvas.focus();
    }

    showSetting(node: string, name: string): void {
        this.actions.select([node]);
        this.showPanel('inspector', false);
        this.panels.inspector.focusSetting(name);
    }

    showLimits(node: string): void {
        this.actions.select([node]);
        this.showPanel('inspector', false);
        this.panels.inspector.focusLimits();
    }

    focusFlowTitle(): void {
        this.toolbar.shadowRoot?.querySelector('input')?.focus();
    }

    /// Names for screen readers, in the current language.
    private name(): void {
        const { page, shell } = this;
        const t = (key: string) => page.text(`ui.${key}`);
        shell.canvas.setAttribute('aria-label', t('canvas'));
        shell.canvas.setAttribute('role', 'application');
        shell.top.setAttribute('aria-label', t('toolbar'));
        shell.side.left.setAttribute('aria-label', t('side.left'));
        shell.side.right.setAttribute('aria-label', t('side.right'));
        shell.side.bottom.setAttribute('aria-label', t('side.bottom'));
        document.documentElement.lang = page.language;
        shell.root.dataset['dropText'] = t('dropHere');
    }

    private listen(): void {
        const { page, actions } = this;
        page.on('language', () => this.name());
        nameTab(page);
        // An error's level, because that stays until it is read.
        // In another site's page browsers often keep nothing, and a reader there expects nothing kept: said in passing, and to the reader of an app not at all.
        const isGuest = window.parent !== window;
        page.on('storage_trouble', ({ isFull }) => {
            if (isGuest && isApp()) return;
            this.say(isGuest ? 'info' : 'error', page.text(isFull ? 'autosave.full' : 'autosave.trouble'), {
                text: page.text('ui.command.save'),
                run: () => void actions.save(),
            });
        });
        page.on('show_palette', asked =>
            this.showPalette({
                x: asked.x,
                y: asked.y,
                at: { x: asked.canvas_x, y: asked.canvas_y },
                ...(asked.connect_from === undefined ? {} : { connectFrom: asked.connect_from }),
                ...(asked.connect_to === undefined ? {} : { connectTo: asked.connect_to }),
            }),
        );
        page.on('show_menu', asked => {
            const [from, to] = asked.link ?? [];
            const node = asked.node;
            const point = { x: asked.canvas_x, y: asked.canvas_y };
            const { area } = asked;
            if (area !== undefined) {
                void import('./area_menu.ts')
                    .then(({ areaMenu }) => areaMenu(actions, area))
                    .then(items => openMenuAt(asked.x, asked.y, items, page.text('ui.menu'), this.shell.canvas));
                return;
            }
            const items =
                node !== undefined
                    ? nodeMenu(actions, node)
                    : from !== undefined && to !== undefined
                      ? linkMenu(actions, from, to, asked, point)
                      : canvasMenu(actions, asked, point);
            openMenuAt(asked.x, asked.y, items, page.text('ui.menu'), this.shell.canvas);
        });
        page.on('focus_inspector', ({ node }) => {
            actions.select([node]);
            this.showPanel('inspector', true);
        });
        page.on('node_errored', ({ node }) => {
            // The first error of a run is shown where it can be read, unless the person is looking at another node on purpose.
            const selection = actions.selection();
            if (selection.length === 0 || selection.includes(node)) this.showPanel('output', false);
        });
        // Nothing typed is lost with the page.
        // Before the page's own keeping of the flow, which listens to the same events.
        const flush = () => void actions.pending.flush();
        addEventListener('pagehide', flush, { capture: true });
        document.addEventListener('visibilitychange', flush, { capture: true });
        // On a narrow page an opened sheet takes room from the canvas: what is selected stays in view.
        this.shell.onChange(() => {
            const [node] = actions.selection();
            if (this.shell.isNarrow && node !== undefined) void actions.reveal(node);
        });
        keepFieldHistories(document);
        listenToKeys(actions);
        listenToClipboard(actions);
        listenToDrops(actions);
        listenToLaunches(actions);
        // Only who snaps to the grid needs the code for it.
        if (remembered('snap', '') === 'on') void import('./arranging.ts').then(({ tellGrid }) => tellGrid(actions));
    }
}
