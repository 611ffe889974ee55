// Copy, cut and paste of nodes as flow text through the browser's own clipboard events: no permission is asked, other tabs and text editors can take part.
// Text fields and selected text keep the clipboard for themselves.
import type { Actions } from './actions.ts';
import { focused, isModalOpen, isTextEntry } from './keyboard.ts';

/// Pasted text longer than this is no piece of a flow that a person copied (the file's own limit), characters.
const maxText = 64 * 1024 * 1024;

function isOurs(): boolean {
    const selected = document.getSelection();
    return !isModalOpen() && !isTextEntry(focused()) && (selected === null || selected.isCollapsed);
}

export function listenToClipboard(actions: Actions): void {
    const isEdit = () => actions.page.mode === 'edit';
    const copy = (event: ClipboardEvent): string[] => {
        const nodes = actions.selection();
        if (!isOurs() || nodes.length + actions.areas().length === 0 || !event.clipboardData) return [];
        event.clipboardData.setData('text/plain', actions.textOf(nodes));
        event.preventDefault();
        return [...nodes, ...actions.areas()];
    };
    document.addEventListener('copy', event => {
        const count = copy(event).length;
        if (count > 0) actions.surfaces.say('spoken', actions.page.text('ui.copied', { count }));
    });
    document.addEventListener('cut', event => {
        if (isEdit() && copy(event).length > 0) void actions.removeNodes(actions.selection());
    });
    document.addEventListener('paste', event => {
        if (!isOurs() || !isEdit() || !event.clipboardData) return;
        const files = [...event.clipboardData.files];
        if (files.length > 0) {
            event.preventDefault();
            void actions.takeDropped(files);
            return;
        }
        const text = event.clipboardData.getData('text/plain');
        if (text.trim() === '' || text.length > maxText) return;
        event.preventDefault();
        void actions.paste(text);
    });
}
