// The question whether a flow may reach another host: which host, with which first request, and three answers of which the careful one has the focus.
import { html, type TemplateResult } from 'lit';
import type { NetworkQuestion, NetworkReply, Page } from '../host/page_interface.ts';

export function networkQuestion(page: Page, question: NetworkQuestion, answer: (reply: NetworkReply) => void): TemplateResult {
    const t = (key: string, args?: Record<string, string>) => page.text(`ui.${key}`, args);
    const { host } = new URL(question.origin);
    return html`<div class="body">
            <p>${t('network.question.what', { host })}</p>
            <p><code>${question.method} ${shortened(question.address)}</code></p>
            <p class="muted small">${t('network.question.privacy', { host })}</p>
        </div>
        <div class="foot">
            <button autofocus data-widget="network.no" @click=${() => answer('no')}>${t('network.question.no')}</button>
            <button data-widget="network.run" @click=${() => answer('run')}>${t('network.question.run')}</button>
            <button class="primary" data-widget="network.flow" @click=${() => answer('flow')}>${t('network.question.flow')}</button>
        </div>`;
}

/// The address's beginning and end: it may be kilobytes long, and both may matter.
function shortened(address: string): string {
    return address.length <= 300 ? address : `${address.slice(0, 220)} … ${address.slice(-70)}`;
}
