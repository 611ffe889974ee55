// One live flow: the frame with the page in it, and the parent's end of the wire. Ends with all that belongs to it.
import { type Beginning, type Connect, type EventName, kCallsInFlight, kEvents, kWireVersion, type Member, type ToPage, type ToParent } from './wire.ts';

export interface FrameOptions {
    /// Of the page, with everything that it is to know.
    address: URL;
    title: string;
    /// What the page is to begin with, where it cannot fetch the flow itself.
    begin?: Beginning;
    tell(event: EventName, detail: unknown): void;
    /// What the frame was pointed at has been loaded: the page, or what a browser shows in the place of one that may not stand here, and it does not tell which.
    loaded(): void;
    /// The page is there and can be spoken to.
    heard(): void;
    /// The page may not be spoken to from here, with its sentence.
    refused(reason: string): void;
    /// The page was loaded anew by itself, or ended the conversation.
    lost(reason: string): void;
}

interface Call {
    name: Member;
    args: unknown[];
    resolve(value: unknown): void;
    reject(error: Error): void;
}

/// Calls that wait on this side; more means that somebody calls in a loop without waiting.
const kWaiting = 10_000;

/// Those that speak with their page, to be made known to each other.
const connected = new Set<FlowFrame>();

/// A refusal of the page, with its code where it has one.
export class FlowError extends Error {
    constructor(
        message: string,
        readonly code?: string,
    ) {
        super(message);
        this.name = 'FlowError';
    }
}

export class FlowFrame {
    readonly iframe = document.createElement('iframe');
    /// The editor can be used.
    readonly ready: Promise<void>;
    private port: MessagePort | null = null;
    private readonly waiting: Call[] = [];
    private readonly open = new Map<number, Call>();
    private readonly wanted = new Set<EventName>();
    private serial = 0;
    private isReady!: () => void;
    private cannot!: (error: Error) => void;
    private hasEnded = false;
    private readonly hear = (event: MessageEvent): void => this.knock(event);

    constructor(private readonly options: FrameOptions) {
        this.ready = new Promise((resolve, reject) => {
            this.isReady = resolve;
            this.cannot = reject;
        });
        this.ready.catch(() => undefined); // heard by whoever asks for it
        this.iframe.allow = 'cross-origin-isolated; clipboard-read; clipboard-write; fullscreen';
        this.iframe.title = options.title;
        this.iframe.onload = () => this.port === null && options.loaded();
        this.load();
        addEventListener('message', this.hear);
    }

    /// Anew, if it was before.
    load(): void {
        this.iframe.src = this.options.address.href;
    }

    call(name: Member, args: unknown[]): Promise<unknown> {
        if (this.hasEnded) return Promise.reject(new FlowError('The flow is not in the page any more.'));
        if (this.waiting.length >= kWaiting) return Promise.reject(new FlowError('Too many calls at the same time: wait for their answers.'));
        return new Promise((resolve, reject) => {
            // Nothing overtakes a stop, and a stop overtakes what waits.
            if (name === 'stop') this.waiting.unshift({ name, args, resolve, reject });
            else this.waiting.push({ name, args, resolve, reject });
            this.send();
        });
    }

    listen(event: EventName): void {
        if (this.wanted.has(event)) return;
        this.wanted.add(event);
        this.post({ listen: [...this.wanted] });
    }

    /// Everything that waits is rejected with the reason; the frame is taken out of the page.
    end(reason: string): void {
        if (this.hasEnded) return;
        this.hasEnded = true;
        removeEventListener('message', this.hear);
        this.drop(reason);
        this.cannot(new FlowError(reason));
        this.iframe.remove();
    }

    private knock({ source, origin, data }: MessageEvent): void {
        if (source !== this.iframe.contentWindow || origin !== this.options.address.origin || source === null) return;
        const { pythonflows, versions, reason } = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
        if (pythonflows === 'refused') this.cannotSpeak(String(reason));
        if (pythonflows !== 'here') return;
        if (!Array.isArray(versions) || !versions.includes(kWireVersion))
            return this.cannotSpeak(`This page speaks another version than ${kWireVersion} of the protocol.`);
        // It was loaded anew: what was asked of the one before has no answer.
        if (this.port) this.drop('The page with the flow was loaded anew.');
        const { port1, port2 } = new MessageChannel();
        this.port = port1;
        port1.onmessage = event => this.take(event.data as ToParent);
        this.options.heard();
        const { begin } = this.options;
        const connect: Connect = { pythonflows: 'connect', version: kWireVersion, ...(begin && { begin }) };
        (source as Window).postMessage(connect, origin, [port2, ...this.meetOthers(origin)]);
        if (this.wanted.size > 0) this.post({ listen: [...this.wanted] });
        this.send();
    }

    /// Ports to the other flows of this page.
    private meetOthers(origin: string): MessagePort[] {
        const ports = [...connected].flatMap(({ port, options }) => {
            if (!port || options.address.origin !== origin) return [];
            const { port1, port2 } = new MessageChannel();
            port.postMessage({ neighbour: true } satisfies ToPage, [port1]);
            return [port2];
        });
        connected.add(this);
        return ports;
    }

    private cannotSpeak(reason: string): void {
        this.drop(reason);
        this.cannot(new FlowError(reason, 'refused'));
        this.options.refused(reason);
    }

    private take(message: ToParent): void {
        if ('answer' in message) {
            const call = this.open.get(message.answer);
            this.open.delete(message.answer);
            if ('error' in message) call?.reject(new FlowError(message.error.message, message.error.code));
            else call?.resolve(message.value);
            this.send();
        } else if ('events' in message) {
            for (const { name, detail } of message.events) if ((kEvents as readonly string[]).includes(name)) this.options.tell(name as EventName, detail);
            this.post({ heard: message.batch });
        } else if ('ready' in message) {
            this.isReady();
        } else if ('ended' in message) {
            this.drop(message.ended);
            this.options.lost(message.ended);
        }
    }

    private send(): void {
        while (this.port && this.waiting.length > 0 && this.open.size < kCallsInFlight) {
            const call = this.waiting.shift() as Call;
            try {
                this.port.postMessage({ call: ++this.serial, name: call.name, args: call.args } satisfies ToPage);
                this.open.set(this.serial, call);
            } catch (error) {
                // What cannot be cloned (a function) is the caller's mistake.
                call.reject(error as Error);
            }
        }
    }

    private post(message: ToPage): void {
        this.port?.postMessage(message);
    }

    private drop(reason: string): void {
        this.port?.close();
        this.port = null;
        connected.delete(this);
        const calls = [...this.open.values(), ...this.waiting.splice(0)];
        this.open.clear();
        for (const call of calls) call.reject(new FlowError(reason));
    }
}
