// "Versions": those of the open flow by time, names for them, one beside another, and the way back.
import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { FlowVersion } from '../host/page_interface.ts';
import { momentText } from './formats.ts';
import { flowDifference, isEmpty, type Change, type FlowDifference, type NodeDifference } from './flow_difference.ts';
import { flowMap, flowMapStyles } from './flow_map.ts';
import { LaterBody } from './later_body.ts';
import { lineDifference } from './line_difference.ts';
import { define, PanelElement } from './panel_element.ts';

/// What stands for the flow as it is in the page.
const kNow = 'now';

export class Body extends LaterBody {
    static override properties = {
        ...PanelElement.properties,
        versions: { state: true },
        chosen: { state: true },
        other: { state: true },
        texts: { state: true },
        trouble: { state: true },
    };
    static override styles = [
        ...LaterBody.styles,
        flowMapStyles,
        css`
            .versions {
                max-block-size: 220px;
                margin: 10px 0;
                padding: 0;
                overflow: auto;
                border: 1px solid var(--line);
                border-radius: var(--radius);
                list-style: none;
            }
            .versions label {
                display: flex;
                align-items: baseline;
                gap: 8px;
                padding: 5px 10px;
            }
            .versions li + li {
                border-block-start: 1px solid var(--line);
            }
            .row span {
                white-space: nowrap;
            }
            .versions b {
                flex: 1;
                font-weight: 600;
                overflow-wrap: anywhere;
            }
            .difference pre {
                margin: 4px 0 10px;
                padding: 6px 0;
                max-block-size: 260px;
                overflow: auto;
                border: 1px solid var(--line);
                border-radius: var(--radius);
                font: var(--text-s) / 1.5 var(--font-mono);
            }
            .difference pre span {
                display: block;
                padding-inline: 10px;
                white-space: pre-wrap;
                overflow-wrap: anywhere;
            }
            .added {
                background: color-mix(in srgb, var(--ok) 16%, transparent);
            }
            .removed {
                background: color-mix(in srgb, var(--bad) 14%, transparent);
            }
            .gap {
                color: var(--ink-3);
            }
        `,
    ];
    protected readonly name = 'history';
    declare private versions: FlowVersion[] | undefined;
    declare private chosen: string;
    declare private other: string;
    /// Those of the two that are compared, by id.
    declare private texts: ReadonlyMap<string, string>;
    declare private trouble: string;

    constructor() {
        super();
        this.chosen = '';
        this.other = kNow;
        this.texts = new Map();
        this.trouble = '';
    }

    override connectedCallback(): void {
        super.connectedCallback();
        void this.actions.pending.flush();
        void this.attempt(async () => undefined);
    }

    override render(): TemplateResult {
        const { versions } = this;
        const version = versions?.find(({ id }) => id === this.chosen);
        return html`<div class="body">
                <p class="muted">${this.l('what')}</p>
                <form class="row" @submit=${this.nameNow}>
                    <input maxlength="200" autocomplete="off" aria-label=${this.l('name')} placeholder=${this.l('namePlaceholder')} data-widget="history.name" />
                    <button data-widget="history.keep">${this.l('keep')}</button>
                </form>
                ${this.trouble ? html`<p class="bad" role="alert" data-widget="history.trouble">${this.trouble}</p>` : nothing}
                ${versions?.length === 0 ? html`<p class="muted" data-widget="history.none">${this.l('none')}</p>` : nothing}
                ${versions && versions.length > 0 ? html`<ul class="versions" data-widget="history.list">${versions.map((each, index) => this.row(each, index))}</ul>` : nothing}
                ${version ? this.details(version) : nothing}
            </div>
            <div class="foot"><button data-widget="history.close" @click=${() => this.done()}>${this.t('close')}</button></div>`;
    }

    private row({ id, atMs, name, nodes }: FlowVersion, index: number): TemplateResult {
        return html`<li>
            <label>
                <input type="radio" name="version" data-widget="history.version.${index}" .checked=${live(this.chosen === id)} @change=${() => this.look(id)} />
                <span>${momentText(this.page.language, atMs)}</span><b>${name}</b>
                <span class="muted small">${this.t('nodeCount', { count: nodes })}</span>
            </label>
        </li>`;
    }

    private details(version: FlowVersion): TemplateResult {
        const isView = this.page.mode === 'view';
        const text = this.texts.get(version.id);
        const others = this.versions?.filter(({ id }) => id !== version.id) ?? [];
        return html`${text === undefined ? nothing : flowMap(text, this.l('map', { count: version.nodes }))}
            <div class="row">
                <input
                    maxlength="200"
                    autocomplete="off"
                    aria-label=${this.l('nameOf')}
                    placeholder=${this.l('nameOf')}
                    data-widget="history.rename"
                    .value=${live(version.name)}
                    @change=${(event: Event) => this.rename(version, (event.target as HTMLInputElement).value.trim())}
                />
                <button data-widget="history.download" @click=${() => this.download(version)} ?disabled=${text === undefined}>${this.l('download')}</button>
                <button data-widget="history.forget" @click=${() => this.forget(version)}>${this.l('forget')}</button>
                ${isView ? nothing : html`<button class="primary" data-widget="history.goBack" ?disabled=${text === undefined} @click=${() => this.goBack(version)}>${this.l('goBack')}</button>`}
            </div>
            <label class="row"
                ><span>${this.l('compare')}</span
                ><select data-widget="history.other" @change=${(event: Event) => this.compareWith((event.target as HTMLSelectElement).value)}>
                    <option value=${kNow} .selected=${live(this.other === kNow)}>${this.l('now')}</option>
                    ${others.map(each => html`<option value=${each.id} .selected=${live(this.other === each.id)}>${momentText(this.page.language, each.atMs)} ${each.name}</option>`)}
                </select></label
            >
            ${this.difference(version)}`;
    }

    /// From the older to the newer of the two.
    private difference(version: FlowVersion): TemplateResult | typeof nothing {
        const [mine, others] = [this.texts.get(version.id), this.texts.get(this.other)];
        if (mine === undefined || others === undefined) return nothing;
        const isOlder = this.other === kNow || Number(this.other) > Number(version.id);
        const found = isOlder ? flowDifference(mine, others) : flowDifference(others, mine);
        return html`<div class="difference" role="region" aria-label=${this.l('compare')} data-widget="history.difference">
            ${isEmpty(found) ? html`<p class="muted">${this.l('same')}</p>` : this.parts(found)}
        </div>`;
    }

    private parts({ nodes, links, files, others, moved }: FlowDifference): TemplateResult {
        const list = (title: string, items: TemplateResult[]) => (items.length > 0 ? html`<h3>${this.l(title)}</h3><ul>${items}</ul>` : nothing);
        const [came, went] = (['added', 'removed'] as const).map(kind => nodes.filter(node => node.kind === kind)) as [NodeDifference[], NodeDifference[]];
        const changed = nodes.filter(node => node.kind === 'changed');
        return html`${list(
            'nodesAdded',
            came.map(node => html`<li>${node.title}</li>`),
        )} ${list(
            'nodesRemoved',
            went.map(node => html`<li>${node.title}</li>`),
        )}
            ${changed.length > 0 ? html`<h3>${this.l('nodesChanged')}</h3>${changed.map(node => this.node(node))}` : nothing}
            ${list(
                'links',
                links.map(({ kind, text }) => html`<li class=${kind}>${this.l(kind, { what: text })}</li>`),
            )}
            ${list(
                'files',
                files.map(change => this.change(change)),
            )} ${list(
                'others',
                others.map(change => this.change(change)),
            )}
            ${moved > 0 ? html`<p class="muted">${this.l('moved', { count: moved })}</p>` : nothing}`;
    }

    private node({ title, source, changes }: NodeDifference): TemplateResult {
        return html`<p><strong>${title}</strong></p>
            ${changes.length > 0 ? html`<ul>${changes.map(change => this.change(change))}</ul>` : nothing}
            ${
                source
                    ? html`<pre tabindex="0" role="region" aria-label=${this.l('source')}>${lineDifference(source.before, source.after).map(
                          ({ kind, text }) =>
                              html`<span class=${kind}>${kind === 'added' ? '+ ' : kind === 'removed' ? '- ' : '  '}${kind === 'gap' ? '⋯' : text}</span>`,
                      )}</pre>`
                    : nothing
            }`;
    }

    private change({ name, before, after }: Change): TemplateResult {
        const shown = (value: string | undefined) => (value === undefined ? this.l('absent') : value.length > 200 ? `${value.slice(0, 200)}…` : value);
        return html`<li>${this.l('change', { name: name.replace(/^params\./, ''), before: shown(before), after: shown(after) })}</li>`;
    }

    private nameNow(event: SubmitEvent): void {
        event.preventDefault();
        const input = (event.target as HTMLFormElement).querySelector('input');
        const name = input?.value.trim() ?? '';
        if (!input || name === '') return;
        void this.attempt(async () => {
            await this.page.history.name(name);
            input.value = '';
        });
    }

    private rename(version: FlowVersion, name: string): void {
        if (name !== version.name) void this.attempt(() => this.page.history.rename(version.id, name));
    }

    private look(id: string): void {
        this.chosen = id;
        if (this.other === id) this.other = kNow;
        void this.attempt(async () => undefined);
    }

    private compareWith(id: string): void {
        this.other = id;
        void this.attempt(async () => undefined);
    }

    private forget(version: FlowVersion): void {
        void this.attempt(() => this.page.history.forget(version.id));
    }

    private download({ id, atMs }: FlowVersion): void {
        const text = this.texts.get(id);
        if (text === undefined) return;
        const { title } = JSON.parse(text) as { title?: string };
        const at = new Date(atMs).toISOString().slice(0, 16).replace(/[T:]/g, '-');
        this.page.download(`${title || this.t('untitled')} ${at}.flow.json`, new Blob([text], { type: 'application/json' }));
    }

    private goBack({ id, atMs }: FlowVersion): void {
        void this.attempt(async () => {
            await this.page.history.goBack(id);
            this.done();
            const time = momentText(this.page.language, atMs);
            this.actions.surfaces.say('info', this.l('wentBack', { time }), this.actions.offerUndo());
        });
    }

    /// Does it, and shows what is then.
    private async attempt(act: () => Promise<void>): Promise<void> {
        this.trouble = '';
        try {
            await act();
            this.versions = await this.page.history.list();
            if (!this.versions.some(({ id }) => id === this.chosen)) this.chosen = '';
            if (this.other !== kNow && !this.versions.some(({ id }) => id === this.other)) this.other = kNow;
            const texts = new Map([[kNow, this.page.flowText()]]);
            for (const id of [this.chosen, this.other]) if (id !== '' && !texts.has(id)) texts.set(id, await this.page.history.text(id));
            this.texts = texts;
        } catch (error) {
            this.trouble = this.page.sentenceOf(error);
        }
    }
}
define('flow-history', Body);
