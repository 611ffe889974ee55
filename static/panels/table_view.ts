// A table of any length: rows are fetched by page as they scroll into view, a bounded number is kept, only what is seen is in the page.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Cell, Preview } from '../host/page_interface.ts';
import { countText } from './formats.ts';
import { define, PanelElement } from './panel_element.ts';
import { sharedStyles } from './styles.ts';

type TablePreview = Extract<Preview, { kind: 'table' }>;

/// CSS pixels of a row: fixed, so that any row's place is known without measuring.
const rowHeight = 26;
/// Rows asked for at a time, and how many such pages are kept.
const pageRows = 100;
const keptPages = 40;
/// Rows drawn beyond the edges, so that a slow scroll shows no gap.
const overscan = 8;
/// Browsers cannot scroll an element taller than about 33 million pixels; beyond this the scroll bar is scaled.
const maxHeight = 8_000_000;
/// A wider table is cut here; the preview says how many columns there are.
const maxColumns = 200;
/// Digits of a number that a cell shows.
const shownDigits = 10;
const numeric = new Set(['int', 'float']);

export class TableView extends PanelElement {
    static override properties = {
        ...PanelElement.properties,
        node: { attribute: false },
        port: { attribute: false },
        first: { attribute: false },
        top: { state: true },
        problem: { state: true },
    };
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: flex;
                flex-direction: column;
                block-size: 100%;
                min-block-size: 0;
            }
            .view {
                flex: 1;
                overflow: auto;
                scrollbar-width: thin;
                scrollbar-color: var(--line-strong) transparent;
                position: relative;
            }
            .view:focus-visible {
                outline-offset: -2px;
            }
            .space {
                position: relative;
                min-inline-size: 100%;
                inline-size: max-content;
            }
            table {
                position: sticky;
                inset-block-start: 0;
                border-collapse: separate;
                border-spacing: 0;
                font-variant-numeric: tabular-nums;
                min-inline-size: 100%;
            }
            th,
            td {
                block-size: 26px;
                max-inline-size: 320px;
                padding: 0 12px;
                border-block-end: 1px solid var(--line);
                text-align: start;
                overflow: hidden;
                text-overflow: ellipsis;
                white-space: pre;
                font-weight: 400;
            }
            thead th {
                position: sticky;
                inset-block-start: 0;
                z-index: 2;
                background: var(--surface-2);
                font-weight: 600;
                border-block-end-color: var(--line-strong);
            }
            thead small {
                margin-inline-start: 6px;
                color: var(--ink-3);
                font-weight: 400;
                font-size: 11px;
            }
            .index {
                position: sticky;
                inset-inline-start: 0;
                z-index: 1;
                background: var(--surface-2);
                color: var(--ink-3);
                text-align: end;
                font-size: var(--text-s);
                border-inline-end: 1px solid var(--line);
            }
            thead .index {
                z-index: 3;
            }
            tbody tr:hover td {
                background: var(--surface-2);
            }
            .number {
                text-align: end;
            }
            .none {
                color: var(--ink-3);
                font-style: italic;
            }
            .waiting {
                color: var(--ink-3);
            }
            footer {
                display: flex;
                gap: 12px;
                padding: 4px 12px;
                border-block-start: 1px solid var(--line);
                color: var(--ink-3);
                font-size: var(--text-s);
                font-variant-numeric: tabular-nums;
            }
            .problem {
                color: var(--bad);
            }
        `,
    ];
    declare node: string;
    declare port: string;
    declare first: TablePreview;
    declare top: number;
    declare problem: string | undefined;

    private pages = new Map<number, Cell[][]>();
    private asked = new Set<number>();
    private height = 400;
    private resize: ResizeObserver | undefined;

    constructor() {
        super();
        this.top = 0;
    }

    protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
        if (!changed.has('first')) return;
        this.pages = new Map();
        this.asked = new Set();
        this.problem = undefined;
        const { rows, offset, total } = this.first;
        // Only whole pages can be kept as pages; a shorter first look is asked again when it is seen.
        for (let row = 0; row < rows.length; row += pageRows) {
            const page = rows.slice(row, row + pageRows);
            if (offset === 0 && (page.length === pageRows || row + page.length >= total)) this.pages.set(row / pageRows, page);
        }
        // The next run of the same node is looked at in the same place.
        if (!changed.has('node') && !changed.has('port')) return;
        this.top = 0;
        this.shadowRoot?.querySelector('.view')?.scrollTo(0, 0);
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.resize?.disconnect();
        this.resize = undefined;
    }

    protected override updated(): void {
        const view = this.shadowRoot?.querySelector('.view');
        if (!view) return;
        if (!this.resize) {
            this.resize = new ResizeObserver(() => {
                this.height = view.clientHeight;
                this.requestUpdate();
            });
            this.resize.observe(view);
        }
        const space = this.shadowRoot?.querySelector<HTMLElement>('.space');
        space?.style.setProperty('height', `${this.scrollHeight_}px`);
        const [start, end] = this.seen;
        for (let page = Math.floor(start / pageRows); page * pageRows < end; ++page) void this.fetch(page);
    }

    override render(): TemplateResult {
        const { columns, total, all } = this.first;
        const shown = columns.slice(0, maxColumns);
        const [start, end] = this.seen;
        const rows = Array.from({ length: end - start }, (_, index) => start + index);
        return html`<div class="view" tabindex="0" role="region" aria-label=${this.t('table', { rows: total, columns: columns.length })} data-widget="preview.table" @scroll=${this.onScroll}>
                <div class="space">
                    <table aria-rowcount=${total + 1} aria-colcount=${columns.length + 1}>
                        <thead>
                            <tr aria-rowindex="1">
                                <th class="index" scope="col"><span class="sr">${this.t('row')}</span></th>
                                ${shown.map(column => html`<th scope="col" class=${numeric.has(column.type) ? 'number' : ''} title="${column.name} (${column.type})">${column.name}<small>${column.type}</small></th>`)}
                            </tr>
                        </thead>
                        <tbody>
                            ${rows.map(row => this.row(row, shown))}
                        </tbody>
                    </table>
                </div>
            </div>
            <footer>
                <span>${this.t('rowsAndColumns', { rows: countText(all ?? total, this.page.language), columns: columns.length })}</span>
                ${all === undefined ? nothing : html`<span>${this.t('rowsInFile', { rows: countText(total, this.page.language) })}</span>`} ${columns.length > maxColumns ? html`<span>${this.t('columnsCut', { count: maxColumns })}</span>` : nothing} ${this.problem ? html`<span class="problem">${this.problem}</span>` : nothing}
            </footer>`;
    }

    private row(row: number, columns: readonly { name: string; type: string }[]): TemplateResult {
        const cells = this.pages.get(Math.floor(row / pageRows))?.[row % pageRows];
        return html`<tr aria-rowindex=${row + 2}>
            <th scope="row" class="index">${row + 1}</th>
            ${cells ? columns.map((column, index) => this.cell(cells[index] ?? null, column.type)) : html`<td class="waiting" colspan=${columns.length}>…</td>`}
        </tr>`;
    }

    private cell(cell: Cell, type: string): TemplateResult {
        if (cell === null) return html`<td class="none ${numeric.has(type) ? 'number' : ''}">–</td>`;
        const whole = typeof cell === 'boolean' ? (cell ? 'True' : 'False') : String(cell);
        // The last digits of 0.30000000000000004 tell nothing at a glance; the tooltip has them all.
        const text = typeof cell === 'number' ? String(Number(cell.toPrecision(shownDigits))) : whole;
        return html`<td class=${numeric.has(type) ? 'number' : ''} title=${text.length > 40 || text !== whole ? whole : nothing}>${text}</td>`;
    }

    /// The height of everything, as far as the browser can scroll.
    private get scrollHeight_(): number {
        return Math.min(maxHeight, (this.first.total + 1) * rowHeight);
    }

    /// The rows that are seen now: from, to (exclusive).
    private get seen(): [number, number] {
        const { total } = this.first;
        const fits = Math.ceil(this.height / rowHeight) + overscan;
        const reach = Math.max(1, this.scrollHeight_ - this.height);
        const last = Math.max(0, total - Math.floor(this.height / rowHeight) + 1);
        const start = Math.max(0, Math.min(total, Math.round((this.top / reach) * last)));
        return [start, Math.min(total, start + fits)];
    }

    private onScroll(event: Event): void {
        this.top = (event.target as Element).scrollTop;
    }

    private async fetch(page: number): Promise<void> {
        if (this.pages.has(page) || this.asked.has(page)) return;
        this.asked.add(page);
        const { first } = this;
        try {
            const look = await this.page.preview(this.node, this.port, { offset: page * pageRows, limit: pageRows });
            if (this.first !== first || look?.kind !== 'table') return;
            this.pages.set(page, look.rows);
            this.dropFarPages(page);
            this.problem = undefined;
        } catch (refused) {
            this.problem = this.page.sentenceOf(refused);
        } finally {
            this.asked.delete(page);
            if (!this.problem) this.requestUpdate();
        }
    }

    private dropFarPages(near: number): void {
        const far = [...this.pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near));
        while (this.pages.size > keptPages) this.pages.delete(far.shift() ?? near);
    }
}
define('flow-table', TableView);
