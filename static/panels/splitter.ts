// The bar between a panel and the canvas: drag it, or focus it and use the arrows; a double-click or Enter closes the panel.
import { css, html, type TemplateResult } from 'lit';
import { define, PanelElement } from './panel_element.ts';
import { type Side, sideBounds } from './shell.ts';
import { sharedStyles } from './styles.ts';

/// One key press moves this far, CSS pixels.
const keyStep = 16;

export class Splitter extends PanelElement {
    static override properties = { ...PanelElement.properties, side: { attribute: false } };
    static override styles = [
        sharedStyles,
        css`
            :host {
                position: absolute;
                inset: 0;
                z-index: 5;
                pointer-events: none;
            }
            .bar {
                position: absolute;
                pointer-events: auto;
                touch-action: none;
            }
            .upright {
                inset-block: 0;
                inline-size: 9px;
                cursor: col-resize;
            }
            .left {
                inset-inline-end: -5px;
            }
            .right {
                inset-inline-start: -5px;
            }
            .level {
                inset-inline: 0;
                inset-block-start: -5px;
                block-size: 9px;
                cursor: row-resize;
            }
            @media (max-width: 760px) {
                :host {
                    display: none;
                }
            }
            .bar::after {
                position: absolute;
                background: var(--accent);
                opacity: 0;
                transition: opacity 120ms;
                content: '';
            }
            .upright::after {
                inset-block: 0;
                inset-inline: 4px;
            }
            .level::after {
                inset-inline: 0;
                inset-block: 4px;
            }
            .bar:hover::after,
            .bar:active::after,
            .bar:focus-visible::after {
                opacity: 0.8;
            }
        `,
    ];
    declare side: Side;

    override connectedCallback(): void {
        super.connectedCallback();
        this.listen(this.actions.shell.onChange(() => this.requestUpdate()));
    }

    override render(): TemplateResult {
        const { minimum, maximum } = sideBounds[this.side];
        const isUpright = this.side !== 'bottom';
        return html`<div
            class="bar ${this.side} ${isUpright ? 'upright' : 'level'}"
            role="separator"
            tabindex="0"
            aria-orientation=${isUpright ? 'vertical' : 'horizontal'}
            aria-label=${this.t(`splitter.${this.side}`)}
            aria-valuemin=${minimum}
            aria-valuemax=${maximum}
            aria-valuenow=${this.actions.shell.size(this.side)}
            data-widget="splitter.${this.side}"
            @pointerdown=${this.onDown}
            @keydown=${this.onKey}
            @dblclick=${() => this.actions.shell.close(this.side)}
        ></div>`;
    }

    private onDown(event: PointerEvent): void {
        const bar = event.currentTarget as HTMLElement;
        const shell = this.actions.shell;
        const start = { x: event.clientX, y: event.clientY, size: shell.size(this.side) };
        bar.setPointerCapture(event.pointerId);
        const onMove = (move: PointerEvent) => {
            const by = this.side === 'left' ? move.clientX - start.x : this.side === 'right' ? start.x - move.clientX : start.y - move.clientY;
            shell.setSize(this.side, start.size + by);
        };
        bar.addEventListener('pointermove', onMove);
        bar.addEventListener('lostpointercapture', () => bar.removeEventListener('pointermove', onMove), { once: true });
    }

    private onKey(event: KeyboardEvent): void {
        const shell = this.actions.shell;
        const grow = { left: 'ArrowRight', right: 'ArrowLeft', bottom: 'ArrowUp' }[this.side];
        const shrink = { left: 'ArrowLeft', right: 'ArrowRight', bottom: 'ArrowDown' }[this.side];
        if (event.key === grow) shell.setSize(this.side, shell.size(this.side) + keyStep);
        else if (event.key === shrink) shell.setSize(this.side, shell.size(this.side) - keyStep);
        else if (event.key === 'Enter') shell.close(this.side);
        else return;
        event.preventDefault();
    }
}
define('flow-splitter', Splitter);
