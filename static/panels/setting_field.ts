// One setting of a node as a field: the control follows the kind, texts are sent when the typing pauses, a refusal is said below the field.
import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Widget } from '../../runtime/protocol/messages.gen.ts';
import { isOfInputMethod } from './composing.ts';
import { columnsInto } from './column_names.ts';
import './combobox.ts';
import { restoreField } from './field_undo.ts';
import './file_field.ts';
import { icon } from './icons.ts';
import { define, PanelElement } from './panel_element.ts';
import { isWhole, shownText, type Typed, typedLiteral, typedNumber } from './setting_value.ts';
import { sharedStyles } from './styles.ts';

/// How long a text waits for the next key before it is sent.
const typingPauseMs = 300;

/// The setting that something typed belongs to.
interface Owner {
    node: string;
    name: string;
    key: string;
}

export class SettingField extends PanelElement {
    static override properties = {
        ...PanelElement.properties,
        node: { attribute: false },
        widget: { attribute: false },
        about: { attribute: false },
        isForm: { attribute: false },
        draft: { state: true },
        refusal: { state: true },
        columns: { state: true },
    };
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: block;
                margin-block-end: 10px;
            }
            .row {
                display: flex;
                align-items: center;
                gap: 6px;
                min-block-size: 22px;
            }
            label,
            .name {
                flex: 1;
                min-inline-size: 0;
                color: var(--ink-2);
                overflow-wrap: anywhere;
            }
            .set label {
                color: var(--ink);
                font-weight: 550;
            }
            .row button {
                min-block-size: 22px;
                inline-size: 22px;
            }
            .refusal {
                display: flex;
                gap: 5px;
                margin-block-start: 3px;
                color: var(--bad);
                font-size: var(--text-s);
            }
            .note {
                display: flex;
                align-items: center;
                gap: 5px;
                margin-block-start: 3px;
                color: var(--ink-3);
                font-size: var(--text-s);
            }
            .slider {
                display: grid;
                grid-template-columns: 1fr 76px;
                gap: 8px;
                align-items: center;
            }
            textarea,
            .code {
                font-family: var(--font-mono);
                font-size: 12px;
            }
            input[role='switch'] {
                appearance: none;
                position: relative;
                inline-size: 32px;
                min-block-size: 18px;
                block-size: 18px;
                padding: 0;
                border-radius: 9px;
                border: 1px solid var(--control-line);
                background: var(--surface-3);
                transition: background 120ms;
                flex: none;
            }
            input[role='switch']::after {
                position: absolute;
                inset-block-start: 2px;
                inset-inline-start: 2px;
                inline-size: 12px;
                block-size: 12px;
                border-radius: 50%;
                background: var(--ink-2);
                transition: transform 120ms;
                content: '';
            }
            input[role='switch']:checked {
                background: var(--accent);
                border-color: var(--accent);
            }
            input[role='switch']:checked::after {
                transform: translateX(14px);
                background: var(--on-accent);
            }
            input.bad,
            textarea.bad {
                border-color: var(--bad);
            }
        `,
    ];
    declare node: string;
    declare widget: Widget;
    /// What the help says of this setting, when it says something.
    declare about: string | undefined;
    /// It stands in the form of a flow that is otherwise only looked at.
    declare isForm: boolean | undefined;
    /// What is typed and not yet the session's: shown instead of the session's value.
    declare draft: string | undefined;
    declare refusal: string | undefined;
    /// All columns of the table that comes in, once they were asked for.
    declare columns: string[] | undefined;

    private get key(): string {
        return `param ${this.node} ${this.widget.name}`;
    }

    private get isOff(): boolean {
        return this.widget.isLinked || (this.page.mode === 'view' && !this.isForm);
    }

    private get text(): string {
        return this.draft ?? shownText(this.widget.value);
    }

    protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
        // The element is used again for another setting: what was typed there is on its way under its own key.
        const before = changed.get('widget') as Widget | undefined;
        if (changed.get('node') !== undefined || (before && before.name !== this.widget.name)) {
            this.draft = undefined;
            this.refusal = undefined;
            this.columns = undefined;
        }
    }

    private async askColumns(): Promise<void> {
        const { node } = this;
        try {
            const columns = await columnsInto(this.page, node);
            if (node === this.node) this.columns = columns;
        } catch {
            // The node or its value is gone meanwhile: the names that the canvas knows are offered.
        }
    }

    override render(): TemplateResult {
        const { widget } = this;
        const isToggle = widget.kind === 'toggle';
        return html`<div class=${widget.isSet ? 'set' : ''}>
            <div class="row">
                <label for="field" title=${[this.about, widget.annotation].filter(Boolean).join('\n') || nothing}>${widget.name}</label>
                ${
                    widget.isSet && !this.isOff
                        ? html`<button class="plain icon" aria-label=${this.t('resetNamed', { name: widget.name })} title=${this.t('reset', { value: shownText(widget.standard) })} data-widget="inspector.reset.${widget.name}" @click=${this.reset}>${icon('reset', 13)}</button>`
                        : nothing
                }
                ${isToggle ? this.control() : nothing}
            </div>
            ${isToggle ? nothing : this.control()}
            ${widget.isLinked ? html`<div class="note" id="note">${icon('link', 13)}${this.t('settingLinked')}</div>` : nothing}
            ${this.refusal ? html`<div class="refusal" id="refusal" role="alert">${icon('warning', 13)}<span>${this.refusal}</span></div>` : nothing}
        </div>`;
    }

    private control(): TemplateResult {
        const { widget } = this;
        switch (widget.kind) {
            case 'toggle':
                return html`<input id="field" type="checkbox" role="switch" data-widget=${this.name} ?disabled=${this.isOff} .checked=${live(widget.value === true)} @change=${(event: Event) => this.send((event.target as HTMLInputElement).checked)} />`;
            case 'integer':
            case 'number':
                return this.numberInput(this.name);
            case 'slider':
                return this.slider();
            case 'choice':
                return this.choice();
            case 'multiline':
                return html`<textarea id="field" rows=${Math.min(12, Math.max(3, this.text.split('\n').length))} spellcheck="false" data-widget=${this.name} ?disabled=${this.isOff} .value=${live(this.text)} @input=${this.onText} @change=${this.flush}></textarea>`;
            case 'column':
                return html`<flow-combobox id="field" .label=${widget.name} .widget=${this.name} .value=${this.text} .options=${this.columns ?? widget.suggestions} .disabled=${this.isOff} @focusin=${this.askColumns} @keydown=${this.onKey} @typed=${(event: CustomEvent<string>) => this.later(event.detail, { value: event.detail })} @chosen=${(event: CustomEvent<string>) => this.send(event.detail)}></flow-combobox>`;
            case 'file':
                return html`<flow-file-field id="field" .page=${this.page} .actions=${this.actions} .name=${widget.name} .value=${this.text} .disabled=${this.isOff} @chosen=${(event: CustomEvent<string>) => this.send(event.detail)}></flow-file-field>`;
            case 'secret':
                return html`<input id="field" type="password" autocomplete="off" data-widget=${this.name} ?disabled=${this.isOff} .value=${live(this.text)} @input=${this.onText} @change=${this.flush} />`;
            case 'expression':
                return html`<input id="field" class="code" spellcheck="false" autocapitalize="off" autocomplete="off" data-widget=${this.name} ?disabled=${this.isOff} .value=${live(this.text)} @input=${this.onLiteral} @change=${this.flush} @keydown=${this.onKey} />`;
            case 'text':
                return html`<input id="field" spellcheck="false" autocapitalize="off" autocomplete="off" data-widget=${this.name} ?disabled=${this.isOff} .value=${live(this.text)} @input=${this.onText} @change=${this.flush} @keydown=${this.onKey} />`;
        }
    }

    private get name(): string {
        return `inspector.param.${this.widget.name}`;
    }

    private numberInput(name: string | undefined, label?: string): TemplateResult {
        return html`<input
            id=${label === undefined ? 'field' : nothing}
            class=${this.refusal ? 'bad' : ''}
            inputmode=${isWhole(this.widget) ? 'numeric' : 'decimal'}
            autocomplete="off"
            spellcheck="false"
            aria-label=${label ?? nothing}
            aria-invalid=${this.refusal ? 'true' : 'false'}
            placeholder=${this.widget.value === null ? 'None' : nothing}
            data-widget=${name ?? nothing}
            ?disabled=${this.isOff}
            .value=${live(this.text)}
            @input=${this.onNumber}
            @change=${this.flush}
            @keydown=${this.onNumberKey}
        />`;
    }

    private slider(): TemplateResult {
        const { widget } = this;
        return html`<div class="slider">
            <input
                id="field"
                type="range"
                min=${widget.minimum ?? 0}
                max=${widget.maximum ?? 100}
                step=${widget.step ?? (isWhole(widget) ? 1 : 'any')}
                data-widget=${this.name}
                ?disabled=${this.isOff}
                .value=${live(String(widget.value ?? widget.minimum ?? 0))}
                @input=${(event: Event) => this.send(Number((event.target as HTMLInputElement).value))}
            />
            ${this.numberInput(undefined, this.t('exactly', { name: widget.name }))}
        </div>`;
    }

    private choice(): TemplateResult {
        const { widget } = this;
        const now = JSON.stringify(widget.value);
        const options = widget.choices.some(choice => JSON.stringify(choice) === now) ? widget.choices : [widget.value, ...widget.choices];
        return html`<select id="field" data-widget=${this.name} ?disabled=${this.isOff} @change=${(event: Event) => this.send(options[(event.target as HTMLSelectElement).selectedIndex])}>
            ${options.map(choice => html`<option .selected=${live(JSON.stringify(choice) === now)}>${choice === null ? 'None' : shownText(choice)}</option>`)}
        </select>`;
    }

    private onText(event: Event): void {
        const text = (event.target as HTMLInputElement).value;
        this.later(text, { value: text });
    }

    private onLiteral(event: Event): void {
        const text = (event.target as HTMLInputElement).value;
        this.later(text, { value: typeof this.widget.value === 'string' ? text : typedLiteral(text) });
    }

    private onNumber(event: Event): void {
        const text = (event.target as HTMLInputElement).value;
        this.later(text, typedNumber(this.widget, text));
    }

    private onNumberKey(event: KeyboardEvent): void {
        const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
        const now = typedNumber(this.widget, this.text);
        if (by !== 0 && 'value' in now && typeof now.value === 'number' && !isOfInputMethod(event)) {
            event.preventDefault();
            const step = this.widget.step ?? 1;
            // Sums of decimal steps are rounded to what was meant (0.1 + 0.2 is 0.3 here).
            const next = Number((now.value + by * step).toPrecision(12));
            const checked = typedNumber(this.widget, String(next));
            if ('value' in checked) void this.send(checked.value);
            return;
        }
        this.onKey(event);
    }

    private onKey(event: KeyboardEvent): void {
        if (isOfInputMethod(event)) return;
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) void this.flush();
        // Escape takes back what was typed since the field was entered; undo in the field brings it again. In a text of several lines it only leaves.
        const [field] = event.composedPath();
        if (event.key === 'Escape' && field instanceof HTMLInputElement && restoreField(field)) {
            event.stopPropagation();
            void this.flush();
        }
    }

    private flush(): Promise<unknown> {
        return this.actions.pending.now(this.key);
    }

    private later(text: string, typed: Typed): void {
        this.draft = text;
        if ('bad' in typed) {
            this.actions.pending.forget(this.key);
            this.refusal = this.t(typed.bad.key, typed.bad.args);
            return;
        }
        this.refusal = undefined;
        // The element may show another node's setting by the time it is sent.
        const { key, owner } = this;
        this.actions.pending.later(key, typingPauseMs, () => this.set(owner, { value: typed.value }));
    }

    /// Whose setting is shown now.
    private get owner(): Owner {
        return { node: this.node, name: this.widget.name, key: this.key };
    }

    private reset(): void {
        this.draft = undefined;
        this.actions.pending.forget(this.key);
        void this.set(this.owner, {});
    }

    private send(value: unknown): Promise<void> {
        this.actions.pending.forget(this.key);
        return this.set(this.owner, { value });
    }

    private async set({ node, name, key }: Owner, change: { value?: unknown }): Promise<void> {
        // Entering and leaving a field, or choosing what stands there, sets nothing.
        const isNothing = 'value' in change && key === this.key && !this.widget.isSet && JSON.stringify(change.value) === JSON.stringify(this.widget.value);
        if (isNothing) {
            this.draft = undefined;
            this.refusal = undefined;
            return;
        }
        const isShown = () => key === this.key;
        try {
            await this.page.call({ type: 'set_param', node, name, ...change });
            if (!isShown()) return;
            if (!this.actions.pending.has(key)) this.draft = undefined;
            this.refusal = undefined;
        } catch (refused) {
            const refusal = this.page.sentenceOf(refused);
            // The field may be gone (a field over the canvas closes at once) or show another setting: then nobody would see it there.
            if (this.isConnected && isShown()) this.refusal = refusal;
            else this.actions.surfaces.say('error', refusal);
        }
    }
}
define('flow-setting', SettingField);
