// The page was called with a flow behind a passphrase.
import { html, nothing, type TemplateResult } from 'lit';
import { LaterBody } from './later_body.ts';
import { define, PanelElement } from './panel_element.ts';

export class Body extends LaterBody {
    static override properties = { ...PanelElement.properties, trouble: { state: true }, isBusy: { state: true } };
    protected readonly name = 'locked';
    declare private trouble: string;
    declare private isBusy: boolean;

    override render(): TemplateResult {
        return html`<form @submit=${this.onSubmit}>
            <div class="body">
                <p>${this.l('what')}</p>
                <label class="row"><span>${this.l('passphrase')}</span><input autofocus type="password" autocomplete="off" data-widget="locked.passphrase" /></label>
                ${this.trouble ? html`<p class="bad" role="alert" data-widget="locked.trouble">${this.trouble}</p>` : nothing}
            </div>
            <div class="foot">
                <button type="button" @click=${() => this.done()}>${this.t('close')}</button>
                <button type="submit" class="primary" data-widget="locked.open" ?disabled=${this.isBusy}>${this.l('open')}</button>
            </div>
        </form>`;
    }

    private async onSubmit(event: Event): Promise<void> {
        event.preventDefault();
        const input = this.shadowRoot?.querySelector('input');
        this.isBusy = true;
        try {
            await this.page.archives.unlock(input?.value ?? '');
            this.done();
            this.actions.surfaces.showLater('arrived');
        } catch (error) {
            this.trouble = this.page.sentenceOf(error);
            input?.select();
        } finally {
            this.isBusy = false;
        }
    }
}
define('flow-locked', Body);
