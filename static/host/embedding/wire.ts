// One conversation with an embedding page, through one port. Whatever the other side sends, the page's part of it stays small: calls at a time, waiting and per second are bounded,
// arguments are plain data of a bounded size, events wait for the one before. A parent that keeps breaking these rules is not listened to any more.
import { type EventName, kCallsInFlight, kEvents, kMembers, type Member, type ToPage, type ToParent } from '../../embed/wire.ts';
import { kFileBytes, kFlowCharacters } from '../limits.ts';
import { EventBatches } from './events.ts';
import { spent } from './plain.ts';

/// What can be called, by name.
export type Callable = Record<Member, (...args: unknown[]) => unknown>;

export interface WireOptions {
    port: MessagePort;
    version: { app: string; flow: number; pyodide: string };
    /// When it resolves, calls are answered.
    ready: Promise<void>;
    members: Callable;
    /// Returns what removes the listener.
    on(event: EventName, listener: (detail: unknown) => void): () => void;
    now(): number;
    /// Another flow of the page around, through this port.
    met(neighbour: MessagePort): void;
}

/// Calls that are begun in a second; the others wait. A program that calls in a loop gets its answers, and Python's own messages are not kept from coming.
const kCallsPerSecond = 500;
/// Calls that wait for that: more are refused.
const kCallsWaiting = 256;
/// Broken rules in a second after which the port is closed.
const kStrikes = 100;
const kSecondMs = 1000;
/// Arguments of one call.
const kArguments = 4;

type Call = Extract<ToPage, { call: number }>;

export class Wire {
    private readonly waiting: Call[] = [];
    private readonly unlisten = new Map<EventName, () => void>();
    private readonly events: EventBatches;
    private open = 0;
    private second = { begun: 0, strikes: 0, since: Number.NEGATIVE_INFINITY };
    private timer: ReturnType<typeof setTimeout> | undefined;
    private hasEnded = false;

    constructor(private readonly options: WireOptions) {
        const { port, version, ready } = options;
        this.events = new EventBatches(
            (batch, events) => this.post({ batch, events }),
            act => setTimeout(act, 0),
        );
        port.onmessage = ({ data, ports: [neighbour] }) => this.take(data, neighbour);
        port.onmessageerror = () => this.strike();
        this.post({ welcome: { version } });
        ready.then(
            () => this.post({ ready: true }),
            error => this.end(sentenceOf(error)),
        );
    }

    /// Nothing more is heard or said.
    end(reason: string): void {
        if (this.hasEnded) return;
        this.post({ ended: reason });
        this.hasEnded = true;
        clearTimeout(this.timer);
        for (const stop of this.unlisten.values()) stop();
        this.unlisten.clear();
        this.waiting.length = 0;
        this.options.port.close();
    }

    private take(message: unknown, neighbour: MessagePort | undefined): void {
        if (this.hasEnded) return;
        if (!isToPage(message)) this.strike();
        else if ('heard' in message) this.events.heard(message.heard);
        else if ('neighbour' in message) neighbour ? this.options.met(neighbour) : this.strike();
        else if ('listen' in message) this.listenTo(message.listen);
        else this.admit(message);
    }

    private listenTo(wanted: readonly string[]): void {
        for (const event of kEvents) {
            if (!wanted.includes(event)) {
                this.unlisten.get(event)?.();
                this.unlisten.delete(event);
            } else if (!this.unlisten.has(event)) {
                this.unlisten.set(
                    event,
                    this.options.on(event, detail => this.events.tell(event, detail)),
                );
            }
        }
    }

    private admit(message: Call): void {
        if (!(kMembers as readonly string[]).includes(message.name)) return this.refuse(message, `There is no member "${message.name.slice(0, 40)}".`);
        if (this.waiting.length >= kCallsWaiting) return this.refuse(message, 'Too many calls at the same time: wait for their answers.');
        if (!areSound(message)) return this.refuse(message, 'The arguments are too large, or no plain data.');
        this.waiting.push(message);
        this.begin();
    }

    private refuse({ call }: Call, reason: string): void {
        this.post({ answer: call, error: { message: reason, code: 'refused' } });
        this.strike();
    }

    /// Begins what may begin now.
    private begin(): void {
        this.look();
        while (this.waiting.length > 0 && this.open < kCallsInFlight && this.second.begun < kCallsPerSecond) {
            ++this.second.begun;
            void this.make(this.waiting.shift() as Call);
        }
        if (this.waiting.length > 0 && this.open < kCallsInFlight)
            this.timer ??= setTimeout(() => {
                this.timer = undefined;
                this.begin();
            }, kSecondMs);
    }

    private async make({ call, name, args }: Call): Promise<void> {
        ++this.open;
        try {
            const value = await this.options.members[name as Member](...args);
            this.post({ answer: call, value });
        } catch (error) {
            const { code } = error as { code?: unknown };
            this.post({ answer: call, error: { message: sentenceOf(error), ...(typeof code === 'string' ? { code } : {}) } });
        } finally {
            --this.open;
        }
        if (!this.hasEnded) this.begin();
    }

    private strike(): void {
        this.look();
        if (++this.second.strikes > kStrikes) this.end('Too many messages that this page cannot answer.');
    }

    /// Another second counts anew.
    private look(): void {
        const now = this.options.now();
        if (now - this.second.since >= kSecondMs) this.second = { begun: 0, strikes: 0, since: now };
    }

    private post(message: ToParent): void {
        if (!this.hasEnded) this.options.port.postMessage(message);
    }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function isToPage(message: unknown): message is ToPage {
    if (!isObject(message)) return false;
    const { call, name, args, listen, heard, neighbour } = message;
    if (call !== undefined) return Number.isSafeInteger(call) && typeof name === 'string' && Array.isArray(args);
    if (listen !== undefined) return Array.isArray(listen) && listen.length <= kEvents.length;
    return neighbour === true || Number.isSafeInteger(heard);
}

const isBytes = (value: unknown): boolean => value instanceof Blob || value instanceof ArrayBuffer || value instanceof Uint8Array;
const sizeOf = (value: unknown): number => (value instanceof Blob ? value.size : (value as Uint8Array).byteLength);

function areSound({ args }: Call): boolean {
    if (args.length > kArguments) return false;
    let left: number | null = kFlowCharacters;
    for (const arg of args) {
        if (isBytes(arg)) {
            if (sizeOf(arg) > kFileBytes) return false;
        } else if (left !== null) left = spent(arg, left);
    }
    return left !== null;
}

function sentenceOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
