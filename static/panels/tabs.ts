// One side of the page: panels behind tabs. The panels are made once and stay; the one shown draws anew when it appears.
import { css, html, nothing, type TemplateResult } from 'lit';
import { type IconName, icon } from './icons.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import { remember, remembered } from './remembered.ts';
import type { Side } from './shell.ts';
import { sharedStyles } from './styles.ts';

export interface Tab {
    name: string;
    icon: IconName;
    panel: PanelElement;
}

export class Tabs extends PanelElement {
    static override properties = { ...PanelElement.properties, side: { attribute: false }, tabs: { attribute: false }, active: { attribute: false } };
    static override watches: readonly Watched[] = ['graph'];
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: flex;
                flex-direction: column;
                min-block-size: 0;
            }
            .head {
                display: flex;
                align-items: center;
                gap: 2px;
                min-block-size: 38px;
                padding: 0 6px;
                border-block-end: 1px solid var(--line);
                flex: none;
            }
            [role='tablist'] {
                display: flex;
                align-self: stretch;
                min-inline-size: 0;
                overflow: auto hidden;
                scrollbar-width: none;
            }
            [role='tab'] {
                position: relative;
                block-size: 100%;
                padding: 0 9px;
                border: 0;
                border-radius: 0;
                background: none;
                color: var(--ink-2);
            }
            [role='tab']:hover {
                color: var(--ink);
                background: none !important;
            }
            [role='tab'][aria-selected='true'] {
                color: var(--ink);
                font-weight: 550;
            }
            [role='tab'][aria-selected='true']::after {
                position: absolute;
                inset-inline: 9px;
                inset-block-end: -1px;
                block-size: 2px;
                border-radius: 1px;
                background: var(--accent);
                content: '';
            }
            [role='tab']:focus-visible {
                outline-offset: -3px;
            }
            [role='tabpanel'] {
                flex: 1;
                min-block-size: 0;
                min-inline-size: 0;
            }
            ::slotted(*) {
                block-size: 100%;
            }
        `,
    ];
    declare side: Side;
    declare tabs: Tab[];
    declare active: string;

    override connectedCallback(): void {
        super.connectedCallback();
        const first = this.tabs[0]?.name ?? '';
        const kept = remembered(`tab.${this.side}`, first);
        this.active = this.tabs.some(tab => tab.name === kept) ? kept : first;
        for (const tab of this.tabs) {
            tab.panel.slot = tab.name;
            this.append(tab.panel);
        }
        this.showActive();
        // A side that was closed or too narrow to be seen did not draw; it does when it opens.
        this.listen(this.actions.shell.onChange(() => this.activePanel?.requestUpdate()));
    }

    /// Shows a panel by name; with `focus` the focus goes into it.
    show(name: string, focus: boolean): void {
        this.active = name;
        remember(`tab.${this.side}`, name);
        this.showActive();
        if (focus) void this.activePanel?.updateComplete.then(() => this.activePanel?.focus());
    }

    private get activePanel(): PanelElement | undefined {
        return this.tabs.find(tab => tab.name === this.active)?.panel;
    }

    private showActive(): void {
        for (const tab of this.tabs) tab.panel.hidden = tab.name !== this.active;
        this.activePanel?.requestUpdate();
    }

    override render(): TemplateResult {
        return html`<div class="head">
                <div role="tablist" aria-label=${this.t(`side.${this.side}`)}>
                    ${this.tabs.map(
                        tab => html`<button
                            role="tab"
                            id="tab-${tab.name}"
                            aria-controls="panel-${tab.name}"
                            aria-selected=${tab.name === this.active ? 'true' : 'false'}
                            tabindex=${tab.name === this.active ? 0 : -1}
                            data-widget="tab.${tab.name}"
                            @click=${() => this.show(tab.name, false)}
                            @keydown=${this.onKey}
                        >
                            ${icon(tab.icon, 14)}${this.t(`panel.${tab.name}`)}
                        </button>`,
                    )}
                </div>
                <span class="grow"></span>
                <button class="plain icon" aria-label=${this.t('closePanel')} title=${this.t('closePanel')} data-widget="close.${this.side}" @click=${() => this.actions.shell.close(this.side)}>${icon('close', 14)}</button>
            </div>
            ${this.tabs.map(
                tab =>
                    html`<div role="tabpanel" id="panel-${tab.name}" aria-labelledby="tab-${tab.name}" ?hidden=${tab.name !== this.active} data-widget="panel.${tab.name}"><slot name=${tab.name}></slot></div>`,
            )}${nothing}`;
    }

    private onKey(event: KeyboardEvent): void {
        const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (by === 0) return;
        event.preventDefault();
        const at = this.tabs.findIndex(tab => tab.name === this.active);
        const next = this.tabs[(at + by + this.tabs.length) % this.tabs.length];
        if (!next) return;
        this.show(next.name, false);
        void this.updateComplete.then(() => this.shadowRoot?.getElementById(`tab-${next.name}`)?.focus());
    }
}
define('flow-tabs', Tabs);
