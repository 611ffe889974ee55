// The preview: one look at the selected node's output, of whatever kind it is. Asks again when the value changed; an answer that comes late for another node is dropped.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Preview } from '../host/page_interface.ts';
import type { NodeState } from '../../runtime/protocol/messages.gen.ts';
import type { DetailedNode } from './known_nodes.ts';
import { icon, stateIcon } from './icons.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import { lookStyles, lookView } from './look_view.ts';
import { columnStyles } from './styles.ts';

/// Rows of a first look: what a panel shows without scrolling, and a little more.
const firstRows = 100;

export class PreviewPanel extends PanelElement {
    static override properties = { ...PanelElement.properties, look: { state: true }, problem: { state: true } };
    static override watches: readonly Watched[] = ['selection', 'graph', 'states', 'values'];
    static override styles = [
        columnStyles,
        lookStyles,
        css`
            .bar {
                min-block-size: 32px;
                padding-block: 2px;
                color: var(--ink-2);
            }
            .bar strong {
                color: var(--ink);
                font-weight: 600;
            }
            .bar button {
                min-block-size: 24px;
                padding: 0 8px;
            }
            .old {
                color: var(--stale);
                font-size: var(--text-s);
            }
            .authors {
                color: var(--author);
                font-size: var(--text-s);
            }
            .problem {
                padding: 12px 14px;
                color: var(--bad);
            }
        `,
    ];
    declare look: Preview | null | undefined;
    declare problem: string | undefined;

    private shown = { node: '', port: '' };
    /// A port that somebody asked for; used while its node is selected.
    private wanted = { node: '', port: '' };
    /// What is shown while nothing is selected: the last end of the flow that a run computed.
    private result = '';
    private asked = 0;
    private isOutdated = true;

    override connectedCallback(): void {
        super.connectedCallback();
        this.listen(
            this.page.on('changed', changed => {
                if (changed.values.includes(this.shown.node)) this.isOutdated = true;
            }),
            this.page.on('theme', () => this.requestUpdate()),
            this.page.on('run_ended', ({ ran }) => this.offerResult(ran)),
        );
    }

    /// Shows one output of a node (which becomes the selected one).
    show(node: string, port: string): void {
        this.wanted = { node, port };
        this.requestUpdate();
    }

    protected override updated(): void {
        const target = this.target();
        if (!this.isShown) return;
        const isOther = target?.node.id !== this.shown.node || target.port !== this.shown.port;
        if (!isOther && !this.isOutdated) return;
        this.shown = target ? { node: target.node.id, port: target.port } : { node: '', port: '' };
        if (isOther) this.look = undefined;
        this.problem = undefined;
        if (target) void this.fetch(target.node.id, target.port);
    }

    override render(): TemplateResult {
        const target = this.target();
        if (!target) return html`<div class="empty">${icon('table')}<p>${this.t('previewNothing')}</p></div>`;
        const { node, port } = target;
        return html`<div class="bar" data-widget="preview.bar">
                ${stateIcon(node.state)}<strong class="ellipsis">${node.title}</strong>
                ${
                    node.outputs.length > 1
                        ? node.outputs.map(
                              output =>
                                  html`<button aria-pressed=${output.name === port ? 'true' : 'false'} @click=${() => this.show(node.id, output.name)}>${output.name}</button>`,
                          )
                        : nothing
                }
                ${this.look ? this.mark(node.state) : nothing}
                <span class="grow"></span>
                ${this.look ? html`<code class="muted ellipsis">${this.look.type}</code>` : nothing}
            </div>
            ${this.body(node, port)}`;
    }

    /// Whose result this is, unless it is the latest run's.
    private mark(state: NodeState): TemplateResult | typeof nothing {
        if (state === 'ok') return nothing;
        if (state === 'author') return html`<span class="authors" data-widget="preview.author">${this.t('previewAuthor')}</span>`;
        return html`<span class="old">${this.t('previewOld', { state: this.t(`state.${state}`) })}</span>`;
    }

    private body(node: DetailedNode, port: string): TemplateResult {
        if (this.problem) return html`<p class="problem" role="alert">${this.problem}</p>`;
        const { look } = this;
        if (look === undefined) return html`<div class="content"></div>`;
        if (look === null)
            return html`<div class="empty">${stateIcon(node.state, 26)}<p>${this.t('previewNone')}</p><p class="small">${node.why.map(why => why.text).join(' ')}</p></div>`;
        return lookView(this.page, this.actions, look, node.id, port, node.title);
    }

    private offerResult(ran: readonly string[]): void {
        const isEnd = (id: string) => this.actions.detailed([id]).some(node => node.outputs.every(output => output.links.length === 0));
        this.result = ran.findLast(id => isEnd(id)) ?? this.result;
        this.drawSoon();
    }

    private target(): { node: DetailedNode; port: string } | undefined {
        const id = this.actions.selection()[0] ?? this.result;
        const [node] = id === undefined ? [] : this.actions.detailed([id]);
        if (!node) return undefined;
        const port = this.wanted.node === node.id && node.outputs.some(output => output.name === this.wanted.port) ? this.wanted.port : node.outputs[0]?.name;
        return port === undefined ? undefined : { node, port };
    }

    private async fetch(node: string, port: string): Promise<void> {
        const call = ++this.asked;
        this.isOutdated = false;
        try {
            const look = await this.page.preview(node, port, { offset: 0, limit: firstRows });
            if (call === this.asked) this.look = look;
        } catch (refused) {
            if (call === this.asked) this.problem = this.page.sentenceOf(refused);
        }
    }
}
define('flow-preview', PreviewPanel);
