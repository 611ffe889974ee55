// The way out of the worker. To post to a page in another process costs a quarter of a millisecond however small the message is, so the end of one call and what follows it at once (its values being
// saved, the begin of the next call) go together. Nothing waits while a node's own code runs.
import type { Envelope } from '../protocol/envelope.ts';

/// The end of a call: `node_started` of the next one or the end of the whole message is a moment away.
const kEndOfCall = ['{"type":"node_finished"', '{"type":"value_unsaved"', '{"type":"value_saved"'];

export class Outbox {
    private held: Envelope[] = [];

    /// `isInWork`: a message is being dealt with, at whose end `flush` is called.
    constructor(
        private readonly port: { postMessage(data: unknown, transfer: Transferable[]): void },
        private readonly isInWork: () => boolean,
    ) {}

    /// Goes now, behind what is held; the end of a call is held until the next message or `flush`.
    send(envelope: Envelope): void {
        this.held.push(envelope);
        if (!this.isInWork() || !kEndOfCall.some(beginning => envelope.text.startsWith(beginning))) this.flush();
    }

    flush(): void {
        if (this.held.length === 0) return;
        const envelopes = this.held;
        this.held = [];
        const bytes = envelopes.flatMap(({ buffers }) => Object.values(buffers ?? {}));
        this.port.postMessage(envelopes.length === 1 ? envelopes[0] : envelopes, bytes);
    }
}
