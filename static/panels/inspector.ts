// The inspector: everything about the selected node — title, state and why, settings, ports, help, source. Without a selection it tells about the flow.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { NodeError, NodeMode } from '../../runtime/protocol/messages.gen.ts';
import type { Answer } from '../host/page_interface.ts';
import { isOfInputMethod } from './composing.ts';
import { durationText } from './formats.ts';
import { helpText, parameterHelp } from './help_text.ts';
import { icon, stateIcon } from './icons.ts';
import { inspectorStyles } from './inspector_styles.ts';
import { selectSubflow, wayTo } from './subflows.ts';
import { errorBefore } from './kept_errors.ts';
import { openMenu } from './menu.ts';
import { modes, nodeMenu } from './node_card.ts';
import { portList } from './port_list.ts';
import { waysOn } from './ways_on.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import { remember, remembered } from './remembered.ts';
import './limits_section.ts';
import type { LimitsSection } from './limits_section.ts';
import './setting_field.ts';
import type { SettingField } from './setting_field.ts';
import type { Mark } from './source_editor.ts';
import './source_field.ts';
import type { SourceField } from './source_field.ts';
import './running_time.ts';
import { sharedStyles } from './styles.ts';

type Details = Answer<'inspector'>;

export class Inspector extends PanelElement {
    static override watches: readonly Watched[] = ['graph', 'states', 'selection', 'files', 'outputs', 'values', 'run'];
    static override styles = [sharedStyles, inspectorStyles];

    override render(): TemplateResult {
        const selection = this.actions.selection();
        const [node] = selection;
        if (node === undefined) return this.flowCard();
        if (selection.length > 1) return this.manyCard(selection);
        return this.nodeCard(this.page.ask('inspector', { node }));
    }

    override focus(): void {
        const first = this.shadowRoot?.querySelector<HTMLElement>('flow-setting') ?? this.shadowRoot?.querySelector<HTMLElement>('input, button');
        const field = first?.shadowRoot?.querySelector<HTMLElement>('#field') ?? first;
        field?.focus();
    }

    /// Shows a line of the selected node's source.
    goTo(line: number): void {
        this.openSection('source');
        const field = this.shadowRoot?.querySelector<SourceField>('flow-source');
        field?.goTo(line);
        field?.scrollIntoView({ block: 'nearest' });
    }

    /// Puts the focus into a setting of the selected node.
    focusSetting(name: string): void {
        this.whenDrawn(() => {
            this.openSection('settings');
            const settings = [...(this.shadowRoot?.querySelectorAll<SettingField>('flow-setting') ?? [])];
            const field = settings.find(setting => setting.widget.name === name);
            void field?.updateComplete.then(() => field.shadowRoot?.querySelector<HTMLElement>('#field')?.focus());
        });
    }

    /// Puts the focus into the limits of the selected node.
    focusLimits(): void {
        this.whenDrawn(() => {
            this.openSection('limits');
            const limits = this.shadowRoot?.querySelector<LimitsSection>('flow-limits');
            void limits?.updateComplete.then(() => limits.focus());
        });
    }

    private whenDrawn(then: () => void): void {
        this.requestUpdate();
        void this.updateComplete.then(then);
    }

    private openSection(name: string): void {
        const section = this.shadowRoot?.querySelector<HTMLDetailsElement>(`details[data-name="${name}"]`);
        if (section) section.open = true;
    }

    /// Puts the cursor into the title of the selected node.
    editTitle(): void {
        const input = this.shadowRoot?.querySelector<HTMLInputElement>('.title');
        input?.focus();
        input?.select();
    }

    private flowCard(): TemplateResult {
        const status = this.page.ask('status', {});
        const isEmpty = status.nodeCount === 0;
        return html`<div class="empty">
            ${icon(isEmpty ? 'add' : 'inspector')}
            <p>${this.t(isEmpty ? 'emptyFlow' : 'nothingSelected')}</p>
            <p class="small">${this.t(isEmpty ? 'emptyFlowHint' : 'nothingSelectedHint')}</p>
            ${
                isEmpty && this.page.mode === 'edit'
                    ? html`<p class="choices">
                      <button class="primary" @click=${() => this.actions.surfaces.showPalette({})}>${icon('add', 14)}${this.t('command.addNode')}</button>
                      <button @click=${() => void this.actions.addFiles()}>${icon('attach', 14)}${this.t('command.addFiles')}</button>
                  </p>`
                    : nothing
            }
            ${
                !isEmpty && this.page.mode === 'edit'
                    ? html`<ul class="hints small">
                          ${['run', 'add', 'connect'].map(hint => html`<li>${this.t(`hint.${hint}`)}</li>`)}
                      </ul>`
                    : nothing
            }
            <label class="packages small"
                >${this.t('packages')}<input
                    data-widget="inspector.packages"
                    placeholder="pandas, matplotlib"
                    spellcheck="false"
                    autocapitalize="off"
                    autocomplete="off"
                    ?disabled=${this.page.mode === 'view'}
                    .value=${status.packages.join(', ')}
                    @change=${(event: Event) => this.setPackages((event.target as HTMLInputElement).value)}
            /></label>
        </div>`;
    }

    private manyCard(nodes: string[]): TemplateResult {
        return html`<div class="empty">
            ${icon('outline')}
            <p>${this.t('manySelected', { count: nodes.length })}</p>
            <p class="choices">
                <button @click=${() => void this.actions.run({ up_to: nodes })}>${icon('runHere', 14)}${this.t('menu.runUpTo')}</button>
                ${
                    this.page.mode === 'edit'
                        ? html`<button @click=${() => void this.actions.duplicate(nodes)}>${icon('copy', 14)}${this.t('command.duplicate')}</button>
                          <button @click=${() => void this.actions.removeNodes(nodes)}>${icon('trash', 14)}${this.t('command.remove')}</button>`
                        : nothing
                }
            </p>
        </div>`;
    }

    private nodeCard(node: Details): TemplateResult {
        return html`<div class="card scroll">
            ${this.head(node)} ${this.errorBox(node)}
            ${
                node.widgets.length > 0
                    ? this.section(
                          'settings',
                          html`<div class="settings">${node.widgets.map(widget => html`<flow-setting .page=${this.page} .actions=${this.actions} .node=${node.id} .widget=${widget} .about=${parameterHelp(node.help, widget.name)}></flow-setting>`)}</div>`,
                      )
                    : nothing
            }
            ${this.section('ports', portList(this.page, this.actions, node))} ${node.help ? this.section('help', html`<div class="help">${helpText(node.help)}</div>`) : nothing}
            ${this.section('source', this.source(node))}
            ${this.section('limits', html`<flow-limits .page=${this.page} .actions=${this.actions} .details=${node}></flow-limits>`, 'closed')}
        </div>`;
    }

    private head(node: Details): TemplateResult {
        const isView = this.page.mode === 'view';
        return html`<header>
            ${this.way(node.id)}
            <div class="line">
                <input
                    class="title"
                    aria-label=${this.t('nodeTitle')}
                    data-widget="inspector.title"
                    maxlength="1000"
                    spellcheck="false"
                    ?disabled=${isView}
                    .value=${node.title}
                    @change=${(event: Event) => this.setTitle(node.id, (event.target as HTMLInputElement).value)}
                    @keydown=${this.onTitleKey}
                />
                <button class="plain icon" aria-label=${this.t('more')} title=${this.t('more')} aria-haspopup="menu" data-widget="inspector.more" @click=${(event: Event) => openMenu(event.currentTarget as HTMLElement, nodeMenu(this.actions, node.id), node.title)}>
                    ${icon('more')}
                </button>
            </div>
            <p class="kind"><span>${node.typeName}</span><code>${node.id}</code></p>
            <div class="state" data-widget="inspector.state">
                ${stateIcon(node.state)}
                <div class="grow">
                    <p><strong class="state-${node.state}">${this.t(`state.${node.state}`)}</strong>${this.time(node)}</p>
                    ${this.why(node)}
                </div>
                <button data-widget="inspector.run" ?disabled=${this.page.ask('status', {}).run !== undefined} title=${this.t('menu.runUpTo')} @click=${() => void this.actions.run({ up_to: [node.id] })}>
                    ${icon('runHere', 14)}${this.t('runHere')}
                </button>
            </div>
            <label class="mode">
                <span>${this.t('mode')}</span>
                <select data-widget="inspector.mode" ?disabled=${isView} title=${this.t(`modeAbout.${node.mode}`)} @change=${(event: Event) => this.setMode(node.id, (event.target as HTMLSelectElement).value as NodeMode)}>
                    ${modes.map(mode => html`<option value=${mode} .selected=${live(mode === node.mode)}>${this.t(`mode.${mode}`)}</option>`)}
                </select>
            </label>
        </header>`;
    }

    /// From the flow down to the subflow that the node is in; each step up can be taken.
    private way(node: string): TemplateResult | typeof nothing {
        const way = wayTo(this.page, node);
        if (way.length === 0) return nothing;
        return html`<nav class="way small" aria-label=${this.t('way')} data-widget="inspector.way">
            <button class="plain" @click=${() => this.actions.select([])}>${this.page.ask('status', {}).title || this.t('untitled')}</button>
            ${way.map(subflow => html`<span aria-hidden="true">›</span><button class="plain" data-widget="inspector.way.${subflow.id}" @click=${() => selectSubflow(this.actions, subflow.id)}>${subflow.text}</button>`)}
        </nav>`;
    }

    private time(node: Details): TemplateResult | typeof nothing {
        if (node.startedMs !== undefined) return html` <flow-running-time class="muted small" .page=${this.page} .since=${node.startedMs}></flow-running-time>`;
        return node.elapsedMs === undefined ? nothing : html` <span class="muted small">${durationText(this.page, node.elapsedMs)}</span>`;
    }

    /// Two lines, whatever there is to say, so that the fields below stay where they are; the others unfold.
    private why(node: Details): TemplateResult {
        const isFirst = node.ranBecause.some(reason => reason.code === 'never_ran');
        const ran = isFirst ? '' : node.ranBecause.map(reason => reason.text).join(' ');
        // The state beside it says how the latest call ended.
        const why = node.why.filter(reason => reason.code !== node.state);
        const all = [...why.map(reason => reason.text), node.unsaved, ran && this.t('inspector.ranBecause', { reasons: ran })];
        const [first, ...others] = all.filter(text => text !== undefined && text !== '');
        if (others.length === 0) return html`<div class="why" title=${first ?? nothing}><span class="first">${first ?? ''}</span></div>`;
        return html`<details class="why">
            <summary title=${[first, ...others].join('\n')}><span class="first">${first}</span><span class="muted">${this.t('inspector.moreReasons', { count: others.length })}</span></summary>
            ${others.map(text => html`<p>${text}</p>`)}
        </details>`;
    }

    private errorBox(node: Details): TemplateResult | typeof nothing {
        const error = errorNow(node);
        if (!error) return this.errorBefore(node);
        // Stopped by a person, or changed since: nothing that is wrong now.
        const isPast = node.state !== 'failed';
        return html`<div class="error ${isPast ? 'past' : ''}" data-widget="inspector.error">
            ${icon(!isPast ? 'failed' : node.state === 'stopped' ? 'stopped' : 'info')}
            <div class="grow">
                <p>${isPast && node.state !== 'stopped' ? html`<span class="muted">${this.t('errorBefore')}</span> ` : nothing}<strong>${error.type}</strong></p>
                <p class="message">${error.message}</p>
                ${waysOn(this.page, this.actions, node, error, 'inspector')}
            </div>
        </div>`;
    }

    /// The page was loaded anew since: what it said, and that only a run can tell whether it still would.
    private errorBefore(node: Details): TemplateResult | typeof nothing {
        const error = errorBefore(node);
        if (!error) return nothing;
        return html`<div class="error past" data-widget="inspector.error">
            ${icon('info')}
            <div class="grow">
                <p><span class="muted">${this.t('errorLastVisit')}</span> <strong>${error.type}</strong></p>
                <p class="message">${error.message}</p>
            </div>
        </div>`;
    }

    private source(node: Details): TemplateResult {
        const error = errorNow(node);
        // A mark in code that cannot be changed leads nowhere.
        const isMarked =
            error?.line !== undefined && node.state === 'failed' && node.isSourceEditable && !node.problems.some(problem => problem.line === error.line);
        const marks: Mark[] = [...node.problems, ...(isMarked ? [{ line: error.line ?? 1, column: 0, message: `${error.type}: ${error.message}` }] : [])];
        return html`${
            node.isSourceEditable
                ? nothing
                : html`<p class="note">${icon('info', 13)}<span class="grow">${this.t('libraryNode')}</span>${this.page.mode === 'edit' ? html`<button data-widget="inspector.copyAsPython" @click=${() => void this.copyAsPython(node)}>${this.t('copyAsPython')}</button>` : nothing}</p>`
        }
            <div class="source" @keydown=${this.onSourceKey} data-widget="inspector.source.frame"><button class="plain icon enlarge" aria-label=${this.t('enlarge')} title=${this.t('enlarge')} data-widget="inspector.source.enlarge" @click=${this.toggleSource}>${icon('fit', 13)}</button><flow-source .page=${this.page} .actions=${this.actions} .node=${node.id} .source=${node.source} .isEditable=${node.isSourceEditable && this.page.mode === 'edit'} .marks=${marks}></flow-source></div>`;
    }

    /// The editor over the whole page and back: the same editor, with its text, its undo and its cursor.
    private toggleSource(): void {
        const frame = this.shadowRoot?.querySelector<HTMLElement>('.source');
        if (!frame) return;
        frame.popover ??= 'manual';
        if (frame.matches(':popover-open')) {
            frame.hidePopover();
            frame.popover = null;
        } else frame.showPopover();
        frame.querySelector<SourceField>('flow-source')?.focus();
    }

    private onSourceKey(event: KeyboardEvent): void {
        if (event.key !== 'Escape' || event.defaultPrevented || !this.shadowRoot?.querySelector('.source:popover-open')) return;
        event.stopPropagation();
        this.toggleSource();
    }

    /// Adds a Python node with this type's source and settings beside it, for a person who wants to change what the library does.
    private async copyAsPython(node: Details): Promise<void> {
        const params = Object.fromEntries(node.widgets.filter(widget => widget.isSet).map(widget => [widget.name, widget.value]));
        const at = this.actions.node(node.id);
        const place = { x: at?.x ?? 0, y: (at?.y ?? 0) + 180 };
        const made = await this.actions.attempt(
            this.page.call({ type: 'add_node', node: { type: 'python', source: node.source, title: node.title, params }, ...place }),
        );
        const id = (made as { id?: string } | undefined)?.id;
        if (id !== undefined) this.actions.select([id]);
    }

    private section(name: string, content: TemplateResult, standard: 'open' | 'closed' = 'open'): TemplateResult {
        const isOpen = remembered(`section.${name}`, standard) === 'open';
        return html`<details data-name=${name} ?open=${isOpen} @toggle=${(event: Event) => remember(`section.${name}`, (event.target as HTMLDetailsElement).open ? 'open' : 'closed')}>
            <summary>${icon('chevron', 12)}<h2>${this.t(`section.${name}`)}</h2></summary>
            <div class="content">${content}</div>
        </details>`;
    }

    private setPackages(text: string): void {
        const packages = text.split(/[,、\s]+/).filter(name => name !== '');
        void this.actions.attempt(this.page.call({ type: 'set_packages', packages })).then(() => this.requestUpdate());
    }

    private setTitle(node: string, title: string): void {
        void this.actions.attempt(this.page.call({ type: 'set_title', node, title })).then(() => this.requestUpdate());
    }

    private setMode(node: string, mode: NodeMode): void {
        void this.actions.attempt(this.page.call({ type: 'set_mode', node, mode })).then(() => this.requestUpdate());
    }

    private onTitleKey(event: KeyboardEvent): void {
        const input = event.target as HTMLInputElement;
        if (isOfInputMethod(event)) return;
        if (event.key === 'Enter') input.blur();
        if (event.key === 'Escape') {
            const [node] = this.actions.selection();
            if (node !== undefined) input.value = this.page.ask('inspector', { node }).title;
            input.blur();
        }
    }
}
define('flow-inspector', Inspector);

/// The error of the latest call, unless an edit (an undo) made an older result true again.
function errorNow(node: Details): NodeError | undefined {
    return node.state === 'ok' ? undefined : node.error;
}
