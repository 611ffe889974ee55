// The site's documents: index.html and the sandboxed view's page, from their templates, with the generated policy and what is to be fetched early.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metaPolicy, readPolicy } from '../generate_policy.mjs';

const attribute = text => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** A template with every `{name}` of `parts` put in; a name without a part is a mistake. */
function filled(template, parts) {
    return template.replace(/\{(policy|head|script)\}/g, (_, name) => {
        if (parts[name] === undefined) throw new Error(`The template wants "${name}".`);
        return parts[name];
    });
}

/**
 * index.html. What the page itself reads is on its way before the first script has run; Python's files, which it only hands on, are asked for by the script: the browser's preloading would
 * bring their bytes into the page.
 */
export function indexDocument({ root, bootHash, scripts, editor, kernelWorker }) {
    const policy = metaPolicy(readPolicy(join(root, 'static', 'policy.json')), 'page', { bootHash });
    const head = [
        ...scripts.styles.map(path => `<link rel="stylesheet" href="${path}">`),
        `<link rel="modulepreload" href="${editor.script}">`,
        ...scripts.preload.map(path => `<link rel="modulepreload" href="${path}">`),
        ...[editor.wasm.path, kernelWorker.path].map(path => `<link rel="preload" as="fetch" crossorigin href="${path}">`),
        `<script type="module" src="${scripts.entry}"></script>`,
    ].join('\n');
    return filled(readFileSync(join(root, 'static', 'index.html'), 'utf8'), { policy: attribute(policy), head });
}

/** The document of the sandboxed HTML view. */
export function viewDocument({ root, script }) {
    const policy = metaPolicy(readPolicy(join(root, 'static', 'policy.json')), 'view');
    return filled(readFileSync(join(root, 'static', 'view', 'view.html'), 'utf8'), { policy: attribute(policy), script });
}
