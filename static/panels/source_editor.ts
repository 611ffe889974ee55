// The Python editor: CodeMirror 6 in a shadow root. Loaded when a source is shown for the first time; knows text, marks and keys, not nodes or the session.
import { autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, undo } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, Prec, StateEffect, StateField, Transaction } from '@codemirror/state';
import {
    Decoration,
    type DecorationSet,
    drawSelection,
    dropCursor,
    EditorView,
    highlightActiveLine,
    highlightActiveLineGutter,
    highlightSpecialChars,
    keymap,
    lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { changeBetween } from './text_change.ts';

export interface Mark {
    /// From 1.
    line: number;
    /// From 1; 0 marks the whole line.
    column: number;
    message: string;
}

export interface EditorEvents {
    onEdit(text: string): void;
    onRun(): void;
    /// The editor lost the focus: what was typed is sent at once.
    onLeave(): void;
}

const fromSession = Annotation.define<boolean>();
const flashLine = StateEffect.define<number | null>();

const flash = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(marks, transaction) {
        for (const effect of transaction.effects) {
            if (effect.is(flashLine))
                return effect.value === null ? Decoration.none : Decoration.set([Decoration.line({ class: 'cm-flash' }).range(effect.value)]);
        }
        return transaction.docChanged ? Decoration.none : marks;
    },
    provide: field => EditorView.decorations.from(field),
});

const look = EditorView.theme({
    '&': { fontSize: '12.5px', backgroundColor: 'var(--surface)', color: 'var(--ink)', height: '100%' },
    '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
    '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.55', scrollbarWidth: 'thin' },
    '.cm-content': { caretColor: 'var(--accent)', padding: '8px 0' },
    '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
    '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-3)', border: 'none' },
    '.cm-lineNumbers .cm-gutterElement': { padding: '0 6px 0 10px', minWidth: '32px' },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--code-line)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--code-selection)' },
    '.cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: '1px solid var(--accent-line)' },
    '.cm-selectionMatch': { backgroundColor: 'var(--accent-soft)' },
    '.cm-tooltip': {
        backgroundColor: 'var(--surface)',
        color: 'var(--ink)',
        border: '1px solid var(--line-strong)',
        borderRadius: '6px',
        boxShadow: 'var(--shadow)',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--ink)' },
    '.cm-panels': { backgroundColor: 'var(--surface-2)', color: 'var(--ink)' },
    '.cm-panels.cm-panels-top, .cm-panels.cm-panels-bottom': { border: 'none', borderBlock: '1px solid var(--line)' },
    '.cm-textfield': { backgroundColor: 'var(--surface)', border: '1px solid var(--control-line)', borderRadius: '4px', color: 'var(--ink)' },
    '.cm-button': {
        backgroundImage: 'none',
        backgroundColor: 'var(--surface)',
        border: '1px solid var(--line-strong)',
        borderRadius: '4px',
        color: 'var(--ink)',
    },
    '.cm-searchMatch': { backgroundColor: 'var(--stale-soft)', outline: '1px solid var(--stale)' },
    '.cm-diagnostic': { padding: '6px 10px', whiteSpace: 'pre-wrap', fontFamily: 'var(--font)' },
    '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
    '.cm-flash': { backgroundColor: 'var(--bad-soft)' },
});

const colours = HighlightStyle.define([
    { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword, tags.operatorKeyword], color: 'var(--code-keyword)' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
    { tag: tags.comment, color: 'var(--code-comment)', fontStyle: 'italic' },
    { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--code-name)' },
    { tag: [tags.className, tags.typeName, tags.meta], color: 'var(--code-type)' },
]);

/// Typing over a selection is done here instead of by the browser: Chromium would write the old text's colours into a style attribute, which the page's policy
/// forbids and reports. Input handlers (closing brackets) are asked first, as the editor itself does.
const typeOverSelection = EditorView.domEventHandlers({
    beforeinput(event, view) {
        const { from, to, empty } = view.state.selection.main;
        if (
            event.inputType !== 'insertText' ||
            event.data === null ||
            event.isComposing ||
            empty ||
            view.state.readOnly ||
            view.state.selection.ranges.length > 1
        )
            return false;
        const text = event.data;
        const insert = () => view.state.update({ ...view.state.replaceSelection(text), userEvent: 'input.type', scrollIntoView: true });
        if (!view.state.facet(EditorView.inputHandler).some(handler => handler(view, from, to, text, insert))) view.dispatch(insert());
        event.preventDefault();
        return true;
    },
});

/// One editor for one shadow root. `show` changes which text it holds; each text keeps its own undo history while it is among the latest.
export class SourceEditor {
    private readonly view: EditorView;
    private readonly access = new Compartment();
    private readonly states = new Map<string, EditorState>();
    private name = '';
    private isEditable = true;

    constructor(
        root: ShadowRoot,
        parent: HTMLElement,
        private readonly events: EditorEvents,
        private readonly phrases: Record<string, string>,
        private readonly label: string,
    ) {
        this.view = new EditorView({ root, parent, state: this.makeState('') });
    }

    /// Shows the text of `name`. A text that came from elsewhere (undo, another panel) replaces what is here; typing is never thrown away by its own echo.
    show(name: string, text: string, isEditable: boolean): void {
        if (name !== this.name) {
            this.keepState();
            this.name = name;
            this.isEditable = isEditable;
            const kept = this.states.get(name);
            this.view.setState(kept && kept.doc.toString() === text ? kept : this.makeState(text));
        }
        if (isEditable !== this.isEditable) {
            this.isEditable = isEditable;
            this.view.dispatch({ effects: this.access.reconfigure(this.accessExtensions()) });
        }
        const now = this.view.state.doc.toString();
        // What came from elsewhere is not this editor's to take back.
        if (now !== text) this.view.dispatch({ changes: changeBetween(now, text), annotations: [fromSession.of(true), Transaction.addToHistory.of(false)] });
    }

    get text(): string {
        return this.view.state.doc.toString();
    }

    mark(marks: readonly Mark[]): void {
        const { doc } = this.view.state;
        const diagnostics = marks.map((mark): Diagnostic => {
            const line = doc.line(Math.min(doc.lines, Math.max(1, mark.line)));
            const start = mark.column > 0 ? Math.min(line.to, line.from + mark.column - 1) : line.from + (/\S/.exec(line.text)?.index ?? 0);
            return { from: start, to: Math.max(start, line.to), severity: 'error', message: mark.message };
        });
        this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
    }

    /// Brings a line (from 1) into view and shows which one is meant.
    goTo(line: number): void {
        const at = this.view.state.doc.line(Math.min(this.view.state.doc.lines, Math.max(1, line)));
        this.view.dispatch({ selection: { anchor: at.from }, effects: [EditorView.scrollIntoView(at.from, { y: 'center' }), flashLine.of(at.from)] });
        this.view.focus();
    }

    focus(): void {
        this.view.focus();
    }

    destroy(): void {
        this.view.destroy();
    }

    private keepState(): void {
        if (this.name === '') return;
        this.states.delete(this.name);
        this.states.set(this.name, this.view.state);
        // The latest twenty: enough to go back and forth, and bounded.
        const oldest = this.states.keys().next().value;
        if (this.states.size > 20 && oldest !== undefined) this.states.delete(oldest);
    }

    private accessExtensions() {
        return [
            EditorState.readOnly.of(!this.isEditable),
            EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': this.label, 'aria-readonly': String(!this.isEditable) }),
        ];
    }

    private makeState(doc: string): EditorState {
        const run = (view: EditorView): boolean => {
            closeCompletion(view);
            this.events.onRun();
            return true;
        };
        // Where there is nothing (more) to take back the keys mean nothing: the browser's own undo would reach into other fields of the page.
        const only = (command: (view: EditorView) => boolean) => (view: EditorView) => {
            command(view);
            return true;
        };
        return EditorState.create({
            doc,
            extensions: [
                Prec.highest(
                    keymap.of([
                        { key: 'Mod-Enter', run },
                        { key: 'Mod-z', run: only(undo), shift: only(redo) },
                        { key: 'Mod-y', run: only(redo) },
                    ]),
                ),
                this.access.of(this.accessExtensions()),
                EditorState.phrases.of(this.phrases),
                EditorState.tabSize.of(4),
                indentUnit.of('    '),
                lineNumbers(),
                highlightActiveLineGutter(),
                highlightActiveLine(),
                highlightSpecialChars(),
                history(),
                drawSelection(),
                dropCursor(),
                indentOnInput(),
                bracketMatching(),
                closeBrackets(),
                highlightSelectionMatches(),
                autocompletion({ icons: false }),
                search({ top: true }),
                lintGutter(),
                flash,
                typeOverSelection,
                // Quotes are not closed for the person: the end of a docstring would stand there twice.
                EditorState.languageData.of(() => [{ closeBrackets: { brackets: ['(', '[', '{'] } }]),
                python(),
                syntaxHighlighting(colours),
                look,
                keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
                EditorView.updateListener.of(update => {
                    const isTyped = update.docChanged && !update.transactions.some(transaction => transaction.annotation(fromSession));
                    if (isTyped) this.events.onEdit(update.state.doc.toString());
                    if (update.focusChanged && !update.view.hasFocus) this.events.onLeave();
                }),
            ],
        });
    }
}
