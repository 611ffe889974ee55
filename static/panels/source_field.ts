// A node's source in the inspector: shows the text at once as plain text and the editor as soon as it is loaded; sends edits when the typing pauses.
import { css, html, nothing, type TemplateResult } from 'lit';
import { define, PanelElement } from './panel_element.ts';
import type { Mark, SourceEditor } from './source_editor.ts';
import { sharedStyles } from './styles.ts';

/// How long typed source waits for the next key before it is sent.
const typingPauseMs = 300;

export class SourceField extends PanelElement {
    static override shadowRootOptions: ShadowRootInit = { mode: 'open', delegatesFocus: true };
    static override properties = {
        ...PanelElement.properties,
        node: { attribute: false },
        source: { attribute: false },
        isEditable: { attribute: false },
        marks: { attribute: false },
        problem: { state: true },
    };
    static override styles = [
        sharedStyles,
        css`
            :host {
                display: block;
                block-size: 100%;
                min-block-size: 120px;
            }
            .editor {
                block-size: 100%;
            }
            pre {
                margin: 0;
                padding: 8px 12px;
                block-size: 100%;
                overflow: auto;
                font: 12.5px / 1.55 var(--font-mono);
            }
            .problem {
                padding: 8px 12px;
                color: var(--bad);
            }
        `,
    ];
    declare node: string;
    declare source: string;
    declare isEditable: boolean;
    declare marks: Mark[];
    declare problem: string | undefined;

    private editor: SourceEditor | undefined;
    private isLoading = false;
    private wantedLine: number | undefined;
    private shownMarks = '';
    /// What was typed last. It stands as long as `source` may be older: until the session has taken it and `source` changes after that. (The inspector draws when it has time; its older
    /// text, shown for a frame, would throw the cursor back and what is typed next to another place.)
    private newest: { node: string; text: string; isTaken: boolean } | undefined;

    constructor() {
        super();
        this.marks = [];
    }

    override render(): TemplateResult {
        return html`<div class="editor" ?hidden=${!this.editor} data-widget="inspector.source"></div>
            ${this.editor ? nothing : html`<pre class="scroll" tabindex="0" aria-label=${this.t('source')} data-widget="inspector.source.plain">${this.source}</pre>`}
            ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}`;
    }

    protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
        if (this.newest?.isTaken && (changed.has('source') || changed.has('node'))) this.newest = undefined;
    }

    protected override updated(): void {
        if (!this.editor) {
            void this.load();
            return;
        }
        // A text that is on its way (or was refused) is this node's newest: the editor may hold another node's by now.
        this.editor.show(this.node, this.newest?.node === this.node ? this.newest.text : this.source, this.isEditable);
        const marks = JSON.stringify([this.node, this.marks]);
        if (marks !== this.shownMarks) {
            this.shownMarks = marks;
            this.editor.mark(this.marks);
        }
        if (this.wantedLine !== undefined) {
            this.editor.goTo(this.wantedLine);
            this.wantedLine = undefined;
        }
    }

    /// Shows a line (from 1), also when the editor still has to be loaded.
    goTo(line: number): void {
        this.wantedLine = line;
        this.requestUpdate();
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        void this.actions.pending.now(this.key);
        this.editor?.destroy();
        this.editor = undefined;
        this.isLoading = false;
    }

    private get key(): string {
        return `source ${this.node}`;
    }

    private async load(): Promise<void> {
        if (this.isLoading) return;
        this.isLoading = true;
        const { SourceEditor } = await import('./source_editor.ts');
        const parent = this.shadowRoot?.querySelector<HTMLElement>('.editor');
        if (!this.isConnected || !parent || !this.shadowRoot) return;
        const phrases = Object.fromEntries(editorPhrases.map(([english, key]) => [english, this.t(`editor.${key}`)]));
        this.editor = new SourceEditor(
            this.shadowRoot,
            parent,
            {
                onEdit: text => this.onEdit(text),
                onRun: () => void this.actions.run(),
                onLeave: () => void this.actions.pending.now(this.key),
            },
            phrases,
            this.t('source'),
        );
        this.shownMarks = '';
        this.requestUpdate();
    }

    private onEdit(text: string): void {
        const { node } = this;
        const typed = { node, text, isTaken: false };
        this.newest = typed;
        this.actions.pending.later(this.key, typingPauseMs, async () => {
            try {
                await this.page.call({ type: 'set_source', node, source: text });
                this.problem = undefined;
                typed.isTaken = true;
                this.requestUpdate();
            } catch (refused) {
                this.problem = this.page.sentenceOf(refused);
            }
        });
    }
}
define('flow-source', SourceField);

/// The editor's own English texts and their keys in the catalogue (`ui.editor.<key>`).
const editorPhrases: [string, string][] = [
    ['Find', 'find'],
    ['Replace', 'replace'],
    ['next', 'next'],
    ['previous', 'previous'],
    ['all', 'all'],
    ['match case', 'matchCase'],
    ['by word', 'byWord'],
    ['regexp', 'regexp'],
    ['replace', 'replaceOne'],
    ['replace all', 'replaceAll'],
    ['close', 'close'],
    ['Go to line', 'goToLine'],
    ['go', 'go'],
    ['Completions', 'completions'],
    ['Diagnostics', 'diagnostics'],
];
