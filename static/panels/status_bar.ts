// The line at the bottom: the kernel and how it is starting, what the flow has, and on narrow pages the buttons that open the panels.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { KernelStatus } from '../../runtime/protocol/messages.gen.ts';
import { type IconName, icon } from './icons.ts';
import { openMenu } from './menu.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import type { Side } from './shell.ts';
import { sharedStyles } from './styles.ts';
import { bytesText } from './formats.ts';

const kernelIcons: Record<KernelStatus, IconName> = {
    off: 'idle',
    loading: 'running',
    ready: 'ok',
    busy: 'running',
    restarting: 'running',
    lost: 'failed',
    failed: 'failed',
};

export class StatusBar extends PanelElement {
    static override watches: readonly Watched[] = ['kernel', 'run', 'graph', 'states'];
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: flex;
                align-items: center;
                gap: 4px;
                min-block-size: 30px;
                padding: 0 8px;
                border-block-start: 1px solid var(--line);
                background: var(--surface);
                color: var(--ink-2);
                font-size: var(--text-s);
            }
            button {
                min-block-size: 24px;
                padding: 0 7px;
                color: inherit;
            }
            .kernel {
                gap: 6px;
            }
            .ready > svg {
                color: var(--ok);
            }
            .failed > svg,
            .lost > svg {
                color: var(--bad);
            }
            .busy > svg,
            .loading > svg,
            .restarting > svg {
                color: var(--accent);
            }
            progress {
                inline-size: 110px;
                block-size: 5px;
                border: 0;
                border-radius: 3px;
                background: var(--surface-3);
                overflow: hidden;
                appearance: none;
            }
            progress::-webkit-progress-bar {
                background: var(--surface-3);
            }
            progress::-webkit-progress-value {
                background: var(--accent);
                transition: inline-size 150ms;
            }
            progress::-moz-progress-bar {
                background: var(--accent);
            }
            .numbers {
                font-variant-numeric: tabular-nums;
                padding-inline: 4px;
            }
            .sheets {
                display: none;
            }
            .problem {
                color: var(--bad);
            }
            @media (max-width: 760px) {
                :host {
                    min-block-size: 49px;
                    justify-content: space-between;
                    padding: 0 4px;
                }
                .sheets {
                    display: flex;
                }
                .sheets button {
                    flex-direction: column;
                    gap: 1px;
                    min-block-size: 46px;
                    min-inline-size: 44px;
                    padding: 2px 6px;
                    font-size: 10.5px;
                }
                .counts,
                .sides,
                progress,
                .bytes {
                    display: none;
                }
                .kernel {
                    min-block-size: 44px;
                }
            }
        `,
    ];

    override connectedCallback(): void {
        super.connectedCallback();
        this.listen(this.actions.shell.onChange(() => this.requestUpdate()));
        // Looking closer changes nothing in the session, so it is not told of.
        const onLook = () => this.drawSoon();
        const { canvas } = this.actions.shell;
        for (const event of ['wheel', 'pointerup'] as const) canvas.addEventListener(event, onLook, { passive: true });
        this.listen(this.page.on('looked', onLook), () => {
            for (const event of ['wheel', 'pointerup'] as const) canvas.removeEventListener(event, onLook);
        });
    }

    override render(): TemplateResult {
        const status = this.page.ask('status', {});
        const isLoading = status.kernel === 'loading' || status.kernel === 'restarting';
        const step = status.step ? this.stepText(status.step) : '';
        const text = isLoading && step ? step : this.t(`kernel.${status.kernel}`);
        return html`
            <button
                class="plain kernel ${status.kernel}"
                data-widget="status.kernel"
                aria-haspopup="menu"
                title=${this.t('kernelMenu')}
                @click=${(event: Event) => this.openKernelMenu(event)}
            >
                ${icon(kernelIcons[status.kernel], 13)}<span>${text}</span>
            </button>
            ${
                isLoading && status.total > 0
                    ? html`<progress max=${status.total} value=${status.done} aria-label=${step || text}></progress><span class="numbers bytes">${this.amountText(status.done, status.total)}</span>`
                    : nothing
            }
            ${status.problem ? html`<span class="problem ellipsis" title=${status.problem}>${status.problem}</span>` : nothing}
            <span class="grow"></span>
            <span class="numbers counts">${this.t('nodeCount', { count: status.nodeCount })}${status.stale > 0 ? html` · ${this.t('staleCount', { count: status.stale })}` : nothing}</span>
            <span class="numbers counts" data-widget="status.zoom">${Math.round(status.zoom)} %</span>
            <span class="sides">${this.sideButton('left', 'outline')}${this.sideButton('bottom', 'table')}${this.sideButton('right', 'inspector')}</span>
            <nav class="sheets" aria-label=${this.t('panels')}>${this.sideButton('left', 'outline', true)}${this.sideButton('right', 'inspector', true)}${this.sideButton('bottom', 'table', true)}</nav>
        `;
    }

    private sideButton(side: Side, shape: IconName, isLabelled = false): TemplateResult {
        const text = this.t(`side.${side}`);
        return html`<button class="plain" aria-pressed=${this.actions.shell.isOpen(side) ? 'true' : 'false'} aria-label=${text} title=${text} data-widget="${isLabelled ? 'sheet' : 'side'}.${side}" @click=${() => this.actions.shell.toggle(side)}>
            ${icon(shape, isLabelled ? 18 : 14)}${isLabelled ? html`<span>${text}</span>` : nothing}
        </button>`;
    }

    /// The session gives a catalogue key or a text of the kernel's own; a key that is not in the catalogue is shown as itself.
    private stepText(step: string): string {
        return /^[a-z_]+(\.[a-z_]+)+$/i.test(step) ? this.page.text(step) : step;
    }

    private amountText(done: number, total: number): string {
        return total > 4096 ? `${bytesText(done)} / ${bytesText(total)}` : `${done} / ${total}`;
    }

    private openKernelMenu(event: Event): void {
        const status = this.page.ask('status', {});
        const python = status.python
            ? [{ text: `Python ${status.python}`, about: `Pyodide ${this.page.version.pyodide}`, isOff: true, run: () => undefined }]
            : [];
        openMenu(
            event.currentTarget as HTMLElement,
            [
                ...python,
                {
                    text: this.t('command.restart'),
                    about: this.t('restartAbout'),
                    icon: 'restart',
                    widget: 'menu.restart',
                    run: () => void this.actions.restart(),
                },
            ],
            this.t('kernelMenu'),
        );
    }
}
define('flow-status', StatusBar);
