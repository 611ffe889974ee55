// The frame of the page: makes the places of toolbar, canvas and panels, and knows which of them are open. Made before wasm starts, so that the canvas exists.
// Must not know: the session, texts, what is inside the panels.
import '../style/page.css';
import { remember, remembered, rememberedNumber } from './remembered.ts';

export type Side = 'left' | 'right' | 'bottom';

/// Sizes in CSS pixels: below the minimum a panel cannot be read, above the maximum the canvas could vanish.
export const sideBounds: Record<Side, { standard: number; minimum: number; maximum: number }> = {
    left: { standard: 248, minimum: 170, maximum: 560 },
    right: { standard: 340, minimum: 240, maximum: 760 },
    bottom: { standard: 260, minimum: 110, maximum: 900 },
};

/// The canvas keeps at least this much in each direction, whatever sizes were remembered.
const canvasMinimum = 160;

function place<K extends keyof HTMLElementTagNameMap>(parent: Element, tag: K, id: string): HTMLElementTagNameMap[K] {
    const existing = document.getElementById(id);
    if (existing) return existing as HTMLElementTagNameMap[K];
    const element = document.createElement(tag);
    element.id = id;
    parent.append(element);
    return element;
}

export class Shell {
    readonly canvas: HTMLCanvasElement;
    readonly top: HTMLElement;
    readonly stage: HTMLElement;
    readonly status: HTMLElement;
    readonly overlay: HTMLElement;
    readonly side: Record<Side, HTMLElement>;
    private readonly listeners = new Set<() => void>();
    /// What a person chose, or the standard: more than there is room for in a small window.
    private readonly wanted: Record<Side, number> = { left: 0, right: 0, bottom: 0 };
    private readonly narrow = matchMedia('(max-width: 760px)');

    constructor(readonly root: HTMLElement) {
        this.top = place(root, 'header', 'top');
        this.side = {
            left: place(root, 'aside', 'left'),
            right: place(root, 'aside', 'right'),
            bottom: place(root, 'section', 'bottom'),
        };
        this.stage = place(root, 'main', 'stage');
        place(this.stage, 'h1', 'heading').textContent = 'PythonFlows';
        this.canvas = place(this.stage, 'canvas', 'canvas');
        this.canvas.tabIndex = 0;
        this.canvas.dataset['wheel'] = remembered('wheel', 'auto');
        this.status = place(root, 'footer', 'status');
        // Inside the main landmark: palette, menus and dialogs stand in the top layer wherever their place is.
        this.overlay = place(this.stage, 'div', 'overlay');
        // Reading order: toolbar, left, canvas, bottom, right, status.
        root.append(this.top, this.side.left, this.stage, this.side.bottom, this.side.right, this.status);
        for (const side of ['left', 'right', 'bottom'] as const) {
            this.setSize(side, rememberedNumber(`size.${side}`, sideBounds[side].standard, sideBounds[side].minimum, sideBounds[side].maximum), false);
            if (remembered(`closed.${side}`, '') === 'yes') root.dataset[side] = 'closed';
        }
        this.narrow.addEventListener('change', () => this.tell());
        addEventListener('resize', () => this.fitSizes());
        this.fitSizes();
    }

    /// True when panels are sheets over the canvas instead of columns beside it.
    get isNarrow(): boolean {
        return this.narrow.matches;
    }

    isOpen(side: Side): boolean {
        return this.isNarrow ? this.root.dataset['sheet'] === side : this.root.dataset[side] !== 'closed';
    }

    open(side: Side): void {
        if (this.isOpen(side)) return;
        if (this.isNarrow) this.root.dataset['sheet'] = side;
        else {
            delete this.root.dataset[side];
            remember(`closed.${side}`, 'no');
        }
        this.tell();
    }

    close(side: Side): void {
        if (!this.isOpen(side)) return;
        if (this.isNarrow) delete this.root.dataset['sheet'];
        else {
            this.root.dataset[side] = 'closed';
            remember(`closed.${side}`, 'yes');
        }
        this.tell();
    }

    /// Begins with these sides closed, whatever was remembered (an embedded flow shows itself first); the person can open them.
    beginClosed(...sides: Side[]): void {
        for (const side of sides) this.root.dataset[side] = 'closed';
        this.tell();
    }

    toggle(side: Side): void {
        if (this.isOpen(side)) this.close(side);
        else this.open(side);
    }

    size(side: Side): number {
        return Number.parseFloat(this.root.style.getPropertyValue(`--${side}`));
    }

    /// Sets the width (or height, for the bottom) within its bounds, leaving room for the canvas.
    setSize(side: Side, pixels: number, keep = true): void {
        this.fitSize(side, pixels);
        this.wanted[side] = keep ? this.size(side) : pixels;
        if (keep) {
            const size = this.size(side);
            remember(`size.${side}`, String(size));
            this.tell();
        }
    }

    private fitSize(side: Side, pixels: number): void {
        const { minimum, maximum } = sideBounds[side];
        const size = Math.round(Math.min(maximum, this.room(side), Math.max(minimum, pixels)));
        this.root.style.setProperty(`--${side}`, `${size}px`);
    }

    onChange(listener: () => void): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    private room(side: Side): number {
        const { minimum } = sideBounds[side];
        if (side === 'bottom') return Math.max(minimum, innerHeight - 120 - canvasMinimum);
        const other = side === 'left' ? 'right' : 'left';
        const taken = this.root.dataset[other] === 'closed' ? 0 : this.size(other) || sideBounds[other].standard;
        return Math.max(minimum, innerWidth - taken - canvasMinimum);
    }

    private fitSizes(): void {
        for (const side of ['left', 'right', 'bottom'] as const) this.fitSize(side, this.wanted[side]);
        this.tell();
    }

    private tell(): void {
        for (const listener of this.listeners) listener();
    }
}
