// The node library as the page hands it to the session: library.json with each type's source, and the docstring of its function as the English help.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The list of `LibraryType`s of the protocol. */
export function libraryTypes(root) {
    const folder = join(root, 'runtime', 'library');
    // "python" is among them: what a new Python node starts with.
    const shipped = JSON.parse(readFileSync(join(folder, 'library.json'), 'utf8'));
    return shipped.map(entry => {
        const { file, ...type } = entry;
        const source = readFileSync(join(folder, file), 'utf8');
        return { ...type, keywords: type.keywords ?? {}, help: { en: helpOf(source, file), ...type.help }, source };
    });
}

/** The docstring of the last top-level function, which is the node. Shipped sources are ours, so a rule is enough where a parser would be needed for strangers'. */
export function helpOf(source, file) {
    const start = [...source.matchAll(/^(?:async )?def /gm)].at(-1)?.index;
    if (start === undefined) throw new Error(`${file} has no function at its top level.`);
    const body = source.slice(start);
    const found = /:[ \t]*\n\s+"""([\s\S]*?)"""/.exec(body);
    if (!found) throw new Error(`The function of ${file} has no docstring: it is the node's help.`);
    const lines = found[1].split('\n');
    const indents = lines
        .slice(1)
        .filter(line => line.trim() !== '')
        .map(line => line.length - line.trimStart().length);
    const indent = Math.min(...indents, Number.POSITIVE_INFINITY);
    return [lines[0], ...lines.slice(1).map(line => line.slice(Number.isFinite(indent) ? indent : 0))].join('\n').trim();
}
