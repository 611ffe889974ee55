// How the outline looks.
import { css } from 'lit';

export const outlineStyles = css`
    .bar {
        display: block;
        padding: 8px;
    }
    .list {
        position: relative;
        flex: 1;
        min-block-size: 0;
        overflow: auto;
    }
    [role='tree'] {
        position: relative;
        outline: none;
    }
    [role='treeitem'] {
        position: absolute;
        inset-inline: 0;
        display: flex;
        align-items: center;
        gap: 7px;
        block-size: 30px;
        padding-inline: 4px 4px;
        cursor: default;
    }
    [role='treeitem']:hover {
        background: var(--surface-2);
    }
    [role='treeitem'].selected {
        background: var(--accent-soft);
    }
    [role='treeitem']:focus-visible {
        outline-offset: -2px;
    }
    .toggle {
        display: grid;
        place-items: center;
        inline-size: 18px;
        block-size: 24px;
        color: var(--ink-3);
    }
    .toggle.open svg {
        transform: rotate(90deg);
    }
    [data-level='2'] {
        padding-inline-start: 22px;
    }
    [data-level='3'] {
        padding-inline-start: 40px;
    }
    [data-level]:not([data-level='1'], [data-level='2'], [data-level='3']) {
        padding-inline-start: 58px;
    }
    .detail[data-level='2'] {
        padding-inline-start: 50px;
    }
    .detail {
        color: var(--ink-3);
        font-size: var(--text-s);
    }
    .off {
        text-decoration: line-through;
        color: var(--ink-3);
    }
    .more {
        visibility: hidden;
        min-block-size: 24px;
        inline-size: 24px !important;
    }
    [role='treeitem']:is(:hover, :focus-within, .selected) .more {
        visibility: visible;
    }
`;
