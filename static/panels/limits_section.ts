// The limits of one node in the inspector: what it may take, where that differs from what holds for all. An empty field means: as for all.
import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { NodeLimits } from '../../runtime/protocol/messages.gen.ts';
import type { Answer } from '../host/page_interface.ts';
import { type LimitName, limitFields, shownLimit, typedLimit } from './limit_values.ts';
import { define, PanelElement } from './panel_element.ts';
import { sharedStyles } from './styles.ts';

export class LimitsSection extends PanelElement {
    static override properties = { ...PanelElement.properties, details: { attribute: false }, refusal: { state: true } };
    static override styles = [
        sharedStyles,
        css`
            label {
                display: grid;
                grid-template-columns: 1fr 96px;
                align-items: center;
                gap: 8px;
                margin-block-end: 8px;
                color: var(--ink-2);
            }
            .set {
                color: var(--ink);
                font-weight: 550;
            }
            p {
                color: var(--ink-3);
                font-size: var(--text-s);
            }
            .refusal {
                color: var(--bad);
            }
        `,
    ];
    declare details: Answer<'inspector'>;
    declare refusal: string | undefined;

    override focus(): void {
        this.shadowRoot?.querySelector('input')?.focus();
    }

    override render(): TemplateResult {
        const { limits, limitsNow } = this.details;
        return html`${limitFields.map(field => {
            const own = limits[field.name];
            return html`<label class=${own === undefined ? '' : 'set'}>
                ${this.t(`limit.${field.name}`)}
                <input
                    inputmode="decimal"
                    autocomplete="off"
                    data-widget="inspector.limit.${field.name}"
                    ?disabled=${this.page.mode === 'view'}
                    placeholder=${shownLimit(field, limitsNow[field.name]) || this.t('limit.none')}
                    .value=${live(shownLimit(field, own))}
                    @change=${(event: Event) => void this.set(field.name, (event.target as HTMLInputElement).value)}
                />
            </label>`;
        })}
            ${this.refusal ? html`<p class="refusal" role="alert">${this.refusal}</p>` : nothing}
            <p>${this.t('limit.about')}</p>`;
    }

    private async set(name: LimitName, text: string): Promise<void> {
        const field = limitFields.find(each => each.name === name);
        if (!field) return;
        const typed = typedLimit(field, text);
        if ('bad' in typed) {
            this.refusal = this.t(typed.bad);
            return;
        }
        const { [name]: _before, ...others } = this.details.limits;
        const limits: NodeLimits = { ...others, ...(typed.value === undefined ? {} : { [name]: typed.value }) };
        try {
            await this.page.call({ type: 'set_node_limits', node: this.details.id, limits });
            this.refusal = undefined;
        } catch (refused) {
            this.refusal = this.page.sentenceOf(refused);
        }
    }
}
define('flow-limits', LimitsSection);
