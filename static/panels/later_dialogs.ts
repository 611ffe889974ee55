// Dialogs whose code and texts are loaded when somebody wants them: nothing of them is there before the editor is.
import type { Page } from '../host/page_interface.ts';
import type { Actions } from './actions.ts';

/// Each module's `Body` is an element that gets page and actions, and `done` to close the dialog. The dialog's title is the catalogue's `later.<name>.title`.
const kDialogs = {
    share: () => import('./share_dialog.ts'),
    arrived: () => import('./arrived_dialog.ts'),
    clear: () => import('./clear_dialog.ts'),
    erase: () => import('./erase_dialog.ts'),
    history: () => import('./history_dialog.ts'),
    offline: () => import('./offline_dialog.ts'),
    locked: () => import('./locked_dialog.ts'),
};
export type LaterDialog = keyof typeof kDialogs;

/// Rejects when the site does not answer.
export async function laterDialog(name: LaterDialog, page: Page, actions: Actions, done: () => void): Promise<HTMLElement> {
    const [{ Body }] = await Promise.all([kDialogs[name](), page.laterTexts()]);
    return Object.assign(new Body(), { page, actions, done });
}
