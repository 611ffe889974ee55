// The context menus of the empty canvas and of a link.
import type { Actions } from './actions.ts';
import type { MenuItem } from './menu.ts';
import type { Point } from './placing.ts';
import { keysText } from './shortcuts.ts';

/// What the empty canvas offers at a point (`at` in canvas units, `screen` in CSS pixels).
export function canvasMenu(actions: Actions, screen: Point, at: Point): MenuItem[] {
    const t = (key: string) => actions.page.text(`ui.${key}`);
    const keys = (name: Parameters<typeof keysText>[0]) => {
        const text = keysText(name);
        return text === undefined ? {} : { keys: text };
    };
    const look: MenuItem[] = [
        { text: t('command.run'), icon: 'run', ...keys('run'), isOff: actions.page.ask('status', {}).run !== undefined, run: () => void actions.run() },
        { text: t('command.fitAll'), icon: 'fit', ...keys('fitAll'), run: () => actions.fitAll() },
    ];
    if (actions.page.mode === 'view') return look;
    return [
        {
            text: t('command.addNode'),
            icon: 'add',
            keys: 'Tab',
            widget: 'menu.addNode',
            run: () => actions.surfaces.showPalette({ x: screen.x, y: screen.y, at }),
        },
        { text: t('command.addFiles'), icon: 'attach', run: () => void actions.addFiles() },
        ...look.map((item, index) => ({ ...item, isFirstOfGroup: index === 0 })),
    ];
}

/// What a link offers.
export function linkMenu(actions: Actions, from: string, to: string): MenuItem[] {
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
            text: t('disconnect'),
            icon: 'unlink',
            widget: 'menu.disconnect',
            isDangerous: true,
            isFirstOfGroup: true,
            run: () => void actions.disconnect(from, to),
        },
    ];
}
