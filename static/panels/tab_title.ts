// What the browser's tab says: the flow, with a mark as long as it is not saved as a file.
import type { Page } from '../host/page_interface.ts';

export function nameTab(page: Page): void {
    const name = (): void => {
        const { title, dirty } = page.ask('status', {});
        document.title = `${dirty ? '● ' : ''}${title || page.text('ui.untitled')} – ${page.text('app.name')}`;
    };
    page.on('changed', changed => (changed.graph || changed.history || changed.files) && name());
    page.on('language', name);
    name();
}
