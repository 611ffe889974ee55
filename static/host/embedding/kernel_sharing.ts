// Flows that stand in frames of one page, were made by one author and run in the same version of this site share a kernel: the page whose own it is lets the others have sessions of its
// worker. Who that is they settle among themselves; the page around them has no part in it, and no other site can take part.
import type { KernelFrames } from '../kernel_frame.ts';
import type { SeatParts } from '../kernel_seat.ts';

/// What one page asks the others. The answers come through the port beside it.
interface Question {
    pythonflows: 'kernel?';
    /// Of two that ask at the same time the one with the smaller number has the kernel.
    asker: number;
    author: string;
    app: string;
}

/// `mine`: wait, a kernel comes. `again`: it came to nothing. Else the ports of a session.
type Answer = 'mine' | 'again' | { canInterrupt: boolean };

/// The other pages, for tests too.
export interface Neighbours {
    /// Asks one, or all there are.
    ask(question: Question, port: () => MessagePort, whom?: unknown): void;
    listen(heard: (question: unknown, port: MessagePort, who: unknown) => void): void;
}

/// A page that is busy with its own start answers late. Then there are two kernels, which is no harm.
export const kAskMs = 400;
/// A kernel that is promised starts within this time, or never.
const kPromisedMs = 60_000;
/// Promises in a row that came to nothing.
const kPromises = 5;
/// Frames of a page that are asked.
const kNeighbours = 100;

export class KernelSharing {
    private readonly asker = Math.random();
    private frames: KernelFrames | null = null;
    private state: 'none' | 'seeking' | 'host' | 'guest' | 'apart' = 'none';
    /// Settles when this page's own worker is there, or will not be.
    private opening: { promise: Promise<void>; settle(): void } = settleable();
    private readonly waiting: MessagePort[] = [];
    /// Puts the question of now to one more page.
    private askAlso: (who: unknown) => void = () => undefined;

    constructor(
        private readonly author: string,
        private readonly app: string,
        private readonly neighbours: Neighbours,
    ) {
        neighbours.listen((question, port, who) => this.hear(question, port, who));
    }

    /// A session of a kernel that is there or about to be; null where this page's own is the one to be started, after which `opened` is called.
    async find(frames: KernelFrames): Promise<SeatParts | null> {
        this.frames = frames;
        if (this.state === 'apart') return null;
        // This page's own session ended; its worker goes on for others.
        const own = frames.isShared(0) ? await frames.join(0) : null;
        if (own) return own;
        this.state = 'seeking';
        let found: SeatParts | 'again' | null = 'again';
        for (let promises = 0; found === 'again' && promises < kPromises; ++promises) found = await this.askAll();
        if (this.isApart()) {
            if (found && found !== 'again') letGo(found);
            return null;
        }
        const parts = found === 'again' ? null : found;
        this.state = parts ? 'guest' : 'host';
        this.opening = settleable();
        for (const port of this.waiting.splice(0)) {
            if (parts) port.postMessage('again' satisfies Answer); // the one that has it will say so
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

    private askAll(): Promise<SeatParts | 'again' | null> {
        return new Promise(resolve => {
            let isPromised = false;
            let isOver = false;
            const finish = (found: SeatParts | 'again' | null): void => {
                clearTimeout(timer);
                if (isOver && found && found !== 'again') return letGo(found);
                isOver = true;
                resolve(found);
            };
            let timer = setTimeout(() => finish(null), kAskMs);
            const openPort = (): MessagePort => {
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = ({ data, ports }) => {
                    const answer = data as Answer;
                    if (answer === 'mine') {
                        if (isPromised || isOver) return;
                        isPromised = true;
                        clearTimeout(timer);
                        timer = setTimeout(() => finish('again'), kPromisedMs);
                        return;
                    }
                    port1.close();
                    const [port, incoming, control] = ports;
                    if (answer === 'again') finish('again');
                    else if (port && incoming && control) finish({ ports: [port, incoming, control], canInterrupt: answer.canInterrupt });
                };
                return port2;
            };
            const question: Question = { pythonflows: 'kernel?', asker: this.asker, author: this.author, app: this.app };
            this.askAlso = who => this.neighbours.ask(question, openPort, who);
            this.neighbours.ask(question, openPort);
        });
    }

    private hear(data: unknown, port: MessagePort, who: unknown): void {
        const { pythonflows, asker, author, app } = (typeof data === 'object' && data !== null ? data : {}) as Partial<Question>;
        if (pythonflows !== 'kernel?' || typeof asker !== 'number' || author !== this.author || app !== this.app) return port.close();
        if (this.state === 'host') {
            port.postMessage('mine' satisfies Answer);
            void this.give(port);
        } else if (this.state === 'seeking' && this.asker < asker) {
            port.postMessage('mine' satisfies Answer);
            this.waiting.push(port);
        } else {
            port.close();
            // It may not have listened yet when it was asked.
            if (this.state === 'seeking') this.askAlso(who);
        }
    }

    private async give(port: MessagePort): Promise<void> {
        await this.opening.promise;
        const parts = this.state === 'host' ? await this.frames?.join(0) : null;
        if (!parts) return port.postMessage('again' satisfies Answer);
        port.postMessage({ canInterrupt: parts.canInterrupt } satisfies Answer, [...parts.ports]);
    }
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

/// The other frames of the page around this one, as far as they are of this very origin.
export function siblings(): Neighbours {
    return {
        ask(question, port, whom) {
            const all = Array.from({ length: Math.min(parent.length, kNeighbours) }, (_, index) => parent[index]);
            for (const one of whom === undefined ? all : all.filter(sibling => sibling === whom)) {
                if (one && one !== window) one.postMessage(question, location.origin, [port()]);
            }
        },
        listen: heard =>
            addEventListener('message', ({ source, origin, data, ports: [port] }) => {
                const isSibling = Array.from({ length: Math.min(parent.length, kNeighbours) }, (_, index) => parent[index]).some(one => one === source);
                if (port && origin === location.origin && source !== window && isSibling) heard(data, port, source);
            }),
    };
}
