// The search palette: node types (answered by the session: fuzzy, both languages, what fits a dropped wire first), or commands, or ports to connect with.
// A combobox over a list; Enter that confirms an input method's text submits nothing.
import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Answer } from '../host/page_interface.ts';
import { isOfInputMethod } from './composing.ts';
import type { PaletteRequest } from './surfaces.ts';
import { type CommandName, commands, isPossible } from './commands.ts';
import { type IconName, icon } from './icons.ts';
import { define, PanelElement } from './panel_element.ts';
import { focused } from './keyboard.ts';
import { keysText } from './shortcuts.ts';
import { sharedStyles } from './styles.ts';
import { wireChoices } from './wire_choices.ts';

interface Choice {
    key: string;
    name: string;
    group: string;
    about: string;
    icon: IconName;
    keys?: string;
    isOff?: boolean;
    choose(): void;
}

/// As many as are asked of the session at once; typing narrows them.
const maxChoices = 60;
const categoryIcons: Record<string, IconName> = {
    read: 'file',
    rows: 'outline',
    columns: 'columns',
    combine: 'link',
    show: 'chart',
    write: 'download',
    data: 'table',
    python: 'python',
};
const size = { width: 400, height: 420 };

export class Palette extends PanelElement {
    static override properties = { ...PanelElement.properties, query: { state: true }, at: { state: true }, listing: { state: true } };
    static override styles = [
        sharedStyles,
        css`
            :host {
                position: fixed;
                inset: auto;
                margin: 0;
                padding: 0;
                inline-size: min(400px, calc(100vw - 16px));
                border: 1px solid var(--line);
                border-radius: var(--radius-l);
                background: var(--surface);
                box-shadow: var(--shadow);
                overflow: hidden;
            }
            .search {
                display: flex;
                align-items: center;
                gap: 8px;
                padding: 4px 12px;
                border-block-end: 1px solid var(--line);
                color: var(--ink-3);
            }
            input {
                min-block-size: 38px;
                padding: 0;
                border: 0;
                background: none;
                font-size: var(--text-l);
                outline: none !important;
            }
            ul {
                margin: 0;
                padding: 5px;
                max-block-size: min(360px, 60dvh);
                overflow: auto;
                scrollbar-width: thin;
                list-style: none;
            }
            li {
                display: flex;
                align-items: center;
                gap: 10px;
                min-block-size: 40px;
                padding: 3px 9px;
                border-radius: var(--radius);
            }
            li > svg {
                color: var(--ink-3);
            }
            li[aria-selected='true'] {
                background: var(--accent-soft);
            }
            li[aria-selected='true'] > svg {
                color: var(--accent);
            }
            li[aria-disabled='true'] {
                opacity: 0.5;
            }
            .about {
                display: block;
                color: var(--ink-3);
                font-size: var(--text-s);
                line-height: 1.35;
            }
            .group {
                color: var(--ink-3);
                font-size: var(--text-s);
                white-space: nowrap;
            }
            .nothing {
                padding: 18px;
                color: var(--ink-3);
                text-align: center;
            }
            .fits {
                padding: 6px 12px 0;
                color: var(--ink-3);
                font-size: var(--text-s);
            }
        `,
    ];
    declare query: string;
    declare at: number;
    declare private listing: 'nodes' | 'commands' | 'connect';
    private request: PaletteRequest = {};
    private node = '';
    private back: Element | null = null;
    /// Loaded with the first search in Japanese.
    private soundsLike: ((text: string, typed: string) => boolean) | undefined;

    /// Browsers that close a popover at a click outside see none of a finger on the canvas.
    private readonly onPress = (event: Event): void => {
        if (!event.composedPath().includes(this)) this.hidePopover();
    };

    constructor() {
        super();
        this.query = '';
        this.at = 0;
        this.listing = 'nodes';
        this.popover = 'auto';
        this.addEventListener('toggle', event => {
            const isOpen = (event as ToggleEvent).newState === 'open';
            this.toggleAttribute('open', isOpen);
            if (isOpen) document.addEventListener('pointerdown', this.onPress, true);
            else document.removeEventListener('pointerdown', this.onPress, true);
            if (!isOpen) this.giveBack();
        });
        this.addEventListener('keydown', event => this.onKey(event));
    }

    /// Node types to add; with a connection only those that fit it.
    showNodes(request: PaletteRequest): void {
        this.request = request;
        this.open('nodes');
    }

    /// All commands by name (Ctrl+K).
    showCommands(): void {
        this.request = {};
        this.open('commands');
    }

    /// Ports of other nodes that this node can be connected with.
    showConnect(node: string): void {
        this.request = {};
        this.node = node;
        this.open('connect');
    }

    private open(listing: 'nodes' | 'commands' | 'connect'): void {
        // A menu that was open gave the focus back before.
        this.back = focused();
        this.listing = listing;
        this.query = '';
        this.at = 0;
        const stage = this.actions.shell.stage.getBoundingClientRect();
        const x = this.request.x ?? stage.x + (stage.width - size.width) / 2;
        const y = this.request.y ?? stage.y + Math.max(24, (stage.height - size.height) / 3);
        this.style.setProperty('left', `${Math.max(8, Math.min(x, innerWidth - size.width - 8))}px`);
        this.style.setProperty('top', `${Math.max(8, Math.min(y, innerHeight - size.height - 8))}px`);
        if (this.page.language === 'ja') void import('./reading.ts').then(({ soundsLike }) => this.listenTo(soundsLike));
        this.showPopover();
        this.setAttribute('open', '');
        this.requestUpdate();
        void this.updateComplete.then(() => this.shadowRoot?.querySelector('input')?.focus());
    }

    private listenTo(soundsLike: typeof this.soundsLike): void {
        this.soundsLike = soundsLike;
        this.requestUpdate();
    }

    override render(): TemplateResult {
        if (!this.matches(':popover-open')) return html`${nothing}`;
        const choices = this.choices();
        const at = Math.min(this.at, choices.length - 1);
        const label = this.t(`palette.${this.listing}`);
        const wire = this.request.connectFrom ?? this.request.connectTo;
        return html`<div role="dialog" aria-label=${label}><div class="search">
                ${icon('search')}
                <input
                    role="combobox"
                    aria-label=${label}
                    aria-expanded="true"
                    aria-controls="list"
                    aria-autocomplete="list"
                    aria-activedescendant=${choices.length > 0 ? `choice-${at}` : nothing}
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    placeholder=${label}
                    data-widget="palette.search"
                    .value=${live(this.query)}
                    @input=${(event: Event) => {
                        this.query = (event.target as HTMLInputElement).value;
                        this.at = 0;
                    }}
                />
            </div>
            ${wire ? html`<p class="fits">${this.t('palette.fits', { port: wire })}</p>` : nothing}
            <ul id="list" role="listbox" aria-label=${label}>
                ${choices.map(
                    (choice, index) => html`<li
                        id="choice-${index}"
                        role="option"
                        aria-selected=${index === at ? 'true' : 'false'}
                        aria-disabled=${choice.isOff ? 'true' : 'false'}
                        data-widget="palette.${choice.key}"
                        @pointermove=${() => (this.at = index)}
                        @click=${() => this.choose(choice)}
                    >
                        ${icon(choice.icon)}<span class="grow"><span>${choice.name}</span>${choice.about ? html`<span class="about ellipsis">${choice.about}</span>` : nothing}</span
                        >${choice.keys ? html`<kbd aria-hidden="true">${choice.keys}</kbd>` : html`<span class="group">${choice.group}</span>`}
                    </li>`,
                )}
            </ul>
            ${choices.length === 0 ? html`<p class="nothing">${this.t('palette.nothing')}</p>` : nothing}</div>`;
    }

    private choices(): Choice[] {
        if (this.listing === 'commands') return this.commandChoices();
        if (this.listing === 'connect') return this.connectChoices();
        const found = this.nodeTypes().map(item => ({
            key: item.type,
            name: item.name,
            group: this.groupName(item.category),
            about: item.help.split('\n', 1)[0] ?? '',
            icon: categoryIcons[item.category] ?? 'flow',
            choose: () => void this.addNode(item.type, this.request, this.back),
        }));
        const title = this.query.trim();
        return found.length > 0 || title === '' ? found : [this.ownNode(title)];
    }

    /// What the library does not have a person writes.
    private ownNode(title: string): Choice {
        return {
            key: 'python',
            name: this.t('palette.own', { title }),
            group: this.groupName('python'),
            about: '',
            icon: categoryIcons['python'] ?? 'flow',
            choose: () => void this.addNode('python', { ...this.request, title }, this.back),
        };
    }

    /// What the session finds, then what only sounds like what was typed.
    private nodeTypes(): Answer<'palette'>['items'] {
        const { connectFrom, connectTo } = this.request;
        const ask = (query: string) =>
            this.page.ask('palette', {
                query,
                limit: maxChoices,
                ...(connectFrom === undefined ? {} : { connect_from: connectFrom }),
                ...(connectTo === undefined ? {} : { connect_to: connectTo }),
            }).items;
        const found = ask(this.query);
        const { soundsLike } = this;
        if (!soundsLike || this.query.trim() === '') return found;
        const known = new Set(found.map(item => item.type));
        return [...found, ...ask('').filter(item => !known.has(item.type) && soundsLike(item.name, this.query))];
    }

    /// Who chose goes on where the new node is: in the outline when the palette was opened from there, else on the canvas.
    private async addNode(type: string, request: PaletteRequest, from: Element | null): Promise<void> {
        const left = focused();
        const id = await this.actions.addNode(type, request);
        // Whoever has gone on meanwhile stays there: the next key would act on what nobody looks at.
        if (id !== undefined && [left, from, document.body].includes(focused())) this.actions.surfaces.focusNode(id, from);
    }

    /// A category of the library in words; one that the catalogue does not know is shown as it is.
    private groupName(category: string): string {
        const key = `ui.category.${category}`;
        const text = this.page.text(key);
        return text === key ? category : text;
    }

    private commandChoices(): Choice[] {
        const examples = this.page.examples().map(
            (example): Choice => ({
                key: `example.${example.name}`,
                name: example.title,
                group: this.t('examples'),
                about: example.about,
                icon: 'examples',
                choose: () => void this.actions.openExample(example.name),
            }),
        );
        return (Object.keys(commands) as CommandName[])
            .map((name): Choice => {
                const command = commands[name];
                const keys = keysText(name);
                return {
                    key: `command.${name}`,
                    name: this.t(`command.${name}`),
                    group: '',
                    about: '',
                    icon: 'icon' in command ? command.icon : 'chevron',
                    ...(keys === undefined ? {} : { keys }),
                    isOff: !isPossible(command, this.actions),
                    choose: () => void command.run(this.actions),
                };
            })
            .concat(examples)
            .filter(choice => this.matches_(`${choice.name} ${choice.key} ${choice.group}`));
    }

    private connectChoices(): Choice[] {
        return wireChoices(this.actions, this.node, text => this.matches_(text), maxChoices).map(({ from, to, name, about, group, isRefused }) => ({
            key: `connect.${from}.${to}`,
            name,
            group,
            about,
            icon: isRefused ? 'warning' : 'link',
            isOff: isRefused,
            choose: () => void this.actions.connect(from, to),
        }));
    }

    /// Every word typed is somewhere in the text, or heard in it.
    private matches_(text: string): boolean {
        const plain = text.normalize('NFKC').toLowerCase();
        return this.query
            .normalize('NFKC')
            .toLowerCase()
            .split(/\s+/)
            .every(word => plain.includes(word) || this.soundsLike?.(text, word));
    }

    private choose(choice: Choice): void {
        if (choice.isOff) {
            if (choice.about) this.actions.surfaces.say('spoken', choice.about);
            return;
        }
        const { back } = this;
        this.hidePopover();
        // Before the command runs: what it opens gives the focus back to where it is then.
        if (back instanceof HTMLElement && back.isConnected) back.focus();
        this.back = back;
        choice.choose();
        this.back = null;
    }

    private giveBack(): void {
        if (this.back instanceof HTMLElement && (document.activeElement === document.body || document.activeElement === null)) this.back.focus();
        this.back = null;
        this.requestUpdate();
    }

    private onKey(event: KeyboardEvent): void {
        event.stopPropagation();
        // While an input method composes, its keys (Enter to confirm above all) are its own.
        if (isOfInputMethod(event)) return;
        const choices = this.choices();
        const last = choices.length - 1;
        if (event.key === 'ArrowDown') this.at = this.at >= last ? 0 : this.at + 1;
        else if (event.key === 'ArrowUp') this.at = this.at <= 0 ? Math.max(0, last) : this.at - 1;
        else if (event.key === 'Enter') {
            const choice = choices[Math.min(this.at, last)];
            if (choice) this.choose(choice);
        } else if (event.key === 'Escape' || event.key === 'Tab') this.hidePopover();
        else return;
        event.preventDefault();
        void this.updateComplete.then(() => this.shadowRoot?.getElementById(`choice-${this.at}`)?.scrollIntoView({ block: 'nearest' }));
    }
}
define('flow-palette', Palette);
