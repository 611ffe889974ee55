// The outline: the flow as a tree (outline_rows.ts), and the canvas's twin for keyboard and screen reader.
// Draws only the rows that are seen, so that thousands of nodes cost no more than a screenful.
import { html, nothing, type TemplateResult } from 'lit';
import type { OutlineNode } from '../../runtime/protocol/messages.gen.ts';
import { repeat } from 'lit/directives/repeat.js';
import { isOfInputMethod } from './composing.ts';
import { icon, stateIcon } from './icons.ts';
import { type MenuItem, openMenuAt } from './menu.ts';
import { nodeMenu, spokenName } from './node_card.ts';
import type { DetailedNode } from './known_nodes.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import { outlineRows, type Row, subflowKey } from './outline_rows.ts';
import { outlineStyles } from './outline_styles.ts';
import { columnStyles } from './styles.ts';
import { foldSubflow, selectSubflow, stateOfAll, subflowsOf } from './subflows.ts';

/// CSS pixels of a row: fixed, so that any row's place is known without measuring.
const rowHeight = 30;
const overscan = 6;

export class OutlinePanel extends PanelElement {
    static override properties = {
        ...PanelElement.properties,
        filter: { state: true },
        current: { state: true },
        top: { state: true },
        opened: { state: true },
    };
    static override watches: readonly Watched[] = ['graph', 'states', 'selection'];
    static override styles = [columnStyles, outlineStyles];
    declare filter: string;
    /// The row that the keyboard is on.
    declare current: string;
    declare top: number;
    declare opened: ReadonlySet<string>;
    private height = 600;
    private resize: ResizeObserver | undefined;
    private list: Element | undefined;
    private anchor = '';
    /// Loaded with the first search in Japanese.
    private soundsLike: ((text: string, typed: string) => boolean) | undefined;

    constructor() {
        super();
        this.filter = '';
        this.current = '';
        this.top = 0;
        this.opened = new Set();
    }

    override focus(): void {
        this.shadowRoot?.querySelector('input')?.focus();
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.resize?.disconnect();
        this.list = undefined;
    }

    protected override updated(): void {
        const list = this.shadowRoot?.querySelector('.list') ?? undefined;
        if (list !== this.list) this.watch(list);
        if (!list) return;
        this.shadowRoot?.querySelector<HTMLElement>('[role="tree"]')?.style.setProperty('height', `${this.rows().length * rowHeight}px`);
        for (const item of this.items) item.style.setProperty('top', `${Number(item.dataset['row']) * rowHeight}px`);
    }

    /// An empty flow shows no list: the next one is another element, which begins at its top.
    private watch(list: Element | undefined): void {
        this.resize?.disconnect();
        this.list = list;
        this.top = list?.scrollTop ?? 0;
        if (!list) return;
        this.height = list.clientHeight || this.height;
        this.resize = new ResizeObserver(() => {
            this.height = list.clientHeight;
            this.requestUpdate();
        });
        this.resize.observe(list);
    }

    /// Puts the focus on a node's row, also of a node that was added just now.
    focusNode(id: string): void {
        this.filter = '';
        // Out of a subflow that is closed here.
        const inside = subflowsOf(this.page).filter(
            ({ nodes, id: subflow, isFolded }) => nodes.includes(id) && this.opened.has(subflowKey(subflow)) !== isFolded,
        );
        for (const { id: subflow } of inside) this.toggle(undefined, subflowKey(subflow));
        void this.updateComplete.then(() => this.go(this.rows().findIndex(row => row.key === id)));
    }

    override render(): TemplateResult {
        const nodes = this.actions.nodes();
        if (nodes.length === 0)
            return html`<div class="empty">${icon('outline')}<p>${this.t('outlineNothing')}</p><p class="small">${this.t('emptyFlowHint')}</p></div>`;
        const rows = this.rows(nodes);
        const titles = new Map(nodes.map(node => [node.id, node.title]));
        const shared = sharedTitles(nodes);
        const start = Math.max(0, Math.floor(this.top / rowHeight) - overscan);
        const end = Math.min(rows.length, Math.ceil((this.top + this.height) / rowHeight) + overscan);
        const kept = rows.findIndex(row => row.key === this.current);
        const current =
            kept >= 0
                ? kept
                : Math.max(
                      0,
                      rows.findIndex(row => row.node.isSelected && !row.detail && !row.subflow),
                  );
        const places = new Set(Array.from({ length: Math.max(0, end - start) }, (_, at) => start + at)).add(current);
        const drawn = [...places].sort((a, b) => a - b).flatMap(index => rows.slice(index, index + 1).map(row => [row, index] as const));
        const details = new Map(this.actions.detailed(drawn.map(([{ node }]) => node.id)).map(node => [node.id, node]));
        return html`<div class="bar">
                <input type="search" aria-label=${this.t('filterNodes')} placeholder=${this.t('filterNodes')} data-widget="outline.filter" .value=${this.filter} @focus=${this.learnSounds} @input=${(event: Event) => (this.filter = (event.target as HTMLInputElement).value)} @keydown=${this.onFilterKey} />
            </div>
            <div class="list scroll" @scroll=${(event: Event) => (this.top = (event.target as Element).scrollTop)}>
                ${rows.length === 0 ? html`<div class="empty"><p>${this.t('outlineNoMatch')}</p></div>` : nothing}
                <div role="tree" aria-label=${this.t('panel.outline')} aria-multiselectable="true" ?hidden=${rows.length === 0} @keydown=${this.onKey}>
                    ${repeat(
                        drawn,
                        ([row]) => row.key,
                        ([row, index]) =>
                            row.detail
                                ? this.detailRow(row, index, index === current)
                                : row.subflow
                                  ? this.subflowRow(row, index, index === current)
                                  : this.nodeRow(row, index, index === current, details.get(row.node.id), titles, shared),
                    )}
                </div>
            </div>`;
    }

    private nodeRow(
        row: Row,
        index: number,
        isCurrent: boolean,
        node: DetailedNode | undefined,
        titles: ReadonlyMap<string, string>,
        shared: ReadonlySet<string>,
    ): TemplateResult {
        if (!node) return html``;
        const { isOpen } = row;
        return html`<div
            role="treeitem"
            class=${node.isSelected ? 'selected' : ''}
            data-row=${index}
            data-key=${row.key}
            data-widget="outline.${node.id}"
            tabindex=${isCurrent ? 0 : -1}
            data-level=${row.level}
            aria-level=${row.level}
            aria-setsize=${row.size}
            aria-posinset=${row.place}
            aria-expanded=${isOpen ? 'true' : 'false'}
            aria-selected=${node.isSelected ? 'true' : 'false'}
            aria-label=${spokenName(this.page, node, titles)}${shared.has(node.title) ? ` (${node.id})` : ''}
            @click=${(event: MouseEvent) => this.pick(row, event)}
            @dblclick=${() => this.actions.center(node.id)}
            @contextmenu=${(event: MouseEvent) => this.openMenu(event, row)}
        >
            <span class="toggle ${isOpen ? 'open' : ''}" @click=${(event: Event) => this.toggle(event, node.id)}>${icon('chevron', 11)}</span>
            ${stateIcon(node.state)}<span class="grow ellipsis ${node.mode === 'mute' ? 'off' : ''}">${node.title}${shared.has(node.title) ? html` <code class="muted">${node.id}</code>` : nothing}</span>
            <button class="plain icon more" tabindex="-1" aria-label=${this.t('moreNamed', { name: node.title })} @click=${(event: MouseEvent) => this.openMenu(event, row)}>${icon('more', 14)}</button>
        </div>`;
    }

    /// Its own arrow opens the level below it here; Enter opens it on the canvas.
    private subflowRow(row: Row, index: number, isCurrent: boolean): TemplateResult {
        const { subflow, nodes = [], isOpen, key } = row;
        if (!subflow) return html``;
        const state = stateOfAll(nodes);
        const said = { title: subflow.text, state: this.t(`state.${state}`), count: nodes.length };
        return html`<div
            role="treeitem"
            class=${subflow.isSelected ? 'selected' : ''}
            data-row=${index}
            data-key=${key}
            data-widget="outline.${subflow.id}"
            data-level=${row.level}
            tabindex=${isCurrent ? 0 : -1}
            aria-level=${row.level}
            aria-setsize=${row.size}
            aria-posinset=${row.place}
            aria-expanded=${isOpen ? 'true' : 'false'}
            aria-selected=${subflow.isSelected ? 'true' : 'false'}
            aria-label=${this.t('outline.subflow', said)}
            @click=${() => this.pickSubflow(row)}
            @dblclick=${() => void foldSubflow(this.actions, subflow)}
            @contextmenu=${(event: MouseEvent) => this.openMenu(event, row)}
        >
            <span class="toggle ${isOpen ? 'open' : ''}" @click=${(event: Event) => this.toggle(event, key)}>${icon('chevron', 11)}</span>
            ${stateIcon(state)}<span class="grow ellipsis">${subflow.text}</span>${icon('flow', 13)}
        </div>`;
    }

    private pickSubflow(row: Row): void {
        this.current = row.key;
        if (row.subflow) selectSubflow(this.actions, row.subflow.id);
    }

    private detailRow(row: Row, index: number, isCurrent: boolean): TemplateResult {
        return html`<div
            role="treeitem"
            class="detail"
            data-row=${index}
            data-key=${row.key}
            tabindex=${isCurrent ? 0 : -1}
            data-level=${row.level}
            aria-level=${row.level}
            aria-setsize=${row.size}
            aria-posinset=${row.place}
            aria-selected="false"
            @click=${() => row.detail?.other && this.actions.select([row.detail.other])}
        >
            <span class="ellipsis">${row.detail?.text}</span>
        </div>`;
    }

    /// What the tree shows now, in order.
    private rows(nodes: readonly OutlineNode[] = this.actions.nodes()): Row[] {
        const wanted = this.filter.normalize('NFKC').trim().toLowerCase();
        return outlineRows(nodes, {
            subflows: subflowsOf(this.page),
            turned: this.opened,
            text: (key, args) => this.t(key, args),
            details: opened => this.actions.detailed(opened),
            isMeant: wanted === '' ? undefined : node => this.isMeant(node, wanted),
        });
    }

    /// A part of the title or the id was typed, or what the title sounds like.
    private isMeant(node: OutlineNode, wanted: string): boolean {
        return `${node.title} ${node.id}`.normalize('NFKC').toLowerCase().includes(wanted) || this.soundsLike?.(node.title, wanted) === true;
    }

    /// Titles may be Japanese in any language of the page.
    private async learnSounds(): Promise<void> {
        this.soundsLike ??= (await import('./reading.ts')).soundsLike;
        this.requestUpdate();
    }

    private get items(): HTMLElement[] {
        return [...(this.shadowRoot?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])];
    }

    private toggle(event: Event | undefined, key: string): void {
        event?.stopPropagation();
        const opened = new Set(this.opened);
        if (!opened.delete(key)) opened.add(key);
        this.opened = opened;
    }

    private pick(row: Row, event: { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }): void {
        this.current = row.key;
        const selection = this.actions.selection();
        if (event.shiftKey && this.anchor) {
            const ids = this.rows()
                .filter(each => !each.detail && !each.subflow)
                .map(each => each.node.id);
            const [from, to] = [ids.indexOf(this.anchor), ids.indexOf(row.node.id)].sort((a, b) => a - b);
            this.actions.select(ids.slice(Math.max(0, from ?? 0), (to ?? 0) + 1));
            return;
        }
        this.anchor = row.node.id;
        if (event.ctrlKey || event.metaKey)
            this.actions.select(selection.includes(row.node.id) ? selection.filter(id => id !== row.node.id) : [...selection, row.node.id]);
        else {
            this.actions.select([row.node.id]);
            void this.actions.reveal(row.node.id);
        }
    }

    private openMenu(event: MouseEvent | undefined, row: Row): void {
        event?.preventDefault();
        event?.stopPropagation();
        const { subflow } = row;
        if (!subflow) this.showMenu(event, row, nodeMenu(this.actions, row.node.id), row.node.title);
        else void import('./area_menu.ts').then(async ({ areaMenu }) => this.showMenu(event, row, await areaMenu(this.actions, subflow.id), subflow.text));
    }

    private showMenu(event: MouseEvent | undefined, row: Row, items: MenuItem[], title: string): void {
        const item = this.items.find(each => each.dataset['key'] === row.key);
        const box = item?.getBoundingClientRect();
        const isAtPointer = event !== undefined && event.type === 'contextmenu' && event.clientX > 0;
        openMenuAt(isAtPointer ? event.clientX : (box?.left ?? 0) + 40, isAtPointer ? event.clientY : (box?.bottom ?? 0), items, title, item ?? null);
    }

    private go(index: number): void {
        const rows = this.rows();
        const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
        if (!row) return;
        this.current = row.key;
        const list = this.shadowRoot?.querySelector('.list');
        const at = rows.indexOf(row) * rowHeight;
        if (list && (at < list.scrollTop || at + rowHeight > list.scrollTop + list.clientHeight)) list.scrollTop = Math.max(0, at - list.clientHeight / 2);
        void this.updateComplete.then(() => this.items.find(item => item.dataset['key'] === row.key)?.focus());
    }

    private onFilterKey(event: KeyboardEvent): void {
        if (isOfInputMethod(event)) return;
        if (event.key === 'ArrowDown') this.go(0);
        else if (event.key === 'Enter') {
            const [first] = this.rows();
            if (!first) return;
            this.actions.select([first.node.id]);
            this.actions.center(first.node.id);
        } else return;
        event.preventDefault();
    }

    private onKey(event: KeyboardEvent): void {
        if (isOfInputMethod(event) || event.altKey) return;
        const rows = this.rows();
        const key = (event.target as HTMLElement).dataset['key'];
        const at = rows.findIndex(row => row.key === key);
        const row = rows[at];
        if (!row || !this.take(event, rows, row, at)) return;
        event.preventDefault();
        event.stopPropagation();
    }

    private take(event: KeyboardEvent, rows: Row[], row: Row, at: number): boolean {
        const { subflow } = row;
        const { id } = row.node;
        const isPlain = !event.ctrlKey && !event.metaKey;
        const isEdit = this.page.mode === 'edit';
        const nodes = subflow ? subflow.nodes : row.node.isSelected ? this.actions.selection() : [id];
        const toParent = () => this.go(rows.findIndex(each => each.key === row.parent));
        const doing: Record<string, (() => void) | undefined> = {
            ArrowDown: () => this.go(at + 1),
            ArrowUp: () => this.go(at - 1),
            Home: () => this.go(0),
            End: () => this.go(rows.length - 1),
            ArrowRight: () => (row.detail || row.isOpen ? this.go(at + 1) : this.toggle(undefined, row.key)),
            ArrowLeft: () => (row.isOpen ? this.toggle(undefined, row.key) : row.parent !== undefined && toParent()),
            ' ': () => (subflow ? this.pickSubflow(row) : this.pick(row, { ctrlKey: true, metaKey: false, shiftKey: event.shiftKey })),
            Enter: () => {
                if (subflow) return void foldSubflow(this.actions, subflow);
                const target = row.detail?.other ?? id;
                this.actions.select([target]);
                if (!row.detail) this.actions.surfaces.showPanel('inspector', true);
            },
            ContextMenu: () => this.openMenu(undefined, row),
            F10: event.shiftKey ? () => this.openMenu(undefined, row) : undefined,
            r: () => void this.actions.run({ up_to: nodes }),
            Delete: isEdit ? () => void (subflow ? this.actions.removeNodes([], [subflow.id]) : this.actions.removeNodes(nodes)) : undefined,
            m: isEdit ? () => void this.actions.toggleMode(nodes, 'mute') : undefined,
            b: isEdit ? () => void this.actions.toggleMode(nodes, 'bypass') : undefined,
            l: isEdit && !subflow ? () => this.actions.surfaces.showConnect(id) : undefined,
            F2: isEdit ? () => (subflow ? this.actions.surfaces.editArea(subflow.id) : this.actions.surfaces.renameNode(id)) : undefined,
        };
        const act = isPlain ? doing[event.key] : undefined;
        act?.();
        return act !== undefined;
    }
}
define('flow-outline', OutlinePanel);

/// The titles that several nodes have: their ids tell them apart.
export function sharedTitles(nodes: readonly OutlineNode[]): ReadonlySet<string> {
    const seen = new Set<string>();
    return new Set(nodes.map(node => node.title).filter(title => seen.size === seen.add(title).size));
}
