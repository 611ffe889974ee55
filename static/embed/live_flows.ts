// How many flows of one page live at the same time: each has an editor, and one that is not only looked at draws with the graphics card, of which a browser gives a page only so much. When there are more,
// the one that was used longest ago and is out of view rests: its poster comes back, and the flow as it was is kept here until it goes on.

export interface LiveFlow {
    readonly isInView: boolean;
    /// Whether it draws with the graphics card: one in the view mode does not.
    readonly hasCanvas: boolean;
    /// Whether something runs in it, or others live from its Python.
    isBusy(): Promise<boolean>;
    rest(): Promise<void>;
}

/// Live flows beyond which those out of view rest, and those with a canvas even where they can be seen; and beyond which any that can be seen does.
export const kLive = 2;
export const kLiveInView = 12;

export class LiveFlows {
    /// Used longest ago first.
    private readonly flows: LiveFlow[] = [];
    private looking: Promise<void> = Promise.resolve();

    enter(flow: LiveFlow): void {
        this.leave(flow);
        this.flows.push(flow);
        this.look();
    }

    /// A person or a program used it.
    touch(flow: LiveFlow): void {
        if (!this.flows.includes(flow)) return;
        this.leave(flow);
        this.flows.push(flow);
    }

    leave(flow: LiveFlow): void {
        const at = this.flows.indexOf(flow);
        if (at >= 0) this.flows.splice(at, 1);
    }

    /// One of them began, ended a run or went out of view. Resolves when there are no more than may be.
    look(): Promise<void> {
        this.looking = this.looking.then(() => this.makeRoom());
        return this.looking;
    }

    get count(): number {
        return this.flows.length;
    }

    private async makeRoom(): Promise<void> {
        // The one that came last is what somebody wants to see now.
        for (const flow of this.flows.slice(0, -1)) {
            if (!this.isTooMuch(flow) || (await flow.isBusy())) continue;
            // Looked at or removed while it was asked.
            if (!this.flows.includes(flow) || !this.isTooMuch(flow)) continue;
            this.leave(flow);
            await flow.rest();
        }
    }

    private isTooMuch(flow: LiveFlow): boolean {
        if (flow.hasCanvas && this.flows.filter(({ hasCanvas }) => hasCanvas).length > kLive) return true;
        return this.flows.length > (flow.isInView ? kLiveInView : kLive);
    }
}
