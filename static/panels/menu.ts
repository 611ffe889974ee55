// Menus: one at a time, at a button or at a point, worked by pointer, keys and screen reader. Knows nothing of what its items do.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { isOfInputMethod } from './composing.ts';
import { type IconName, icon } from './icons.ts';
import { define } from './panel_element.ts';
import { sharedStyles } from './styles.ts';
import { Typeahead } from './typeahead.ts';

export interface MenuItem {
    text: string;
    run(): void;
    about?: string;
    icon?: IconName;
    keys?: string;
    widget?: string;
    isOff?: boolean;
    isFirstOfGroup?: boolean;
    /// Stands above the item and names its group.
    heading?: string;
    isDangerous?: boolean;
    /// Present: the item is a check mark.
    isChecked?: boolean;
}

/// Distance to the edge of the window that a menu keeps, CSS pixels.
const margin = 8;

export class Menu extends LitElement {
    static override properties = { items: { attribute: false }, label: { attribute: false } };
    static override styles = [
        sharedStyles,
        css`
            :host {
                position: fixed;
                inset: auto;
                margin: 0;
                min-inline-size: 200px;
                max-inline-size: min(340px, calc(100vw - 16px));
                max-block-size: calc(100dvh - 16px);
                padding: 5px;
                overflow: auto;
                scrollbar-width: thin;
                border: 1px solid var(--line);
                border-radius: var(--radius-l);
                background: var(--surface);
                box-shadow: var(--shadow);
            }
            button {
                display: flex;
                justify-content: flex-start;
                inline-size: 100%;
                padding: 4px 8px;
                border: 0;
                background: none;
                text-align: start;
                white-space: normal;
            }
            button > svg {
                color: var(--ink-3);
            }
            button:hover:not([aria-disabled='true']),
            button:focus {
                background: var(--accent-soft);
                outline: none;
            }
            .first {
                margin-block-start: 5px;
                border-radius: 0 0 var(--radius) var(--radius);
                box-shadow: 0 -3px 0 -2px var(--line);
            }
            .about {
                display: block;
                color: var(--ink-3);
                font-size: var(--text-s);
                line-height: 1.4;
            }
            .danger {
                color: var(--bad);
            }
            .heading {
                margin-block-start: 5px;
                padding: 6px 8px 2px;
                border-block-start: 1px solid var(--line);
                color: var(--ink-3);
                font-size: var(--text-s);
                font-weight: 600;
            }
            @media (pointer: coarse) {
                button {
                    min-block-size: 44px;
                }
                kbd {
                    display: none;
                }
            }
            .none {
                inline-size: 16px;
            }
        `,
    ];
    declare items: MenuItem[];
    declare label: string;
    private back: Element | null = null;
    /// A pointer went down here. The lift of one that was down before chooses nothing.
    private isPressed = false;
    private readonly typeahead = new Typeahead();

    constructor() {
        super();
        this.items = [];
        this.label = '';
        // Not "auto": that takes the lift of a finger whose long press has asked for the menu as a click outside.
        this.popover = 'manual';
        this.addEventListener('toggle', event => {
            if ((event as ToggleEvent).newState === 'closed') this.remove();
        });
        this.addEventListener('keydown', event => this.onKey(event));
    }

    /// Whoever presses outside means something else; there it has its effect, the focus included.
    private readonly onPress = (event: Event): void => {
        this.isPressed = event.composedPath().includes(this);
        if (!this.isPressed) this.hidePopover();
    };

    override connectedCallback(): void {
        super.connectedCallback();
        document.addEventListener('pointerdown', this.onPress, true);
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        document.removeEventListener('pointerdown', this.onPress, true);
    }

    async openAt(x: number, y: number, back: Element | null): Promise<void> {
        this.back = back;
        for (const other of document.querySelectorAll<Menu>('flow-menu:popover-open')) other.hidePopover();
        (document.getElementById('overlay') ?? document.body).append(this);
        this.showPopover();
        await this.updateComplete;
        const box = this.getBoundingClientRect();
        const left = Math.max(margin, Math.min(x, innerWidth - box.width - margin));
        const top = y + box.height + margin > innerHeight ? Math.max(margin, innerHeight - box.height - margin) : y;
        this.style.setProperty('left', `${left}px`);
        this.style.setProperty('top', `${top}px`);
        this.buttons.find(button => button.ariaDisabled !== 'true')?.focus();
    }

    override render(): TemplateResult {
        const hasIcons = this.items.some(item => item.icon || item.isChecked !== undefined);
        return html`<div role="menu" aria-label=${this.label}>
            ${this.items.map(
                item => html`${item.heading ? html`<div class="heading" aria-hidden="true">${item.heading}</div>` : nothing}<button
                    aria-description=${item.heading ?? nothing}
                    role=${item.isChecked === undefined ? 'menuitem' : 'menuitemradio'}
                    aria-checked=${item.isChecked === undefined ? nothing : String(item.isChecked)}
                    tabindex="-1"
                    class="${item.isFirstOfGroup ? 'first' : ''} ${item.isDangerous ? 'danger' : ''}"
                    data-widget=${item.widget ?? nothing}
                    aria-disabled=${item.isOff ? 'true' : 'false'}
                    @click=${(event: MouseEvent) => (event.detail === 0 || this.isPressed) && this.choose(item)}
                    @pointermove=${(event: Event) => (event.currentTarget as HTMLElement).focus()}
                >
                    ${item.isChecked ? icon('ok') : item.icon ? icon(item.icon) : hasIcons ? html`<span class="none"></span>` : nothing}
                    <span class="grow">${item.text}${item.about ? html`<span class="about">${item.about}</span>` : nothing}</span>
                    ${item.keys ? html`<kbd aria-hidden="true">${item.keys}</kbd>` : nothing}
                </button>`,
            )}
        </div>`;
    }

    private get buttons(): HTMLButtonElement[] {
        return [...(this.shadowRoot?.querySelectorAll('button') ?? [])];
    }

    private choose(item: MenuItem): void {
        if (item.isOff) return;
        this.close();
        item.run();
    }

    private close(): void {
        if (this.matches(':popover-open')) this.hidePopover();
        if (this.back instanceof HTMLElement) this.back.focus();
    }

    private onKey(event: KeyboardEvent): void {
        const buttons = this.buttons;
        const at = buttons.indexOf(this.shadowRoot?.activeElement as HTMLButtonElement);
        const go = (index: number) => buttons[(index + buttons.length) % buttons.length]?.focus();
        if (event.key === 'ArrowDown') go(at + 1);
        else if (event.key === 'ArrowUp') go(at < 0 ? -1 : at - 1);
        else if (event.key === 'Home') go(0);
        else if (event.key === 'End') go(-1);
        else if (event.key === 'Escape' || event.key === 'Tab') this.close();
        else if (event.key.length === 1 && event.key !== ' ' && !isOfInputMethod(event)) {
            const next = this.typeahead.take(event.key, this.items, at, event.timeStamp);
            if (next !== undefined) buttons[next]?.focus();
        } else return;
        event.preventDefault();
        event.stopPropagation();
    }
}
define('flow-menu', Menu);

/// Opens a menu below a button.
export function openMenu(anchor: HTMLElement, items: MenuItem[], label: string): void {
    const box = anchor.getBoundingClientRect();
    openMenuAt(box.left, box.bottom + 4, items, label, anchor);
}

/// Opens a menu at a point of the viewport; the focus returns to `back`.
export function openMenuAt(x: number, y: number, items: MenuItem[], label: string, back: Element | null): void {
    const menu = new Menu();
    menu.items = items;
    menu.label = label;
    void menu.openAt(x, y, back);
}
