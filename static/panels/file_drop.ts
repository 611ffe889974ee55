// Files dropped anywhere on the page: shows that they can be dropped, and never lets the browser leave the page to open them.
import type { Actions } from './actions.ts';

function hasFiles(event: DragEvent): boolean {
    return event.dataTransfer?.types.includes('Files') ?? false;
}

export function listenToDrops(actions: Actions): void {
    const { root } = actions.shell;
    let depth = 0;
    // Who only looks adds nothing, but for the file that a field of the form asks for.
    const mayEdit = actions.page.mode === 'edit';
    const mark = (isOver: boolean) => root.toggleAttribute('data-dropping', isOver && mayEdit);
    const isField = (event: DragEvent) => event.composedPath().some(each => each instanceof Element && each.localName === 'flow-file-field');
    addEventListener('dragenter', event => {
        if (!hasFiles(event)) return;
        ++depth;
        mark(true);
    });
    addEventListener('dragleave', event => {
        if (!hasFiles(event)) return;
        depth = Math.max(0, depth - 1);
        if (depth === 0) mark(false);
    });
    addEventListener('dragover', event => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        if (event.dataTransfer) event.dataTransfer.dropEffect = mayEdit || isField(event) ? 'copy' : 'none';
    });
    addEventListener('drop', event => {
        if (!hasFiles(event)) return;
        const isTaken = event.defaultPrevented;
        event.preventDefault();
        depth = 0;
        mark(false);
        if (!isTaken) void actions.takeDropped([...(event.dataTransfer?.files ?? [])]);
    });
}

interface LaunchQueue {
    setConsumer(take: (launch: { files?: readonly { getFile(): Promise<File> }[] }) => void): void;
}

/// Files that were opened with the installed app, from the system's own file manager.
export function listenToLaunches(actions: Actions): void {
    const { launchQueue } = window as { launchQueue?: LaunchQueue };
    launchQueue?.setConsumer(({ files = [] }) => {
        if (files.length > 0) void actions.attempt(Promise.all(files.map(file => file.getFile())).then(given => actions.takeDropped(given)));
    });
}
