// A flow as an app: its inputs as a form, its outputs as a page, Run and Stop. What stands where is app_parts.ts's word. Covers the editor, which is there for whoever wants to see how it works.
import { css, html, nothing, type TemplateResult } from 'lit';
import { appParts, type AppOutput, type AppParts } from './app_parts.ts';
import './display_view.ts';
import { icon, stateIcon } from './icons.ts';
import { define, PanelElement, type Watched } from './panel_element.ts';
import './setting_field.ts';
import { sharedStyles } from './styles.ts';

/// After the last change before it runs by itself.
const kRunPauseMs = 400;

export class AppView extends PanelElement {
    static override properties = { ...PanelElement.properties, isAside: { state: true }, answer: { state: true } };
    static override watches: readonly Watched[] = ['graph', 'states', 'kernel', 'run', 'outputs', 'values'];
    static override styles = [
        sharedStyles,
        css`
            :host {
                position: fixed;
                inset: 0;
                z-index: 6;
                display: flex;
                flex-direction: column;
                background: var(--canvas);
            }
            :host([aside]) {
                inset: auto 16px 44px auto;
                background: none;
            }
            :host([aside]) button {
                box-shadow: var(--shadow);
            }
            header {
                display: flex;
                align-items: center;
                gap: 8px;
                padding: 9px 16px;
                border-block-end: 1px solid var(--line);
                background: var(--surface);
            }
            h2 {
                flex: 1;
                min-inline-size: 0;
                font-size: var(--text-l);
                font-weight: 600;
                overflow: hidden;
                text-overflow: ellipsis;
                white-space: nowrap;
            }
            .state {
                color: var(--ink-3);
                min-inline-size: 0;
                font-size: var(--text-s);
                overflow: hidden;
                text-overflow: ellipsis;
                white-space: nowrap;
            }
            .run {
                min-inline-size: 84px;
            }
            .body {
                flex: 1;
                min-block-size: 0;
                overflow: auto;
                scrollbar-width: thin;
                scrollbar-color: var(--line-strong) transparent;
            }
            .page {
                display: grid;
                grid-template-columns: minmax(230px, 300px) minmax(0, 1fr);
                align-items: start;
                gap: 16px;
                max-inline-size: 1180px;
                margin-inline: auto;
                padding: 16px;
            }
            .page.single {
                grid-template-columns: minmax(0, 1fr);
            }
            @media (max-width: 620px) {
                .page {
                    grid-template-columns: minmax(0, 1fr);
                    padding: 12px;
                }
                /* Long enough to begin where the form was. */
                .body {
                    container-type: size;
                }
                form + .outputs {
                    align-content: start;
                    min-block-size: calc(100cqb - 24px);
                }
            }
            form,
            section {
                border: 1px solid var(--line);
                border-radius: var(--radius-l);
                background: var(--surface);
            }
            form {
                padding: 14px 16px 6px;
            }
            fieldset {
                margin: 0 0 12px;
                padding: 0;
                border: 0;
            }
            legend {
                padding: 0;
                margin-block-end: 4px;
                font-weight: 600;
            }
            .outputs {
                display: grid;
                grid-template-columns: minmax(0, 1fr);
                gap: 16px;
            }
            section > .head {
                display: flex;
                align-items: center;
                gap: 8px;
                padding: 10px 14px 6px;
            }
            h3 {
                flex: 1;
                min-inline-size: 0;
                font-weight: 600;
            }
            h4 {
                margin: 0;
                padding: 4px 14px 0;
                color: var(--ink-2);
                font-size: var(--text-s);
                font-weight: 500;
            }
            .old flow-display {
                opacity: 0.55;
            }
            .said {
                padding: 0 14px 12px;
                color: var(--ink-3);
            }
            .bad {
                color: var(--bad);
                white-space: pre-wrap;
                overflow-wrap: anywhere;
            }
            .stale {
                color: var(--stale);
                font-size: var(--text-s);
            }
        `,
    ];
    /// The editor is shown, and a button that leads back.
    declare isAside: boolean;
    /// Why what a person wanted to run did not.
    declare private answer: string;
    private isAsked = false;
    private parts: AppParts | undefined;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private hasChanged = false;
    /// What the canvas is to do while it is covered.
    onAside: (isAside: boolean) => void = () => undefined;

    constructor() {
        super();
        this.isAside = false;
        this.answer = '';
    }

    override connectedCallback(): void {
        super.connectedCallback();
        this.listen(
            this.page.on('flow_opened', () => this.forget()),
            this.page.on('changed', changed => changed.graph && this.forget()),
            this.page.on('run_ended', () => this.hasChanged && this.runSoon()),
            this.page.on('said', ({ level, text }) => {
                if (this.isAsked && level === 'info') this.answer = text;
            }),
            () => clearTimeout(this.timer),
        );
    }

    override render(): TemplateResult {
        if (this.isAside) return html`<button data-widget="app.back" @click=${() => this.turn(false)}>${icon('inspector', 14)}${this.l('back')}</button>`;
        const status = this.page.ask('status', {});
        const parts = this.partsNow();
        return html`<header>
                <h2 data-widget="app.title">${status.title || this.t('untitled')}</h2>
                <span class="state" role="status">${this.said(status)}</span>
                ${
                    status.run === undefined
                        ? html`<button class="primary run" data-widget="app.run" ?disabled=${parts.outputs.length === 0} @click=${() => void this.runAndShow()}>${icon('run', 14)}${this.t('command.run')}</button>`
                        : html`<button class="run" data-widget="app.stop" @click=${() => this.page.send({ type: 'stop' })}>${icon('stop', 14)}${this.t('command.stop')}</button>`
                }
                <button class="plain icon" data-widget="app.flow" aria-label=${this.l('flow')} title=${this.l('flow')} @click=${() => this.turn(true)}>${icon('flow')}</button>
            </header>
            <div class="body" tabindex="-1">
                <div class="page ${parts.inputs.length === 0 ? 'single' : ''}">
                    ${parts.inputs.length === 0 ? nothing : this.form(parts)}
                    <div class="outputs">${this.failures(parts)}${parts.outputs.length === 0 ? html`<p class="said">${this.l('nothing')}</p>` : parts.outputs.map(output => this.output(output))}</div>
                </div>
            </div>`;
    }

    private l(key: string): string {
        return this.page.text(`later.app.${key}`);
    }

    private said(status: ReturnType<AppView['status']>): string {
        if (status.run !== undefined)
            return status.isWaitingForKernel ? this.t('waitingForPython') : this.t('runningCount', { done: status.ran, total: status.planned });
        return status.kernel === 'ready' || status.kernel === 'busy' ? this.answer : this.t(`kernel.${status.kernel}`);
    }

    private status() {
        return this.page.ask('status', {});
    }

    private form(parts: AppParts): TemplateResult {
        return html`<form aria-label=${this.l('inputs')} @submit=${(event: Event) => event.preventDefault()}>${parts.inputs.map(({ node, names }) => {
            const { widgets } = this.page.ask('inspector', { node: node.id });
            const shown = widgets.filter(widget => names.includes(widget.name));
            return html`<fieldset><legend>${node.title}</legend>${shown.map(
                widget => html`<flow-setting .page=${this.page} .actions=${this.actions} .node=${node.id} .widget=${widget} .isForm=${true}></flow-setting>`,
            )}</fieldset>`;
        })}</form>`;
    }

    private output({ node: { id }, ports }: AppOutput): TemplateResult {
        const [node] = this.actions.detailed([id]);
        if (!node) return html`${nothing}`;
        const { displays, error } = this.page.ask('output', { node: id, limit: 1 });
        const { outputs } = this.page.ask('glimpse', { node: id });
        const isOld = node.state === 'stale' || node.state === 'queued' || node.state === 'running';
        // What a call only drew has a result of None, which says nothing.
        const isDrawn = displays.length > 0 && outputs.every(output => output.type === 'NoneType');
        const shown = [...(isDrawn ? [] : ports.filter(port => outputs.some(output => output.port === port))), ...displays];
        const why = node.why.map(each => each.text).join(' ');
        return html`<section class=${isOld ? 'old' : ''} aria-label=${node.title} data-widget="app.output.${id}">
            <div class="head">${stateIcon(node.state)}<h3>${node.title}</h3>${isOld && shown.length > 0 ? html`<span class="stale">${this.t(`state.${node.state}`)}</span>` : nothing}</div>
            ${
                node.state === 'failed' && error
                    ? html`<p class="said bad" role="alert">${error.type}: ${error.message}</p>`
                    : shown.length === 0
                      ? html`<p class="said">${why || this.l('notYet')}</p>`
                      : shown.map(
                            port =>
                                html`${node.outputs.length > 1 && ports.includes(port) ? html`<h4>${port}</h4>` : nothing}<flow-display .page=${this.page} .actions=${this.actions} .node=${id} .port=${port} .name=${node.title}></flow-display>`,
                        )
            }
        </section>`;
    }

    /// What failed on the way to the outputs stands above them: none of them could say it.
    private failures({ outputs }: AppParts): TemplateResult[] {
        const failed = this.actions.nodes().filter(node => node.state === 'failed' && !outputs.some(output => output.node.id === node.id));
        return failed.flatMap(node => {
            const { error } = this.page.ask('output', { node: node.id, limit: 1 });
            if (!error) return [];
            return [
                html`<section aria-label=${node.title} data-widget="app.failed.${node.id}">
                    <div class="head">${stateIcon(node.state)}<h3>${node.title}</h3></div>
                    <p class="said bad" role="alert">${error.type}: ${error.message}</p>
                </section>`,
            ];
        });
    }

    private partsNow(): AppParts {
        if (!this.parts) {
            const { view } = JSON.parse(this.page.flowText()) as { view?: { app?: unknown } };
            this.parts = appParts(view?.app, this.actions.detailed(), node => this.page.ask('inspector', { node }).widgets);
        }
        return this.parts;
    }

    private forget(): void {
        this.parts = undefined;
        this.answer = '';
        this.hasChanged = true;
        this.runSoon();
    }

    /// Where the flow says so: what a change of a person's made stale. Nothing runs before they ran it once.
    private runSoon(): void {
        clearTimeout(this.timer);
        if (!this.hasRun || !this.partsNow().runsOnChange) return;
        this.timer = setTimeout(() => this.status().run === undefined && void this.run(), kRunPauseMs);
    }
    private hasRun = false;

    private async run(): Promise<void> {
        clearTimeout(this.timer);
        await this.actions.pending.flush();
        this.hasRun = true;
        this.hasChanged = false;
        await this.actions.run({ up_to: [...new Set(this.partsNow().outputs.map(output => output.node.id))] });
    }

    /// Where the results stand below the form, whoever pressed Run is led to them.
    private async runAndShow(): Promise<void> {
        const [body, form, outputs] = ['.body', 'form', '.outputs'].map(part => this.renderRoot.querySelector(part));
        if (body && form && outputs) {
            const below = outputs.getBoundingClientRect().top - form.getBoundingClientRect().bottom;
            if (below >= 0) body.scrollTop += outputs.getBoundingClientRect().top - body.getBoundingClientRect().top;
        }
        this.answer = '';
        this.isAsked = true;
        try {
            await this.run();
        } finally {
            this.isAsked = false;
        }
    }

    private turn(isAside: boolean): void {
        this.isAside = isAside;
        this.toggleAttribute('aside', isAside);
        this.onAside(isAside);
    }
}
define('flow-app', AppView);
