// One look at a value, whatever its kind, as page content: shared by the preview and by what a node displayed.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Page, Preview } from '../host/page_interface.ts';
import type { Actions } from './actions.ts';
import './chart_frame.ts';
import { bytesText, hexLines } from './formats.ts';
import './html_frame.ts';
import './image_view.ts';
import './json_tree.ts';
import './table_view.ts';

export const lookStyles = css`
    .content {
        flex: 1;
        min-block-size: 0;
        min-inline-size: 0;
        overflow: auto;
        scrollbar-width: thin;
        scrollbar-color: var(--line-strong) transparent;
    }
    .content:focus-visible {
        outline-offset: -2px;
    }
    .fill {
        overflow: hidden;
    }
    pre {
        margin: 0;
        padding: 10px 14px;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        font: 12.5px / 1.6 var(--font-mono);
    }
    .cut {
        padding: 0 14px 10px;
        color: var(--ink-3);
        font-size: var(--text-s);
    }
`;

/// The content for a look at `port` of `node`; `name` is what a picture of it is called.
export function lookView(page: Page, actions: Actions, look: Preview, node: string, port: string, name: string): TemplateResult {
    const t = (key: string, args?: Record<string, string | number>) => page.text(`ui.${key}`, args);
    switch (look.kind) {
        case 'text':
            return html`<div class="content" tabindex="0" role="region" aria-label=${t('panel.preview')} data-widget="preview.text"><pre>${look.text}</pre>${look.truncated ? html`<p class="cut">${t('truncated')}</p>` : nothing}</div>`;
        case 'json':
            return html`<div class="content"><flow-json data-widget="preview.json" .value=${look.value} .label=${t('panel.preview')} .moreText=${t('showMore')}></flow-json>${look.truncated ? html`<p class="cut">${t('truncated')}</p>` : nothing}</div>`;
        case 'table':
            return html`<div class="content fill"><flow-table .page=${page} .actions=${actions} .node=${node} .port=${port} .first=${look}></flow-table></div>`;
        case 'image':
            return html`<div class="content fill"><flow-image .page=${page} .actions=${actions} .look=${look} .name=${name}></flow-image></div>`;
        case 'html':
            return html`<div class="content"><flow-html .page=${page} .actions=${actions} .content=${look.html}></flow-html></div>`;
        case 'chart':
            return html`<div class="content fill"><flow-chart .page=${page} .actions=${actions} .mime=${look.mime} .spec=${look.spec} .name=${name}></flow-chart></div>`;
        case 'bytes':
            return html`<div class="content" tabindex="0" role="region" aria-label=${t('panel.preview')} data-widget="preview.bytes"><pre>${hexLines(look.head)}</pre><p class="cut">${t('bytesTotal', { size: bytesText(look.size) })}</p></div>`;
    }
}
