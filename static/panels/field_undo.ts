// Undo and redo inside one text field. A browser keeps a single history for all fields of a page, and fields here are used again for other nodes: its Ctrl+Z would bring one
// node's text into another. So each field has a history of its own, from the moment it got the focus. The code editor keeps its own and is not touched.
// Must not know: nodes, settings, the session: a step is told to the field's owner by the same `input` event that typing makes.

/// Letters typed within this time of each other are taken back together.
const burstMs = 1000;
/// Steps that a field remembers: more than anyone types without leaving it.
const maxSteps = 200;

type TextField = HTMLInputElement | HTMLTextAreaElement;

/// The texts of one field, oldest first, and which of them is shown.
export class FieldHistory {
    private readonly texts: string[];
    private at = 0;
    private burst = '';
    private lastMs = Number.NEGATIVE_INFINITY;

    constructor(first: string) {
        this.texts = [first];
    }

    /// The text that stood there when the field got the focus.
    get first(): string {
        return this.texts[0] ?? '';
    }

    /// Something typed made this text. `kind` is the browser's name for what was done: other kinds begin another step.
    typed(text: string, kind: string, nowMs: number): void {
        if (text === this.texts[this.at]) return;
        const continues = kind !== '' && kind === this.burst && nowMs - this.lastMs < burstMs && this.at > 0 && this.at === this.texts.length - 1;
        this.burst = kind;
        this.lastMs = nowMs;
        if (continues) {
            this.texts[this.at] = text;
            return;
        }
        this.texts.splice(this.at + 1, this.texts.length, text);
        // The first one stays: Escape goes back to it.
        if (this.texts.length > maxSteps) this.texts.splice(1, 1);
        this.at = this.texts.length - 1;
    }

    /// The text before (-1) or after (1); undefined where there is none.
    step(by: 1 | -1): string | undefined {
        const text = this.texts[this.at + by];
        if (text === undefined) return undefined;
        this.at += by;
        this.burst = '';
        return text;
    }
}

const histories = new WeakMap<TextField, FieldHistory>();

function textFieldOf(event: Event): TextField | undefined {
    const [target] = event.composedPath();
    if (target instanceof HTMLTextAreaElement) return target;
    const isText = target instanceof HTMLInputElement && ['text', 'search', 'password', 'number', ''].includes(target.type);
    return isText ? target : undefined;
}

/// Puts `text` into the field and tells its owner.
function put(field: TextField, text: string): void {
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType: 'historyUndo' }));
}

function stepIn(field: TextField, by: 1 | -1): void {
    const text = histories.get(field)?.step(by);
    if (text !== undefined) put(field, text);
}

/// Gives a field the text back that it had when it got the focus. What was typed can be brought back with undo. False when it has that text already.
export function restoreField(field: TextField): boolean {
    const history = histories.get(field);
    if (!history || field.value === history.first) return false;
    history.typed(history.first, 'restore', 0);
    put(field, history.first);
    return true;
}

/// Which way a key goes through a field's history.
export function undoKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'isComposing'>): 1 | -1 | undefined {
    if (event.altKey || event.isComposing || event.ctrlKey === event.metaKey) return undefined;
    const key = event.key.toLowerCase();
    if (key === 'z') return event.shiftKey ? 1 : -1;
    return key === 'y' && !event.shiftKey ? 1 : undefined;
}

/// Watches all text fields of the page, those inside of shadow roots too.
export function keepFieldHistories(root: Document): void {
    root.addEventListener(
        'focusin',
        event => {
            const field = textFieldOf(event);
            if (field) histories.set(field, new FieldHistory(field.value));
        },
        true,
    );
    root.addEventListener(
        'input',
        event => {
            const field = textFieldOf(event);
            const kind = event instanceof InputEvent ? event.inputType : '';
            if (field && kind !== 'historyUndo') histories.get(field)?.typed(field.value, kind, event.timeStamp);
        },
        true,
    );
    root.addEventListener(
        'keydown',
        event => {
            const field = textFieldOf(event);
            const by = field ? undoKey(event) : undefined;
            if (!field || by === undefined) return;
            event.preventDefault();
            stepIn(field, by);
        },
        true,
    );
    // The browser's menu has the same two commands.
    root.addEventListener(
        'beforeinput',
        event => {
            const field = textFieldOf(event);
            const by = event.inputType === 'historyUndo' ? -1 : event.inputType === 'historyRedo' ? 1 : undefined;
            if (!field || by === undefined) return;
            event.preventDefault();
            stepIn(field, by);
        },
        true,
    );
}
