// The list of steps that undo and redo go through: named, the present one marked, any of them one click away.
import { css, html, type TemplateResult } from 'lit';
import { LaterBody } from './later_body.ts';
import { define } from './panel_element.ts';

/// The latest come first; more than this nobody reads.
const mostShown = 400;

export class Body extends LaterBody {
    static override styles = [
        ...LaterBody.styles,
        css`
            ol {
                margin: 0;
                padding: 0;
                list-style: none;
            }
            li button {
                inline-size: 100%;
                border: 0;
                background: none;
                justify-content: flex-start;
                text-align: start;
            }
            li button:hover:not(:disabled) {
                background: var(--surface-3);
            }
            [aria-current='step'] {
                background: var(--accent-soft);
                font-weight: 600;
            }
            .undone {
                color: var(--ink-3);
            }
        `,
    ];
    protected readonly name = 'steps';

    override connectedCallback(): void {
        super.connectedCallback();
        this.listen(this.page.on('changed', changed => changed.history && this.requestUpdate()));
    }

    override render(): TemplateResult {
        const { steps, done } = this.page.ask('history', {});
        const rows = steps.map((text, index) => this.row(text, index + 1, done)).slice(-mostShown);
        const start = rows.length === steps.length ? [this.row(this.l('start'), 0, done)] : [];
        return html`<div class="body"><ol data-widget="steps.list" reversed>${[...start, ...rows].reverse()}</ol></div>`;
    }

    private row(text: string, at: number, done: number): TemplateResult {
        return html`<li>
            <button
                class=${at > done ? 'undone' : ''}
                aria-current=${at === done ? 'step' : 'false'}
                ?disabled=${this.page.mode === 'view'}
                data-widget="steps.${at}"
                @click=${() => void this.actions.travelTo(at)}
            >
                ${text}
            </button>
        </li>`;
    }
}
define('flow-steps', Body);
