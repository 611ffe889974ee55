// A kernel's place without a browser: the test holds the other end of the port.
import type { Envelope } from '../../runtime/protocol/envelope.ts';
import type { KernelSeat, SeatListener } from '../../static/host/kernel_seat.ts';

export class FakeSeat implements KernelSeat {
    readonly channel = new MessageChannel();
    readonly port = this.channel.port1;
    readonly incoming = this.channel.port1;
    readonly received: Envelope[] = [];
    readonly interrupts: number[] = [];
    readonly probes: number[] = [];
    isClosed = false;
    private readonly waiting: { accept(envelope: Envelope): boolean; resolve(envelope: Envelope): void }[] = [];

    constructor(
        readonly canInterrupt: boolean,
        readonly listener: SeatListener,
    ) {
        this.channel.port2.onmessage = event => {
            const envelope = event.data as Envelope;
            this.received.push(envelope);
            for (const one of [...this.waiting]) {
                if (!one.accept(envelope)) continue;
                this.waiting.splice(this.waiting.indexOf(one), 1);
                one.resolve(envelope);
            }
        };
    }

    /// Sends as the worker would.
    say(lane: 'session' | 'host', message: object, buffers: Record<string, ArrayBuffer> = {}): void {
        this.channel.port2.postMessage({ lane, text: JSON.stringify(message), buffers });
    }

    sayRaw(data: unknown): void {
        this.channel.port2.postMessage(data);
    }

    /// The first message of that type that the host sent or will send.
    got(type: string): Promise<Envelope> {
        const accept = (envelope: Envelope): boolean => JSON.parse(envelope.text).type === type;
        const there = this.received.find(accept);
        return there ? Promise.resolve(there) : new Promise(resolve => this.waiting.push({ accept, resolve }));
    }

    interrupt(serial: number): void {
        this.interrupts.push(serial);
    }

    probe(request: number): void {
        this.probes.push(request);
    }

    close(): void {
        this.isClosed = true;
        this.channel.port1.close();
    }
}
