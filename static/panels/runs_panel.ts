// The runs of this visit: when, how long, how each ended; of the chosen one every call with its reason on a line of time, beside another run where a person compares two.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { LoggedCall, LoggedRun } from '../../runtime/protocol/messages.gen.ts';
import { durationText } from './formats.ts';
import { icon, stateIcon } from './icons.ts';
import './running_time.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import { kernelName, traceOf } from './run_trace.ts';
import { logStyles } from './styles.ts';

/// Rows of a table that a person reads; the trace has all.
const kRows = 500;

export class RunsPanel extends PanelElement {
    static override properties = { ...PanelElement.properties, chosen: { state: true }, other: { state: true } };
    static override watches: readonly Watched[] = ['run', 'states'];
    static override styles = [
        logStyles,
        css`
            label {
                display: flex;
                align-items: center;
                gap: 6px;
                white-space: nowrap;
            }
            select {
                max-inline-size: 280px;
                text-overflow: ellipsis;
            }
            td.why {
                min-inline-size: 160px;
                max-inline-size: 360px;
                white-space: normal;
                overflow-wrap: anywhere;
            }
            td.time {
                inline-size: 40%;
                min-inline-size: 120px;
            }
            .line {
                display: block;
                block-size: 10px;
                inline-size: 100%;
            }
            .line rect {
                fill: var(--accent);
            }
            .line rect.failed {
                fill: var(--bad);
            }
            .line rect.waiting {
                fill: var(--line);
            }
            td.name > div {
                display: flex;
                align-items: center;
                gap: 4px;
            }
            button.node {
                padding: 0 4px;
            }
            p {
                padding-inline: 10px;
            }
        `,
    ];
    /// The number of the run that is shown; none: the latest.
    declare private chosen: number | undefined;
    declare private other: number | undefined;

    override render(): TemplateResult {
        const runs = [...this.page.ask('runs', {}).runs].reverse();
        const run = runs.find(each => each.run === this.chosen) ?? runs[0];
        if (!run) return html`<div class="empty">${icon('stale')}<p>${this.t('runs.nothing')}</p><p class="small">${this.t('runs.nothingHint')}</p></div>`;
        const other = runs.find(each => each.run === this.other && each !== run);
        return html`<div class="bar">
                <label>${this.t('runs.run')} ${this.choice('runs.run', runs, run, number => (this.chosen = number))}</label>
                <label>${this.t('runs.compare')} ${this.choice(
                    'runs.compare',
                    runs.filter(each => each !== run),
                    other,
                    number => (this.other = number),
                    true,
                )}</label>
                <span class="grow"></span>
                <button class="plain" data-widget="runs.trace" title=${this.t('runs.traceHint')} @click=${() => this.download(run)}>${icon('download', 14)} ${this.t('runs.trace')}</button>
            </div>
            <div class="log scroll" tabindex="0" role="region" aria-label=${this.t('panel.runs')}>
                <table>
                    <thead><tr>
                        <th scope="col">${this.t('runs.column.node')}</th>
                        <th scope="col">${this.t('runs.column.why')}</th>
                        <th scope="col">${this.t('runs.column.time')}</th>
                        <th scope="col" title=${this.t('runs.tookHint')}>${this.t('runs.column.took')}</th>
                        ${other ? html`<th scope="col">${this.t('runs.column.other', { run: other.run })}</th>` : nothing}
                    </tr></thead>
                    <tbody>${run.calls.slice(0, kRows).map(call => this.row(run, call, other))}</tbody>
                </table>
                ${run.calls.length > kRows ? html`<p class="muted small">${this.t('runs.more', { count: run.calls.length - kRows })}</p>` : nothing}
                ${run.skipped.length > 0 ? html`<p class="muted small" data-widget="runs.skipped">${this.t('runs.skipped', { nodes: this.titlesOf(run.skipped).join(', ') })}</p>` : nothing}
            </div>`;
    }

    private choice(
        name: string,
        runs: readonly LoggedRun[],
        chosen: LoggedRun | undefined,
        choose: (run: number | undefined) => void,
        mayBeNone = false,
    ): TemplateResult {
        const onChange = (event: Event) => choose(Number((event.target as HTMLSelectElement).value) || undefined);
        return html`<select data-widget=${name} aria-label=${this.t(name)} @change=${onChange}>
            ${mayBeNone ? html`<option value="" .selected=${!chosen}>${this.t('runs.none')}</option>` : nothing}
            ${runs.map(run => html`<option value=${run.run} .selected=${run === chosen}>${this.nameOf(run)}</option>`)}
        </select>`;
    }

    /// A node that is gone by now is told by its name.
    private titlesOf(nodes: readonly string[]): string[] {
        const titles = new Map(this.actions.nodes().map(node => [node.id, node.title]));
        return nodes.map(node => titles.get(node) ?? node);
    }

    private nameOf(run: LoggedRun): string {
        const at = new Date(performance.timeOrigin + run.beganMs).toLocaleTimeString(this.page.language);
        const how = this.t(`runs.ended.${run.ended ?? 'running'}`);
        return this.t('runs.name', { run: run.run, at, count: run.calls.length, took: durationText(this.page, run.elapsedMs), how });
    }

    /// What stands at the node, too; of a call of which Python said nothing more, how long the page waited for it.
    private took(call: LoggedCall): string {
        return durationText(this.page, call.ownMs ?? call.elapsedMs);
    }

    private row(run: LoggedRun, call: LoggedCall, other: LoggedRun | undefined): TemplateResult {
        const whole = Math.max(run.elapsedMs, ...run.calls.slice(-1).map(last => last.startMs + last.elapsedMs), 1);
        const part = (ms: number): number => (100 * ms) / whole;
        const why = call.why.map(each => (each.code === 'never_ran' ? this.t('runs.first') : each.text)).join(' ');
        const before = other?.calls.find(each => each.node === call.node);
        return html`<tr data-widget="runs.call.${call.node}">
            <td class="name"><div>${stateIcon(call.ended ?? 'running', 12)}<button class="plain node" @click=${() => this.actions.select([call.node])}>${call.title}</button>${call.kernel > 0 ? html`<span class="muted small" data-widget="runs.kernel.${call.node}">${kernelName(this.t('runs.kernel'), call.kernel)}</span>` : nothing}</div></td>
            <td class="why" title=${why}>${why}</td>
            <td class="time"><svg class="line" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="waiting" x="0" y="4" width=${part(call.startMs)} height="2"></rect>
                <rect class=${call.ended ?? ''} x=${part(call.startMs)} y="0" width=${Math.max(part(call.elapsedMs), 0.3)} height="10"></rect>
            </svg></td>
            <td class="amount">${call.ended === undefined ? html`<flow-running-time .page=${this.page} .since=${run.beganMs + call.startMs}></flow-running-time>` : this.took(call)}</td>
            ${other ? html`<td class="amount">${before ? this.took(before) : '–'}</td>` : nothing}
        </tr>`;
    }

    private download(run: LoggedRun): void {
        const { title } = this.page.ask('status', {});
        const text = traceOf(run, title || 'PythonFlows', { kernel: this.t('runs.kernel'), waiting: this.t('runs.waiting') });
        this.page.download(`run-${run.run}.trace.json`, new Blob([text], { type: 'application/json' }));
    }
}
define('flow-runs', RunsPanel);
