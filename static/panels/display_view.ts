// One thing that a node displayed (`display(x)`, `plt.show()`): asked once, shown by its kind.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Preview } from '../host/page_interface.ts';
import { lookStyles, lookView } from './look_view.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import { sharedStyles } from './styles.ts';

export class DisplayView extends PanelElement {
    static override properties = {
        ...PanelElement.properties,
        node: { attribute: false },
        port: { attribute: false },
        name: { attribute: false },
        look: { state: true },
        problem: { state: true },
    };
    static override watches: readonly Watched[] = [];
    static override styles = [
        sharedStyles,
        lookStyles,
        css`
            .frame {
                max-block-size: 420px;
                overflow: auto;
                scrollbar-width: thin;
            }
            .tall {
                block-size: 300px;
            }
            .tall > * {
                block-size: 100%;
            }
            .problem {
                padding: 8px 12px;
                color: var(--bad);
            }
        `,
    ];
    declare node: string;
    declare port: string;
    declare name: string;
    declare look: Preview | null | undefined;
    declare problem: string | undefined;
    private asked = 0;

    override connectedCallback(): void {
        super.connectedCallback();
        // The same place shows something else after the next run of its node.
        this.listen(
            this.page.on('changed', changed => {
                if (changed.outputs.includes(this.node) || changed.values.includes(this.node)) void this.fetch();
            }),
        );
    }

    protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
        if (changed.has('node') || changed.has('port')) void this.fetch();
    }

    override render(): TemplateResult {
        if (this.problem) return html`<p class="problem">${this.problem}</p>`;
        const { look } = this;
        if (!look) return html`${nothing}`;
        const isTall = look.kind === 'table' || look.kind === 'chart' || look.kind === 'image';
        return html`<div class="frame ${isTall ? 'tall' : ''}">${lookView(this.page, this.actions, look, this.node, this.port, this.name)}</div>`;
    }

    private async fetch(): Promise<void> {
        const call = ++this.asked;
        try {
            const look = await this.page.preview(this.node, this.port, {});
            if (call === this.asked) {
                this.look = look;
                this.problem = undefined;
            }
        } catch (refused) {
            if (call === this.asked) this.problem = this.page.sentenceOf(refused);
        }
    }
}
define('flow-display', DisplayView);
