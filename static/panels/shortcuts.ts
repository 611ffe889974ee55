// The keys, in one table: what the page listens to, what the menus show beside a command and what the help lists.
// Letter keys act only while the canvas has the focus; keys pressed while an input method is composing are never shortcuts.
import { isOfInputMethod } from './composing.ts';
import type { CommandName } from './commands.ts';

export interface Shortcut {
    /// Written as `Mod+Shift+Z`; Mod is Ctrl, or Command on Apple's systems. The last part is the key as the browser names it, letters in upper case.
    keys: string;
    command: CommandName;
    /// `canvas`: only while the canvas has the focus. `page`: also in panels, but not where it would take a key from a text field. `everywhere`: also in text fields.
    where: 'canvas' | 'page' | 'everywhere';
}

export const standardShortcuts: readonly Shortcut[] = [
    { keys: 'Mod+Enter', command: 'run', where: 'everywhere' },
    { keys: 'Shift+Enter', command: 'runSelection', where: 'canvas' },
    { keys: 'Mod+Shift+Enter', command: 'runAll', where: 'everywhere' },
    { keys: 'Mod+.', command: 'stop', where: 'everywhere' },
    { keys: 'Mod+S', command: 'save', where: 'everywhere' },
    { keys: 'Mod+Shift+S', command: 'saveAs', where: 'everywhere' },
    { keys: 'Mod+O', command: 'open', where: 'everywhere' },
    { keys: 'Shift+PageDown', command: 'nextTab', where: 'page' },
    { keys: 'Shift+PageUp', command: 'previousTab', where: 'page' },
    // A browser keeps these for its own tabs; as an installed app the page has them.
    { keys: 'Mod+PageDown', command: 'nextTab', where: 'everywhere' },
    { keys: 'Mod+PageUp', command: 'previousTab', where: 'everywhere' },
    { keys: 'Mod+Shift+PageDown', command: 'moveTabRight', where: 'everywhere' },
    { keys: 'Mod+Shift+PageUp', command: 'moveTabLeft', where: 'everywhere' },
    { keys: 'Mod+Z', command: 'undo', where: 'page' },
    { keys: 'Mod+Shift+Z', command: 'redo', where: 'page' },
    { keys: 'Mod+Y', command: 'redo', where: 'page' },
    { keys: 'Mod+D', command: 'duplicate', where: 'page' },
    { keys: 'Mod+A', command: 'selectAll', where: 'canvas' },
    { keys: 'Mod+K', command: 'commands', where: 'everywhere' },
    { keys: 'Mod+F', command: 'find', where: 'page' },
    { keys: 'Mod+,', command: 'settings', where: 'everywhere' },
    { keys: 'Shift+A', command: 'addNode', where: 'canvas' },
    { keys: '+', command: 'addNode', where: 'canvas' },
    { keys: 'Delete', command: 'remove', where: 'canvas' },
    { keys: 'Backspace', command: 'remove', where: 'canvas' },
    { keys: 'Mod+Delete', command: 'dissolve', where: 'canvas' },
    { keys: 'Mod+Backspace', command: 'dissolve', where: 'canvas' },
    { keys: 'Mod+G', command: 'frame', where: 'page' },
    { keys: 'Mod+Shift+G', command: 'subflow', where: 'page' },
    { keys: 'Shift+P', command: 'note', where: 'canvas' },
    { keys: 'Shift+L', command: 'layoutRight', where: 'canvas' },
    { keys: '[', command: 'selectUpstream', where: 'canvas' },
    { keys: ']', command: 'selectDownstream', where: 'canvas' },
    { keys: 'M', command: 'mute', where: 'canvas' },
    { keys: 'B', command: 'bypass', where: 'canvas' },
    { keys: 'F', command: 'fit', where: 'canvas' },
    { keys: '0', command: 'zoom100', where: 'canvas' },
    { keys: 'L', command: 'connect', where: 'canvas' },
    { keys: 'F2', command: 'rename', where: 'page' },
    { keys: 'Enter', command: 'inspect', where: 'canvas' },
    { keys: 'Escape', command: 'clearSelection', where: 'canvas' },
    { keys: '?', command: 'help', where: 'canvas' },
    { keys: 'Mod+/', command: 'help', where: 'everywhere' },
];

/// Other keys that a person gave to commands, kept in this browser: all keys of each such command.
export type OwnKeys = Partial<Record<CommandName, string[]>>;
const ownKeysEntry = 'pythonflows.keys';

export function ownKeys(): OwnKeys {
    try {
        return readOwnKeys(globalThis.localStorage?.getItem(ownKeysEntry) ?? '{}') ?? {};
    } catch (refused) {
        if (refused instanceof DOMException) return {};
        throw refused;
    }
}

/// The keys in such a text; undefined for one that is no list of keys by command.
export function readOwnKeys(text: string): OwnKeys | undefined {
    let read: unknown;
    try {
        read = JSON.parse(text);
    } catch (notJson) {
        if (notJson instanceof SyntaxError) return undefined;
        throw notJson;
    }
    const isList = (keys: unknown) =>
        Array.isArray(keys) && keys.length <= 8 && keys.every(each => typeof each === 'string' && each.length > 0 && each.length < 40);
    if (typeof read !== 'object' || read === null || Array.isArray(read) || !Object.values(read).every(isList)) return undefined;
    const known = new Set<string>(standardShortcuts.map(({ command }) => command));
    return Object.fromEntries(Object.entries(read).filter(([command]) => known.has(command) || /^[a-zA-Z]+$/.test(command)));
}

/// The table that holds: a person's keys in place of the standard ones.
export function withOwnKeys(own: OwnKeys): Shortcut[] {
    const isOwn = (command: string): command is CommandName => own[command as CommandName] !== undefined;
    const where = (command: CommandName) => standardShortcuts.find(each => each.command === command)?.where ?? 'page';
    return [
        ...standardShortcuts.filter(({ command }) => !isOwn(command)),
        ...Object.keys(own)
            .filter(isOwn)
            .flatMap(command =>
                (own[command] ?? []).map(keys => ({ keys, command, where: /^[^+]$|^Shift\+.$/.test(keys) ? ('canvas' as const) : where(command) })),
            ),
    ];
}

export const shortcuts: Shortcut[] = withOwnKeys(ownKeys());

/// From now on and at later visits.
export function keepOwnKeys(own: OwnKeys): void {
    shortcuts.splice(0, shortcuts.length, ...withOwnKeys(own));
    try {
        localStorage.setItem(ownKeysEntry, JSON.stringify(own));
    } catch (refused) {
        if (!(refused instanceof DOMException)) throw refused; // no storage: they hold for this visit
    }
}

const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

/// The keys of an event in the table's way of writing; undefined while an input method composes.
export function keysOf(event: KeyboardEvent): string | undefined {
    if (isOfInputMethod(event)) return undefined;
    const mod = isApple ? event.metaKey : event.ctrlKey;
    if (event.altKey || (isApple ? event.ctrlKey : event.metaKey)) return undefined;
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    // Where a sign needs Shift depends on the keyboard ("+" and "?" on a Japanese one), so Shift only counts with letters and named keys.
    const isSign = event.key.length === 1 && event.key.toLowerCase() === event.key.toUpperCase();
    return `${mod ? 'Mod+' : ''}${event.shiftKey && !isSign ? 'Shift+' : ''}${key}`;
}

/// The keys of a command as people read them ("Ctrl+Shift+Z", "⌘⇧Z"), or undefined.
export function keysText(command: CommandName): string | undefined {
    const keys = shortcuts.find(shortcut => shortcut.command === command)?.keys;
    return keys === undefined ? undefined : readable(keys);
}

/// The same as a part of a menu's item.
export function shownKeys(command: CommandName): { keys?: string } {
    const keys = keysText(command);
    return keys === undefined ? {} : { keys };
}

/// One entry of the table as people read it.
export function readable(keys: string): string {
    return isApple ? keys.replace('Mod+', '⌘').replace('Shift+', '⇧') : keys.replace('Mod+', 'Ctrl+');
}

/// The same for `aria-keyshortcuts`.
export function ariaKeys(command: CommandName): string | undefined {
    return shortcuts.find(shortcut => shortcut.command === command)?.keys.replace('Mod+', isApple ? 'Meta+' : 'Control+');
}
