// A picture from Python: fitted to its room or in its own size, with its measures; can be saved.
import { css, html, type TemplateResult } from 'lit';
import type { Preview } from '../host/page_interface.ts';
import { bytesText } from './formats.ts';
import { icon } from './icons.ts';
import { define, PanelElement } from './panel_element.ts';
import { sharedStyles } from './styles.ts';

type ImagePreview = Extract<Preview, { kind: 'image' }>;

export class ImageView extends PanelElement {
    static override properties = { ...PanelElement.properties, look: { attribute: false }, name: { attribute: false }, isWhole: { state: true } };
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: flex;
                flex-direction: column;
                block-size: 100%;
                min-block-size: 0;
            }
            .room {
                flex: 1;
                min-block-size: 0;
                padding: 10px;
                overflow: auto;
                text-align: center;
            }
            img {
                border-radius: 3px;
                background: #fff;
            }
            .whole img {
                max-inline-size: 100%;
                max-block-size: 100%;
                object-fit: contain;
            }
            footer {
                display: flex;
                align-items: center;
                gap: 8px;
                padding: 2px 12px;
                border-block-start: 1px solid var(--line);
                color: var(--ink-3);
                font-size: var(--text-s);
            }
            footer button {
                min-block-size: 24px;
            }
        `,
    ];
    declare look: ImagePreview;
    declare name: string;
    declare isWhole: boolean;
    private url = '';

    constructor() {
        super();
        this.isWhole = true;
    }

    protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
        if (!changed.has('look') && this.url) return;
        URL.revokeObjectURL(this.url);
        this.url = URL.createObjectURL(this.blob());
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        URL.revokeObjectURL(this.url);
        this.url = '';
    }

    override render(): TemplateResult {
        const { look } = this;
        return html`<div class="room ${this.isWhole ? 'whole' : ''}"><img src=${this.url} alt=${this.t('imageOf', { name: this.name })} data-widget="preview.image" /></div>
            <footer>
                <span class="grow">${look.width} × ${look.height} · ${look.mime} · ${bytesText(look.bytes.byteLength)}</span>
                <button class="plain" aria-pressed=${this.isWhole ? 'true' : 'false'} @click=${() => (this.isWhole = !this.isWhole)}>${this.t('fitPicture')}</button>
                <button class="plain icon" aria-label=${this.t('savePicture')} title=${this.t('savePicture')} @click=${() => this.page.download(`${this.name}.${look.mime.split('/')[1]?.split('+')[0] ?? 'bin'}`, this.blob())}>${icon('download', 14)}</button>
            </footer>`;
    }

    private blob(): Blob {
        return new Blob([this.look.bytes as Uint8Array<ArrayBuffer>], { type: this.look.mime });
    }
}
define('flow-image', ImageView);
