// Rich output as HTML: shown in a sandboxed frame that the page makes; this element only gives it room.
import { css, html, type TemplateResult } from 'lit';
import { define, PanelElement } from './panel_element.ts';
import { sharedStyles } from './styles.ts';

/// The frame grows with its content up to this height and scrolls then, CSS pixels.
const maxFrameHeight = 2000;

export class HtmlFrame extends PanelElement {
    static override properties = { ...PanelElement.properties, content: { attribute: false } };
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: block;
                padding: 4px;
            }
        `,
    ];
    declare content: string;
    private removeFrame: (() => void) | undefined;

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.removeFrame?.();
        this.removeFrame = undefined;
    }

    protected override updated(changed: Map<PropertyKey, unknown>): void {
        const place = this.shadowRoot?.querySelector('.place');
        if (!place || (!changed.has('content') && this.removeFrame)) return;
        this.removeFrame?.();
        this.removeFrame = this.page.showHtml(place, this.content, maxFrameHeight);
    }

    override render(): TemplateResult {
        return html`<div class="place" data-widget="preview.html"></div>`;
    }
}
define('flow-html', HtmlFrame);
