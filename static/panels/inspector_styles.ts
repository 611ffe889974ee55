// How the inspector looks.
import { css } from 'lit';

export const inspectorStyles = css`
    :host {
        display: block;
        block-size: 100%;
        min-block-size: 0;
    }
    .card {
        block-size: 100%;
        padding-block-end: 24px;
    }
    header {
        padding: 12px 14px 10px;
    }
    .way {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        margin-inline-start: -8px;
        color: var(--ink-2);
    }
    .way button {
        min-block-size: 24px;
        max-inline-size: 180px;
        padding: 0 6px;
        overflow: hidden;
        color: inherit;
        font-size: inherit;
        text-overflow: ellipsis;
        white-space: nowrap;
    }
    .line {
        display: flex;
        align-items: center;
        gap: 4px;
        margin-inline-start: -8px;
    }
    .title {
        border-color: transparent;
        font-size: var(--text-l);
        font-weight: 600;
        text-overflow: ellipsis;
    }
    .title:hover:not(:disabled) {
        border-color: var(--line-strong);
    }
    .title:disabled {
        background: none;
        color: var(--ink);
    }
    .kind {
        display: flex;
        align-items: baseline;
        gap: 8px;
        color: var(--ink-3);
        font-size: var(--text-s);
        margin-block-end: 10px;
    }
    .state {
        display: flex;
        align-items: flex-start;
        gap: 8px;
        padding: 9px 10px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface-2);
    }
    .state > span {
        padding-block-start: 3px;
    }
    .why {
        /* Two lines, whatever there is to say. */
        min-block-size: 3em;
        line-height: 1.5;
        color: var(--ink-2);
        font-size: var(--text-s);
        overflow-wrap: anywhere;
    }
    .why summary {
        display: flex;
        gap: 6px;
        padding: 0;
    }
    .why .first {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
    }
    .why summary .muted {
        flex: none;
    }
    .why {
        border: 0;
    }
    .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-block-start: 6px;
    }
    .about {
        grid-column: 1 / -1;
        flex-basis: 100%;
        padding-inline-start: 17px;
        color: var(--ink-3);
        font-size: var(--text-s);
    }
    .number {
        color: var(--ink-3);
        font-size: var(--text-s);
        font-variant-numeric: tabular-nums;
    }
    .mode {
        display: grid;
        grid-template-columns: 88px 1fr;
        align-items: center;
        margin-block-start: 10px;
        color: var(--ink-2);
    }
    .error {
        display: flex;
        gap: 8px;
        margin: 0 14px 10px;
        padding: 9px 10px;
        border: 1px solid var(--bad-line);
        border-radius: var(--radius);
        background: var(--bad-soft);
    }
    .error > button {
        align-self: flex-start;
    }
    .error > svg {
        margin-block-start: 2px;
        color: var(--bad);
    }
    .error.past {
        border-color: var(--line);
        background: var(--surface-2);
    }
    .error.past > svg {
        color: var(--ink-3);
    }
    .error .message {
        overflow-wrap: anywhere;
        white-space: pre-wrap;
        max-block-size: 120px;
        overflow: auto;
    }
    details {
        border-block-start: 1px solid var(--line);
    }
    summary {
        display: flex;
        align-items: center;
        gap: 6px;
        padding: 8px 12px;
        list-style: none;
        cursor: default;
        color: var(--ink-2);
    }
    summary::-webkit-details-marker {
        display: none;
    }
    summary:hover {
        color: var(--ink);
    }
    summary:focus-visible {
        outline-offset: -3px;
    }
    summary h2 {
        font-weight: 600;
        font-size: var(--text-s);
        letter-spacing: 0.02em;
    }
    summary svg {
        transition: transform 120ms;
    }
    details[open] > summary svg {
        transform: rotate(90deg);
    }
    .content {
        padding: 0 14px 12px;
    }
    .ports {
        margin: 0 0 8px;
        padding: 0;
        list-style: none;
    }
    .ports li {
        display: flex;
        align-items: center;
        gap: 8px;
        min-block-size: 26px;
    }
    .dot {
        inline-size: 9px;
        block-size: 9px;
        border: 1.5px solid var(--ink-3);
        border-radius: 50%;
        flex: none;
    }
    .dot.linked {
        border-color: var(--accent);
        background: var(--accent);
    }
    .port code {
        margin-inline-start: 6px;
        color: var(--ink-3);
        font-size: 11px;
    }
    .links {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 2px;
        margin-inline-start: auto;
        min-inline-size: 0;
    }
    .links button {
        min-block-size: 22px;
        padding: 0 6px;
        color: var(--accent);
        max-inline-size: 170px;
        overflow: hidden;
        text-overflow: ellipsis;
        display: inline-block;
    }
    .links button.icon {
        display: inline-flex;
        inline-size: 22px;
        color: var(--ink-3);
    }
    .link {
        display: inline-flex;
    }
    .missing {
        color: var(--stale);
        font-size: var(--text-s);
    }
    .help {
        color: var(--ink-2);
        overflow-wrap: anywhere;
    }
    .help p,
    .help ul {
        margin: 0 0 8px;
    }
    .help ul {
        padding-inline-start: 18px;
    }
    .help dl {
        display: grid;
        grid-template-columns: fit-content(40%) 1fr;
        gap: 3px 12px;
        margin: 0 0 8px;
    }
    .help dd {
        margin: 0;
    }
    .help pre {
        margin: 0 0 8px;
        padding: 8px;
        overflow: auto;
        border-radius: var(--radius);
        background: var(--surface-2);
        font: 12px / 1.5 var(--font-mono);
    }
    details[data-name='source'] .content {
        padding: 0;
    }
    .source {
        position: relative;
        inline-size: 100%;
        block-size: 300px;
        min-block-size: 120px;
        resize: vertical;
        overflow: hidden;
        border-block: 1px solid var(--line);
    }
    .source:popover-open {
        position: fixed;
        inset: 4dvh 4vw;
        margin: 0;
        padding: 0;
        inline-size: auto;
        block-size: auto;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-l);
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shadow);
    }
    .source > button.enlarge {
        position: absolute;
        inset-block-start: 4px;
        inset-inline-end: 16px;
        z-index: 2;
        min-block-size: 24px;
        inline-size: 24px;
        border-color: var(--line);
        background: var(--surface);
    }
    .note {
        display: flex;
        align-items: center;
        gap: 6px;
        padding: 0 14px 8px;
        color: var(--ink-3);
        font-size: var(--text-s);
    }
    .note button {
        min-block-size: 24px;
    }
    .hints {
        display: grid;
        gap: 6px;
        inline-size: min(260px, 100%);
        margin: 14px 0 0;
        padding: 14px 0 0 18px;
        border-block-start: 1px solid var(--line);
        text-align: start;
        text-wrap: pretty;
    }
    .packages {
        display: block;
        inline-size: min(260px, 100%);
        margin-block-start: 20px;
        color: var(--ink-3);
        text-align: start;
    }
    .choices {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 6px;
        margin-block-start: 8px;
    }
`;
