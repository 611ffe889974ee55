// Every command by name, with its text, icon and what it does: the toolbar, the keys, the menus and the command list are made from this one table.
import type { Answer } from '../host/page_interface.ts';
import type { Actions } from './actions.ts';
import type { arranging } from './arranging.ts';
import type { FlowTabbing } from './flow_tabs_strip.ts';
import type { IconName } from './icons.ts';

type Status = Answer<'status'>;

export interface Command {
    /// The catalogue key of its name is `ui.command.<id>`.
    id: string;
    icon?: IconName;
    run(actions: Actions): void | Promise<unknown>;
    /// Absent: always possible.
    isEnabled?(status: Status, selection: readonly string[], areas: readonly string[]): boolean;
    /// Changes the flow: not offered where a flow can only be looked at.
    isEdit?: boolean;
}

const hasSelection = (_: Status, selection: readonly string[]) => selection.length > 0;
const hasAnything = (_: Status, selection: readonly string[], areas: readonly string[]) => selection.length + areas.length > 0;
const hasSeveral = (_: Status, selection: readonly string[]) => selection.length > 1;
const hasNodes = (status: Status) => status.nodeCount > 0;

/// A command whose code is loaded when it is given for the first time.
function arrange(id: keyof typeof arranging, rest: Partial<Command> = {}): Command {
    return { id, run: actions => import('./arranging.ts').then(({ arranging }) => arranging[id](actions)), isEdit: true, ...rest };
}

const hasTabs = () => document.querySelector('flow-tabs-strip:not([hidden])') !== null;

/// Flows side by side.
function tabbing(id: keyof FlowTabbing, rest: Partial<Command> = {}): Command {
    return { id, run: actions => import('./flow_tabs_strip.ts').then(({ tabbing }) => actions.attempt(tabbing[id](actions))), ...rest };
}

/// Enter on a subflow opens it where it stands, and makes one node of it again.
const inspectOrOpen = (actions: Actions): void => {
    if (actions.selection().length > 0) actions.surfaces.showPanel('inspector', true);
    else void import('./arranging.ts').then(({ arranging }) => arranging.fold(actions));
};

const isRunning = (status: Status) => status.run !== undefined;

const packed = (actions: Actions): Promise<unknown> => {
    void actions.pending.flush();
    return actions.attempt(actions.page.archives.pack());
};

export const commands = {
    run: { id: 'run', icon: 'run', run: a => a.run(), isEnabled: status => !isRunning(status) },
    runSelection: { id: 'runSelection', icon: 'runHere', run: a => a.runSelection(), isEnabled: status => !isRunning(status) && status.nodeCount > 0 },
    runAll: { id: 'runAll', icon: 'run', run: a => a.run({ all: true }), isEnabled: status => !isRunning(status) && status.nodeCount > 0 },
    stop: { id: 'stop', icon: 'stop', run: a => a.stop(), isEnabled: isRunning },
    restart: { id: 'restart', icon: 'restart', run: a => a.restart() },
    new: { id: 'new', icon: 'new', run: a => a.newFlow(), isEdit: true },
    newTab: tabbing('newTab', { icon: 'new', isEdit: true }),
    openInTab: tabbing('openInTab', { icon: 'open', isEdit: true }),
    nextTab: tabbing('nextTab', { isEnabled: hasTabs }),
    previousTab: tabbing('previousTab', { isEnabled: hasTabs }),
    closeTab: tabbing('closeTab', { icon: 'close', isEnabled: hasTabs }),
    moveTabRight: tabbing('moveTabRight', { isEnabled: hasTabs }),
    moveTabLeft: tabbing('moveTabLeft', { isEnabled: hasTabs }),
    open: { id: 'open', icon: 'open', run: a => a.openFile(), isEdit: true },
    save: { id: 'save', icon: 'save', run: a => a.save() },
    saveWithResults: { id: 'saveWithResults', icon: 'save', run: a => a.saveWithResults(), isEnabled: status => status.nodeCount > 0 },
    exportPython: { id: 'exportPython', icon: 'save', run: a => a.saveCode('script'), isEnabled: status => status.nodeCount > 0 },
    exportNotebook: { id: 'exportNotebook', icon: 'save', run: a => a.saveCode('notebook'), isEnabled: status => status.nodeCount > 0 },
    saveAs: { id: 'saveAs', icon: 'save', run: a => a.saveAs() },
    pack: { id: 'pack', icon: 'save', run: a => packed(a), isEnabled: status => status.nodeCount > 0 },
    pictureSvg: { id: 'pictureSvg', icon: 'save', run: a => a.attempt(a.page.archives.savePicture('svg')), isEnabled: status => status.nodeCount > 0 },
    picturePng: { id: 'picturePng', icon: 'save', run: a => a.attempt(a.page.archives.savePicture('png')), isEnabled: status => status.nodeCount > 0 },
    copyLink: { id: 'copyLink', icon: 'link', run: a => a.surfaces.showLater('share'), isEnabled: status => status.nodeCount > 0 },
    history: { id: 'history', icon: 'stale', run: a => a.surfaces.showLater('history') },
    renameFlow: { id: 'renameFlow', icon: 'rename', run: a => a.surfaces.focusFlowTitle(), isEdit: true },
    addNode: { id: 'addNode', icon: 'add', run: a => a.surfaces.showPalette({}), isEdit: true },
    addFiles: { id: 'addFiles', icon: 'attach', run: a => a.addFiles(), isEdit: true },
    undo: { id: 'undo', icon: 'undo', run: a => a.undo(), isEnabled: status => status.canUndo, isEdit: true },
    redo: { id: 'redo', icon: 'redo', run: a => a.redo(), isEnabled: status => status.canRedo, isEdit: true },
    duplicate: { id: 'duplicate', icon: 'copy', run: a => a.duplicate(a.selection()), isEnabled: hasAnything, isEdit: true },
    copy: { id: 'copy', icon: 'copy', run: a => a.copyToClipboard(a.selection()), isEnabled: hasAnything },
    cut: { id: 'cut', icon: 'cut', run: a => a.cutToClipboard(a.selection()), isEnabled: hasAnything, isEdit: true },
    paste: { id: 'paste', icon: 'attach', run: a => a.pasteFromClipboard(), isEdit: true },
    remove: { id: 'remove', icon: 'trash', run: a => a.removeNodes(a.selection()), isEnabled: hasAnything, isEdit: true },
    dissolve: { id: 'dissolve', icon: 'unlink', run: a => a.removeNodes(a.selection(), a.areas(), true), isEnabled: hasAnything, isEdit: true },
    frame: arrange('frame', { icon: 'outline' }),
    subflow: arrange('subflow', { icon: 'flow', isEnabled: hasAnything }),
    note: arrange('note', { icon: 'rename' }),
    fold: arrange('fold', { isEnabled: (_, __, areas) => areas.length > 0, isEdit: false }),
    layoutRight: arrange('layoutRight', { icon: 'flow', isEnabled: hasNodes }),
    layoutDown: arrange('layoutDown', { icon: 'flow', isEnabled: hasNodes }),
    alignLeft: arrange('alignLeft', { isEnabled: hasSeveral }),
    alignCenter: arrange('alignCenter', { isEnabled: hasSeveral }),
    alignRight: arrange('alignRight', { isEnabled: hasSeveral }),
    alignTop: arrange('alignTop', { isEnabled: hasSeveral }),
    alignMiddle: arrange('alignMiddle', { isEnabled: hasSeveral }),
    alignBottom: arrange('alignBottom', { isEnabled: hasSeveral }),
    distributeAcross: arrange('distributeAcross', { isEnabled: hasSeveral }),
    distributeDown: arrange('distributeDown', { isEnabled: hasSeveral }),
    snap: arrange('snap'),
    selectUpstream: arrange('selectUpstream', { isEnabled: hasSelection, isEdit: false }),
    selectDownstream: arrange('selectDownstream', { isEnabled: hasSelection, isEdit: false }),
    selectConnected: arrange('selectConnected', { isEnabled: hasSelection, isEdit: false }),
    runDownstream: {
        id: 'runDownstream',
        icon: 'run',
        run: a => a.run({ from: a.selection() }),
        isEnabled: (status, selection) => !isRunning(status) && selection.length > 0,
    },
    mute: { id: 'mute', icon: 'muted', run: a => a.toggleMode(a.selection(), 'mute'), isEnabled: hasSelection, isEdit: true },
    bypass: { id: 'bypass', icon: 'chevron', run: a => a.toggleMode(a.selection(), 'bypass'), isEnabled: hasSelection, isEdit: true },
    selectAll: { id: 'selectAll', icon: 'outline', run: a => import('./arranging.ts').then(({ selectAll }) => selectAll(a)) },
    clearSelection: { id: 'clearSelection', run: a => a.select([]), isEnabled: hasAnything },
    rename: {
        id: 'rename',
        icon: 'rename',
        run: a => {
            const [node] = a.selection();
            const [area] = a.areas();
            if (node !== undefined) a.surfaces.renameNode(node);
            else if (area !== undefined) a.surfaces.editArea(area);
        },
        isEnabled: hasAnything,
        isEdit: true,
    },
    connect: {
        id: 'connect',
        icon: 'link',
        run: a => {
            const [node] = a.selection();
            if (node !== undefined) a.surfaces.showConnect(node);
        },
        isEnabled: hasSelection,
        isEdit: true,
    },
    inspect: { id: 'inspect', icon: 'inspector', run: a => inspectOrOpen(a), isEnabled: hasAnything },
    fit: { id: 'fit', icon: 'fit', run: a => a.fit(), isEnabled: status => status.nodeCount > 0 },
    fitAll: { id: 'fitAll', icon: 'fit', run: a => a.fitAll(), isEnabled: status => status.nodeCount > 0 },
    zoom100: { id: 'zoom100', run: a => a.page.send({ type: 'zoom', percent: 100 }) },
    find: { id: 'find', icon: 'search', run: a => import('./find_bar.ts').then(({ openFindBar }) => openFindBar(a)) },
    undoList: { id: 'undoList', icon: 'undo', run: a => a.surfaces.showLater('steps') },
    keys: { id: 'keys', icon: 'settings', run: a => a.surfaces.showLater('keys') },
    commands: { id: 'commands', icon: 'search', run: a => a.surfaces.showCommands() },
    help: { id: 'help', icon: 'help', run: a => a.surfaces.showHelp() },
    settings: { id: 'settings', icon: 'settings', run: a => a.surfaces.showSettings() },
    toggleLeft: { id: 'toggleLeft', icon: 'outline', run: a => a.shell.toggle('left') },
    toggleBottom: { id: 'toggleBottom', icon: 'table', run: a => a.shell.toggle('bottom') },
    toggleRight: { id: 'toggleRight', icon: 'inspector', run: a => a.shell.toggle('right') },
} satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;

/// May this command be given now?
export function isPossible(command: Command, actions: Actions): boolean {
    if (command.isEdit && actions.page.mode === 'view') return false;
    return command.isEnabled?.(actions.page.ask('status', {}), actions.selection(), actions.areas()) ?? true;
}
