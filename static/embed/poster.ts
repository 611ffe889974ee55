// What stands in a page before anybody starts the flow: its title, its picture, its author's results, a button.
import { type FlowSource, titleOf } from './flow_source.ts';
import { lookPicture, make } from './looks.ts';
import { pictureOf } from './picture.ts';
import type { Text } from './texts.ts';

export type PosterState = 'resting' | 'starting' | 'paused';

export class Poster {
    readonly root = make('div', 'stand');
    private readonly heading = make('h2', '');
    private readonly button = make('button', '');
    private readonly content = make('div', 'scroll');
    private readonly note = make('p', 'note-line');
    private freeing: (() => void)[] = [];
    private state: PosterState = 'resting';
    private source: FlowSource | undefined;
    private problem = '';

    constructor(
        private text: Text,
        private name: string,
        onStart: () => void,
    ) {
        this.button.type = 'button';
        this.button.addEventListener('click', onStart);
        this.note.setAttribute('role', 'status');
        this.content.tabIndex = 0;
        this.root.append(make('header', '', this.heading, this.button), this.content, this.note);
        this.draw();
    }

    /// What it is called as long as the flow itself has not said.
    rename(text: Text, name: string): void {
        this.text = text;
        this.name = name;
        this.draw();
    }

    show(source: FlowSource | undefined): void {
        this.source = source;
        this.draw();
    }

    /// `problem`: a sentence, or "".
    turn(state: PosterState, problem = ''): void {
        this.state = state;
        this.problem = problem;
        this.drawState();
    }

    get title(): string {
        return this.source?.flow.title || this.name || this.text('embed.untitled');
    }

    focus(): void {
        this.button.focus();
    }

    free(): void {
        for (const free of this.freeing.splice(0)) free();
        this.content.replaceChildren();
    }

    private draw(): void {
        this.free();
        this.heading.textContent = this.title;
        this.content.setAttribute('aria-label', this.title);
        const { source, text } = this;
        if (source) {
            const titles = new Map(source.flow.nodes.map(node => [node.id, titleOf(node, text)]));
            const looks = source.looks.flatMap(look => lookPicture(look, titles.get(look.node) ?? look.node, text) ?? []);
            this.freeing = looks.map(({ free }) => free);
            if (looks.length > 0) this.content.append(make('div', 'looks', ...looks.map(({ element }) => element)));
            const picture = pictureOf(source.flow, text);
            if (picture) this.content.append(make('div', 'stage', picture));
        }
        this.drawState();
    }

    private drawState(): void {
        const { button, note, state, text } = this;
        const isStarting = state === 'starting' && this.problem === '';
        const word = text(isStarting ? 'embed.starting' : state === 'paused' ? 'embed.resume' : 'embed.start');
        button.replaceChildren(triangle(), word);
        button.disabled = isStarting;
        this.root.setAttribute('aria-busy', String(isStarting));
        note.className = this.problem === '' ? 'note-line' : 'note-line bad';
        note.textContent = this.problem || text(state === 'paused' ? 'embed.paused' : 'embed.about');
    }
}

function triangle(): SVGElement {
    const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    icon.setAttribute('viewBox', '0 0 12 12');
    icon.setAttribute('aria-hidden', 'true');
    path.setAttribute('d', 'M2 1l9 5-9 5z');
    icon.append(path);
    return icon;
}
