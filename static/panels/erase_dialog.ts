// "Erase all my data": what goes, the question, and the proof.
import { html, nothing, type TemplateResult } from 'lit';
import { LaterBody } from './later_body.ts';
import { define, PanelElement } from './panel_element.ts';

export class Body extends LaterBody {
    static override properties = { ...PanelElement.properties, left: { state: true }, isBusy: { state: true }, trouble: { state: true } };
    protected readonly name = 'erase';
    /// What the second look found; undefined before it.
    declare private left: readonly string[] | undefined;
    declare private isBusy: boolean;
    declare private trouble: string;

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        // Nothing is kept by this page any more: however the dialog was closed, the page begins anew.
        if (this.left) location.reload();
    }

    override render(): TemplateResult {
        if (this.left) return this.proof(this.left);
        return html`<div class="body">
                <p>${this.l('what')}</p>
                <ul>
                    ${['flows', 'results', 'python', 'settings'].map(part => html`<li>${this.l(`part.${part}`)}</li>`)}
                </ul>
                <p class="warn">${this.l('noWayBack')}</p>
                ${this.trouble ? html`<p class="bad" role="alert" data-widget="erase.trouble">${this.trouble}</p>` : nothing}
            </div>
            <div class="foot">
                <button data-widget="erase.save" ?disabled=${this.isBusy} @click=${() => void this.actions.save()}>${this.l('save')}</button>
                <button autofocus data-widget="erase.no" ?disabled=${this.isBusy} @click=${() => this.done()}>${this.l('no')}</button>
                <button class="primary" data-widget="erase.yes" ?disabled=${this.isBusy} @click=${this.erase}>${this.l('yes')}</button>
            </div>`;
    }

    private proof(left: readonly string[]): TemplateResult {
        return html`<div class="body" role="status" data-widget="erase.proof">
                <p>${this.l(left.length === 0 ? 'nothingLeft' : 'left')}</p>
                ${left.length > 0 ? html`<ul class="bad">${left.map(name => html`<li>${name}</li>`)}</ul>` : nothing}
            </div>
            <div class="foot"><button class="primary" autofocus data-widget="erase.reload" @click=${() => this.done()}>${this.l('reload')}</button></div>`;
    }

    private async erase(): Promise<void> {
        this.isBusy = true;
        this.trouble = '';
        try {
            this.left = await this.page.erase();
        } catch (error) {
            this.trouble = this.page.sentenceOf(error);
        }
        this.isBusy = false;
    }
}
define('flow-erase', Body);
