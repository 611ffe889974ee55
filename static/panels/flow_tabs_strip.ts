// Flows side by side: the strip below the toolbar and the commands. Loaded with the second flow; the strip is seen as long as there are two.
import { css, html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Page } from '../host/page_interface.ts';
import type { Actions } from './actions.ts';
import { icon } from './icons.ts';
import { openable, pickFiles } from './pick_files.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import { sharedStyles } from './styles.ts';
import { TabDrag } from './tab_drag.ts';

type Tabs = Awaited<ReturnType<Page['tabs']>>;

class FlowTabsStrip extends PanelElement {
    static override watches: readonly Watched[] = ['graph', 'history', 'files'];
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: flex;
                align-items: stretch;
                min-block-size: 32px;
                padding-inline: 8px;
                border-block-end: 1px solid var(--line);
                background: var(--surface-2);
            }
            :host([hidden]) {
                display: none;
            }
            [role='tablist'] {
                display: flex;
                min-inline-size: 0;
                overflow: auto hidden;
                scrollbar-width: none;
            }
            [role='tab'] {
                flex: none;
                max-inline-size: 200px;
                min-inline-size: 84px;
                justify-content: flex-start;
                gap: 6px;
                padding: 0 4px 0 10px;
                border: 0;
                border-inline-end: 1px solid var(--line);
                border-radius: 0;
                background: none;
                color: var(--ink-2);
            }
            [role='tab'][aria-selected='true'] {
                background: var(--surface);
                color: var(--ink);
                font-weight: 550;
                box-shadow: inset 0 -2px var(--accent);
            }
            [role='tab'][data-dragged] {
                background: var(--surface-3);
                cursor: grabbing;
            }
            [role='tab']:focus-visible {
                outline-offset: -3px;
            }
            .name {
                flex: 1;
                overflow: hidden;
                text-align: start;
                text-overflow: ellipsis;
                white-space: nowrap;
            }
            .dirty {
                inline-size: 7px;
                block-size: 7px;
                border-radius: 50%;
                background: var(--stale);
                flex: none;
            }
            .close {
                display: grid;
                place-items: center;
                inline-size: 24px;
                block-size: 24px;
                border-radius: 4px;
                flex: none;
            }
            .close:hover {
                background: var(--surface-3);
            }
        `,
    ];
    tabs!: Tabs;
    private readonly drag = new TabDrag(this);

    override connectedCallback(): void {
        super.connectedCallback();
        this.listen(this.tabs.onChange(() => this.requestUpdate()));
    }

    /// While it is hidden nobody sees it, and it must know when to appear.
    protected override get isShown(): boolean {
        return true;
    }

    protected override willUpdate(): void {
        this.hidden = this.tabs.list.length < 2;
    }

    override render(): TemplateResult {
        const { list, current } = this.tabs;
        return html`<div role="tablist" aria-label=${this.page.text('later.tabs.list')}>
                ${repeat(
                    list,
                    tab => tab.number,
                    tab => {
                        const title = tab.title || this.t('untitled');
                        const isOpen = tab === current;
                        return html`<button
                        role="tab"
                        aria-selected=${isOpen ? 'true' : 'false'}
                        aria-label=${tab.isUnsaved ? this.page.text('later.tabs.unsaved', { title }) : title}
                        aria-keyshortcuts="Delete"
                        tabindex=${isOpen ? 0 : -1}
                        title=${title}
                        data-widget="flowtab.${tab.number}"
                        @click=${() => this.drag.isOver || this.show(tab.number)}
                        @auxclick=${(event: MouseEvent) => event.button === 1 && this.close(tab.number)}
                        @keydown=${(event: KeyboardEvent) => this.onKey(event, tab.number)}
                        @pointerdown=${(event: PointerEvent) => this.drag.press(event, tab.number)}
                    >
                        ${tab.isUnsaved ? html`<span class="dirty"></span>` : ''}<span class="name">${title}</span
                        ><span
                            class="close"
                            title=${this.page.text('later.tabs.close', { title })}
                            data-widget="flowtab.close.${tab.number}"
                            @click=${(event: Event) => {
                                event.stopPropagation();
                                this.close(tab.number);
                            }}
                            >${icon('close', 12)}</span
                        >
                    </button>`;
                    },
                )}
            </div>
            <button
                class="plain icon"
                aria-label=${this.t('command.newTab')}
                title=${this.t('command.newTab')}
                data-widget="flowtab.new"
                @click=${() => void this.actions.attempt(tabbing.newTab(this.actions))}
            >
                ${icon('add', 14)}
            </button>`;
    }

    private show(number: number): void {
        void this.actions.attempt(show(this.actions, this.tabs, number));
    }

    private close(number: number): void {
        void this.actions.attempt(close(this.actions, this.tabs, number));
    }

    /// Arrows go to the neighbour and open it; the focus stays in the strip.
    private onKey(event: KeyboardEvent, number: number): void {
        const { list } = this.tabs;
        const at = list.findIndex(tab => tab.number === number);
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
        if (to === undefined && event.key !== 'Delete') return;
        event.preventDefault();
        event.stopPropagation();
        const next = to === undefined ? undefined : list[(to + list.length) % list.length];
        const going = next ? show(this.actions, this.tabs, next.number) : close(this.actions, this.tabs, number);
        void this.actions
            .attempt(going)
            .then(() => this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()));
    }
}
define('flow-tabs-strip', FlowTabsStrip);

async function show(actions: Actions, tabs: Tabs, number: number): Promise<void> {
    actions.pending.flush();
    await tabs.show(number);
    actions.saveTarget.turnTo(tabs.current.number);
    const title = tabs.current.title || actions.page.text('ui.untitled');
    actions.surfaces.say('spoken', actions.page.text('later.tabs.shown', { title }));
}

async function close(actions: Actions, tabs: Tabs, number: number): Promise<void> {
    actions.pending.flush();
    const gone = tabs.list.find(tab => tab.number === number);
    const record = await tabs.close(number);
    actions.saveTarget.turnTo(tabs.current.number);
    if (record === undefined) return;
    const title = gone?.title || actions.page.text('ui.untitled');
    const open = { text: actions.page.text('earlier.open'), run: () => void actions.openEarlier(record) };
    actions.surfaces.say('info', actions.page.text('later.tabs.closed', { title }), open);
}

async function turn(actions: Actions, by: 1 | -1): Promise<void> {
    const tabs = await showTabs(actions);
    const { list, current } = tabs;
    const next = list[(list.indexOf(current) + by + list.length) % list.length];
    if (next) await show(actions, tabs, next.number);
}

async function move(actions: Actions, by: 1 | -1): Promise<void> {
    const tabs = await showTabs(actions);
    const at = tabs.list.indexOf(tabs.current) + by;
    if (at < 0 || at >= tabs.list.length) return;
    tabs.move(tabs.current.number, at);
    const title = tabs.current.title || actions.page.text('ui.untitled');
    actions.surfaces.say('spoken', actions.page.text('later.tabs.moved', { title, place: at + 1, count: tabs.list.length }));
}

export interface FlowTabbing {
    newTab(actions: Actions): Promise<void>;
    openInTab(actions: Actions): Promise<void>;
    nextTab(actions: Actions): Promise<void>;
    previousTab(actions: Actions): Promise<void>;
    closeTab(actions: Actions): Promise<void>;
    moveTabRight(actions: Actions): Promise<void>;
    moveTabLeft(actions: Actions): Promise<void>;
}

export const tabbing: FlowTabbing = {
    newTab: async actions => {
        actions.pending.flush();
        const tabs = await showTabs(actions);
        const { number } = await tabs.add();
        actions.saveTarget.turnTo(number);
    },
    openInTab: async actions => {
        const [file] = await pickFiles(openable, false);
        if (!file) return;
        await tabbing.newTab(actions);
        await actions.openFile(file);
    },
    nextTab: actions => turn(actions, 1),
    previousTab: actions => turn(actions, -1),
    closeTab: async actions => {
        const tabs = await showTabs(actions);
        await close(actions, tabs, tabs.current.number);
    },
    moveTabRight: actions => move(actions, 1),
    moveTabLeft: actions => move(actions, -1),
};

/// Puts the strip below the toolbar (once).
export async function showTabs(actions: Actions): Promise<Tabs> {
    const { page, shell } = actions;
    const [tabs] = await Promise.all([page.tabs(), page.laterTexts()]);
    if (!shell.top.querySelector('flow-tabs-strip')) shell.top.append(Object.assign(new FlowTabsStrip(), { page, actions, tabs }));
    return tabs;
}
