// Which setting of a library node an error is about: a person changes the setting, not the library's code.
import type { Widget } from '../../runtime/protocol/messages.gen.ts';

/// Between the quotes of the library's sentences.
const quoted = /[“「"]([^”」"]+)[”」"]/g;

/// The setting that an error's sentence speaks of, or undefined when it speaks of none (then it is about what came along a wire).
export function meantSetting(message: string, widgets: readonly Widget[]): Widget | undefined {
    const free = widgets.filter(widget => !widget.isLinked);
    const words = [...message.matchAll(quoted)].map(match => match[1] ?? '');
    const texts = free.map(widget => ({ widget, text: typeof widget.value === 'string' ? widget.value.trim() : '' }));
    // A value that the sentence quotes: a column that is not there, a pattern that cannot be read.
    const exact = texts.find(({ text }) => text !== '' && words.includes(text));
    if (exact) return exact.widget;
    const part = texts.find(({ text }) => text !== '' && words.some(word => word.length > 1 && text.includes(word)));
    if (part) return part.widget;
    // The setting's own name: as a word of some length, or before a colon as in "SQL: …".
    const named = free.find(widget => widget.name.length > 3 && new RegExp(`\\b${widget.name.replace(/_/g, '[_ ]')}\\b`, 'i').test(message));
    if (named) return named;
    // "Choose the column to sort by.", "Write the condition …": the first text that is still empty.
    if (/^(Choose|Write|Give|Name|Type|Pick|Enter)\b/.test(message)) return texts.find(({ widget, text }) => text === '' && isText(widget))?.widget;
    // One long text is what such an error is about: the SQL, the expression.
    const long = free.filter(widget => widget.kind === 'multiline');
    return long.length === 1 ? long[0] : undefined;
}

function isText(widget: Widget): boolean {
    return ['text', 'multiline', 'column', 'file', 'expression'].includes(widget.kind);
}
