// The network: what the flow's Python asked other hosts for, and which hosts a person allowed it, to be taken back or added by a pattern.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { NetworkLogLine } from '../host/page_interface.ts';
import { bytesText, durationText } from './formats.ts';
import { icon } from './icons.ts';
import { define, PanelElement } from './panel_element.ts';
import { logStyles } from './styles.ts';

export class NetworkPanel extends PanelElement {
    static override styles = [
        logStyles,
        css`
            .bar ul {
                display: flex;
                flex-wrap: wrap;
                gap: 6px;
                margin: 0;
                padding: 0;
                list-style: none;
            }
            .bar li {
                display: flex;
                align-items: center;
                padding-inline-start: 8px;
                border: 1px solid var(--line);
                border-radius: var(--radius);
                font-size: var(--text-s);
            }
            .bar input {
                inline-size: 240px;
            }
            td.address {
                inline-size: 100%;
                max-inline-size: 0;
                overflow: hidden;
                text-overflow: ellipsis;
            }
            .bad {
                color: var(--bad);
            }
        `,
    ];

    override connectedCallback(): void {
        super.connectedCallback();
        this.listen(this.page.on('network', () => this.drawSoon()));
    }

    override render(): TemplateResult {
        const { lines, dropped } = this.page.network.log();
        const allowed = this.page.network.allowed();
        return html`<div class="bar">
                <span id="allowed">${this.t('network.allowed')}</span>
                ${
                    allowed.length === 0
                        ? html`<span class="muted small">${this.t('network.allowedNothing')}</span>`
                        : html`<ul aria-labelledby="allowed">
                              ${allowed.map(
                                  pattern => html`<li>
                                      <code>${pattern}</code>
                                      <button class="plain icon" aria-label=${this.t('network.disallow', { pattern })} title=${this.t('network.disallow', { pattern })} @click=${() => this.page.network.disallow(pattern)}>
                                          ${icon('close', 12)}
                                      </button>
                                  </li>`,
                              )}
                          </ul>`
                }
                <span class="grow"></span>
                <form @submit=${this.onAdd}>
                    <input name="pattern" data-widget="network.pattern" aria-label=${this.t('network.pattern')} placeholder="https://*.example.com/*" autocomplete="off" spellcheck="false" />
                    <button data-widget="network.add">${this.t('network.add')}</button>
                </form>
                <button class="plain" data-widget="network.clear" ?disabled=${lines.length === 0} @click=${() => this.page.network.clearLog()}>${this.t('network.clear')}</button>
            </div>
            ${
                lines.length === 0
                    ? html`<div class="empty">${icon('network')}<p>${this.t('network.nothing')}</p><p class="small">${this.t('network.nothingHint')}</p></div>`
                    : html`<div class="log scroll" tabindex="0" role="region" aria-label=${this.t('panel.network')}>
                          <table>
                              <thead><tr>${(['method', 'address', 'outcome', 'bytes', 'time'] as const).map(name => html`<th scope="col">${this.t(`network.column.${name}`)}</th>`)}</tr></thead>
                              <tbody>${[...lines].reverse().map(line => this.row(line))}</tbody>
                          </table>
                          ${dropped > 0 ? html`<p class="muted small">${this.t('network.dropped', { count: dropped })}</p>` : nothing}
                      </div>`
            }`;
    }

    private row(line: NetworkLogLine): TemplateResult {
        const isGood = line.outcome === 'answered' || line.outcome === 'given';
        const isUnderWay = line.outcome === 'asking' || line.outcome === 'fetching';
        const outcome = this.t(`network.outcome.${line.outcome}`, { status: line.status });
        return html`<tr data-widget="network.line.${line.id}">
            <td>${line.method}</td>
            <td class="address" title=${line.address}>${line.address}</td>
            <td class=${isGood || isUnderWay ? '' : 'bad'} title=${line.reason}>${outcome}</td>
            <td class="amount">${isGood ? bytesText(line.bytes) : nothing}</td>
            <td class="amount">${isUnderWay ? nothing : durationText(this.page, line.elapsedMs)}</td>
        </tr>`;
    }

    private onAdd(event: SubmitEvent): void {
        event.preventDefault();
        const field = this.shadowRoot?.querySelector('input');
        const pattern = field?.value.trim() ?? '';
        if (!field || pattern === '') return;
        if (this.page.network.allow(pattern)) field.value = '';
        else this.actions.surfaces.say('error', this.t('network.noPattern', { pattern }));
    }
}
define('flow-network', NetworkPanel);
