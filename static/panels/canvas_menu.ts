// The context menus of the empty canvas and of a link.
import type { Actions } from './actions.ts';
import { commands } from './commands.ts';
import type { MenuItem } from './menu.ts';
import type { Point } from './placing.ts';
import { readable, shownKeys } from './shortcuts.ts';

/// What the empty canvas offers at a point (`at` in canvas units, `screen` in CSS pixels).
export function canvasMenu(actions: Actions, screen: Point, at: Point): MenuItem[] {
    const t = (key: string) => actions.page.text(`ui.${key}`);
    const look: MenuItem[] = [
        { text: t('command.run'), icon: 'run', ...shownKeys('run'), isOff: actions.page.ask('status', {}).run !== undefined, run: () => void actions.run() },
        { text: t('command.fitAll'), icon: 'fit', ...shownKeys('fitAll'), run: () => actions.fitAll() },
    ];
    if (actions.page.mode === 'view') return look;
    return [
        {
            text: t('command.addNode'),
            icon: 'add',
            ...shownKeys('addNode'),
            widget: 'menu.addNode',
            run: () => actions.surfaces.showPalette({ x: screen.x, y: screen.y, at }),
        },
        { text: t('command.addFiles'), icon: 'attach', run: () => void actions.addFiles() },
        {
            text: t('command.note'),
            icon: 'rename',
            widget: 'menu.note',
            ...shownKeys('note'),
            run: () => void import('./arranging.ts').then(({ note }) => note(actions, at)),
        },
        { text: t('command.paste'), icon: 'copy', keys: readable('Mod+V'), run: () => void actions.pasteFromClipboard() },
        {
            text: t('command.layoutRight'),
            icon: 'flow',
            ...shownKeys('layoutRight'),
            widget: 'menu.layoutRight',
            isFirstOfGroup: true,
            run: () => void commands.layoutRight.run(actions),
        },
        ...look.map((item, index) => ({ ...item, isFirstOfGroup: index === 0 })),
    ];
}

/// What a link offers.
export function linkMenu(actions: Actions, from: string, to: string, screen: Point, at: Point): MenuItem[] {
    const t = (key: string) => actions.page.text(`ui.${key}`);
    const [source] = from.split('.');
    const show: MenuItem = {
        text: t('menu.showValue'),
        icon: 'table',
        run: () => actions.surfaces.showPreview(source ?? '', from.slice((source ?? '').length + 1)),
    };
    if (actions.page.mode === 'view') return [show];
    return [
        show,
        {
            text: t('menu.insert'),
            icon: 'add',
            widget: 'menu.insert',
            isFirstOfGroup: true,
            run: () => actions.surfaces.showPalette({ x: screen.x, y: screen.y, at, connectFrom: from, connectTo: to }),
        },
        {
            text: t('menu.reroute'),
            icon: 'link',
            widget: 'menu.reroute',
            run: () => void import('./arranging.ts').then(({ addBend }) => addBend(actions, from, to, at)),
        },
        {
            text: t('disconnect'),
            icon: 'unlink',
            widget: 'menu.disconnect',
            isDangerous: true,
            run: () => void actions.disconnect(from, to),
        },
    ];
}
