// Layer check: reads every #include, every target_link_libraries, every TypeScript and every Python import, and holds them against tools/layers.mjs.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import { cppLayers, cppLibraries, pythonLayers, typescriptLayers } from './layers.mjs';
import { root } from './setup/paths.mjs';
import { lineOf, runAsCommand } from './testing/check.mjs';
import { sourceFiles } from './testing/source_files.mjs';

const read = path => readFileSync(join(root, path), 'utf8');
const layerOf = (path, layers) => Object.keys(layers).find(layer => path.startsWith(`${layer}/`));

/** All complaints, as "file:line: sentence". */
export function checkLayers() {
    return [...checkIncludes(), ...checkLinks(), ...checkImports(), ...checkPython()];
}

/** What `pattern` finds in a text and `judge` complains about, each with its place. */
function complaints(path, pattern, judge) {
    const text = read(path);
    return [...text.matchAll(pattern)].flatMap(match => {
        const complaint = judge(match);
        return complaint ? [`${path}:${lineOf(text, match.index + match[0].length)}: ${complaint}`] : [];
    });
}

function checkIncludes() {
    return sourceFiles('.h', '.cpp').flatMap(path => {
        const layer = layerOf(path, cppLayers);
        if (!layer) return [];
        const include = /^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]/gm;
        // Both kinds of quotes lead to a library; only one leads to a layer.
        return complaints(path, include, ([, quote, name]) => (quote === '<' || isLibrary(name) ? judgeLibrary(layer, path, name) : judgeOwn(layer, name)));
    });
}

function judgeOwn(layer, name) {
    const other = layerOf(name, cppLayers);
    if (!other) return `"${name}" is not written from the repository's root, or is no layer`;
    if (other === layer || cppLayers[layer].layers.includes(other)) return null;
    return `${layer} may not include ${other} ("${name}")`;
}

function isLibrary(name) {
    return cppLibraries.some(({ library, pattern }) => library !== 'unknown' && pattern.test(name));
}

function judgeLibrary(layer, path, name) {
    const library = cppLibraries.find(({ pattern }) => pattern.test(name))?.library;
    if (!library || cppLayers[layer].outside.some(rule => rule.library === library && rule.files.test(path))) return null;
    return `this file may not include <${name}>`;
}

function checkLinks() {
    const targets = Object.values(cppLayers).map(({ target }) => target);
    return Object.entries(cppLayers).flatMap(([layer, { target, layers }]) => {
        const path = `${layer}/CMakeLists.txt`;
        if (!existsSync(join(root, path))) return [];
        const allowed = new Set([target, ...layers.map(other => cppLayers[other].target)]);
        return complaints(path, /target_link_libraries\(([^)]*)\)/g, ([, words]) => {
            const wrong = words.split(/\s+/).find(word => targets.includes(word) && !allowed.has(word));
            return wrong ? `${layer} may not link ${wrong}` : null;
        });
    });
}

function checkImports() {
    return sourceFiles('.ts').flatMap(path => {
        const layer = layerOf(path, typescriptLayers);
        if (!layer) return [];
        const specifier = /(?:\bfrom|\bimport|\bimport\(|\bnew URL\()\s*(['"])([^'"\n]+)\1/g;
        return complaints(path, specifier, ([, , name]) => (name.startsWith('.') ? judgeImport(layer, path, name) : judgePackage(layer, path, name)));
    });
}

function judgeImport(layer, path, name) {
    const target = posix.join(posix.dirname(path), name);
    const allowed = [layer, ...typescriptLayers[layer].layers];
    return allowed.some(place => target === place || target.startsWith(`${place}/`)) ? null : `${layer} may not import ${target}`;
}

function judgePackage(layer, path, name) {
    return typescriptLayers[layer].outside.some(rule => rule.packages.test(name) && rule.files.test(path)) ? null : `this file may not import '${name}'`;
}

function checkPython() {
    return sourceFiles('.py').flatMap(path => {
        const layer = layerOf(path, pythonLayers);
        if (!layer) return [];
        const statement = /^[ \t]*(?:from|import)[ \t]+(\w+)/gm;
        return complaints(path, statement, ([, module]) => (pythonLayers[layer].forbidden.test(module) ? `${layer} may not import ${module}` : null));
    });
}

await runAsCommand(import.meta.url, checkLayers);
