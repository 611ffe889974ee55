// Listens to the keys of shortcuts.ts and gives the commands. Text fields keep their own keys (undo, copy, Delete, Enter); the canvas keeps those it uses itself.
import type { Actions } from './actions.ts';
import { commands, isPossible } from './commands.ts';
import { keysOf, shortcuts } from './shortcuts.ts';
import { CanvasWalk } from './canvas_walk.ts';

/// The element that really has the focus, through shadow roots.
export function focused(): Element | null {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
}

/// True where typing changes a text: such an element keeps its own undo, copy and letter keys.
export function isTextEntry(element: Element | null): boolean {
    if (!element) return false;
    if (element instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button', 'file', 'submit'].includes(element.type);
    return element instanceof HTMLTextAreaElement || element.closest('[contenteditable="true"]') !== null;
}

/// True while something modal is open: the page behind it hears nothing.
export function isModalOpen(): boolean {
    const dialogs = document.querySelector('flow-dialogs')?.shadowRoot;
    return document.querySelector('flow-palette:popover-open') !== null || !!dialogs?.querySelector('dialog[open]');
}

export function listenToKeys(actions: Actions): void {
    const canvas = actions.shell.canvas;
    const walk = new CanvasWalk(actions);
    document.addEventListener('keydown', event => {
        if (event.defaultPrevented) return;
        const keys = keysOf(event);
        if (keys === undefined || isModalOpen()) return;
        const at = focused();
        if (keys === 'F6' || keys === 'Shift+F6') {
            event.preventDefault();
            goToRegion(actions, keys === 'F6' ? 1 : -1);
            return;
        }
        if (keys === 'Escape' && actions.surfaces.dismiss()) {
            event.preventDefault();
            return;
        }
        if (at === canvas && walk.take(keys)) {
            event.preventDefault();
            return;
        }
        const shortcut = shortcuts.find(
            entry => entry.keys === keys && (entry.where === 'everywhere' || (entry.where === 'canvas' ? at === canvas : !isTextEntry(at))),
        );
        if (!shortcut) return;
        // A key of ours is never the browser's (Ctrl+S would save the page), even while the command cannot be given.
        event.preventDefault();
        const command = commands[shortcut.command];
        if (isPossible(command, actions)) void command.run(actions);
    });
}

/// F6 goes round the parts of the page: toolbar, left, canvas, below, right.
function goToRegion(actions: Actions, by: 1 | -1): void {
    const { shell } = actions;
    const parts = [shell.top, shell.side.left, shell.stage, shell.side.bottom, shell.side.right].filter(
        part => part.offsetParent !== null || part === shell.stage,
    );
    const at = parts.findIndex(part => part.contains(document.activeElement));
    const next = parts[(at + by + parts.length) % parts.length];
    if (next === shell.stage) shell.canvas.focus();
    else if (next) firstFocusable(next)?.focus();
}

function firstFocusable(root: ParentNode): HTMLElement | undefined {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.offsetParent === null) continue;
        if (element.matches('button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]:not([role="separator"])')) return element;
        const inner = element.shadowRoot ? firstFocusable(element.shadowRoot) : undefined;
        if (inner) return inner;
    }
    return undefined;
}
