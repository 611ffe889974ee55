// "Clear results": how much there is, and what it costs to let go of it.
import { html, nothing, type TemplateResult } from 'lit';
import { bytesText } from './formats.ts';
import { LaterBody } from './later_body.ts';
import { define, PanelElement } from './panel_element.ts';

export class Body extends LaterBody {
    static override properties = { ...PanelElement.properties, bytes: { state: true }, trouble: { state: true } };
    protected readonly name = 'clear';
    declare private bytes: number | undefined;
    declare private trouble: string;

    override connectedCallback(): void {
        super.connectedCallback();
        void this.attempt(async () => {
            this.bytes = (await this.page.results.usage()).bytes;
        });
    }

    override render(): TemplateResult {
        const { bytes } = this;
        return html`<div class="body">
                <p data-widget="clear.what">${bytes === undefined ? nothing : this.l(bytes === 0 ? 'nothing' : 'what', { size: bytesText(bytes) })}</p>
                ${this.trouble ? html`<p class="bad" role="alert">${this.trouble}</p>` : nothing}
            </div>
            <div class="foot">
                <button autofocus data-widget="clear.no" @click=${() => this.done()}>${this.l('no')}</button>
                <button class="primary" data-widget="clear.yes" ?disabled=${!bytes} @click=${this.clear}>${this.l('yes')}</button>
            </div>`;
    }

    private clear(): void {
        void this.attempt(async () => {
            await this.page.results.clear();
            this.done();
            this.actions.surfaces.showSettings();
        });
    }

    private async attempt(act: () => Promise<void>): Promise<void> {
        this.trouble = '';
        try {
            await act();
        } catch (error) {
            this.trouble = this.page.sentenceOf(error);
        }
    }
}
define('flow-clear', Body);
