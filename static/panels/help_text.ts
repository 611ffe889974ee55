// A docstring as page content: paragraphs, lists and `code`, built as templates, so that nothing in it can ever be markup.
import { html, type TemplateResult } from 'lit';

/// Longest docstring that is shown, in characters; a module's worth of text belongs into the source view.
const maxLength = 8000;

function inline(text: string): (string | TemplateResult)[] {
    return text.split(/(``[^`]+``|`[^`]+`)/).map(part => (part.startsWith('`') ? html`<code>${part.replace(/^`+|`+$/g, '')}</code>` : part));
}

/// The blocks of a docstring: paragraphs are separated by blank lines, list items start with "- " or "* ", indented blocks are code.
export function helpText(doc: string): TemplateResult[] {
    const text = doc.length > maxLength ? `${doc.slice(0, maxLength)}…` : doc;
    return text
        .split(/\n[ \t]*\n/)
        .filter(block => block.trim() !== '')
        .map(block => {
            const lines = block.split('\n');
            if (lines.every(line => /^\s{4,}/.test(line) || line.trim() === ''))
                return html`<pre>${lines.map(line => line.replace(/^ {4}/, '')).join('\n')}</pre>`;
            const entries = parameterLines(lines);
            if (entries)
                return html`<dl>
                    ${entries.map(([name, about]) => html`<dt><code>${name}</code></dt><dd>${inline(about)}</dd>`)}
                </dl>`;
            if (/^\s*[-*] /.test(lines[0] ?? '')) {
                const items = block.split(/^\s*[-*] /m).filter(item => item.trim() !== '');
                return html`<ul>
                    ${items.map(item => html`<li>${inline(item.trim().replace(/\s*\n\s*/g, ' '))}</li>`)}
                </ul>`;
            }
            return html`<p>${inline(lines.map(line => line.trim()).join(' '))}</p>`;
        });
}

/// The lines of a block that tells about parameters, as in "condition: the expression", with their continuation lines; undefined for any other block.
function parameterLines(lines: readonly string[]): [string, string][] | undefined {
    const entries: [string, string][] = [];
    for (const line of lines) {
        const start = /^([A-Za-z_*][\w*]*(?:, ?[A-Za-z_*][\w*]*)*): (.+)$/.exec(line);
        const last = entries[entries.length - 1];
        if (start) entries.push([start[1] ?? '', (start[2] ?? '').trim()]);
        else if (last && /^\s+\S/.test(line)) last[1] += ` ${line.trim()}`;
        else return undefined;
    }
    return entries.length > 0 ? entries : undefined;
}

/// What the docstring says of one parameter, or undefined.
export function parameterHelp(doc: string, name: string): string | undefined {
    for (const block of doc.split(/\n[ \t]*\n/)) {
        const entry = parameterLines(block.split('\n').filter(line => line.trim() !== ''))?.find(([names]) => names.split(/, ?/).includes(name));
        if (entry) return entry[1];
    }
    return undefined;
}
