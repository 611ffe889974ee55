// The product's icons: own drawings, strokes on a 16 × 16 grid, coloured by the text around them. Always beside a text or inside something that has a name.
import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { NodeState } from '../../runtime/protocol/messages.gen.ts';

const shapes = {
    new: svg`<path d="M4 1.75h5L12.5 5.2V14.25h-8.5z M9 1.75V5.2h3.5"/>`,
    open: svg`<path d="M1.75 12.75v-9.5h4l1.5 2h6v2 M1.75 12.75l2-5.5h10.9l-2 5.5z"/>`,
    save: svg`<path d="M8 2v8 M4.75 7 8 10.25 11.25 7 M2.5 13.5h11"/>`,
    examples: svg`<path d="M2.25 2.25h4.5v4.5h-4.5z M9.25 2.25h4.5v4.5h-4.5z M2.25 9.25h4.5v4.5h-4.5z M11.5 9v5 M9 11.5h5"/>`,
    add: svg`<path d="M8 2.75v10.5 M2.75 8h10.5"/>`,
    attach: svg`<path d="M13.2 7.4 7.9 12.7a3.2 3.2 0 0 1-4.6-4.6l5.6-5.6a2.1 2.1 0 0 1 3 3L6.4 11a1 1 0 0 1-1.5-1.4l4.8-4.9"/>`,
    run: svg`<path fill="currentColor" stroke-linejoin="round" d="M4.5 2.75v10.5L13 8z"/>`,
    runHere: svg`<path d="M2.5 3.5v9l6.5-4.5z M12.75 2.5v11"/>`,
    runOnly: svg`<circle cx="8" cy="8" r="6.25"/><path fill="currentColor" d="M6.5 5.5v5L10.6 8z"/>`,
    stop: svg`<rect x="3.5" y="3.5" width="9" height="9" rx="1" fill="currentColor"/>`,
    undo: svg`<path d="M5.5 2.75 2.5 5.75l3 3 M2.75 5.75h6.5a4 4 0 0 1 0 8h-3"/>`,
    redo: svg`<path d="M10.5 2.75l3 3-3 3 M13.25 5.75h-6.5a4 4 0 0 0 0 8h3"/>`,
    fit: svg`<path d="M2.25 5.5V2.25H5.5 M10.5 2.25h3.25V5.5 M13.75 10.5v3.25H10.5 M5.5 13.75H2.25V10.5 M5.5 6.25h5v3.5h-5z"/>`,
    settings: svg`<path d="M2 4.5h6.5 M11.5 4.5H14 M2 11.5h2.5 M7.5 11.5H14"/><circle cx="10" cy="4.5" r="1.6"/><circle cx="6" cy="11.5" r="1.6"/>`,
    help: svg`<circle cx="8" cy="8" r="6.25"/><path d="M6.1 6.2a1.95 1.95 0 1 1 2.9 1.7c-.7.4-1 .8-1 1.4 M8 11.4v.2"/>`,
    close: svg`<path d="m3.75 3.75 8.5 8.5 M12.25 3.75l-8.5 8.5"/>`,
    chevron: svg`<path d="m6 3.5 4.5 4.5L6 12.5"/>`,
    down: svg`<path d="M3.5 6 8 10.5 12.5 6"/>`,
    up: svg`<path d="M3.5 10 8 5.5 12.5 10"/>`,
    more: svg`<g fill="currentColor" stroke="none"><circle cx="3.5" cy="8" r="1.25"/><circle cx="8" cy="8" r="1.25"/><circle cx="12.5" cy="8" r="1.25"/></g>`,
    reset: svg`<path d="M3 8a5 5 0 1 0 1.6-3.7 M2.9 2.4v2.7h2.7"/>`,
    restart: svg`<path d="M13 8a5 5 0 1 1-1.6-3.7 M13.1 2.4v2.7h-2.7"/>`,
    link: svg`<circle cx="3.5" cy="8" r="1.75"/><circle cx="12.5" cy="8" r="1.75"/><path d="M5.25 8h5.5"/>`,
    unlink: svg`<circle cx="3" cy="8" r="1.75"/><circle cx="13" cy="8" r="1.75"/><path d="M4.75 8h1.5 M9.75 8h1.5 M7 5l2 6"/>`,
    file: svg`<path d="M3.75 1.75h5.5l3 3.2v9.3h-8.5z M9.25 1.75v3.2h3 M6 8.5h4 M6 11h4"/>`,
    flow: svg`<rect x="1.75" y="2.25" width="4.5" height="4" rx="1"/><rect x="9.75" y="2.25" width="4.5" height="4" rx="1"/><rect x="5.75" y="10" width="4.5" height="4" rx="1"/><path d="M6.25 4.25h3.5 M8 10V4.25"/>`,
    outline: svg`<path d="M2 3.5h12 M5 8h9 M5 12.5h9 M2 8h.5 M2 12.5h.5"/>`,
    inspector: svg`<path d="M2.25 2.75h11.5v10.5H2.25z M9.25 2.75v10.5 M11 5.5h1 M11 8h1"/>`,
    table: svg`<path d="M2.25 2.75h11.5v10.5H2.25z M2.25 6.25h11.5 M2.25 9.75h11.5 M6.5 2.75v10.5"/>`,
    columns: svg`<path d="M2.25 2.75h11.5v10.5H2.25z M6 2.75v10.5 M10 2.75v10.5"/>`,
    chart: svg`<path d="M2.25 13.5h11.5 M4 13.25v-5 M8 13.25V3.5 M12 13.25V6.5"/>`,
    output: svg`<path d="m2.5 4.5 3.5 3.5-3.5 3.5 M8 12h5.5"/>`,
    variables: svg`<path d="M5 2.5C3 4 2.25 6 2.25 8S3 12 5 13.5 M11 2.5c2 1.5 2.75 3.5 2.75 5.5S13 12 11 13.5 M6 6l4 4 M10 6l-4 4"/>`,
    network: svg`<circle cx="8" cy="8" r="6.25"/><path d="M1.75 8h12.5 M8 1.75c2.2 1.8 2.9 4 2.9 6.25S10.2 12.45 8 14.25 M8 1.75C5.8 3.55 5.1 5.75 5.1 8s.7 4.45 2.9 6.25"/>`,
    download: svg`<path d="M8 2v8 M4.75 7 8 10.25 11.25 7 M2.5 13.5h11"/>`,
    rename: svg`<path d="m10.6 2.6 2.8 2.8-7.6 7.6-3.4.6.6-3.4z"/>`,
    trash: svg`<path d="M2.5 4.25h11 M6 4.25v-1.75h4v1.75 M4 4.25l.6 9.5h6.8l.6-9.5"/>`,
    search: svg`<circle cx="7" cy="7" r="4.5"/><path d="m10.4 10.4 3.6 3.6"/>`,
    cut: svg`<circle cx="4" cy="12" r="1.75"/><circle cx="12" cy="12" r="1.75"/><path d="M5 10.5 11 2M11 10.5 5 2"/>`,
    copy: svg`<rect x="5.25" y="5.25" width="8.5" height="8.5" rx="1"/><path d="M3.5 10.75h-1.25v-8.5h8.5V3.5"/>`,
    warning: svg`<path d="M8 2 14.5 13.5h-13z M8 6.5v3.25 M8 11.6v.1"/>`,
    info: svg`<circle cx="8" cy="8" r="6.25"/><path d="M8 7.25v4 M8 4.75v.1"/>`,
    python: svg`<path d="m5.5 4-4 4 4 4 M10.5 4l4 4-4 4"/>`,
    ok: svg`<circle cx="8" cy="8" r="6.25"/><path d="m5.25 8.25 2 2 3.75-4.25"/>`,
    failed: svg`<path d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4z M6 6l4 4 M10 6l-4 4"/>`,
    stale: svg`<circle cx="8" cy="8" r="6.25" stroke-dasharray="2.4 2.2"/><path d="M8 4.75V8l2.25 1.5"/>`,
    author: svg`<circle cx="8" cy="5" r="3"/><path d="M2.25 14c.4-3.2 2.6-5 5.75-5s5.35 1.8 5.75 5"/>`,
    // Still, as all of them are: an animation of the style sheet has the whole page put together anew sixty times a second, and where that is done in software it takes more than a processor from Python.
    running: svg`<circle cx="8" cy="8" r="6.25"/><path d="M6.6 5.4v5.2L10.9 8z" fill="currentColor"/>`,
    queued: svg`<circle cx="8" cy="8" r="6.25"/><path d="M5.5 8h.1 M8 8h.1 M10.4 8h.1" stroke-width="1.9"/>`,
    stopped: svg`<circle cx="8" cy="8" r="6.25"/><rect x="5.75" y="5.75" width="4.5" height="4.5" fill="currentColor"/>`,
    idle: svg`<circle cx="8" cy="8" r="6.25"/>`,
    muted: svg`<circle cx="8" cy="8" r="6.25"/><path d="m3.7 12.3 8.6-8.6"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof shapes;

/// An icon as decoration: hidden from screen readers.
export function icon(name: IconName, size = 16): TemplateResult {
    return html`<svg width=${size} height=${size} viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes[name]}</svg>`;
}

/// The icon of a node's state: each state has a shape of its own, so that colour is never needed to tell them apart.
export function stateIcon(state: NodeState, size = 14): TemplateResult {
    return html`<span class="state-${state}">${icon(state, size)}</span>`;
}
