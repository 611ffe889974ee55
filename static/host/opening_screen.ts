// What stands in the place of a flow that the address names and that cannot be opened: why, and what can be done.
import { button, element } from './crash_screen.ts';
import type { Page } from './page_interface.ts';

/// Covers the page until a person goes on without the flow, which who only looks at one has no use for.
export function showOpeningScreen(page: Pick<Page, 'text' | 'mode'>, reason: string): void {
    const others = [...document.body.children].filter(each => each instanceof HTMLElement);
    const screen = document.createElement('dialog');
    screen.className = 'crash opening';
    screen.setAttribute('role', 'alertdialog');
    screen.dataset['widget'] = 'opening';
    const title = element('h1', '', page.text('opening.title'));
    title.id = 'opening-title';
    screen.setAttribute('aria-labelledby', title.id);
    const buttons = element('div', 'buttons', '');
    buttons.append(button('opening.again', page.text('opening.again'), () => location.reload()));
    const mayGoOn = page.mode === 'edit';
    const goOn = (): void => {
        for (const other of others) other.inert = false;
        screen.remove();
    };
    if (mayGoOn) buttons.append(button('opening.without', page.text('opening.without'), goOn));
    screen.append(title, element('p', '', reason), buttons);
    document.body.append(screen);
    // A modal dialog takes the focus, which inside another page is its reader's: the page around would be scrolled here while somebody writes there.
    if (window.parent !== window) {
        for (const other of others) other.inert = true;
        screen.open = true;
        return;
    }
    screen.addEventListener('close', () => (mayGoOn ? screen.remove() : screen.showModal()));
    screen.showModal();
}
