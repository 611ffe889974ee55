// The way out of the worker. The end of one call and what follows it at once (its values being saved, the begin of the next call) go together; nothing waits while a node's own code runs.
// Where the worker lives in the frame, the frame's thread passes it on (static/host/frame/relay.ts).
import { bytesOf, type Envelope, type Letter } from '../protocol/envelope.ts';

/// The end of a call: `node_started` of the next one or the end of the whole message is a moment away.
const kEndOfCall = ['{"type":"node_finished"', '{"type":"value_unsaved"', '{"type":"value_saved"'];

export type Post = (letter: Letter, transfer: Transferable[]) => void;

export class Outbox {
    private held: Envelope[] = [];

    /// `isInWork`: a message is being dealt with, at whose end `flush` is called.
    constructor(
        private readonly post: Post,
        private readonly isInWork: () => boolean,
    ) {}

    /// Goes now, behind what is held; the end of a call is held until the next message or `flush`.
    send(envelope: Envelope): void {
        this.held.push(envelope);
        if (!this.isInWork()) this.flush();
        else if (!kEndOfCall.some(beginning => envelope.text.startsWith(beginning))) this.leave(envelope.lane === 'host');
    }

    /// Nothing follows at once.
    flush(): void {
        if (this.held.length > 0) this.leave(true);
    }

    private leave(isUrgent: boolean): void {
        const envelopes = this.held;
        this.held = [];
        this.post({ envelopes, isUrgent }, bytesOf(envelopes));
    }
}
