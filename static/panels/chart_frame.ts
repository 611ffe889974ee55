// Room for one chart: loads the drawing code when it is needed, follows size and theme, shows what the pointer is on, gives the picture away.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { DrawnChart } from './chart_view.ts';
import { icon } from './icons.ts';
import { define, PanelElement } from './panel_element.ts';
import { sharedStyles } from './styles.ts';

export class ChartFrame extends PanelElement {
    static override properties = {
        ...PanelElement.properties,
        mime: { attribute: false },
        spec: { attribute: false },
        name: { attribute: false },
        problem: { state: true },
        tip: { state: true },
        fits: { state: true },
    };
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: block;
                position: relative;
                block-size: 100%;
                min-block-size: 160px;
            }
            .chart {
                block-size: 100%;
                padding: 12px 14px 6px;
                overflow: auto;
                scrollbar-width: thin;
            }
            .problem {
                padding: 12px 14px;
                color: var(--bad);
            }
            .tools {
                display: flex;
                gap: 4px;
                position: absolute;
                inset-block-start: 6px;
                inset-inline-end: 8px;
                opacity: 0;
            }
            :host(:hover) .tools,
            .tools:focus-within {
                opacity: 1;
            }
            .tip {
                position: fixed;
                inset: auto;
                margin: 0;
                padding: 6px 10px;
                border: 1px solid var(--line);
                border-radius: var(--radius);
                background: var(--surface);
                color: var(--ink);
                box-shadow: var(--shadow);
                pointer-events: none;
                font-size: var(--text-s);
            }
            dl {
                display: grid;
                grid-template-columns: auto auto;
                gap: 0 10px;
                margin: 0;
            }
            dt {
                color: var(--ink-3);
            }
            dd {
                margin: 0;
                text-align: end;
                font-variant-numeric: tabular-nums;
            }
        `,
    ];
    declare mime: string;
    declare spec: unknown;
    declare name: string;
    declare problem: string | undefined;
    declare tip: { value: unknown; x: number; y: number } | undefined;

    declare fits: boolean;

    private chart: DrawnChart | undefined;
    private drawing = 0;
    private resize: ResizeObserver | undefined;

    constructor() {
        super();
        this.fits = true;
    }

    override connectedCallback(): void {
        super.connectedCallback();
        this.listen(this.page.on('theme', () => void this.draw()));
        this.resize = new ResizeObserver(() => void this.fit());
        this.resize.observe(this);
        if (this.hasUpdated) void this.draw();
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.resize?.disconnect();
        this.chart?.finalize();
        this.chart = undefined;
        ++this.drawing;
    }

    protected override updated(changed: Map<PropertyKey, unknown>): void {
        if (changed.has('spec') || changed.has('fits')) void this.draw();
        const tip = this.shadowRoot?.querySelector<HTMLElement>('.tip');
        if (tip && this.tip) {
            if (!tip.matches(':popover-open')) tip.showPopover();
            const box = tip.getBoundingClientRect();
            tip.style.setProperty('left', `${Math.min(this.tip.x + 12, innerWidth - box.width - 8)}px`);
            tip.style.setProperty('top', `${Math.min(this.tip.y + 12, innerHeight - box.height - 8)}px`);
        }
    }

    override render(): TemplateResult {
        return html`${this.problem ? html`<p class="problem" role="alert">${this.t('chartFailed', { reason: this.problem })}</p>` : nothing}
            <div class="chart" role="img" aria-label=${this.t('chartOf', { name: this.name })} data-widget="preview.chart"></div>
            <div class="tools"><button class="icon" aria-pressed=${this.fits ? 'true' : 'false'} aria-label=${this.t('fitPicture')} title=${this.t('fitPicture')} @click=${() => (this.fits = !this.fits)}>${icon('fit', 14)}</button><button class="icon" aria-label=${this.t('savePicture')} title=${this.t('savePicture')} ?disabled=${!!this.problem} @click=${this.savePicture}>${icon('download', 14)}</button></div>
            ${this.tip ? html`<div class="tip" popover="manual">${tipContent(this.tip.value)}</div>` : nothing}`;
    }

    private async draw(): Promise<void> {
        const drawing = ++this.drawing;
        const { drawChart } = await import('./chart_view.ts');
        const parent = this.shadowRoot?.querySelector<HTMLElement>('.chart');
        if (!parent || drawing !== this.drawing || !this.isConnected) return;
        this.chart?.finalize();
        this.chart = undefined;
        parent.replaceChildren();
        try {
            const chart = await drawChart(parent, this.mime, this.spec, this.fits, (value, event) => {
                this.tip = value === null || value === undefined || value === '' ? undefined : { value, x: event.clientX, y: event.clientY };
            });
            if (drawing !== this.drawing) {
                chart.finalize();
                return;
            }
            this.chart = chart;
            this.problem = undefined;
            await this.fit();
        } catch (broken) {
            // A specification that cannot be drawn is the flow's error; the sentence comes from the chart library.
            if (drawing === this.drawing) this.problem = broken instanceof Error ? broken.message : String(broken);
        }
    }

    private async fit(): Promise<void> {
        const parent = this.shadowRoot?.querySelector<HTMLElement>('.chart');
        if (!this.chart || !parent || parent.clientWidth === 0) return;
        await this.chart.resize(parent.clientWidth - 28, parent.clientHeight - 24);
    }

    private async savePicture(): Promise<void> {
        if (!this.chart) return;
        const picture = await this.actions.attempt(this.chart.toPng());
        if (picture) this.page.download(`${this.name}.png`, picture);
    }
}
define('flow-chart', ChartFrame);

function tipContent(value: unknown): TemplateResult {
    if (typeof value !== 'object' || value === null) return html`${String(value)}`;
    return html`<dl>
        ${Object.entries(value)
            .slice(0, 12)
            .map(([name, each]) => html`<dt>${name}</dt><dd>${String(each)}</dd>`)}
    </dl>`;
}
