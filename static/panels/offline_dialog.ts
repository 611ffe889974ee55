// "Available offline": what works without a network, what packages are taken along, how much room there is, and what a browser may throw away.
import { html, nothing, type TemplateResult } from 'lit';
import type { OfflinePackage, OfflineState } from '../host/page_interface.ts';
import { bytesText } from './formats.ts';
import { LaterBody } from './later_body.ts';
import { define, PanelElement } from './panel_element.ts';

export class Body extends LaterBody {
    static override properties = {
        ...PanelElement.properties,
        state: { state: true },
        chosen: { state: true },
        trouble: { state: true },
        isBusy: { state: true },
    };
    protected readonly name = 'offline';
    declare private state: OfflineState | undefined;
    /// Packages by name.
    declare private chosen: ReadonlySet<string>;
    declare private trouble: string;
    declare private isBusy: boolean;

    constructor() {
        super();
        this.chosen = new Set();
    }

    override connectedCallback(): void {
        super.connectedCallback();
        void this.attempt(async () => undefined);
    }

    override render(): TemplateResult {
        const { state } = this;
        return html`<div class="body">
                ${state ? this.about(state) : html`<p class="muted">${this.l('looking')}</p>`}
                ${this.trouble ? html`<p class="bad" role="alert" data-widget="offline.trouble">${this.trouble}</p>` : nothing}
            </div>
            <div class="foot">
                <button data-widget="offline.export" @click=${() => void this.actions.save()}>${this.l('export')}</button>
                ${
                    state?.site
                        ? html`<button class="primary" data-widget="offline.keep" ?disabled=${this.isBusy || (state.site.isKept && this.chosen.size === 0)} @click=${this.keep}>
                              ${this.l(this.isBusy ? 'keeping' : 'keep')}
                          </button>`
                        : nothing
                }
            </div>`;
    }

    private about({ site, packages, used, quota, isPersistent }: OfflineState): TemplateResult {
        const siteText = !site ? this.l('impossible') : this.l(site.isKept ? 'siteKept' : 'siteOpen', { size: bytesText(site.bytes) });
        return html`<p data-widget="offline.site">${siteText}</p>
            <h3>${this.l('packages')}</h3>
            ${packages.length === 0 ? html`<p class="muted">${this.l('noPackages')}</p>` : html`<div data-widget="offline.packages">${packages.map(one => this.row(one))}</div>`}
            <h3>${this.l('room')}</h3>
            <meter min="0" max="1" low="0.8" high="0.95" optimum="0" value=${quota > 0 ? used / quota : 0} aria-label=${this.l('room')}></meter>
            <p data-widget="offline.room">${this.l('used', { used: bytesText(used), quota: bytesText(quota) })}</p>
            <p class="muted small">${this.l(isPersistent ? 'persistent' : 'eviction')}</p>
            ${isPersistent ? nothing : html`<div class="row"><button data-widget="offline.persist" @click=${this.persist}>${this.l('persist')}</button></div>`}`;
    }

    private row({ name, version, file, bytes, isHere, isWanted }: OfflinePackage): TemplateResult {
        const toggle = (event: Event) => {
            const chosen = new Set(this.chosen);
            if ((event.target as HTMLInputElement).checked) chosen.add(name);
            else chosen.delete(name);
            this.chosen = chosen;
        };
        const size = bytes === undefined ? this.l('sizeUnknown') : bytesText(bytes);
        return html`<div class="row">
            <label class="row"><input type="checkbox" data-widget="offline.package.${name}" ?disabled=${isHere} .checked=${isHere || this.chosen.has(name)} @change=${toggle} />${name} ${version}</label>
            <span class="muted small">${size}${isWanted ? ` · ${this.l('wanted')}` : ''}</span>
            ${isHere ? html`<button data-widget="offline.forget.${name}" @click=${() => void this.attempt(() => this.page.offline.forgetPackage(file))}>${this.l('forget')}</button>` : nothing}
        </div>`;
    }

    private keep(): void {
        void this.attempt(async () => {
            await this.page.offline.keep([...this.chosen]);
            this.chosen = new Set();
        });
    }

    private persist(): void {
        void this.attempt(async () => {
            if (!(await this.page.offline.askPersistence())) throw new Error(this.l('notPersistent'));
        });
    }

    /// Does it, and shows what is then.
    private async attempt(act: () => Promise<void>): Promise<void> {
        this.isBusy = true;
        this.trouble = '';
        try {
            await act();
        } catch (error) {
            this.trouble = this.page.sentenceOf(error);
        }
        try {
            this.state = await this.page.offline.state();
        } catch (error) {
            this.trouble ||= this.page.sentenceOf(error);
        }
        this.isBusy = false;
    }
}
define('flow-offline', Body);
