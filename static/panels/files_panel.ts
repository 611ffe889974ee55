// The flow's files: add by button or drop, rename, remove, download. A file that the flow names but this browser does not have says so.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { FileRef } from '../../runtime/protocol/messages.gen.ts';
import { isOfInputMethod } from './composing.ts';
import { bytesText } from './formats.ts';
import { icon } from './icons.ts';
import { openMenu } from './menu.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import { columnStyles } from './styles.ts';

export class FilesPanel extends PanelElement {
    static override properties = { ...PanelElement.properties, renaming: { state: true } };
    static override watches: readonly Watched[] = ['files', 'graph'];
    static override styles = [
        columnStyles,
        css`
            .bar {
                padding: 8px;
            }
            ul {
                flex: 1;
                min-block-size: 0;
                margin: 0;
                padding: 4px 0;
                overflow: auto;
                list-style: none;
            }
            li {
                display: flex;
                align-items: center;
                gap: 8px;
                min-block-size: 34px;
                padding-inline: 12px 6px;
            }
            li:hover {
                background: var(--surface-2);
            }
            li > svg {
                color: var(--ink-3);
            }
            .missing,
            .missing > svg {
                color: var(--stale);
            }
            .size {
                color: var(--ink-3);
                font-size: var(--text-s);
                font-variant-numeric: tabular-nums;
                white-space: nowrap;
            }
        `,
    ];
    declare renaming: string | undefined;

    override focus(): void {
        this.shadowRoot?.querySelector('button')?.focus();
    }

    override render(): TemplateResult {
        const files = this.page.files.list();
        return html`<div class="bar">
                <button class="grow" data-widget="files.add" @click=${() => void this.actions.addFiles()}>${icon('attach', 14)}${this.t('command.addFiles')}</button>
            </div>
            ${
                files.length === 0
                    ? html`<div class="empty">${icon('file')}<p>${this.t('filesNothing')}</p><p class="small">${this.t('filesNothingHint')}</p></div>`
                    : html`<ul class="scroll" aria-label=${this.t('panel.files')}>${files.map(file => this.row(file))}</ul>`
            }`;
    }

    protected override updated(changed: Map<PropertyKey, unknown>): void {
        if (!changed.has('renaming') || this.renaming === undefined) return;
        const input = this.shadowRoot?.querySelector<HTMLInputElement>('li input');
        input?.focus();
        const dot = input?.value.lastIndexOf('.') ?? -1;
        input?.setSelectionRange(0, dot > 0 ? dot : (input?.value.length ?? 0));
    }

    private row(file: FileRef): TemplateResult {
        if (this.renaming === file.name) {
            return html`<li>
                ${icon('file', 14)}<input class="grow" aria-label=${this.t('newName')} data-widget="files.rename" .value=${file.name} @change=${(event: Event) => this.rename(file.name, (event.target as HTMLInputElement).value)} @blur=${() => (this.renaming = undefined)} @keydown=${this.onKey} />
            </li>`;
        }
        const isHere = this.page.files.blob(file.name) !== undefined;
        return html`<li class=${isHere ? '' : 'missing'} data-widget="files.${file.name}">
            ${icon(isHere ? 'file' : 'warning', 14)}
            <span class="grow ellipsis" title=${isHere ? file.name : this.t('missingFile', { name: file.name })}>${file.name}${isHere ? nothing : html`<span class="sr">${this.t('fileNotHere')}</span>`}</span>
            <span class="size">${bytesText(file.bytes)}</span>
            <button class="plain icon" aria-label=${this.t('moreNamed', { name: file.name })} aria-haspopup="menu" data-widget="files.more.${file.name}" @click=${(event: Event) => this.openMenu(event, file, isHere)}>${icon('more', 14)}</button>
        </li>`;
    }

    private openMenu(event: Event, file: FileRef, isHere: boolean): void {
        const isView = this.page.mode === 'view';
        openMenu(
            event.currentTarget as HTMLElement,
            [
                ...(this.actions.canRead(file.name)
                    ? [{ text: this.t('files.read'), icon: 'add' as const, widget: 'menu.readFile', run: () => void this.actions.addReader(file.name) }]
                    : []),
                { text: this.t('download'), icon: 'download', widget: 'menu.download', isOff: !isHere, run: () => this.page.files.download(file.name) },
                { text: this.t('rename'), icon: 'rename', widget: 'menu.renameFile', isOff: isView, run: () => (this.renaming = file.name) },
                {
                    text: this.t('command.remove'),
                    icon: 'trash',
                    widget: 'menu.removeFile',
                    isDangerous: true,
                    isOff: isView,
                    run: () => void this.actions.attempt(this.page.files.remove(file.name)),
                },
            ],
            file.name,
        );
    }

    private rename(name: string, to: string): void {
        this.renaming = undefined;
        if (to.trim() !== '' && to !== name) void this.actions.attempt(this.page.files.rename(name, to.trim()));
    }

    private onKey(event: KeyboardEvent): void {
        if (isOfInputMethod(event)) return;
        const input = event.target as HTMLInputElement;
        if (event.key === 'Enter') input.blur();
        if (event.key === 'Escape') {
            this.renaming = undefined;
            event.stopPropagation();
        }
    }
}
define('flow-files', FilesPanel);
