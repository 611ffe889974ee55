// The toolbar: the flow's title, the commands used most, and how the run is going.
import { css, html, nothing, type TemplateResult } from 'lit';
import { isOfInputMethod } from './composing.ts';
import { type CommandName, commands, isPossible } from './commands.ts';
import { durationText, momentText } from './formats.ts';
import { icon } from './icons.ts';
import { type MenuItem, openMenu } from './menu.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import { ariaKeys, keysText } from './shortcuts.ts';
import { sharedStyles } from './styles.ts';

/// Flows put away that the menu lists.
const kEarlierShown = 5;

/// What the menu has, as one looks for it: the file, what is given to others, running, the page.
const moreGroups: readonly (readonly CommandName[])[] = [
    ['new', 'newTab', 'open', 'openInTab', 'save', 'saveAs', 'history'],
    ['copyLink', 'saveWithResults', 'pack', 'exportPython', 'exportNotebook', 'pictureSvg', 'picturePng'],
    ['addFiles', 'runSelection', 'runAll', 'restart'],
    ['fitAll', 'commands', 'help', 'settings'],
];

export class Toolbar extends PanelElement {
    static override watches: readonly Watched[] = ['graph', 'history', 'run', 'kernel', 'states', 'selection'];
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: flex;
                align-items: center;
                gap: 4px;
                min-block-size: 48px;
                padding: 6px 10px;
                border-block-end: 1px solid var(--line);
                background: var(--surface);
            }
            .brand {
                display: flex;
                margin: 0;
                align-items: center;
                gap: 8px;
                padding-inline: 4px 2px;
                color: var(--accent);
            }
            .title {
                position: relative;
                flex: 0 1 240px;
                min-inline-size: 72px;
            }
            /* As wide as its room, whatever the title: the buttons beside it stay where they are. */
            .title input {
                inline-size: 100%;
                border-color: transparent;
                background: transparent;
                font-weight: 600;
                text-overflow: ellipsis;
            }
            .title input:hover {
                border-color: var(--line-strong);
            }
            .title input:focus {
                background: var(--surface);
            }
            .dirty {
                inline-size: 7px;
                block-size: 7px;
                margin-inline: 2px 6px;
                border-radius: 50%;
                background: var(--stale);
                flex: none;
            }
            .clean {
                background: none;
            }
            .gap {
                inline-size: 1px;
                block-size: 20px;
                margin-inline: 6px;
                background: var(--line);
                flex: none;
            }
            .run {
                min-inline-size: 104px;
                padding-inline: 12px 14px;
            }
            .roomy {
                padding-inline: 7px;
                color: var(--ink-2);
            }
            .group {
                display: flex;
                align-items: center;
                gap: 2px;
            }
            @media (max-width: 1040px) {
                .label {
                    display: none;
                }
                .run .label {
                    display: inline;
                }
                .labelled {
                    inline-size: var(--control);
                    padding: 0;
                }
                .run {
                    inline-size: auto;
                }
            }
            @media (max-width: 760px) {
                .wide,
                button[data-widget='toolbar.redo']:disabled,
                button[data-widget='toolbar.stop']:disabled {
                    display: none;
                }
                :host {
                    padding: 4px 6px;
                    gap: 2px;
                }
                button.icon,
                button {
                    min-block-size: 36px;
                }
                button.icon,
                .labelled {
                    inline-size: 36px;
                }
                .title {
                    flex: 1 1 0;
                    min-inline-size: 40px;
                }
                .grow {
                    flex: none;
                }
                .title input {
                    min-inline-size: 0;
                    inline-size: 100%;
                }
                .run {
                    min-inline-size: 0;
                    padding-inline: 10px;
                }
            }
        `,
    ];

    override render(): TemplateResult {
        const status = this.page.ask('status', {});
        const isView = this.page.mode === 'view';
        return html`
            <div class="brand wide">${icon('flow', 20)}</div>
            <div class="title">
                <input
                    data-widget="toolbar.title"
                    aria-label=${this.t('flowTitle')}
                    placeholder=${this.t('untitled')}
                    maxlength="1000"
                    spellcheck="false"
                    ?disabled=${isView}
                    .value=${status.title}
                    @change=${this.onTitle}
                    @keydown=${this.onTitleKey}
                />
            </div>
            ${status.dirty ? html`<span class="dirty" role="img" aria-label=${this.t('dirty')} title=${this.t('dirty')} data-widget="toolbar.dirty"></span>` : html`<span class="dirty clean"></span>`}
            <div class="group wide">
                ${isView ? nothing : html`${this.button('new')} ${this.button('open')}`} ${this.button('save')}
                ${isView ? nothing : this.menuButton('examples', 'examples', () => this.exampleItems(), true)}
            </div>
            <span class="gap wide"></span>
            <div class="group">
                ${isView ? nothing : this.button('addNode', 'add', true)}
                <span class="wide">${isView ? nothing : this.button('addFiles', 'addFiles')}</span>
                ${isView ? nothing : this.button('undo')} ${isView ? nothing : this.button('redo')}
                <span class="wide">${this.button('fitAll', 'fit')}</span>
            </div>
            <span class="grow"></span>
            ${this.runButton(status)} ${this.button('stop', 'stop')}
            <span class="gap wide"></span>
            <div class="group wide">${this.button('help')} ${this.button('settings')}</div>
            ${this.menuButton('more', 'more', () => this.moreItems())}
        `;
    }

    private runButton(status: ReturnType<typeof this.status>): TemplateResult {
        const isRunning = status.run !== undefined;
        const text = !isRunning
            ? status.stale > 0
                ? this.t('runStale', { count: status.stale })
                : this.t('command.run')
            : status.isWaitingForKernel
              ? this.t('waitingForPython')
              : this.t('runningCount', { done: status.ran, total: status.planned });
        const isOff = !isPossible(commands.run, this.actions);
        return html`<button
            class="primary run"
            data-widget="toolbar.run"
            title=${this.hint('run')}
            @pointerenter=${this.tellPlan}
            @focus=${this.tellPlan}
            aria-keyshortcuts=${ariaKeys('run') ?? nothing}
            aria-disabled=${isOff ? 'true' : 'false'}
            @click=${() => !isOff && this.actions.run()}
        >
            ${icon(isRunning ? 'running' : 'run', 14)}<span class="label">${text}</span>
        </button>`;
    }

    /// What a run would do and about how long it would take, in the button's hint; asked when somebody looks, for it walks the whole flow.
    private tellPlan(event: Event): void {
        const { steps } = this.page.ask('plan', {});
        const known = steps.filter(step => step.lastMs !== undefined);
        const time = durationText(
            this.page,
            known.reduce((sum, step) => sum + (step.lastMs ?? 0), 0),
        );
        const plan = this.t(known.length > 0 ? 'toolbar.planTime' : 'toolbar.plan', { count: steps.length, time });
        (event.currentTarget as HTMLElement).title = steps.length > 0 ? `${this.hint('run')}\n${plan}` : this.hint('run');
    }

    private status() {
        return this.page.ask('status', {});
    }

    private button(name: CommandName, widget: string = name, isLabelled = false): TemplateResult {
        const command = commands[name];
        const text = this.t(`command.${name}`);
        const shape = 'icon' in command ? command.icon : 'more';
        return html`<button
            class=${isLabelled ? 'labelled' : 'plain icon'}
            data-widget="toolbar.${widget}"
            aria-label=${text}
            title=${this.hint(name)}
            aria-keyshortcuts=${ariaKeys(name) ?? nothing}
            ?disabled=${!isPossible(command, this.actions)}
            @click=${() => void command.run(this.actions)}
        >
            ${icon(shape)}${isLabelled ? html`<span class="label">${text}</span>` : nothing}
        </button>`;
    }

    /// The name of a command with what it would do just now and its keys.
    private hint(name: CommandName): string {
        const status = this.status();
        const what = name === 'undo' && status.undoText ? `: ${status.undoText}` : name === 'redo' && status.redoText ? `: ${status.redoText}` : '';
        const keys = keysText(name);
        return `${this.t(`command.${name}`)}${what}${keys ? ` (${keys})` : ''}`;
    }

    private menuButton(name: string, shape: 'examples' | 'more', items: () => MenuItem[], isLabelled = false): TemplateResult {
        const text = this.t(name);
        return html`<button
            class="plain ${isLabelled ? 'roomy' : 'icon'}"
            data-widget="toolbar.${name}"
            aria-label=${text}
            title=${text}
            aria-haspopup="menu"
            @click=${(event: Event) => openMenu(event.currentTarget as HTMLElement, items(), text)}
        >
            ${icon(shape)}${isLabelled ? html`<span class="label">${text}</span>` : nothing}
        </button>`;
    }

    private exampleItems(): MenuItem[] {
        return this.page.examples().map(example => ({
            text: example.title,
            about: example.about,
            widget: `example.${example.name}`,
            run: () => void this.actions.openExample(example.name),
        }));
    }

    private moreItems(): MenuItem[] {
        const begin = (items: MenuItem[]): MenuItem[] => items.map((item, index) => (index === 0 ? { ...item, isFirstOfGroup: true } : item));
        const named = (heading: string, items: MenuItem[]): MenuItem[] =>
            items.map((item, index) => (index === 0 ? { ...item, heading: this.t(heading) } : item));
        // Where there is no room for their own button.
        const { isNarrow } = this.actions.shell;
        const groups = [...(isNarrow ? [['redo'] as const] : []), ...moreGroups].map((names, index) => {
            const items = names.map(name => this.item(name));
            return index === 0 ? items : begin(items);
        });
        if (this.page.mode === 'view') return groups.flat();
        return [...groups.flat(), ...named('earlier', this.earlierItems()), ...named('examples', isNarrow ? this.exampleItems() : [])];
    }

    /// Flows that were put away unsaved.
    private earlierItems(): MenuItem[] {
        return this.page.earlier.list.slice(0, kEarlierShown).map(({ record, title, nodes, savedAtMs }, index) => ({
            text: title || this.t('untitled'),
            about: this.page.text('earlier.about', { time: momentText(this.page.language, savedAtMs), count: nodes }),
            widget: `earlier.${index}`,
            run: () => void this.actions.openEarlier(record),
        }));
    }

    private item(name: CommandName): MenuItem {
        const command = commands[name];
        const keys = keysText(name);
        return {
            text: this.t(`command.${name}`),
            widget: `menu.${name}`,
            run: () => void command.run(this.actions),
            isOff: !isPossible(command, this.actions),
            ...('icon' in command ? { icon: command.icon } : {}),
            ...(keys === undefined ? {} : { keys }),
        };
    }

    private onTitle(event: Event): void {
        void this.actions.setFlowTitle((event.target as HTMLInputElement).value);
    }

    private onTitleKey(event: KeyboardEvent): void {
        const input = event.target as HTMLInputElement;
        if (isOfInputMethod(event)) return;
        if (event.key === 'Enter') input.blur();
        if (event.key === 'Escape') {
            input.value = this.status().title;
            input.blur();
        }
    }
}
define('flow-toolbar', Toolbar);
