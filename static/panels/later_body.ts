// What the dialogs that are loaded when they are wanted are made from: their texts and their look.
import { css } from 'lit';
import { dialogBodyStyles } from './help_dialog_styles.ts';
import { PanelElement } from './panel_element.ts';
import { dialogStyles, sharedStyles } from './styles.ts';

export abstract class LaterBody extends PanelElement {
    static override styles = [
        sharedStyles,
        dialogStyles,
        dialogBodyStyles,
        css`
            :host {
                display: contents;
            }
            .body {
                padding: 16px 20px 20px;
                overflow: auto;
            }
            .foot {
                display: flex;
                flex-wrap: wrap;
                justify-content: flex-end;
                gap: 8px;
                padding: 12px 20px;
                border-block-start: 1px solid var(--line);
            }
            /* A file is chosen by a button as any other; the browser's own speaks the browser's language. */
            label.button {
                position: relative;
                display: inline-flex;
                align-items: center;
                min-block-size: var(--control);
                padding: 0 10px;
                border: 1px solid var(--line-strong);
                border-radius: var(--radius);
            }
            label.button:hover {
                background: var(--surface-3);
            }
            label.button:has(:focus-visible) {
                outline: 2px solid var(--accent);
            }
            .row {
                display: flex;
                align-items: center;
                gap: 8px;
                margin-block: 8px;
            }
            .row input:not([type='checkbox']) {
                flex: 1;
                min-inline-size: 0;
            }
            textarea {
                margin-block: 8px 4px;
                inline-size: 100%;
                min-block-size: 84px;
                resize: vertical;
                font: var(--text-s) / 1.4 var(--mono);
                overflow-wrap: anywhere;
            }
            meter {
                inline-size: 100%;
                block-size: 10px;
            }
            ul {
                margin: 4px 0 10px;
                padding-inline-start: 22px;
                overflow-wrap: anywhere;
            }
            .bad {
                color: var(--bad);
            }
            .warn {
                color: var(--stale);
            }
        `,
    ];
    /// Closes the dialog.
    done: () => void = () => undefined;
    /// `later.<name>.<key>` is a text of this dialog.
    protected abstract readonly name: string;

    protected l(key: string, args?: Readonly<Record<string, string | number>>): string {
        return this.page.text(`later.${this.name}.${key}`, args);
    }
}
