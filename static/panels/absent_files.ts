// What is said of files that a flow which was just opened does not have, until it has them.
import type { LeftFile } from '../host/page_interface.ts';
import type { Actions } from './actions.ts';

/// Which of the files that the flow lists stayed behind where it comes from.
export function sayMissing(actions: Actions): void {
    const { files } = actions.page;
    const missing = () => files.list().filter(file => files.blob(file.name) === undefined);
    const names = missing().map(file => file.name);
    if (names.length === 0) return;
    actions.surfaces.say('refused', actions.page.text('ui.files.missing', { names: names.join(', ') }), {
        text: actions.page.text('ui.command.addFiles'),
        run: () => void actions.addFiles(),
        isDone: () => missing().length === 0,
    });
}

/// Which files stayed with the flow before, whose place a script or a notebook took: a person knows whether the code wants them.
export function sayLeft(actions: Actions, left: readonly LeftFile[]): void {
    const { files } = actions.page;
    const missing = () => {
        const here = new Set(files.list().map(file => file.name));
        return left.filter(({ name }) => !here.has(name));
    };
    if (left.length === 0) return;
    actions.surfaces.say('refused', actions.page.text('ui.files.left', { names: left.map(({ name }) => name).join(', ') }), {
        text: actions.page.text('ui.files.takeAlong'),
        run: () => void actions.attempt(takeAlong()),
        isDone: () => missing().length === 0,
    });

    async function takeAlong(): Promise<void> {
        for (const { name, blob } of missing()) await files.add(name, blob);
    }
}
