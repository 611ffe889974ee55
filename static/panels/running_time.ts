// How long something has been running, counting while it is seen.
import { html, LitElement, type TemplateResult } from 'lit';
import type { Page } from '../host/page_interface.ts';
import { durationText } from './formats.ts';
import { define } from './panel_element.ts';

/// Between two drawings; tenths of seconds cannot be read faster.
const kTickMs = 100;

export class RunningTime extends LitElement {
    static override properties = { page: { attribute: false }, since: { attribute: false } };
    declare page: Page;
    /// Milliseconds of `performance.now()`.
    declare since: number;
    private timer: ReturnType<typeof setInterval> | undefined;

    override connectedCallback(): void {
        super.connectedCallback();
        this.timer = setInterval(() => this.requestUpdate(), kTickMs);
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        clearInterval(this.timer);
    }

    override render(): TemplateResult {
        // Whole tenths: hundredths would only flicker.
        return html`${durationText(this.page, Math.max(0, Math.floor((performance.now() - this.since) / kTickMs) * kTickMs))}`;
    }
}
define('flow-running-time', RunningTime);
