// The variables: every value that the kernel keeps, with type, shape and size. A click selects its node and shows it.
import { css, html, nothing, type TemplateResult } from 'lit';
import { bytesText, countText } from './formats.ts';
import { icon } from './icons.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import { columnStyles } from './styles.ts';

/// Values listed at once; "more" lists as many again.
const slice = 200;

export class VariablesPanel extends PanelElement {
    static override properties = { ...PanelElement.properties, filter: { state: true }, limit: { state: true } };
    static override watches: readonly Watched[] = ['values', 'graph', 'states', 'selection', 'kernel'];
    static override styles = [
        columnStyles,
        css`
            .bar {
                color: var(--ink-3);
                font-size: var(--text-s);
            }
            .bar input {
                max-inline-size: 260px;
            }
            .list {
                flex: 1;
                min-block-size: 0;
                overflow: auto;
            }
            table {
                inline-size: 100%;
                border-collapse: separate;
                border-spacing: 0;
            }
            th,
            td {
                max-inline-size: 0;
                padding: 4px 12px;
                border-block-end: 1px solid var(--line);
                text-align: start;
                white-space: nowrap;
                overflow: hidden;
                text-overflow: ellipsis;
            }
            thead th {
                position: sticky;
                inset-block-start: 0;
                background: var(--surface-2);
                font-weight: 600;
                font-size: var(--text-s);
                color: var(--ink-2);
            }
            .size,
            .shape {
                text-align: end;
                font-variant-numeric: tabular-nums;
            }
            tbody tr:hover {
                background: var(--surface-2);
            }
            tbody tr.selected {
                background: var(--accent-soft);
            }
            td button {
                max-inline-size: 100%;
                padding: 0 4px;
                min-block-size: 24px;
                justify-content: flex-start;
            }
            .old {
                color: var(--stale);
            }
            .name {
                display: flex;
                align-items: center;
                gap: 4px;
                margin-inline-start: -4px;
            }
            .more {
                margin: 8px 12px;
            }
        `,
    ];
    declare filter: string;
    declare limit: number;

    constructor() {
        super();
        this.filter = '';
        this.limit = slice;
    }

    override focus(): void {
        this.shadowRoot?.querySelector('input')?.focus();
    }

    override render(): TemplateResult {
        const { total, items } = this.page.ask('variables', { offset: 0, limit: this.limit, filter: this.filter });
        const selected = new Set(this.actions.selection());
        return html`<div class="bar">
                <input type="search" aria-label=${this.t('filterVariables')} placeholder=${this.t('filterVariables')} data-widget="variables.filter" .value=${this.filter} @input=${(event: Event) => (this.filter = (event.target as HTMLInputElement).value)} />
                <span>${this.t('variableCount', { count: countText(total, this.page.language) })}</span>
            </div>
            ${
                items.length === 0
                    ? html`<div class="empty">${icon('variables')}<p>${this.t(this.filter ? 'variablesNoMatch' : 'variablesNothing')}</p></div>`
                    : html`<div class="list scroll">
                      <table>
                          <colgroup><col width="24%" /><col width="13%" /><col width="15%" /><col width="13%" /><col width="9%" /><col /></colgroup>
                          <thead>
                              <tr>
                                  <th scope="col">${this.t('variable.node')}</th>
                                  <th scope="col">${this.t('variable.port')}</th>
                                  <th scope="col">${this.t('variable.type')}</th>
                                  <th scope="col" class="shape">${this.t('variable.shape')}</th>
                                  <th scope="col" class="size">${this.t('variable.size')}</th>
                                  <th scope="col">${this.t('variable.summary')}</th>
                              </tr>
                          </thead>
                          <tbody>
                              ${items.map(
                                  item => html`<tr class=${selected.has(item.node) ? 'selected' : ''} data-widget="variables.${item.node}.${item.port}" @click=${() => this.actions.surfaces.showPreview(item.node, item.port)}>
                                      <td>
                                          <span class="name"><button class="plain" title=${item.node}><span class="ellipsis">${item.title}</span></button>${
                                              item.isCurrent
                                                  ? nothing
                                                  : html`<span class="old" title=${this.t('valueOld')}>${icon('stale', 12)}<span class="sr">${this.t('valueOld')}</span></span>`
                                          }</span>
                                      </td>
                                      <td><code>${item.port}</code></td>
                                      <td><code>${item.type}</code></td>
                                      <td class="shape">${item.shape}</td>
                                      <td class="size">${bytesText(item.bytes)}</td>
                                      <td title=${item.summary}>${item.summary}</td>
                                  </tr>`,
                              )}
                          </tbody>
                      </table>
                      ${total > items.length ? html`<button class="more" @click=${() => (this.limit += slice)}>${this.t('showMore')} (${total - items.length})</button>` : nothing}
                  </div>`
            }`;
    }
}
define('flow-variables', VariablesPanel);
