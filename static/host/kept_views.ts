// Where a flow is looked at: kept for each flow that was open, so that undo, redo and a reload of the tab bring it back. Never in the flow.
import { keepValue, keptValue } from './kept_values.ts';
import type { Opened, Openings } from './openings.ts';
import type { Page } from './page_interface.ts';

const kKey = 'pythonflows.view';

/// On a canvas as narrow as a phone's (CSS pixels) a whole flow can be so small that no name can be read: below so many percent its beginning is shown, at that size and so far from the edge.
const kNarrow = 480;
const kReadablePercent = 75;
const kMargin = 20;
/// From a node's upper edge to about its middle, canvas units.
const kHalfNode = 60;

/// The point of the flow in the middle of the canvas, and how large it is drawn there.
export interface View {
    x: number;
    y: number;
    percent: number;
}

export interface KeptViewsOptions {
    page: Pick<Page, 'ask' | 'send'>;
    openings: Openings;
    /// The canvas on the page (CSS pixels of the viewport); empty while nobody sees it.
    canvas(): { x: number; y: number; width: number; height: number };
}

export class KeptViews {
    /// Of the flows by the number of their opening.
    private readonly left = new Map<Opened, View>();

    constructor(private readonly options: KeptViewsOptions) {}

    /// The flow that is open is about to make room for another.
    leave(): void {
        const view = this.now();
        if (view) this.left.set(this.options.openings.current, view);
    }

    /// Shows the open flow as it was when it was left, or whole (on a phone its beginning, if names could not be read); one without nodes at its full size, not as small as the flow before it.
    show(): void {
        const { page, openings } = this.options;
        const view = this.left.get(openings.current);
        if (view) return this.look(view);
        if (page.ask('status', {}).nodeCount === 0) return page.send({ type: 'zoom', percent: 100 });
        page.send({ type: 'fit' });
        const { width } = this.options.canvas();
        if (width === 0 || width > kNarrow || page.ask('status', {}).zoom >= kReadablePercent) return;
        const start = page.ask('outline', {}).nodes.reduce((first, node) => (node.x < first.x || (node.x === first.x && node.y < first.y) ? node : first));
        this.look({ x: start.x + ((width / 2 - kMargin) * 100) / kReadablePercent, y: start.y + kHalfNode, percent: kReadablePercent });
    }

    private look({ x, y, percent }: View): void {
        this.options.page.send({ type: 'zoom', percent });
        this.options.page.send({ type: 'center_at', x, y });
    }

    /// In another page the canvas gets its size when the flow is there already: what nobody has moved yet is shown anew in the new size.
    followSize(canvas: Element): void {
        let isMoved = false;
        for (const type of ['pointerdown', 'wheel', 'keydown']) canvas.addEventListener(type, () => (isMoved = true), { passive: true });
        const show = (): void => void (isMoved || this.show());
        // The frame after the next one knows the new size.
        new ResizeObserver(() => requestAnimationFrame(() => requestAnimationFrame(show))).observe(canvas);
    }

    /// The page goes: for this tab's next life.
    keep(): void {
        const view = this.now();
        const { history } = this.options.openings.current;
        if (view && history !== '') keepValue('session', kKey, JSON.stringify({ ...view, history }));
    }

    /// The open flow is what this tab showed in its last life, as far as that is known.
    bringBack(): void {
        const { current } = this.options.openings;
        const view = viewIn(keptValue('session', kKey), current.history);
        if (view) this.left.set(current, view);
    }

    private now(): View | null {
        const { page, canvas } = this.options;
        const { x, y, width, height } = canvas();
        if (width === 0 || height === 0) return null;
        return { ...page.ask('canvas_point', { x: x + width / 2, y: y + height / 2 }), percent: page.ask('status', {}).zoom };
    }
}

/// What was kept of the flow with this history; null for anything else.
function viewIn(text: string | null, history: string): View | null {
    let kept: Partial<View & { history: string }> | null;
    try {
        kept = text === null ? null : JSON.parse(text);
    } catch {
        return null;
    }
    if (kept?.history !== history) return null;
    const { x, y, percent } = kept;
    const isView = [x, y, percent].every(number => typeof number === 'number' && Number.isFinite(number)) && (percent ?? 0) > 0;
    return isView ? ({ x, y, percent } as View) : null;
}
