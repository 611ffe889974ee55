// Sentences for the person: shown for a while in a corner of the canvas and spoken by the one polite live region of the page. Errors stay until closed.
import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from './icons.ts';
import type { Offer } from './surfaces.ts';
import { define, PanelElement } from './panel_element.ts';
import { sharedStyles } from './styles.ts';

interface Toast {
    id: number;
    level: string;
    text: string;
    offer?: Offer;
}

/// More than this at once would hide the canvas, or be more than can be listened to: the oldest goes.
const maxToasts = 4;
/// A sentence is shown this long, plus reading time.
const baseMs = 2600;
const perLetterMs = 45;
/// A sentence that offers something waits this much longer.
const offerMs = 5000;

export class Toasts extends PanelElement {
    static override properties = { ...PanelElement.properties, toasts: { state: true }, spoken: { state: true } };
    static override styles = [
        sharedStyles,
        css`
            :host {
                position: absolute;
                inset-block-end: 12px;
                inset-inline: 12px;
                z-index: 10;
                display: flex;
                flex-direction: column;
                align-items: center;
                gap: 6px;
                pointer-events: none;
            }
            .toast {
                display: flex;
                align-items: flex-start;
                gap: 8px;
                max-inline-size: min(560px, 100%);
                padding: 8px 8px 8px 12px;
                border: 1px solid var(--line);
                border-radius: var(--radius-l);
                background: var(--surface);
                box-shadow: var(--shadow);
                pointer-events: auto;
                animation: rise 160ms ease-out;
            }
            .toast > svg {
                margin-block-start: 4px;
                color: var(--accent);
            }
            .toast p {
                padding-block: 2px;
                overflow-wrap: anywhere;
                max-block-size: 160px;
                overflow: auto;
                white-space: pre-wrap;
            }
            .error > svg,
            .refused > svg,
            .fatal > svg {
                color: var(--bad);
            }
            .warning > svg {
                color: var(--stale);
            }
            .toast button.icon {
                min-block-size: 24px;
                inline-size: 24px;
            }
            @keyframes rise {
                from {
                    opacity: 0;
                    transform: translateY(8px);
                }
            }
        `,
    ];
    declare private toasts: Toast[];
    /// The latest sentences, each one added to the region: two in the same moment (an error, the run's end) are both read.
    declare private spoken: readonly { id: number; text: string }[];
    /// What is only said in passing covers nothing of what is read.
    isQuiet = false;
    private last = 0;
    private opening = 0;

    constructor() {
        super();
        this.toasts = [];
        this.spoken = [];
    }

    override connectedCallback(): void {
        super.connectedCallback();
        this.listen(
            this.page.on('changed', changed => {
                if (!changed.graph && !changed.files && !changed.history) return;
                if (this.toasts.some(toast => toast.offer?.isDone?.())) this.toasts = this.toasts.filter(toast => !toast.offer?.isDone?.());
            }),
            this.page.on('flow_opened', ({ opening }) => {
                // Another tab, or an undo, comes back to a flow that was there before.
                if (opening <= this.opening) return;
                this.opening = opening;
                this.toasts = this.toasts.filter(toast => toast.level !== 'refused');
            }),
            this.page.on('said', said => this.say(this.isQuiet && said.level === 'info' ? 'spoken' : said.level, said.text)),
            this.page.on('run_ended', run => this.say('spoken', this.t(`runEnded.${run.ended}`, { count: run.ran.length }))),
            this.page.on('node_errored', ({ node, error }) =>
                this.say(
                    'spoken',
                    this.t('nodeErrored', {
                        name: this.actions.node(node)?.title ?? node,
                        error: `${error.type}: ${error.message}`,
                    }),
                ),
            ),
        );
    }

    /// `spoken` is said to screen readers only; what is `refused` concerns nobody any more when another file was opened; what is said twice in a row is shown once.
    say(level: string, text: string, offer?: Offer): void {
        const id = ++this.last;
        this.spoken = [...this.spoken, { id, text }].slice(-maxToasts);
        if (level === 'spoken') return;
        this.toasts = [...this.toasts.filter(toast => toast.text !== text), { id, level, text, ...(offer ? { offer } : {}) }].slice(-maxToasts);
        if (!isLasting(level)) setTimeout(() => this.drop(id), baseMs + text.length * perLetterMs + (offer ? offerMs : 0));
    }

    /// Takes the latest one away; false if there is none.
    dismiss(): boolean {
        const last = this.toasts.at(-1);
        if (last) this.drop(last.id);
        return last !== undefined;
    }

    override render(): TemplateResult {
        return html`<div class="sr" role="status" aria-live="polite" aria-atomic="false" data-widget="spoken">${repeat(
            this.spoken,
            ({ id }) => id,
            ({ text }) => html`<p>${text}</p>`,
        )}</div>
            ${this.toasts.map(
                toast => html`<div class="toast ${toast.level}" data-widget="toast.${toast.level === 'refused' ? 'error' : toast.level}">
                    ${icon(toast.level === 'info' ? 'info' : 'warning')}
                    <p class="grow">${toast.text}</p>
                    ${toast.offer ? html`<button data-widget="toast.offer" @click=${() => this.take(toast)}>${toast.offer.text}</button>` : nothing}
                    ${toast.level === 'fatal' ? html`<button class="save" data-widget="toast.save" @click=${() => void this.actions.save()}>${this.t('command.save')}</button>` : nothing}
                    <button class="plain icon" aria-label=${this.t('close')} @click=${() => this.drop(toast.id)}>${icon('close', 12)}</button>
                </div>`,
            )}`;
    }

    private take(toast: Toast): void {
        this.drop(toast.id);
        toast.offer?.run();
    }

    private drop(id: number): void {
        this.toasts = this.toasts.filter(toast => toast.id !== id);
    }
}
define('flow-toasts', Toasts);

/// What has to be read before it goes: errors, among them what is wrong with a file (`refused`), and a broken promise of our own (`fatal`), after which the flow can still be saved.
function isLasting(level: string): boolean {
    return level === 'error' || level === 'refused' || level === 'fatal';
}
