// The sandboxed frame in which HTML from Python is cleaned and shown: an opaque origin with a policy that lets nothing but this script run and nothing but data: and blob: pictures
// load. Parsing foreign HTML in the page itself would already report violations of the page's policy.
import DOMPurify from 'dompurify';
import type { PageToView, ViewToPage } from './view_messages.ts';

const say = (message: ViewToPage): void => parent.postMessage(message, '*');

/// No forms (they would ask for passwords), no frames and scripts by DOMPurify's own rules; styles stay, a DataFrame brings them.
const rules = {
    ADD_TAGS: ['style'],
    FORBID_TAGS: ['form', 'input', 'button', 'select', 'textarea', 'dialog', 'base', 'link', 'meta'],
    FORBID_ATTR: ['autofocus', 'target', 'ping'],
    FORCE_BODY: true,
    RETURN_TRUSTED_TYPE: false,
};

// A link could only navigate this frame, which its sandbox and policy refuse; its address is shown instead.
DOMPurify.addHook('afterSanitizeAttributes', element => {
    const address = element.getAttribute('href');
    if (address === null || !(element instanceof HTMLAnchorElement)) return;
    element.removeAttribute('href');
    element.title = address;
});

addEventListener('message', event => {
    if (event.source !== parent) return;
    const { request, html, isShown } = event.data as PageToView;
    const clean = DOMPurify.sanitize(html, rules);
    if (isShown) {
        document.body.innerHTML = clean;
        new ResizeObserver(() => say({ kind: 'height', height: document.documentElement.scrollHeight })).observe(document.body);
    }
    say({ kind: 'sanitised', request, html: clean });
});
say({ kind: 'loaded' });
