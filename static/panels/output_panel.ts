// The output: what the selected node printed, displayed and how it ended; without a selection that of all nodes that said something.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { NodeError, OutlineNode } from '../../runtime/protocol/messages.gen.ts';
import './display_view.ts';
import { bytesText, countText, durationText } from './formats.ts';
import { icon, stateIcon } from './icons.ts';
import type { LongText } from './long_text.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import { PrintedTexts, type ShownOutput, type StreamText } from './printed_texts.ts';
import { sharedStyles } from './styles.ts';
import { waysOn } from './ways_on.ts';

/// Nodes shown at once without a selection: the first that said something.
const maxNodes = 50;

export class OutputPanel extends PanelElement {
    static override watches: readonly Watched[] = ['selection', 'graph', 'states', 'outputs', 'run'];
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: block;
                block-size: 100%;
            }
            .all {
                block-size: 100%;
                overflow: auto;
            }
            .all:focus-visible {
                outline-offset: -2px;
            }
            article {
                padding: 8px 14px 12px;
                border-block-end: 1px solid var(--line);
            }
            .head {
                display: flex;
                align-items: center;
                gap: 8px;
                min-block-size: 26px;
                color: var(--ink-2);
            }
            .head button {
                padding: 0 4px;
                min-block-size: 24px;
                color: var(--ink);
                font-weight: 600;
            }
            pre {
                margin: 4px 0 0;
                white-space: pre-wrap;
                overflow-wrap: anywhere;
                font: 12.5px / 1.55 var(--font-mono);
            }
            pre.page {
                margin-block: 0;
                content-visibility: auto;
            }
            .stderr {
                color: var(--stale);
            }
            .dropped {
                margin-block-start: 4px;
                color: var(--ink-3);
                font-size: var(--text-s);
            }
            .error {
                margin-block-start: 8px;
                border: 1px solid var(--bad-line);
                border-radius: var(--radius);
                background: var(--bad-soft);
                overflow: hidden;
            }
            .error.past {
                border-color: var(--line);
                background: var(--surface-2);
            }
            .error.past .top > svg {
                color: var(--ink-3);
            }
            .error .top {
                display: flex;
                align-items: flex-start;
                gap: 8px;
                padding: 9px 12px;
            }
            .error .top > svg {
                color: var(--bad);
                margin-block-start: 2px;
            }
            .error p {
                overflow-wrap: anywhere;
                white-space: pre-wrap;
            }
            .error .ways {
                display: flex;
                flex-wrap: wrap;
                gap: 6px;
            }
            .folded summary {
                padding: 4px 12px;
                color: var(--ink-3);
                font-size: var(--text-s);
            }
            .error pre {
                margin: 0;
                padding: 8px 12px;
                border-block-start: 1px solid var(--bad-line);
                background: var(--surface);
                overflow: auto;
            }
            .error.past pre {
                border-color: var(--line);
            }
            .error pre button {
                display: inline;
                min-block-size: 0;
                padding: 0;
                border: 0;
                background: none;
                color: var(--accent);
                font: inherit;
                text-decoration: underline;
                white-space: pre-wrap;
                text-align: start;
            }
            .display {
                display: block;
                margin-block-start: 8px;
                border: 1px solid var(--line);
                border-radius: var(--radius);
                overflow: hidden;
            }
        `,
    ];

    override render(): TemplateResult {
        const selection = new Set(this.actions.selection());
        const nodes = this.actions.nodes().filter(node => selection.size === 0 || selection.has(node.id));
        const outputs = this.texts.read(
            this.page,
            nodes.filter(node => selection.size > 0 || node.state !== 'idle').map(node => node.id),
            maxNodes,
            output => selection.size > 0 || hasSomething(output),
        );
        const shown = nodes.flatMap(node => {
            const output = outputs.get(node.id);
            return output ? [{ node, output }] : [];
        });
        if (shown.length === 0)
            return html`<div class="empty">${icon('output')}<p>${this.t('outputNothing')}</p><p class="small">${this.t('outputNothingHint')}</p></div>`;
        return html`<div class="all scroll" tabindex="0" role="region" aria-label=${this.t('panel.output')}>${shown.map(({ node, output }) => this.card(node, output))}</div>`;
    }

    private readonly texts = new PrintedTexts();
    private isAtEnd = false;

    protected override willUpdate(): void {
        const list = this.shadowRoot?.querySelector('.all');
        this.isAtEnd =
            list !== undefined && list !== null && list.scrollHeight > list.clientHeight && list.scrollTop + list.clientHeight >= list.scrollHeight - 4;
    }

    /// Who reads the end goes on reading the end while more is printed.
    protected override updated(): void {
        const list = this.shadowRoot?.querySelector('.all');
        if (list && this.isAtEnd) list.scrollTop = list.scrollHeight;
        if (this.texts.hasMore) this.drawSoon();
    }

    private card(node: OutlineNode, output: ShownOutput): TemplateResult {
        const gap = output.dropped > 0 ? this.dropped(node, this.droppedText(output)) : nothing;
        return html`<article data-widget="output.${node.id}">
            <div class="head">
                ${stateIcon(node.state)}
                <button class="plain" @click=${() => this.actions.select([node.id])}>${node.title}</button>
                <span>${this.t(`state.${node.state}`)}</span>
                <span class="grow"></span>
                ${output.elapsedMs === undefined ? nothing : html`<span class="small muted">${durationText(this.page, output.elapsedMs)}</span>`}
            </div>
            ${output.error && node.state !== 'ok' ? this.error(node, output.error) : nothing}
            ${this.printed('stdout', output.stdout, gap)} ${this.printed('stderr', output.stderr, output.stdout.tail ? html`<p class="dropped">⋯</p>` : gap)}
            ${output.droppedDisplays > 0 ? this.dropped(node, this.t('displaysDropped', { count: output.droppedDisplays })) : nothing}
            ${output.displays.map(port => html`<flow-display class="display" .page=${this.page} .actions=${this.actions} .node=${node.id} .port=${port} .name=${node.title}></flow-display>`)}
            ${hasSomething(output) ? nothing : html`<p class="muted small">${this.t('printedNothing')}</p>`}
        </article>`;
    }

    /// What a stream printed, and where a limit left something out.
    private printed(stream: 'stdout' | 'stderr', { head, tail }: StreamText, gap: TemplateResult | typeof nothing): TemplateResult {
        const pages = ({ pages: all }: LongText) =>
            all.map(page => html`<pre class="page ${stream}" .style=${`contain-intrinsic-block-size: auto ${page.lines * 1.55}em`}>${page.text}</pre>`);
        return html`${pages(head)}${tail ? html`${gap}${pages(tail)}` : nothing}`;
    }

    private droppedText({ dropped, droppedLines }: ShownOutput): string {
        const size = bytesText(dropped);
        return droppedLines === 0
            ? this.t('outputDroppedInLine', { size })
            : this.t('outputDropped', { lines: countText(droppedLines, this.page.language), size });
    }

    /// What a limit left out, and the way to more.
    private dropped(node: OutlineNode, text: string): TemplateResult {
        return html`<p class="dropped">
            ${text}${this.page.mode === 'edit' ? html` <button class="plain small" data-widget="output.limits" @click=${() => this.actions.surfaces.showLimits(node.id)}>${this.t('changeLimits')}</button>` : nothing}
        </p>`;
    }

    private error(node: OutlineNode, error: NodeError): TemplateResult {
        const details = this.page.ask('inspector', { node: node.id });
        // Stopped by a person, or changed since: nothing that is wrong now.
        const isPast = node.state !== 'failed';
        return html`<div class="error ${isPast ? 'past' : ''}" data-widget="output.error">
            <div class="top">
                ${icon(!isPast ? 'failed' : node.state === 'stopped' ? 'stopped' : 'info')}
                <div class="grow"><p><strong>${error.type}</strong></p><p>${error.message}</p></div>
                ${waysOn(this.page, this.actions, details, error, 'output')}
            </div>
            ${error.traceback && error.kind !== 'limit' ? this.tracebackBox(node, error.traceback, details.isSourceEditable) : nothing}
        </div>`;
    }

    /// Of a library's node it is folded: its lines are not the person's.
    private tracebackBox(node: OutlineNode, text: string, isOwn: boolean): TemplateResult {
        const box = (content: unknown) => html`<pre tabindex="0" role="region" aria-label=${this.t('traceback')}>${content}</pre>`;
        if (isOwn) return box(this.traceback(node, text));
        return html`<details class="folded"><summary>${this.t('traceback')}</summary>${box(text)}</details>`;
    }

    /// The traceback with the lines of this node's own source as links.
    private traceback(node: OutlineNode, text: string): (string | TemplateResult)[] {
        return text.split(/(File "[^"\n]*", line \d+)/).map(part => {
            const place = /^File "([^"\n]*)", line (\d+)$/.exec(part);
            if (!place || (place[1] !== node.title && place[1] !== node.id)) return part;
            const line = Number(place[2]);
            return html`<button @click=${() => this.actions.surfaces.showSourceLine(node.id, line)}>${part}</button>`;
        });
    }
}
define('flow-output', OutputPanel);

function hasSomething(output: ShownOutput): boolean {
    return output.hasText || output.displays.length > 0 || output.error !== undefined || output.dropped > 0 || output.droppedDisplays > 0;
}
