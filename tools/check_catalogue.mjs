// Catalogue check: en.json and ja.json have the same keys with the same {placeholders}, every key that the code names exists, and Japanese texts are spaced alike.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './setup/paths.mjs';
import { lineOf, runAsCommand } from './testing/check.mjs';
import { isGenerated, sourceFiles } from './testing/source_files.mjs';

const locales = ['en', 'ja'];
const libraryFile = 'runtime/library/library.json';
const fileOf = locale => `static/style/locales/${locale}.json`;

/** How a key is named where it is used: Sentence{"key" …}, sentence("key" …), failure("key" …) in C++, text('key' …) in TypeScript. */
const usages = [
    { endings: ['.h', '.cpp'], pattern: /\b(?:[Ss]entence|failure|fail|error|refuse|refused|text)(?:\s+\w+)?\s*[({]\s*"([a-z][\w-]*(?:\.[\w-]+)+)"/g },
    { endings: ['.ts'], pattern: /\btext\(\s*'([a-z][\w-]*(?:\.[\w-]+)+)'/g },
];

/** All complaints, as "file:line: sentence". */
export function checkCatalogue() {
    const sources = Object.fromEntries(locales.map(locale => [locale, readFileSync(join(root, fileOf(locale)), 'utf8')]));
    const catalogues = Object.fromEntries(locales.map(locale => [locale, JSON.parse(sources[locale])]));
    return [
        ...locales.flatMap(locale => checkDuplicates(fileOf(locale), sources[locale])),
        ...checkParity(catalogues),
        ...checkUsages(catalogues.en),
        ...checkSpaces(sources.ja),
    ];
}

function checkDuplicates(path, source) {
    const seen = new Set();
    return [...source.matchAll(/^\s*"((?:[^"\\]|\\.)+)"\s*:/gm)].flatMap(match => {
        const isTwice = seen.has(match[1]);
        seen.add(match[1]);
        return isTwice ? [`${path}:${lineOf(source, match.index + match[0].length)}: the key "${match[1]}" stands here a second time`] : [];
    });
}

function checkParity({ en, ja }) {
    return [...new Set([...Object.keys(en), ...Object.keys(ja)])].flatMap(key => {
        for (const [locale, catalogue] of [
            ['en', en],
            ['ja', ja],
        ]) {
            if (typeof catalogue[key] !== 'string' || catalogue[key].trim() === '') return [`${fileOf(locale)}:1: the key "${key}" has no text`];
        }
        const [left, right] = [placeholders(en[key]), placeholders(ja[key])];
        return left === right ? [] : [`${fileOf('ja')}:1: "${key}" has the placeholders ${right || 'none'}, in English ${left || 'none'}`];
    });
}

function placeholders(text) {
    // {count|node|nodes} stands beside {count}: a language without plurals has only the number.
    return [...new Set([...text.matchAll(/\{(\w+)(?:\|[^{}|]*\|[^{}|]*)?\}/g)].map(match => `{${match[1]}}`))].sort().join(' ');
}

/** Between a Japanese character and a Latin letter, a digit or a placeholder stands a space, in the catalogue and in the library's texts. */
const tight = /[ぁ-ヺー一-鿿々](?=[A-Za-z0-9]|\{\w)|(?:(?<!\\)[A-Za-z0-9]|\})(?=[ぁ-ヺー一-鿿々])/g;

function checkSpaces(catalogue) {
    const library = join(root, libraryFile);
    const texts = [[fileOf('ja'), catalogue], ...(existsSync(library) ? [[libraryFile, readFileSync(library, 'utf8')]] : [])];
    return texts.flatMap(([path, text]) =>
        [...text.matchAll(tight)].map(
            match => `${path}:${lineOf(text, match.index)}: a space is missing in “${text.slice(Math.max(0, match.index - 6), match.index + 8)}”`,
        ),
    );
}

function checkUsages(catalogue) {
    return usages.flatMap(({ endings, pattern }) =>
        sourceFiles(...endings)
            .filter(path => /^(runtime|ui|wasm|server|static)\//.test(path) && !isGenerated(path))
            .flatMap(path => {
                const source = readFileSync(join(root, path), 'utf8');
                return [...source.matchAll(pattern)]
                    .filter(match => !(match[1] in catalogue))
                    .map(match => `${path}:${lineOf(source, match.index + match[0].length)}: the key "${match[1]}" is in no catalogue`);
            }),
    );
}

await runAsCommand(import.meta.url, checkCatalogue);
