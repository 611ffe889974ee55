// The base of every panel: it knows the page, draws anew when something it watches changed, and speaks the interface's language.
// Holds no copy of the session's state: what is shown is asked while drawing.
import { type CSSResultGroup, LitElement } from 'lit';
import type { Page } from '../host/page_interface.ts';
import type { Actions } from './actions.ts';
import { sharedStyles } from './styles.ts';

/// The parts of the session that a panel may watch (the flags of the message `changed`).
export type Watched = 'graph' | 'states' | 'selection' | 'files' | 'history' | 'kernel' | 'run' | 'outputs' | 'values';

/// A frame may spend this share of its time on asking; a flow with thousands of nodes is asked less often, never not at all.
const askShare = 8;

export abstract class PanelElement extends LitElement {
    static override properties = { page: { attribute: false }, actions: { attribute: false } };
    static override styles: CSSResultGroup = [sharedStyles];
    /// What makes this panel draw anew.
    static watches: readonly Watched[] = [];

    declare page: Page;
    declare actions: Actions;

    private unlisten: (() => void)[] = [];
    private frame = 0;
    private restUntil = 0;

    /// The text of the catalogue's `ui.<key>`.
    protected t(key: string, args?: Readonly<Record<string, string | number>>): string {
        return this.page.text(`ui.${key}`, args);
    }

    override connectedCallback(): void {
        super.connectedCallback();
        const watches = (this.constructor as typeof PanelElement).watches;
        this.listen(
            this.page.on('changed', changed => {
                // What a person chose just now is shown at once, however much there was to draw before.
                if (changed.selection) this.restUntil = 0;
                if (watches.some(flag => (flag === 'outputs' || flag === 'values' ? changed[flag].length > 0 : changed[flag]))) this.drawSoon();
            }),
            this.page.on('language', () => this.requestUpdate()),
        );
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        for (const stop of this.unlisten.splice(0)) stop();
        cancelAnimationFrame(this.frame);
        this.frame = 0;
    }

    /// Remembers what removes listeners until the element leaves the page.
    protected listen(...removers: (() => void)[]): void {
        this.unlisten.push(...removers);
    }

    /// Draws at most once a frame, and not at all while nobody can see it: a shown panel draws anew when it appears.
    protected drawSoon(): void {
        if (this.frame || !this.isShown) return;
        const draw = () => {
            if (performance.now() < this.restUntil) {
                this.frame = requestAnimationFrame(draw);
                return;
            }
            this.frame = 0;
            this.requestUpdate();
        };
        this.frame = requestAnimationFrame(draw);
    }

    /// False while the panel is in a closed tab or a closed side. Asked with each news, so by what needs the styles alone: `offsetParent` would lay the page out each time.
    protected get isShown(): boolean {
        return this.checkVisibility();
    }

    protected override performUpdate(): void {
        const start = performance.now();
        super.performUpdate();
        const end = performance.now();
        this.restUntil = end - start > 4 ? end + (end - start) * askShare : 0;
    }
}

/// Defines a custom element once; a second load of the bundle on the same page changes nothing.
export function define(name: string, element: CustomElementConstructor): void {
    if (!customElements.get(name)) customElements.define(name, element);
}
