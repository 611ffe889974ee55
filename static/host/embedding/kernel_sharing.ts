// Flows that stand in frames of one page, were made by one author and run in the same version of this site share a kernel: the page whose own it is lets the others have sessions of its
// worker. Whoever embeds them with <python-flow> makes them known to each other; who has the kernel they settle among themselves.
import type { KernelFrames } from '../kernel_frame.ts';
import type { SeatParts } from '../kernel_seat.ts';

/// What one page asks another. The answers come through the port beside it.
interface Question {
    /// Of two that ask at the same time the one with the smaller number has the kernel.
    asker: number;
    author: string;
    app: string;
}

/// `no`: this one has none to share. `mine`: wait, a session comes. `again`: it came to nothing, ask once more. Else the ports of a session.
type Answer = 'no' | 'mine' | 'again' | { canInterrupt: boolean };

/// Said to neighbours by a page that is being left.
const kGone = 'gone';
/// A session, and of whose kernel; or why there is none.
type Found = { parts: SeatParts; neighbour: MessagePort } | 'again' | null;

/// Whoever embeds this page speaks when it is asked.
const kIntroductionMs = 10_000;
/// A neighbour that is gone, where the browser does not tell, answers never.
const kAnswerMs = 10_000;
/// A kernel that is promised starts within this time, or not at all.
const kPromisedMs = 60_000;
/// Promises in a row that came to nothing.
const kPromises = 5;
/// Neighbours in the life of a page: flows come and go in a page, but not for ever.
const kNeighbours = 1_000;

export class KernelSharing {
    private readonly asker = Math.random();
    private readonly neighbours = new Set<MessagePort>();
    private met = 0;
    private readonly introduction = settleable();
    private readonly unspoken: ReturnType<typeof setTimeout>;
    private frames: KernelFrames | null = null;
    private state: 'none' | 'seeking' | 'host' | 'guest' | 'apart' = 'none';
    /// Settles when this page's own worker is there, or will not be.
    private opening = settleable();
    /// Those that wait for what this page finds.
    private readonly waiting: MessagePort[] = [];
    private askAlso: (neighbour: MessagePort) => void = () => undefined;
    /// Whose kernel this page has a session of, and who is told when that page is gone.
    private giver: { neighbour: MessagePort; lost(reason: string): void } | null = null;

    constructor(
        private readonly author: string,
        private readonly app: string,
    ) {
        this.unspoken = setTimeout(() => this.introduced(), kIntroductionMs);
    }

    /// Those are known that were there before, or nobody will make them known.
    introduced(): void {
        clearTimeout(this.unspoken);
        this.introduction.settle();
    }

    /// Another page, through a port that it has the other end of.
    meet(neighbour: MessagePort): void {
        if (++this.met > kNeighbours) return neighbour.close();
        this.neighbours.add(neighbour);
        neighbour.onmessage = ({ data, ports: [port] }) => {
            if (port) this.hear(data as Partial<Question>, port, neighbour);
            else if (data === kGone) this.forget(neighbour);
        };
        neighbour.addEventListener('close', () => this.forget(neighbour));
    }

    /// This page is being left. Its ports end with it, but not every browser tells, and none at once.
    leave(): void {
        for (const neighbour of this.neighbours) neighbour.postMessage(kGone);
    }

    private forget(neighbour: MessagePort): void {
        this.neighbours.delete(neighbour);
        if (this.giver?.neighbour !== neighbour) return;
        const { lost } = this.giver;
        this.giver = null;
        lost('The flow that it began with is not in the page any more.');
    }

    /// A session of a kernel that is there or about to be; null where this page's own is the one to be started, after which `opened` is called.
    async find(frames: KernelFrames, lost: (reason: string) => void): Promise<SeatParts | null> {
        this.frames = frames;
        this.giver = null;
        await this.introduction.promise;
        if (this.isApart()) return null;
        // This page's own session ended; its worker goes on for others.
        const own = frames.isShared(0) ? await frames.join(0) : null;
        if (own) return own;
        this.state = 'seeking';
        this.opening = settleable();
        let found: Found = 'again';
        for (let promises = 0; found === 'again' && promises < kPromises; ++promises) found = await this.askAll();
        const parts = found === 'again' ? null : (found?.parts ?? null);
        const waiting = this.waiting.splice(0);
        if (this.isApart()) {
            if (parts) letGo(parts);
            for (const port of waiting) say(port, 'again');
            return null;
        }
        this.state = parts ? 'guest' : 'host';
        if (found && found !== 'again') this.giver = { neighbour: found.neighbour, lost };
        for (const port of waiting) {
            if (parts)
                say(port, 'again'); // the one that has it will answer
            else void this.give(port);
        }
        return parts;
    }

    /// This page's own worker is there, or could not be made.
    opened(): void {
        this.opening.settle();
    }

    /// From here on this page has a kernel of its own: what is open now is somebody else's. True if it had one together with others.
    standApart(): boolean {
        const hadShared = this.state === 'guest' || (this.frames?.isShared(0) ?? false);
        this.state = 'apart';
        return hadShared;
    }

    /// Whether other pages need this one's kernel.
    get isNeeded(): boolean {
        return this.frames?.hasGuests(0) ?? false;
    }

    private isApart(): boolean {
        return this.state === 'apart';
    }

    /// Asks everybody; the first session that is offered, null when nobody has one.
    private askAll(): Promise<Found> {
        return new Promise(resolve => {
            /// Who has not answered, and who has promised.
            const open = new Set<MessagePort>();
            let isOver = false;
            let isPromised = false;
            const finish = (found: Found): void => {
                if (isOver) return void (found && found !== 'again' && letGo(found.parts));
                isOver = true;
                clearTimeout(timer);
                resolve(found);
            };
            let timer = setTimeout(() => finish(null), kAnswerMs);
            const answered = (port: MessagePort, answer: Answer, neighbour: MessagePort, [toWorker, incoming, control]: readonly MessagePort[]): void => {
                if (answer === 'mine') {
                    if (isOver) return;
                    isPromised = true;
                    clearTimeout(timer);
                    timer = setTimeout(() => finish('again'), kPromisedMs);
                    return;
                }
                port.close();
                open.delete(port);
                if (toWorker && incoming && control && typeof answer === 'object')
                    finish({ parts: { ports: [toWorker, incoming, control], canInterrupt: answer.canInterrupt }, neighbour });
                else if (open.size === 0) finish(isPromised ? 'again' : null);
            };
            const ask = (neighbour: MessagePort): void => {
                const { port1, port2 } = new MessageChannel();
                open.add(port1);
                port1.onmessage = ({ data, ports }) => answered(port1, data as Answer, neighbour, ports);
                neighbour.postMessage({ asker: this.asker, author: this.author, app: this.app } satisfies Question, [port2]);
            };
            this.askAlso = neighbour => {
                if (!isOver) ask(neighbour);
            };
            for (const neighbour of this.neighbours) ask(neighbour);
            if (open.size === 0) finish(null);
        });
    }

    private hear({ asker, author, app }: Partial<Question>, port: MessagePort, neighbour: MessagePort): void {
        const isOfOurs = typeof asker === 'number' && author === this.author && app === this.app;
        if (isOfOurs && this.state === 'host') {
            port.postMessage('mine' satisfies Answer);
            void this.give(port);
        } else if (isOfOurs && this.state === 'seeking' && this.asker < asker) {
            port.postMessage('mine' satisfies Answer);
            this.waiting.push(port);
        } else {
            say(port, 'no');
            // It may not have sought yet when it was asked.
            if (isOfOurs && this.state === 'seeking') this.askAlso(neighbour);
        }
    }

    private async give(port: MessagePort): Promise<void> {
        await this.opening.promise;
        const parts = this.state === 'host' ? await this.frames?.join(0) : null;
        if (!parts) return say(port, 'again');
        port.postMessage({ canInterrupt: parts.canInterrupt } satisfies Answer, [...parts.ports]);
    }
}

function say(port: MessagePort, answer: 'no' | 'again'): void {
    port.postMessage(answer satisfies Answer);
    port.close();
}

function settleable(): { promise: Promise<void>; settle(): void } {
    let settle = (): void => undefined;
    const promise = new Promise<void>(resolve => {
        settle = resolve;
    });
    return { promise, settle };
}

function letGo({ ports }: SeatParts): void {
    ports[2].postMessage({ leave: true });
    for (const port of ports) port.close();
}
