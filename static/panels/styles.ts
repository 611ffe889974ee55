// What all panels look alike in: text, buttons, fields, focus, scroll bars. Built from the names in style/tokens.css.
import { css } from 'lit';

export const sharedStyles = css`
    :host {
        color: var(--ink);
        font: var(--text-m) / 1.5 var(--font);
        box-sizing: border-box;
    }
    :host([hidden]),
    [hidden] {
        display: none !important;
    }
    *,
    *::before,
    *::after {
        box-sizing: border-box;
    }
    h2,
    h3,
    p {
        margin: 0;
        font-weight: inherit;
        font-size: inherit;
    }
    svg {
        flex: none;
        display: block;
    }
    button {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 6px;
        min-block-size: var(--control);
        padding: 0 10px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--ink);
        font: inherit;
        white-space: nowrap;
        cursor: default;
    }
    button:hover:not(:disabled, [aria-disabled='true']) {
        background: var(--surface-3);
    }
    /* Where the system gives the colours, backgrounds of ours are not seen. */
    @media (forced-colors: active) {
        [aria-selected='true'],
        [aria-pressed='true'],
        .selected {
            outline: 2px solid Highlight;
            outline-offset: -2px;
        }
    }
    button:disabled,
    button[aria-disabled='true'] {
        color: var(--ink-3);
        opacity: 0.55;
    }
    button.plain {
        border-color: transparent;
        background: transparent;
    }
    button.plain:hover:not(:disabled, [aria-disabled='true']) {
        background: var(--surface-3);
    }
    button.icon {
        inline-size: var(--control);
        padding: 0;
        color: var(--ink-2);
    }
    button.primary {
        border-color: transparent;
        background: var(--accent);
        color: var(--on-accent);
        font-weight: 550;
    }
    button.primary:hover:not(:disabled, [aria-disabled='true']) {
        background: var(--accent-strong);
    }
    button[aria-pressed='true'] {
        background: var(--accent-soft);
        color: var(--accent);
        border-color: var(--accent-line);
    }
    :focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 1px;
    }
    input,
    select,
    textarea {
        inline-size: 100%;
        min-inline-size: 0;
        min-block-size: var(--control);
        padding: 3px 8px;
        border: 1px solid var(--control-line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--ink);
        font: inherit;
        accent-color: var(--accent);
    }
    textarea {
        resize: vertical;
        line-height: 1.5;
    }
    :is(input, select, textarea):focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: -1px;
        border-color: transparent;
    }
    :is(input, select, textarea):disabled {
        background: var(--surface-2);
        color: var(--ink-3);
        border-color: var(--line-strong);
    }
    input::placeholder,
    textarea::placeholder {
        color: var(--ink-3);
        opacity: 1;
    }
    input[type='checkbox'],
    input[type='radio'] {
        inline-size: 16px;
        min-block-size: 16px;
        margin: 0;
    }
    input[type='range'] {
        padding: 0;
        border: 0;
        background: none;
    }
    a {
        color: var(--accent);
    }
    code,
    .mono {
        font-family: var(--font-mono);
        font-size: 0.93em;
    }
    kbd {
        padding: 1px 5px;
        border: 1px solid var(--line-strong);
        border-radius: 4px;
        background: var(--surface-2);
        color: var(--ink-2);
        font: var(--text-s) / 1.4 var(--font);
    }
    .muted {
        color: var(--ink-3);
    }
    .small {
        font-size: var(--text-s);
    }
    .empty {
        display: flex;
        flex-direction: column;
        align-items: center;
        justify-content: center;
        gap: 6px;
        block-size: 100%;
        padding: 24px;
        color: var(--ink-3);
        text-align: center;
        text-wrap: balance;
        word-break: auto-phrase;
    }
    .empty > svg,
    .empty > span > svg {
        inline-size: 26px;
        block-size: 26px;
        margin-block-end: 2px;
        opacity: 0.8;
    }
    .sr {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
    }
    .grow {
        flex: 1;
        min-inline-size: 0;
    }
    .ellipsis {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
    }
    .scroll {
        overflow: auto;
        scrollbar-width: thin;
        scrollbar-color: var(--line-strong) transparent;
    }
    .state-ok {
        color: var(--ok);
    }
    .state-failed {
        color: var(--bad);
    }
    .state-stale,
    .state-stopped {
        color: var(--stale);
    }
    .state-author {
        color: var(--author);
    }
    .state-running,
    .state-queued {
        color: var(--accent);
    }
    .state-idle,
    .state-muted {
        color: var(--ink-3);
    }
`;

/// The look of modal dialogs (`<dialog>`), used by those that show one.
export const dialogStyles = css`
    dialog {
        inline-size: min(620px, calc(100vw - 32px));
        max-block-size: min(80dvh, 720px);
        padding: 0;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shadow);
        overflow: hidden;
    }
    dialog[open] {
        display: flex;
        flex-direction: column;
    }
    dialog::backdrop {
        background: var(--scrim);
    }
    dialog .head {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 12px 12px 12px 20px;
        border-block-end: 1px solid var(--line);
    }
    dialog .head h2 {
        flex: 1;
        font-size: var(--text-l);
        font-weight: 600;
    }
    dialog .body {
        padding: 16px 20px 20px;
        overflow: auto;
        scrollbar-width: thin;
    }
    dialog .foot {
        display: flex;
        justify-content: flex-end;
        gap: 8px;
        padding: 12px 20px;
        border-block-start: 1px solid var(--line);
    }
`;

/// A panel that fills its place from top to bottom: a bar that stays, below it what scrolls.
export const columnStyles = [
    sharedStyles,
    css`
        :host {
            display: flex;
            flex-direction: column;
            block-size: 100%;
            min-block-size: 0;
        }
        .bar {
            display: flex;
            align-items: center;
            gap: 8px;
            padding: 6px 12px;
            border-block-end: 1px solid var(--line);
            flex: none;
        }
    `,
];

/// Such a panel over a table of what happened, the latest or the first line on top.
export const logStyles = [
    columnStyles,
    css`
        .bar {
            flex-wrap: wrap;
        }
        .log {
            flex: 1;
            min-block-size: 0;
            overflow: auto;
        }
        table {
            inline-size: 100%;
            border-collapse: collapse;
        }
        th,
        td {
            padding: 3px 10px;
            text-align: start;
            white-space: nowrap;
        }
        th {
            position: sticky;
            inset-block-start: 0;
            background: var(--surface);
            color: var(--ink-2);
            font-weight: 500;
        }
        td.amount {
            text-align: end;
            font-variant-numeric: tabular-nums;
        }
    `,
];
