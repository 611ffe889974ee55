// The find bar over the canvas: goes through everything that holds a text, in titles, ids, code, settings, results, frames and notes. Loaded when it is opened.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Actions } from './actions.ts';
import { icon } from './icons.ts';
import { define, PanelElement } from './panel_element.ts';
import { sharedStyles } from './styles.ts';

/// Results are looked through of so many nodes: each is a question to the session.
const mostResults = 2000;
/// What stands around a find, in characters.
const before = 18;
const after = 34;

export interface Find {
    node?: string;
    area?: string;
    /// In which part it was found: a key of `ui.find.…`.
    where: 'title' | 'id' | 'type' | 'code' | 'setting' | 'result' | 'frame' | 'note';
    /// The text around it.
    text: string;
    /// The line of the code, from 1.
    line?: number;
}

interface Flow {
    nodes: { id: string; type: string; title?: string; source?: string; params?: Record<string, unknown> }[];
    view?: { frames?: unknown; notes?: unknown };
}

/// Everything that holds `wanted` (letters in any case), in the order of the nodes; each node once, by the first of its parts.
export function finds(flow: Flow, wanted: string, titleOf: (id: string) => string, resultOf: (id: string) => string): Find[] {
    const query = wanted.trim().toLocaleLowerCase();
    if (query === '') return [];
    const found: Find[] = [];
    for (const [index, node] of flow.nodes.entries()) {
        const parts: [Find['where'], string][] = [
            ['title', titleOf(node.id)],
            ['id', node.id],
            ['type', node.type],
            ['code', node.source ?? ''],
            [
                'setting',
                Object.values(node.params ?? {})
                    .map(String)
                    .join(' '),
            ],
        ];
        if (index < mostResults) parts.push(['result', resultOf(node.id)]);
        const hit = parts.map(([where, text]) => ({ where, text, at: text.toLocaleLowerCase().indexOf(query) })).find(({ at }) => at >= 0);
        if (!hit) continue;
        const line = hit.where === 'code' ? { line: hit.text.slice(0, hit.at).split('\n').length } : {};
        found.push({ node: node.id, where: hit.where, text: around(hit.text, hit.at), ...line });
    }
    for (const [where, list, field] of [
        ['frame', flow.view?.frames, 'title'],
        ['note', flow.view?.notes, 'text'],
    ] as const) {
        for (const item of Array.isArray(list) ? (list as Record<string, unknown>[]) : []) {
            const text = typeof item?.[field] === 'string' ? (item[field] as string) : '';
            const at = text.toLocaleLowerCase().indexOf(query);
            if (at >= 0 && typeof item['id'] === 'string') found.push({ area: item['id'], where, text: around(text, at) });
        }
    }
    return found;
}

function around(text: string, at: number): string {
    const start = Math.max(0, at - before);
    return `${start > 0 ? '…' : ''}${text.slice(start, at + after).replace(/\s+/g, ' ')}${at + after < text.length ? '…' : ''}`;
}

export class FindBar extends PanelElement {
    static override properties = { ...PanelElement.properties, found: { state: true }, at: { state: true }, query: { state: true } };
    static override styles = [
        sharedStyles,
        css`
            :host {
                position: absolute;
                inset-block-start: 12px;
                inset-inline-end: 12px;
                z-index: 6;
                inline-size: min(380px, calc(100% - 24px));
            }
            .bar {
                display: flex;
                align-items: center;
                gap: 4px;
                padding: 6px;
                border: 1px solid var(--line-strong);
                border-radius: var(--radius-l);
                background: var(--surface);
                box-shadow: var(--shadow);
            }
            input {
                flex: 1;
                min-inline-size: 0;
            }
            .count {
                min-inline-size: 44px;
                text-align: center;
                color: var(--ink-3);
                font-size: var(--text-s);
            }
            .what {
                margin: 4px 0 0;
                padding: 5px 10px;
                border: 1px solid var(--line);
                border-radius: var(--radius);
                background: var(--surface);
                color: var(--ink-2);
                font-size: var(--text-s);
                overflow: hidden;
                text-overflow: ellipsis;
                white-space: nowrap;
            }
        `,
    ];
    declare private found: Find[];
    declare private at: number;
    declare private query: string;

    constructor() {
        super();
        this.found = [];
        this.at = -1;
        this.query = '';
    }

    override connectedCallback(): void {
        super.connectedCallback();
        this.listen(this.page.on('changed', changed => changed.graph && this.search(false)));
    }

    focusField(): void {
        void this.updateComplete.then(() => {
            const input = this.shadowRoot?.querySelector('input');
            input?.focus();
            input?.select();
        });
    }

    override render(): TemplateResult {
        const find = this.found[this.at];
        const count = this.query.trim() === '' ? '' : this.page.text('later.find.count', { at: this.at + 1, of: this.found.length });
        return html`<div class="bar" role="search" data-widget="find">
                <input aria-label=${this.page.text('later.find.field')} placeholder=${this.page.text('later.find.field')} data-widget="find.field" spellcheck="false" .value=${this.query} @input=${this.onInput} @keydown=${this.onKey} />
                <span class="count" role="status" data-widget="find.count">${count}</span>
                <button class="plain icon" aria-label=${this.page.text('later.find.previous')} title=${this.page.text('later.find.previous')} data-widget="find.previous" ?disabled=${this.found.length === 0} @click=${() => this.go(-1)}>↑</button>
                <button class="plain icon" aria-label=${this.page.text('later.find.next')} title=${this.page.text('later.find.next')} data-widget="find.next" ?disabled=${this.found.length === 0} @click=${() => this.go(1)}>↓</button>
                <button class="plain icon" aria-label=${this.t('close')} title=${this.t('close')} data-widget="find.close" @click=${this.close}>${icon('close')}</button>
            </div>
            ${find ? html`<p class="what" role="status" data-widget="find.what">${this.page.text(`later.find.${find.where}`, { line: find.line ?? 0 })}: ${find.text}</p>` : nothing}`;
    }

    private onInput(event: InputEvent): void {
        this.query = (event.target as HTMLInputElement).value;
        this.search(true);
    }

    private search(isNew: boolean): void {
        const flow = JSON.parse(this.page.flowText()) as Flow;
        const titles = new Map(this.actions.nodes().map(node => [node.id, node.title]));
        this.found = finds(
            flow,
            this.query,
            id => titles.get(id) ?? id,
            id =>
                this.page
                    .ask('glimpse', { node: id })
                    .outputs.map(({ summary, glimpse }) => [summary, glimpse.text, ...glimpse.columns, ...glimpse.rows.flat()].join(' '))
                    .join(' '),
        );
        this.at = isNew ? -1 : Math.min(this.at, this.found.length - 1);
        if (isNew && this.found.length > 0) this.go(1);
    }

    private go(by: 1 | -1): void {
        const count = this.found.length;
        if (count === 0) return;
        this.at = (Math.max(this.at, by > 0 ? -1 : 0) + by + count) % count;
        const find = this.found[this.at];
        if (find?.node !== undefined) {
            this.actions.select([find.node]);
            this.actions.center(find.node);
        } else if (find?.area !== undefined) {
            const area = this.page.ask('areas', {}).areas.find(each => each.id === find.area);
            this.page.send({ type: 'select', nodes: [], areas: [find.area] });
            if (area) this.page.send({ type: 'center_at', x: area.x + area.width / 2, y: area.y + area.height / 2 });
        }
    }

    private onKey(event: KeyboardEvent): void {
        if (event.isComposing || event.keyCode === 229) return;
        if (event.key === 'Enter' || event.key === 'F3') this.go(event.shiftKey ? -1 : 1);
        else if (event.key === 'Escape') this.close();
        else return;
        event.preventDefault();
        event.stopPropagation();
    }

    private close(): void {
        this.remove();
        this.actions.shell.canvas.focus();
    }
}
define('flow-find', FindBar);

/// Opens it, or puts the focus into the one that is open.
export async function openFindBar(actions: Actions): Promise<void> {
    await actions.attempt(actions.page.laterTexts());
    const { stage } = actions.shell;
    const known = stage.querySelector<FindBar>('flow-find');
    const bar = known ?? Object.assign(new FindBar(), { page: actions.page, actions });
    if (!known) stage.append(bar);
    bar.focusField();
}
