// A flow's tab that is dragged to another place in the strip: with the mouse or a pen at once, with a finger after it was held, since a finger that moves at once scrolls the strip.

interface Strip extends HTMLElement {
    readonly tabs: { readonly list: readonly { readonly number: number }[]; move(number: number, place: number): void };
}

/// Less is a click with an unquiet hand (pixels); a finger that rests so long (milliseconds) takes hold.
const kThreshold = 6;
const kHoldMs = 350;

export class TabDrag {
    /// The click that ends a drag means nothing.
    isOver = false;

    constructor(private readonly strip: Strip) {}

    press(down: PointerEvent, number: number): void {
        this.isOver = false;
        const tab = down.currentTarget as HTMLElement;
        if (down.button !== 0 || !down.isPrimary) return;
        const isFinger = down.pointerType === 'touch';
        const listening = new AbortController();
        const { signal } = listening;
        let isDragging = false;
        const begin = () => {
            isDragging = true;
            this.isOver = true;
            tab.dataset['dragged'] = '';
            tab.setPointerCapture(down.pointerId);
        };
        const hold = isFinger ? setTimeout(begin, kHoldMs) : undefined;
        const end = () => {
            clearTimeout(hold);
            listening.abort();
            delete tab.dataset['dragged'];
        };
        const follow = (event: PointerEvent) => {
            if (event.pointerId !== down.pointerId) return;
            const isFar = Math.abs(event.clientX - down.clientX) > kThreshold;
            if (!isDragging && isFar && isFinger) return end();
            if (!isDragging && isFar) begin();
            if (isDragging) this.follow(number, event.clientX);
        };
        window.addEventListener('pointermove', follow, { signal });
        for (const name of ['pointerup', 'pointercancel'] as const)
            window.addEventListener(name, event => event.pointerId === down.pointerId && end(), { signal });
        // What is held is dragged, not scrolled, and asks for no menu.
        tab.addEventListener('touchmove', event => isDragging && event.cancelable && event.preventDefault(), { signal, passive: false });
        tab.addEventListener('contextmenu', event => isFinger && event.preventDefault(), { signal });
    }

    /// To where the pointer is past the middle of a neighbour.
    private follow(number: number, x: number): void {
        const { tabs } = this.strip;
        const at = tabs.list.findIndex(tab => tab.number === number);
        const middles = [...(this.strip.shadowRoot?.querySelectorAll('[role=tab]') ?? [])].map(tab => {
            const { left, width } = tab.getBoundingClientRect();
            return left + width / 2;
        });
        const place = middles.filter((middle, other) => other !== at && middle < x).length;
        if (place !== at && at >= 0) tabs.move(number, place);
    }
}
