// The modal dialogs: help, settings, consent for packages and for other hosts, and the offer of the less safe kernel. One at a time; Escape closes and means no.
import { html, nothing, type TemplateResult } from 'lit';
import type { ConsentQuestion, NetworkQuestion, NetworkReply } from '../host/page_interface.ts';
import { bytesText } from './formats.ts';
import { helpBody } from './help_dialog.ts';
import { dialogBodyStyles } from './help_dialog_styles.ts';
import { icon } from './icons.ts';
import type { LaterDialog } from './later_dialogs.ts';
import { networkQuestion } from './network_question.ts';
import { define, PanelElement } from './panel_element.ts';
import { settingsBody } from './settings_dialog.ts';
import { dialogStyles, sharedStyles } from './styles.ts';

/// What somebody waits for; `answer` is called once, with the careful answer when the dialog is closed without one.
type Asked =
    | { kind: 'consent'; question: ConsentQuestion; answer(yes: boolean): void }
    | { kind: 'network'; question: NetworkQuestion; answer(reply: NetworkReply): void };
/// A dialog whose code is loaded when it is wanted (later_dialogs.ts).
type Later = { kind: LaterDialog; body: HTMLElement };
type Shown = Later | { kind: 'help' } | { kind: 'settings' } | { kind: 'plain'; reason: string } | Asked;

export class Dialogs extends PanelElement {
    static override properties = { ...PanelElement.properties, shown: { state: true } };
    static override styles = [sharedStyles, dialogStyles, dialogBodyStyles];
    declare private shown: Shown | undefined;
    private waiting: Asked[] = [];
    /// What is shown was put before the person, and its closing has not been dealt with.
    private isUp = false;

    override connectedCallback(): void {
        super.connectedCallback();
        this.page.onConsent(question => new Promise(answer => this.queue({ kind: 'consent', question, answer })));
        this.page.network.onQuestion(
            (question, signal) =>
                new Promise(answer => {
                    const asked: Asked = { kind: 'network', question, answer };
                    signal.addEventListener('abort', () => this.takeBack(asked), { once: true });
                    this.queue(asked);
                }),
        );
        this.listen(
            this.page.on('plain_worker_offered', ({ reason }) => this.show({ kind: 'plain', reason })),
            this.page.on('theme', () => this.requestUpdate()),
        );
    }

    show(what: Shown): void {
        this.takeClosing();
        this.shown = what;
        void this.updateComplete.then(() => {
            const { dialog } = this;
            if (dialog && !dialog.open) dialog.showModal();
            this.isUp = true;
        });
    }

    override render(): TemplateResult {
        const { shown } = this;
        if (!shown) return html`${nothing}`;
        return html`<dialog aria-labelledby="title" data-widget="dialog.${shown.kind}" @close=${this.takeClosing} @click=${this.onBackdrop}>
            <div class="head">
                <h2 id="title">${'body' in shown ? this.page.text(`later.${shown.kind}.title`) : this.t(`dialog.${shown.kind}`)}</h2>
                <button class="plain icon" aria-label=${this.t('close')} title=${this.t('close')} data-widget="dialog.close" @click=${this.close}>${icon('close')}</button>
            </div>
            ${this.body(shown)}
        </dialog>`;
    }

    private body(shown: Shown): TemplateResult {
        if ('body' in shown) return html`${shown.body}`;
        switch (shown.kind) {
            case 'help':
                return html`<div class="body" tabindex="0" role="region" aria-labelledby="title">${helpBody(this.page)}</div>`;
            case 'settings':
                return html`<div class="body">${settingsBody(
                    this.page,
                    this.actions.shell.canvas,
                    () => this.requestUpdate(),
                    name => this.actions.surfaces.showLater(name),
                )}</div>`;
            case 'consent':
                return this.consent(shown.question, shown.answer);
            case 'network':
                return networkQuestion(this.page, shown.question, reply => this.settle(() => shown.answer(reply)));
            case 'plain':
                return html`<div class="body">
                        <p>${this.t('plain.what')}</p>
                        <p class="muted small">${shown.reason}</p>
                    </div>
                    <div class="foot">
                        <button autofocus data-widget="dialog.no" @click=${this.close}>${this.t('plain.no')}</button>
                        <button class="primary" data-widget="dialog.yes" @click=${this.allowPlain}>${this.t('plain.yes')}</button>
                    </div>`;
        }
    }

    private consent(question: ConsentQuestion, answer: (yes: boolean) => void): TemplateResult {
        return html`<div class="body">
                <p>${this.t('consent.what', { host: question.host })}</p>
                <ul class="packages">
                    ${question.packages.map(name => html`<li><code>${name}</code></li>`)}
                </ul>
                <p class="muted small">${question.bytes > 0 ? this.t('consent.size', { size: bytesText(question.bytes) }) : this.t('consent.sizeUnknown')} ${this.t('consent.privacy', { host: question.host })}</p>
            </div>
            <div class="foot">
                <button autofocus data-widget="dialog.no" @click=${this.close}>${this.t('consent.no')}</button>
                <button class="primary" data-widget="dialog.yes" @click=${() => this.settle(() => answer(true))}>${this.t('consent.yes')}</button>
            </div>`;
    }

    private queue(asked: Asked): void {
        this.waiting.push(asked);
        if (this.waiting[0] === asked) this.show(asked);
    }

    /// Gives the answer to the question that is shown, and shows the next.
    private settle(answer: () => void): void {
        this.waiting.shift();
        answer();
        this.showNext();
    }

    /// Nobody waits for this answer any more.
    private takeBack(asked: Asked): void {
        const isShown = this.waiting[0] === asked;
        this.waiting = this.waiting.filter(one => one !== asked);
        if (asked.kind === 'network') asked.answer('no');
        if (isShown) this.showNext();
    }

    private showNext(): void {
        const [next] = this.waiting;
        if (next) this.show(next);
        else this.dismiss();
    }

    private allowPlain(): void {
        this.dismiss();
        try {
            this.page.allowPlainWorker();
        } catch (refused) {
            this.actions.surfaces.say('error', this.page.sentenceOf(refused));
        }
    }

    private dismiss(): void {
        this.isUp = false;
        this.dialog?.close();
        this.shown = undefined;
    }

    close(): void {
        this.dialog?.close();
    }

    private get dialog(): HTMLDialogElement | null {
        return this.shadowRoot?.querySelector('dialog') ?? null;
    }

    /// Closed by Escape, the button or a click beside it: for a question that means no.
    /// The browser tells of it a moment later: by then a key may have asked for another dialog, or the next question may be there.
    private takeClosing(): void {
        if (!this.isUp || this.dialog?.open) return;
        this.isUp = false;
        const { shown } = this;
        if (shown?.kind === 'consent') this.settle(() => shown.answer(false));
        else if (shown?.kind === 'network') this.settle(() => shown.answer('no'));
        else if (shown) this.showNext();
    }

    private onBackdrop(event: MouseEvent): void {
        if (event.target instanceof HTMLDialogElement && this.waiting.length === 0) this.close();
    }
}
define('flow-dialogs', Dialogs);
