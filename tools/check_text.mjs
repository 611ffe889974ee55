// Text check: nothing in the repository names this machine's folders, a package registry or unfinished work; line ends and sizes are as agreed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './setup/paths.mjs';
import { lineOf, runAsCommand } from './testing/check.mjs';
import { isGenerated, sourceFiles } from './testing/source_files.mjs';

/** Each pattern is split by a bracket, so that this file does not complain about itself. */
const forbidden = [
    { pattern: /\/work\/(main|shared)\b|\/(root|home\/\w+)\/\.(npm|cache|pyenv)|\/tmp\/bash_job[s]/g, why: 'names a folder of one machine' },
    { pattern: /\bregistry\.(npmj[s]|yarnpk[g])|deb\.debia[n]\.org|pypi\.or[g]|npmmirro[r]/g, why: 'names a package registry' },
    { pattern: /\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/g, why: 'is unfinished work' },
    { pattern: /\b(farm-studi[o]|farm-benc[h])\b/g, why: 'names a tool that is no part of the project' },
    { pattern: /\.\.\/share[d]\/(?!wheels)/g, why: 'names a folder outside the repository' },
    { pattern: /\r\n/g, why: 'ends lines with CR LF' },
];
const textFile = /\.(cmake|cpp|css|h|html|json|md|mjs|py|sh|svg|ts|txt|webmanifest|yml)$|(^|\/)(CMakeLists\.txt|LICENSE|run|\.\w+)$/;
const code = /\.(cpp|css|h|mjs|py|ts)$/;
/** Beyond this a room is missing: split by meaning. A test file is a list of cases and may be a little longer. */
const maximumLines = path => (/^(tests|playwright)\//.test(path) ? 500 : 400);
/** Data and lists that are long by nature. */
const mayBeLong = /^(package-lock\.json|static\/examples\/|tests\/(?:\w+\/)*corpus|runtime\/protocol\/)/;
/** Files whose subject is a forbidden word. */
const exceptions = /^package-lock\.json$/;

/** All complaints, as "file:line: sentence". */
export function checkText() {
    return sourceFiles()
        .filter(path => textFile.test(path) && !exceptions.test(path))
        .flatMap(path => {
            const text = readFileSync(join(root, path), 'utf8');
            return [...words(path, text), ...size(path, text)];
        });
}

function words(path, text) {
    return forbidden.flatMap(({ pattern, why }) =>
        [...text.matchAll(pattern)].map(match => `${path}:${lineOf(text, match.index + 1)}: "${match[0].trim()}" ${why}`),
    );
}

function size(path, text) {
    const lines = text.split('\n').length - 1;
    if (!code.test(path) || isGenerated(path) || mayBeLong.test(path) || lines <= maximumLines(path)) return [];
    return [`${path}:${lines}: has ${lines} lines; over ${maximumLines(path)} a room is missing: split it by meaning`];
}

await runAsCommand(import.meta.url, checkText);
