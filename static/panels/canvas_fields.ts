// Text entry for the canvas: the canvas says where a title or a setting stands, a real input is laid over it (input methods, selection, clipboard all work).
import { css, html, nothing, type TemplateResult } from 'lit';
import { isOfInputMethod } from './composing.ts';
import { define, PanelElement } from './panel_element.ts';
import type { SettingField } from './setting_field.ts';
import './setting_field.ts';
import { sharedStyles } from './styles.ts';

type Place = { x: number; y: number; width: number; height: number };
type Shown =
    | { kind: 'area'; node: ''; area: string; isNote: boolean; text: string; place: Place }
    | { kind: 'title'; node: string; text: string; place: Place }
    | { kind: 'param'; node: string; name: string; place: Place };

export class CanvasFields extends PanelElement {
    static override properties = { ...PanelElement.properties, shown: { state: true } };
    static override styles = [
        sharedStyles,
        css`
            :host {
                position: fixed;
                inset: 0;
                z-index: 8;
                pointer-events: none;
            }
            .at {
                position: absolute;
                pointer-events: auto;
            }
            .title {
                font-weight: 600;
                border-color: var(--accent);
                box-shadow: var(--shadow);
            }
            textarea {
                font: inherit;
                line-height: 1.45;
                padding: 8px 10px;
                resize: none;
                border-color: var(--accent);
                box-shadow: var(--shadow);
            }
            .param {
                min-inline-size: 220px;
                padding: 8px 10px 1px;
                border: 1px solid var(--line-strong);
                border-radius: var(--radius-l);
                background: var(--surface);
                box-shadow: var(--shadow);
            }
        `,
    ];
    declare private shown: Shown | undefined;

    override connectedCallback(): void {
        super.connectedCallback();
        this.listen(
            this.page.on('edit_title', ({ node, ...place }) => this.editTitle(node, place)),
            this.page.on('edit_area', ({ area, ...place }) => this.editArea(area, place)),
            this.page.on('edit_param', ({ node, name, ...place }) => this.open({ kind: 'param', node, name, place })),
            this.page.on('changed', () => this.shown?.kind === 'param' && this.drawSoon()),
        );
        const closeOutside = (event: PointerEvent) => {
            if (this.shown && !event.composedPath().includes(this)) this.close(true);
        };
        document.addEventListener('pointerdown', closeOutside, true);
        document.addEventListener('wheel', closeOutside as unknown as EventListener, { capture: true, passive: true });
        this.listen(
            () => document.removeEventListener('pointerdown', closeOutside, true),
            () => document.removeEventListener('wheel', closeOutside as unknown as EventListener, true),
        );
    }

    /// Lays the title's field over a node.
    editTitle(node: string, place: Place): void {
        const text = this.page.ask('inspector', { node }).title;
        this.open({ kind: 'title', node, text, place });
    }

    /// Lays a field for its text over a frame or note.
    editArea(area: string, place: Place): void {
        const known = this.page.ask('areas', {}).areas.find(each => each.id === area);
        if (!known) return;
        const isNote = known.kind === 'note';
        const { x, y, width, height } = place;
        this.open({ kind: 'area', node: '', area, isNote, text: known.text, place: { x, y, width, height: isNote ? Math.max(96, height) : 32 } });
    }

    private open(shown: Shown): void {
        if (this.page.mode === 'view') return;
        this.shown = shown;
        void this.updateComplete.then(() => {
            const setting = this.shadowRoot?.querySelector<SettingField>('flow-setting');
            if (setting) {
                void setting.updateComplete.then(() => setting.shadowRoot?.querySelector<HTMLElement>('#field')?.focus());
                return;
            }
            const input = this.shadowRoot?.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
            input?.focus();
            input?.select();
        });
    }

    protected override updated(): void {
        const at = this.shadowRoot?.querySelector<HTMLElement>('.at');
        if (!at || !this.shown) return;
        const { x, y, width, height } = this.shown.place;
        at.style.setProperty('left', `${Math.max(4, Math.min(x, innerWidth - 230))}px`);
        at.style.setProperty('top', `${Math.max(4, Math.min(y, innerHeight - 90))}px`);
        at.style.setProperty('width', `${Math.max(120, width)}px`);
        if (this.shown.kind !== 'param') at.style.setProperty('height', `${Math.max(24, height)}px`);
    }

    override render(): TemplateResult {
        const { shown } = this;
        if (shown?.kind === 'area') {
            return shown.isNote
                ? html`<textarea class="at" aria-label=${this.t('area.text')} data-widget="canvas.note" spellcheck="false" .value=${shown.text} @keydown=${this.onKey} @blur=${() => this.close(true)}></textarea>`
                : html`<input class="at title" aria-label=${this.t('area.title')} data-widget="canvas.frameTitle" maxlength="1000" spellcheck="false" .value=${shown.text} @keydown=${this.onKey} @blur=${() => this.close(true)} />`;
        }
        if (!shown || !this.actions.node(shown.node)) return html`${nothing}`;
        if (shown.kind === 'title')
            return html`<input class="at title" aria-label=${this.t('nodeTitle')} data-widget="canvas.title" maxlength="1000" spellcheck="false" .value=${shown.text} @keydown=${this.onKey} @blur=${() => this.close(true)} />`;
        const widget = this.page.ask('inspector', { node: shown.node }).widgets.find(each => each.name === shown.name);
        if (!widget) return html`${nothing}`;
        return html`<div class="at param" data-widget="canvas.param" @keydown=${this.onKey}><flow-setting .page=${this.page} .actions=${this.actions} .node=${shown.node} .widget=${widget}></flow-setting></div>`;
    }

    private onKey(event: KeyboardEvent): void {
        if (isOfInputMethod(event)) return;
        // A setting's own field has taken back what was typed; a note may be long, and is never lost by one key.
        if (event.key === 'Escape') this.close(this.shown?.kind === 'param' || (this.shown?.kind === 'area' && this.shown.isNote));
        else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || !(event.composedPath()[0] instanceof HTMLTextAreaElement))) this.close(true);
        else return;
        event.stopPropagation();
        this.actions.shell.canvas.focus();
    }

    private close(isKept: boolean): void {
        const { shown } = this;
        if (!shown) return;
        const text = this.shadowRoot?.querySelector<HTMLInputElement | HTMLTextAreaElement>('input.title, textarea.at')?.value;
        this.shown = undefined;
        if (isKept) void this.actions.pending.flush();
        if (isKept && shown.kind === 'area' && text !== undefined && text !== shown.text)
            void this.actions.attempt(this.page.call({ type: 'set_area', area: shown.area, text }));
        if (isKept && shown.kind === 'title' && text !== undefined && text !== shown.text)
            void this.actions.attempt(this.page.call({ type: 'set_title', node: shown.node, title: text }));
    }
}
define('flow-canvas-fields', CanvasFields);
