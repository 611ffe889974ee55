// One of the pages that a kernel works for: the way to it, what it may take, and the memory through which its messages are stopped. A kernel has one as a rule; flows that are embedded in
// one page share a kernel.
import { type Envelope, readEnvelope } from '../protocol/envelope.ts';
import type { HostToKernel, KernelToHost } from '../protocol/messages.gen.ts';
import { Outbox } from './outbox.ts';
import type { WorkerScope } from './worker_scope.ts';

/// How the place of a worker brings a session: its number in this worker, the port from its page, its memory, and whether what the worker says goes to whoever made it, to be passed on.
export interface Arrival {
    session: number;
    port: MessagePort;
    memory: SharedArrayBuffer | null;
    isRelayed: boolean;
}

/// What the place says after the first session: another kernel that can be reached, a stop that may have to be passed on, a page that goes, a page that comes.
export type PlaceWord = { peer: number; port: MessagePort } | { session: number; interrupt: number } | { leave: number } | Arrival;

export interface SessionListener {
    take(envelope: Envelope): void;
    /// The page sent what is no message.
    damaged(reason: string): void;
}

export type Bounds = Extract<HostToKernel, { type: 'set_bounds' }>;

export class Session {
    readonly number: number;
    readonly words: Int32Array | null;
    readonly outbox: Outbox;
    /// What its page said last; Python may not be there yet.
    bounds: Bounds | null = null;
    private readonly port: MessagePort;

    /// `isInWork`: a message of this session is being dealt with. `post` is the worker's own.
    constructor(
        { session, port, memory, isRelayed }: Arrival,
        post: WorkerScope['postMessage'],
        isInWork: (session: Session) => boolean,
        listener: SessionListener,
    ) {
        this.number = session;
        this.words = memory ? new Int32Array(memory) : null;
        this.port = port;
        this.outbox = new Outbox(
            (letter, transfer) => (isRelayed ? post({ session, ...letter }, transfer) : port.postMessage(letter.envelopes, transfer)),
            () => isInWork(this),
        );
        port.onmessage = event => {
            const envelope = readEnvelope(event.data);
            if (typeof envelope === 'string') listener.damaged(envelope);
            else listener.take(envelope);
        };
        port.onmessageerror = () => listener.damaged('A message from the page could not be read.');
    }

    tellHost(message: KernelToHost, buffers: Record<string, ArrayBuffer> = {}): void {
        this.outbox.send({ lane: 'host', text: JSON.stringify(message), buffers });
    }

    close(): void {
        this.port.close();
    }
}
