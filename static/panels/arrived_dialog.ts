// A flow came by a link: what it would want if somebody ran it. Nothing of it has run.
import { html, nothing, type TemplateResult } from 'lit';
import type { FlowWants } from '../host/page_interface.ts';
import { bytesText } from './formats.ts';
import { LaterBody } from './later_body.ts';
import { define, PanelElement } from './panel_element.ts';

export class Body extends LaterBody {
    static override properties = { ...PanelElement.properties, wants: { state: true }, trouble: { state: true } };
    protected readonly name = 'arrived';
    declare private wants: FlowWants | undefined;
    declare private trouble: string;

    override connectedCallback(): void {
        super.connectedCallback();
        void this.look();
    }

    override render(): TemplateResult {
        const { wants } = this;
        return html`<div class="body" data-widget="arrived.wants">
                <p>${this.l('what')}</p>
                ${wants ? this.list(wants) : nothing} ${this.trouble ? html`<p class="bad">${this.trouble}</p>` : nothing}
                <p class="muted small">${this.l('later')}</p>
            </div>
            <div class="foot"><button class="primary" autofocus data-widget="arrived.look" @click=${() => this.done()}>${this.l('look')}</button></div>`;
    }

    private list({ packages, hosts, files }: FlowWants): TemplateResult {
        const part = (key: string, names: readonly string[]) =>
            html`<h3>${this.l(key)}</h3>${names.length > 0 ? html`<ul>${names.map(name => html`<li>${name}</li>`)}</ul>` : html`<p class="muted">${this.l('none')}</p>`}`;
        const fileNames = files.map(({ name, bytes, isHere }) => this.l(isHere ? 'file' : 'fileMissing', { name, size: bytesText(bytes) }));
        return html`${part('packages', packages)} ${part('hosts', hosts)} ${part('files', fileNames)}`;
    }

    private async look(): Promise<void> {
        try {
            this.wants = await this.page.archives.wants();
        } catch (error) {
            this.trouble = this.page.sentenceOf(error);
        }
    }
}
define('flow-arrived', Body);
