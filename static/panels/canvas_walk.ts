// Walking over the nodes by keyboard while the canvas has the focus: Tab in topological order, arrows to the nearest node, Shift+arrows move.
// Tab opens the palette instead when the canvas was entered by a pointer (the habit of node editors); entered by keyboard it walks and leaves at the ends, so nobody is trapped.
import type { OutlineNode } from '../../runtime/protocol/messages.gen.ts';
import type { Actions } from './actions.ts';

const directions: Record<string, { x: number; y: number }> = {
    ArrowLeft: { x: -1, y: 0 },
    ArrowRight: { x: 1, y: 0 },
    ArrowUp: { x: 0, y: -1 },
    ArrowDown: { x: 0, y: 1 },
};
/// One key press moves a node by the canvas's grid, in canvas units.
const moveStep = 16;
/// Sideways distance counts this much more, so that an arrow goes where it points.
const sidewaysWeight = 2.5;

/// The node nearest to `from` in a direction, or undefined.
export function nearest(nodes: readonly OutlineNode[], from: OutlineNode, direction: { x: number; y: number }): OutlineNode | undefined {
    let best: OutlineNode | undefined;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const node of nodes) {
        const along = (node.x - from.x) * direction.x + (node.y - from.y) * direction.y;
        if (node.id === from.id || along <= 0) continue;
        const sideways = Math.abs((node.x - from.x) * direction.y) + Math.abs((node.y - from.y) * direction.x);
        const cost = along + sideways * sidewaysWeight;
        if (cost < bestCost) {
            best = node;
            bestCost = cost;
        }
    }
    return best;
}

export class CanvasWalk {
    private isByPointer = false;

    constructor(private readonly actions: Actions) {
        const { canvas } = actions.shell;
        canvas.addEventListener('pointerdown', () => {
            this.isByPointer = true;
        });
        canvas.addEventListener('blur', () => {
            this.isByPointer = false;
        });
    }

    /// Does what these keys mean on the canvas; false when they mean nothing here.
    take(keys: string): boolean {
        const isMove = keys.startsWith('Shift+Arrow');
        const direction = directions[isMove ? keys.slice('Shift+'.length) : keys];
        if (direction) return isMove ? this.move(direction) : this.go(direction);
        if (keys === 'Tab' && this.isByPointer && this.actions.page.mode !== 'view') {
            this.actions.surfaces.showPalette({});
            return true;
        }
        if (keys === 'Tab' || keys === 'Shift+Tab') return !this.isByPointer && this.walk(keys === 'Tab' ? 1 : -1);
        return false;
    }

    private walk(by: 1 | -1): boolean {
        const nodes = this.actions.nodes();
        const [selected] = this.actions.selection();
        const at = nodes.findIndex(node => node.id === selected);
        const next = nodes[at < 0 ? (by > 0 ? 0 : -1) : at + by];
        if (!next) return false;
        this.pick(next);
        return true;
    }

    private go(direction: { x: number; y: number }): boolean {
        const nodes = this.actions.nodes();
        const [selected] = this.actions.selection();
        const from = nodes.find(node => node.id === selected);
        const next = from ? nearest(nodes, from, direction) : nodes[0];
        if (next) this.pick(next);
        return nodes.length > 0;
    }

    private move(direction: { x: number; y: number }): boolean {
        const nodes = this.actions.selection();
        const areas = this.actions.areas();
        if (nodes.length + areas.length === 0 || this.actions.page.mode === 'view') return false;
        void this.actions.attempt(this.actions.page.call({ type: 'move_nodes', nodes, areas, dx: direction.x * moveStep, dy: direction.y * moveStep }));
        return true;
    }

    private pick(node: OutlineNode): void {
        this.actions.select([node.id]);
        void this.actions.reveal(node.id);
        this.actions.surfaces.say(
            'spoken',
            this.actions.page.text('ui.node.spoken', { title: node.title, state: this.actions.page.text(`ui.state.${node.state}`) }),
        );
    }
}
