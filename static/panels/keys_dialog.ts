// The dialog in which a person gives commands other keys: change, conflicts, reset, and the whole set as JSON.
import { html, nothing, type TemplateResult } from 'lit';
import { type CommandName, commands } from './commands.ts';
import { LaterBody } from './later_body.ts';
import { define, PanelElement } from './panel_element.ts';
import { keepOwnKeys, keysOf, type OwnKeys, ownKeys, readOwnKeys, readable, shortcuts, standardShortcuts } from './shortcuts.ts';

/// Keys that the canvas, the browser or reading aids need: no command can have them.
const taken = new Set(['Tab', 'Shift+Tab', 'Escape', 'F6', 'Shift+F6', 'F5', 'F12', 'Mod+C', 'Mod+X', 'Mod+V', 'Mod+W', 'Mod+T', 'Mod+N', 'Mod+R', 'Mod+L']);
const alone = new Set(['Shift', 'Control', 'Alt', 'Meta', 'Process', 'Dead', 'Unidentified']);

function keysOfCommand(command: CommandName): string[] {
    return shortcuts.filter(entry => entry.command === command).map(entry => entry.keys);
}

/// Gives `keys` to the command; another one that had them loses them.
export function assigned(own: OwnKeys, table: typeof shortcuts, command: CommandName, keys: string): OwnKeys {
    const next = { ...own, [command]: [keys] };
    for (const other of table) {
        if (other.keys !== keys || other.command === command) continue;
        next[other.command] = table.filter(each => each.command === other.command && each.keys !== keys).map(each => each.keys);
    }
    return next;
}

export class Body extends LaterBody {
    static override properties = { ...PanelElement.properties, waiting: { state: true }, problem: { state: true } };
    protected readonly name = 'keys';
    /// Which command waits for a key, and what was said of the last one.
    declare private waiting: CommandName | undefined;
    declare private problem: string;

    constructor() {
        super();
        this.problem = '';
    }

    override render(): TemplateResult {
        return html`<div class="body">
                <p class="intro">${this.l('about')}</p>
                <p class="intro warn" role="status" data-widget="keys.problem">${this.problem}</p>
                <dl class="shortcuts">${(Object.keys(commands) as CommandName[]).map(command => this.row(command))}</dl>
            </div>
            <div class="foot">
                <label class="button">${this.l('import')}<input type="file" class="sr" accept=".json,application/json" data-widget="keys.import" @change=${this.load} /></label>
                <button data-widget="keys.export" @click=${this.save}>${this.l('export')}</button>
                <button data-widget="keys.resetAll" @click=${() => this.keep({})}>${this.l('resetAll')}</button>
            </div>`;
    }

    private row(command: CommandName): TemplateResult {
        const name = this.t(`command.${command}`);
        const keys = keysOfCommand(command);
        // What can be read on the button is said as well.
        const shown = this.waiting === command ? this.l('press') : keys.length === 0 ? '—' : keys.map(readable).join(' ');
        return html`<div>
            <dt>${name}</dt>
            <dd>
                <button class="plain" data-widget="keys.${command}" aria-label="${this.l('change', { command: name })}: ${shown}" @click=${() => this.wait(command)} @keydown=${this.take}>
                    ${this.waiting === command ? this.l('press') : keys.length === 0 ? '—' : keys.map(each => html` <kbd>${readable(each)}</kbd>`)}
                </button>
                ${ownKeys()[command] === undefined ? nothing : html`<button class="plain" data-widget="keys.${command}.reset" @click=${() => this.reset(command)}>${this.l('reset')}</button>`}
            </dd>
        </div>`;
    }

    private wait(command: CommandName): void {
        this.waiting = command;
        this.problem = '';
    }

    private keep(own: OwnKeys): void {
        keepOwnKeys(own);
        this.waiting = undefined;
        this.requestUpdate();
    }

    private take(event: KeyboardEvent): void {
        const command = this.waiting;
        if (!command || alone.has(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
        const keys = keysOf(event);
        this.problem = '';
        if (event.key === 'Escape') {
            this.waiting = undefined;
        } else if (event.key === 'Delete' || event.key === 'Backspace') {
            this.keep({ ...ownKeys(), [command]: [] });
        } else if (keys === undefined || taken.has(keys)) {
            this.problem = this.l('taken', { keys: keys === undefined ? event.key : readable(keys) });
        } else {
            const other = shortcuts.find(entry => entry.keys === keys && entry.command !== command);
            if (other) this.problem = this.l('moved', { keys: readable(keys), command: this.t(`command.${other.command}`) });
            this.keep(assigned(ownKeys(), shortcuts, command, keys));
        }
    }

    private reset(command: CommandName): void {
        const { [command]: _gone, ...rest } = ownKeys();
        // What another command has taken in the meantime comes back as well.
        const back = new Set(standardShortcuts.filter(entry => entry.command === command).map(entry => entry.keys));
        this.keep(Object.fromEntries((Object.entries(rest) as [string, string[]][]).map(([name, keys]) => [name, keys.filter(each => !back.has(each))])));
    }

    private save(): void {
        this.page.download('pythonflows-keys.json', new Blob([`${JSON.stringify(ownKeys(), null, 2)}\n`], { type: 'application/json' }));
    }

    private async load(event: Event): Promise<void> {
        const input = event.target as HTMLInputElement;
        const [file] = input.files ?? [];
        input.value = '';
        const read = file && file.size < 100_000 ? readOwnKeys(await file.text()) : undefined;
        this.problem = read ? '' : this.l('bad');
        if (read) this.keep(read);
    }
}
define('flow-keys', Body);
