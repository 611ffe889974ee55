// "Copy link": the flow in a link, how far a link of its length comes, a passphrase, and what does not travel.
import { html, nothing, type TemplateResult } from 'lit';
import type { FlowLink } from '../host/page_interface.ts';
import { bytesText, countText } from './formats.ts';
import { LaterBody } from './later_body.ts';
import { define, PanelElement } from './panel_element.ts';

/// The meter's whole length: beyond it a link is for files.
const kMeterEnd = 80_000;
/// Whoever types no more for so long is done with the passphrase: its key takes half a second.
const kTypedMs = 400;

export class Body extends LaterBody {
    static override properties = {
        ...PanelElement.properties,
        link: { state: true },
        isMade: { state: true },
        isCopied: { state: true },
        trouble: { state: true },
    };
    protected readonly name = 'share';
    /// What is said of the last one stays until there is another: the dialog does not jump away from under a pointer.
    declare private link: FlowLink | undefined;
    declare private isMade: boolean;
    declare private isCopied: boolean;
    declare private trouble: string;
    private passphrase = '';
    private typing: ReturnType<typeof setTimeout> | undefined;
    /// What was typed while one was made makes another link.
    private making = 0;
    /// Copying waits for the link that is being made.
    private made: Promise<void> = Promise.resolve();

    override connectedCallback(): void {
        super.connectedCallback();
        this.made = this.make();
    }

    override render(): TemplateResult {
        const { link } = this;
        const length = link?.address.length ?? 0;
        return html`<div class="body">
                <p>${this.l('what')}</p>
                <label class="row"><span>${this.l('passphrase')}</span>
                    <input type="text" autocomplete="off" spellcheck="false" data-widget="share.passphrase" placeholder=${this.l('passphraseNone')} @input=${this.onPassphrase} @change=${this.makeTyped} />
                </label>
                <p class="muted small">${this.l('passphraseAbout')}</p>
                <textarea readonly aria-label=${this.l('link')} data-widget="share.link" aria-busy=${!this.isMade} @focus=${this.selectAll} .value=${this.isMade ? (link?.address ?? '') : ''}></textarea>
                ${
                    link
                        ? html`<meter min="0" max=${kMeterEnd} low="2001" high="16001" optimum="0" value=${Math.min(length, kMeterEnd)} aria-label=${this.l('length')}></meter>
                            <p class=${link.reach === 'none' ? 'bad' : link.reach === 'everywhere' || link.reach === 'broad' ? 'muted' : 'warn'} data-widget="share.reach">
                                ${this.l('characters', { count: countText(length, this.page.language) })} ${this.l(`reach.${link.reach}`)}
                            </p>
                            ${this.left(link)}`
                        : nothing
                }
                ${this.trouble ? html`<p class="bad" role="alert">${this.trouble}</p>` : nothing}
            </div>
            <div class="foot">
                <button @click=${() => this.done()}>${this.t('close')}</button>
                <button class="primary" data-widget="share.copy" ?disabled=${link?.reach === 'none'} @click=${this.copy}>${this.l(this.isCopied ? 'copied' : 'copy')}</button>
            </div>`;
    }

    private left({ left }: FlowLink): TemplateResult | typeof nothing {
        if (left.length === 0) return html`<p class="muted small">${this.l('results')}</p>`;
        return html`<p class="warn">${this.l('left')}</p>
            <ul data-widget="share.left">${left.map(({ name, bytes }) => html`<li>${name} (${bytesText(bytes)})</li>`)}</ul>
            <p class="muted small">${this.l('leftHow')}</p>`;
    }

    private async make(): Promise<void> {
        const mine = ++this.making;
        this.isMade = false;
        this.isCopied = false;
        this.trouble = '';
        void this.actions.pending.flush();
        const made = await this.page.archives.link(this.passphrase).catch((error: unknown) => this.page.sentenceOf(error));
        if (mine !== this.making) return;
        this.isMade = true;
        this.link = typeof made === 'string' ? undefined : made;
        if (typeof made === 'string') this.trouble = made;
    }

    /// From the first letter on the link without it is not to be had.
    private onPassphrase(event: Event): void {
        this.passphrase = (event.target as HTMLInputElement).value;
        ++this.making;
        this.isMade = false;
        this.isCopied = false;
        clearTimeout(this.typing);
        this.typing = setTimeout(() => this.makeTyped(), kTypedMs);
    }

    private makeTyped(): void {
        if (this.typing === undefined) return;
        clearTimeout(this.typing);
        this.typing = undefined;
        this.made = this.make();
    }

    private selectAll(event: Event): void {
        (event.target as HTMLTextAreaElement).select();
    }

    private async copy(): Promise<void> {
        this.makeTyped();
        await this.made;
        if (!this.link || this.link.reach === 'none') return;
        try {
            await navigator.clipboard.writeText(this.link.address);
            this.isCopied = true;
        } catch {
            // A frame or a browser that does not let a page write there: the link is selected for the person's own keys.
            this.trouble = this.l('copyByHand');
            this.shadowRoot?.querySelector('textarea')?.focus();
        }
    }
}
define('flow-share', Body);
