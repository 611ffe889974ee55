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
            if (/^\s*[-*] /.test(lines[0] ?? '')) {
                const items = block.split(/^\s*[-*] /m).filter(item => item.trim() !== '');
                return html`<ul>
                    ${items.map(item => html`<li>${inline(item.trim().replace(/\s*\n\s*/g, ' '))}</li>`)}
                </ul>`;
            }
            return html`<p>${inline(lines.map(line => line.trim()).join(' '))}</p>`;
        });
}
