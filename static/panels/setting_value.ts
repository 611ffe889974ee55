// Between what a person types into a setting and the JSON that is sent. Full-width digits and signs, as Japanese input methods give them, are numbers too.
import type { Widget } from '../../runtime/protocol/messages.gen.ts';

/// What was typed cannot be this setting's value; `key` says why (`ui.<key>`).
export interface BadInput {
    key: string;
    args?: Record<string, string | number>;
}
export type Typed = { value: unknown } | { bad: BadInput };

/// The text of a number as typed, read as this widget's value.
export function typedNumber(widget: Widget, text: string): Typed {
    const plain = text
        .normalize('NFKC')
        .replace(/[,_\s]/g, '')
        .replace(/[−ー]/g, '-');
    if (plain === '') return widget.standard === null ? { value: null } : { bad: { key: 'bad.number' } };
    const pattern = isWhole(widget) ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
    if (!pattern.test(plain)) return { bad: { key: isWhole(widget) ? 'bad.integer' : 'bad.number' } };
    const value = Number(plain);
    if (!Number.isFinite(value) || (isWhole(widget) && !Number.isSafeInteger(value))) return { bad: { key: 'bad.size' } };
    if (widget.minimum !== undefined && value < widget.minimum) return { bad: { key: 'bad.minimum', args: { minimum: widget.minimum } } };
    if (widget.maximum !== undefined && value > widget.maximum) return { bad: { key: 'bad.maximum', args: { maximum: widget.maximum } } };
    return { value };
}

/// Whole numbers only: an `int`, or a slider over whole steps.
export function isWhole(widget: Widget): boolean {
    return widget.kind === 'integer' || /\bint\b/.test(widget.annotation);
}

/// A value of a setting as its field shows it.
export function shownText(value: unknown): string {
    if (value === null || value === undefined) return '';
    return typeof value === 'string' ? value : JSON.stringify(value);
}

/// An expression field's text as JSON: a literal where it reads as one (also Python's True, False, None and quotes), else the text itself.
export function typedLiteral(text: string): unknown {
    const plain = text.trim();
    const json = { True: 'true', False: 'false', None: 'null' }[plain] ?? plain;
    try {
        return JSON.parse(json);
    } catch (notJson) {
        if (notJson instanceof SyntaxError) return text;
        throw notJson;
    }
}
