// What is left of the page after a mistake of ours: what happened, the last lines of the journal, and the flow to be saved. Plain elements: whatever broke, this does not stand on it.

export interface Crash {
    /// The error and its place, and the journal's lines.
    error: string;
    journal: readonly string[];
    version: string;
    /// The flow as text, or the sentence's key why there is none.
    flow(): string | undefined;
    download(name: string, blob: Blob): void;
    text(key: string): string;
}

/// Covers the page. Nothing of it can be reached any more.
export function showCrashScreen(crash: Crash): void {
    const screen = document.createElement('dialog');
    screen.className = 'crash';
    screen.setAttribute('role', 'alertdialog');
    screen.dataset['widget'] = 'crash';
    const title = element('h1', '', crash.text('crash.title'));
    title.id = 'crash-title';
    screen.setAttribute('aria-labelledby', title.id);
    const report = [`PythonFlows ${crash.version}`, navigator.userAgent, '', crash.error, '', ...crash.journal].join('\n');
    const said = element('p', 'said', '');
    said.setAttribute('role', 'status');
    const save = button('crash.save', crash.text('crash.save'), () => {
        const flow = crash.flow();
        if (flow === undefined) said.textContent = crash.text('crash.no_flow');
        else crash.download('rescued.flow.json', new Blob([flow], { type: 'application/json' }));
    });
    const copy = button('crash.copy', crash.text('crash.copy'), () => {
        const done = (key: string) => (): void => {
            said.textContent = crash.text(key);
        };
        // Refused without a secure context or a person's permission: the text can be selected by hand.
        Promise.resolve()
            .then(() => navigator.clipboard.writeText(report))
            .then(done('crash.copied'), done('crash.not_copied'));
    });
    const reload = button('crash.reload', crash.text('crash.reload'), () => location.reload());
    const buttons = element('div', 'buttons', '');
    buttons.append(save, copy, reload);
    const lines = element('pre', '', report);
    lines.tabIndex = 0;
    lines.dataset['widget'] = 'crash.report';
    screen.append(title, element('p', '', crash.text('crash.about')), buttons, said, lines);
    document.body.append(screen);
    // A modal dialog stands above everything, other dialogs too, and makes the rest inert. Escape does not help: there is nothing to go back to.
    screen.addEventListener('close', () => screen.showModal());
    screen.showModal();
    save.focus();
}

export function element(tag: string, className: string, text: string): HTMLElement {
    const made = document.createElement(tag);
    if (className !== '') made.className = className;
    made.textContent = text;
    return made;
}

export function button(widget: string, text: string, act: () => void): HTMLButtonElement {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.dataset['widget'] = widget;
    made.addEventListener('click', act);
    return made;
}
