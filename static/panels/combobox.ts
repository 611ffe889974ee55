// A text field with suggestions (columns of the incoming table): type freely, or choose with arrows or pointer. Sends `typed` while typing and `chosen`.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isOfInputMethod } from './composing.ts';
import { matchingNames } from './column_names.ts';
import { icon } from './icons.ts';
import { define } from './panel_element.ts';
import { sharedStyles } from './styles.ts';

/// More suggestions than this are not listed at once: typing narrows them.
const maxShown = 200;

export class Combobox extends LitElement {
    static override shadowRootOptions: ShadowRootInit = { mode: 'open', delegatesFocus: true };
    static override properties = {
        label: { attribute: false },
        widget: { attribute: false },
        value: { attribute: false },
        options: { attribute: false },
        disabled: { attribute: false },
        isOpen: { state: true },
        at: { state: true },
        isFiltering: { state: true },
    };
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: block;
                position: relative;
            }
            .field {
                position: relative;
            }
            input {
                padding-inline-end: 28px;
            }
            .field svg {
                position: absolute;
                inset-block-start: 8px;
                inset-inline-end: 8px;
                color: var(--ink-3);
                pointer-events: none;
            }
            ul {
                position: fixed;
                inset: auto;
                margin: 0;
                padding: 4px;
                max-block-size: 260px;
                overflow: auto;
                scrollbar-width: thin;
                list-style: none;
                border: 1px solid var(--line);
                border-radius: var(--radius);
                background: var(--surface);
                color: var(--ink);
                box-shadow: var(--shadow);
            }
            li {
                padding: 3px 8px;
                border-radius: 4px;
                min-block-size: 24px;
                overflow-wrap: anywhere;
            }
            li[aria-selected='true'] {
                background: var(--accent-soft);
            }
        `,
    ];
    declare label: string;
    declare widget: string;
    declare value: string;
    declare options: string[];
    declare disabled: boolean;
    declare isOpen: boolean;
    declare at: number;
    declare isFiltering: boolean;

    constructor() {
        super();
        this.options = [];
        this.value = '';
        this.isOpen = false;
        this.at = -1;
        this.isFiltering = false;
    }

    private get shown(): string[] {
        const all = this.isFiltering && this.value.trim() !== '' ? matchingNames(this.options, this.value) : this.options;
        return all.slice(0, maxShown);
    }

    override render(): TemplateResult {
        const shown = this.shown;
        const isListed = this.isOpen && shown.length > 0;
        return html`<div class="field">
                <input
                    role="combobox"
                    aria-label=${this.label}
                    aria-expanded=${isListed ? 'true' : 'false'}
                    aria-controls="list"
                    aria-autocomplete="list"
                    aria-activedescendant=${isListed && this.at >= 0 ? `option-${this.at}` : nothing}
                    autocomplete="off"
                    spellcheck="false"
                    autocapitalize="off"
                    data-widget=${this.widget}
                    ?disabled=${this.disabled}
                    .value=${live(this.value)}
                    @input=${this.onInput}
                    @keydown=${this.onKey}
                    @click=${() => this.open(false)}
                    @blur=${() => this.close()}
                />${icon('down', 12)}
            </div>
            <ul id="list" role="listbox" aria-label=${this.label} popover="manual">
                ${
                    isListed
                        ? shown.map(
                              (option, index) =>
                                  html`<li id="option-${index}" role="option" aria-selected=${index === this.at ? 'true' : 'false'} @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.choose(option)} @pointermove=${() => (this.at = index)}>${option}</li>`,
                          )
                        : nothing
                }
            </ul>`;
    }

    protected override updated(): void {
        const list = this.shadowRoot?.querySelector('ul');
        if (!list) return;
        const isWanted = this.isOpen && this.shown.length > 0;
        if (isWanted === list.matches(':popover-open')) return;
        list.togglePopover(isWanted);
        if (!isWanted) return;
        const box = this.getBoundingClientRect();
        const below = innerHeight - box.bottom;
        list.style.setProperty('left', `${box.left}px`);
        list.style.setProperty('width', `${box.width}px`);
        list.style.setProperty('top', below > 200 ? `${box.bottom + 2}px` : 'auto');
        list.style.setProperty('bottom', below > 200 ? 'auto' : `${innerHeight - box.top + 2}px`);
    }

    private open(isFiltering: boolean): void {
        this.isFiltering = isFiltering;
        this.isOpen = true;
        this.at = this.shown.indexOf(this.value);
    }

    private close(): void {
        this.isOpen = false;
    }

    private choose(option: string): void {
        this.value = option;
        this.close();
        this.dispatchEvent(new CustomEvent('chosen', { detail: option }));
    }

    private onInput(event: Event): void {
        this.value = (event.target as HTMLInputElement).value;
        this.open(true);
        this.dispatchEvent(new CustomEvent('typed', { detail: this.value }));
    }

    private onKey(event: KeyboardEvent): void {
        if (isOfInputMethod(event)) return;
        const shown = this.shown;
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            if (!this.isOpen) {
                this.open(false);
                return;
            }
            this.at = (this.at + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % Math.max(1, shown.length);
            void this.updateComplete.then(() => this.shadowRoot?.getElementById(`option-${this.at}`)?.scrollIntoView({ block: 'nearest' }));
        } else if (event.key === 'Enter') {
            const option = this.isOpen ? shown[this.at] : undefined;
            this.choose(option ?? this.value);
        } else if (event.key === 'Escape' && this.isOpen) {
            event.stopPropagation();
            this.close();
        }
    }
}
define('flow-combobox', Combobox);
