// A setting that is a file of the flow: one of those that are there, or another one by button or drop. One that is named and not there is said before anybody runs the flow.
import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from './icons.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import { pickFiles } from './pick_files.ts';
import { sharedStyles } from './styles.ts';

export class FileField extends PanelElement {
    static override shadowRootOptions: ShadowRootInit = { mode: 'open', delegatesFocus: true };
    static override properties = {
        ...PanelElement.properties,
        name: { attribute: false },
        value: { attribute: false },
        disabled: { attribute: false },
    };
    static override watches: readonly Watched[] = ['files'];
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: block;
            }
            .file {
                display: flex;
                gap: 6px;
            }
            .missing {
                flex-direction: column;
            }
            p {
                display: flex;
                gap: 5px;
                margin: 0;
                color: var(--bad);
                font-size: var(--text-s);
                overflow-wrap: anywhere;
            }
        `,
    ];
    /// Of the setting.
    declare name: string;
    /// Of the file, or "".
    declare value: string;
    declare disabled: boolean;

    override render(): TemplateResult {
        const { name, value, disabled } = this;
        const names = this.page.files.list().map(file => file.name);
        const isMissing = value !== '' && !disabled && this.page.files.blob(value) === undefined;
        return html`<div class="file ${isMissing ? 'missing' : ''}" @drop=${this.takeDropped}>
            <select aria-label=${name} data-widget="inspector.param.${name}" ?disabled=${disabled} @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value)}>
                ${names.includes(value) ? nothing : html`<option value=${value} .selected=${live(true)}>${value || this.t('chooseFile')}</option>`}
                ${names.map(each => html`<option value=${each} .selected=${live(each === value)}>${each}</option>`)}
            </select>
            ${isMissing ? html`<p role="status" data-widget="inspector.missing.${name}">${icon('warning', 13)}<span>${this.t('missingFile', { name: value })}</span></p>` : nothing}
            <button ?disabled=${disabled} data-widget="inspector.addfile.${name}" aria-label=${isMissing ? nothing : this.t('command.addFiles')} title=${isMissing ? nothing : this.t('command.addFiles')} class=${isMissing ? '' : 'icon'} @click=${() => void this.add()}>${isMissing ? html`${icon('attach', 14)}${this.t('chooseFile')}` : icon('add')}</button>
        </div>`;
    }

    /// Of several the one that is missed.
    private async add(files?: readonly File[]): Promise<void> {
        const given = files ?? (await pickFiles('', true));
        await this.actions.addFiles(given);
        const chosen = given.find(file => file.name === this.value) ?? given[0];
        if (chosen && chosen.name !== this.value && this.page.files.blob(chosen.name)) this.choose(chosen.name);
    }

    /// What is dropped here is meant for this setting.
    private takeDropped(event: DragEvent): void {
        const files = [...(event.dataTransfer?.files ?? [])];
        if (this.disabled || files.length === 0) return;
        event.preventDefault();
        void this.add(files);
    }

    private choose(name: string): void {
        this.dispatchEvent(new CustomEvent('chosen', { detail: name }));
    }
}
define('flow-file-field', FileField);
