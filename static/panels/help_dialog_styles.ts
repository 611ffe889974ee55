// How the contents of the dialogs look.
import { css } from 'lit';

export const dialogBodyStyles = css`
    .shortcuts {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(230px, 1fr));
        gap: 0 24px;
        margin: 0;
    }
    .shortcuts div {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 12px;
        padding: 4px 0;
        border-block-end: 1px solid var(--line);
    }
    .shortcuts dd {
        margin: 0;
        white-space: nowrap;
    }
    h3 {
        margin-block: 16px 6px;
        font-weight: 600;
        color: var(--ink-2);
    }
    h3:first-child {
        margin-block-start: 0;
    }
    .intro {
        margin-block-end: 4px;
        color: var(--ink-2);
    }
    .field {
        display: grid;
        grid-template-columns: 130px 1fr;
        align-items: center;
        gap: 12px;
        padding-block: 6px;
    }
    /* Beside its name a choice of four has no room on a phone. */
    @media (max-width: 520px) {
        .field:has(fieldset) {
            grid-template-columns: minmax(0, 1fr);
            gap: 4px;
        }
    }
    .limits {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(240px, 1fr));
        gap: 0 24px;
    }
    .limits .field {
        grid-template-columns: 1fr 96px;
    }
    fieldset {
        display: flex;
        gap: 0;
        margin: 0;
        padding: 2px;
        border: 0;
        border-radius: var(--radius);
        background: var(--surface-3);
    }
    fieldset label {
        flex: 1;
        display: flex;
        align-items: center;
        justify-content: center;
        min-block-size: 28px;
        padding-inline: 6px;
        border-radius: 5px;
        color: var(--ink-2);
    }
    fieldset input {
        position: absolute;
        opacity: 0;
    }
    fieldset label:has(:checked) {
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shadow-s);
        font-weight: 550;
    }
    fieldset label:has(:focus-visible) {
        outline: 2px solid var(--accent);
    }
    .packages {
        max-block-size: 220px;
        margin: 10px 0;
        padding: 8px 8px 8px 28px;
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface-2);
    }
    .versions {
        margin-block-start: 16px;
        color: var(--ink-3);
        font-size: var(--text-s);
    }
`;
