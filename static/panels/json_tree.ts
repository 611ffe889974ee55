// A JSON value as a tree that opens on demand: only what is open is in the page, long lists open in slices, so that any bounded preview stays quick.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.ts';
import { define } from './panel_element.ts';
import { sharedStyles } from './styles.ts';

/// Children shown at once; "more" shows as many again.
const slice = 100;
/// A text longer than this is cut in the tree (its whole is in the tooltip, also bounded by the preview).
const maxText = 400;

export class JsonTree extends LitElement {
    static override properties = { value: { attribute: false }, moreText: { attribute: false }, label: { attribute: false }, open: { state: true } };
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: block;
                padding: 8px 12px;
                font: 12.5px / 1.7 var(--font-mono);
            }
            ul {
                margin: 0;
                padding-inline-start: 18px;
                list-style: none;
            }
            [role='tree'] {
                padding: 0;
            }
            .row {
                display: flex;
                align-items: baseline;
                gap: 6px;
                border-radius: 4px;
            }
            li:focus-visible {
                outline: none;
            }
            li:focus-visible > .row {
                outline: 2px solid var(--accent);
            }
            .toggle {
                align-self: center;
                inline-size: 12px;
                color: var(--ink-3);
            }
            .opened > .row > .toggle svg {
                transform: rotate(90deg);
            }
            .key {
                color: var(--code-name);
            }
            .string {
                color: var(--code-string);
                white-space: pre-wrap;
                overflow-wrap: anywhere;
            }
            .number,
            .boolean,
            .null {
                color: var(--code-number);
            }
            .brief {
                color: var(--ink-3);
            }
            button {
                min-block-size: 20px;
                font-size: var(--text-s);
                margin-inline-start: 18px;
            }
        `,
    ];
    declare value: unknown;
    declare moreText: string;
    declare label: string;
    /// Path -> how many children are shown.
    declare open: Map<string, number>;

    constructor() {
        super();
        this.moreText = '…';
        this.label = '';
        this.open = new Map([['', slice]]);
    }

    protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
        if (changed.has('value') && changed.get('value') !== undefined) this.open = new Map([['', slice]]);
    }

    override render(): TemplateResult {
        return html`<ul role="tree" aria-label=${this.label} @keydown=${this.onKey}>
            ${this.item('', undefined, this.value, true)}
        </ul>`;
    }

    private item(path: string, key: string | undefined, value: unknown, isRoot = false): TemplateResult {
        const isBranch = value !== null && typeof value === 'object';
        const shown = isBranch ? this.open.get(path) : undefined;
        const name = key === undefined ? nothing : html`<span class="key">${key}:</span>`;
        return html`<li role="treeitem" class=${shown ? 'opened' : ''} data-path=${path} tabindex=${isRoot ? 0 : -1} aria-expanded=${isBranch ? (shown ? 'true' : 'false') : nothing} aria-selected="false">
            <div class="row" @click=${isBranch ? () => this.toggle(path) : nothing}>
                <span class="toggle">${isBranch ? icon('chevron', 11) : nothing}</span>${name}${isBranch ? html`<span class="brief">${brief(value)}</span>` : leaf(value)}
            </div>
            ${isBranch && shown ? this.children_(path, value, shown) : nothing}
        </li>`;
    }

    private children_(path: string, value: object, shown: number): TemplateResult {
        const entries = Object.entries(value);
        return html`<ul role="group">
                ${entries.slice(0, shown).map(([key, child]) => this.item(`${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, key, child))}
            </ul>
            ${entries.length > shown ? html`<button class="plain" @click=${() => this.show(path, shown + slice)}>${this.moreText} (${entries.length - shown})</button>` : nothing}`;
    }

    private toggle(path: string): void {
        if (this.open.has(path)) {
            const open = new Map(this.open);
            open.delete(path);
            this.open = open;
        } else this.show(path, slice);
    }

    private show(path: string, count: number): void {
        this.open = new Map(this.open).set(path, count);
    }

    private onKey(event: KeyboardEvent): void {
        const items = [...(this.shadowRoot?.querySelectorAll<HTMLElement>('li') ?? [])];
        const at = items.indexOf(event.target as HTMLElement);
        const item = items[at];
        const path = item?.dataset['path'];
        if (!item || path === undefined) return;
        const isOpen = item.ariaExpanded === 'true';
        if (event.key === 'ArrowDown') items[at + 1]?.focus();
        else if (event.key === 'ArrowUp') items[at - 1]?.focus();
        else if (event.key === 'ArrowRight') isOpen ? items[at + 1]?.focus() : item.ariaExpanded === 'false' && this.toggle(path);
        else if (event.key === 'ArrowLeft') isOpen ? this.toggle(path) : item.parentElement?.closest<HTMLElement>('li')?.focus();
        else if (event.key === 'Home') items[0]?.focus();
        else if (event.key === 'End') items[items.length - 1]?.focus();
        else return;
        event.preventDefault();
        event.stopPropagation();
    }
}
define('flow-json', JsonTree);

function brief(value: object): string {
    if (Array.isArray(value)) return `[${value.length}]`;
    const keys = Object.keys(value);
    return `{${keys.slice(0, 4).join(', ')}${keys.length > 4 ? ', …' : ''}}`;
}

function leaf(value: unknown): TemplateResult {
    if (typeof value !== 'string') return html`<span class=${value === null ? 'null' : typeof value}>${String(value)}</span>`;
    const text = value.length > maxText ? `${value.slice(0, maxText)}…` : value;
    return html`<span class="string">"${text}"</span>`;
}
