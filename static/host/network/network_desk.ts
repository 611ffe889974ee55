// The desk at which requests of a flow's Python are judged: rules of the flow first, then what a person allowed, then a question to the person; only then the gate is asked. Everything that comes from
// a kernel may be forged by Python code, so nothing in it is believed: addresses, methods and headers are checked here, sizes at the gate.
import type { Fetch, Fetched } from '../../../runtime/protocol/messages.gen.ts';
import { GateError, type GateClient } from '../gate_client.ts';
import {
    kNetworkAddressCharacters,
    kNetworkAnswerBytes,
    kNetworkBodyBytes,
    kNetworkHeaderCharacters,
    kNetworkLimitMs,
    kNetworkRequestsAtOnce,
    kNetworkRequestsPerRun,
} from '../limits.ts';
import type { NetworkAsker, NetworkReply, PageNetwork } from '../page_interface.ts';
import { type FlowRule, rulesOf } from './flow_rules.ts';
import { NetworkLog } from './network_log.ts';
import { patternOfOrigin } from './patterns.ts';
import { Permissions } from './permissions.ts';

/// The answer to one request and the bytes beside it.
export interface Answered {
    message: Fetched;
    buffers: Record<string, ArrayBuffer>;
}

export interface NetworkDeskOptions {
    gate: Pick<GateClient, 'ask'>;
    /// The open flow as an object, for its rules.
    flow(): unknown;
    /// A sentence for the person.
    onProblem(text: string): void;
    sentence(key: string, args: Record<string, string>): string;
    onChange(): void;
    /// Milliseconds, for the log.
    now(): number;
}

/// A kernel's life; requests of one that ended are nobody's.
type Asker = object;

const kMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/// Why a request was not made, for the log and for Python.
class Refused extends Error {
    constructor(
        readonly outcome: 'blocked' | 'refused' | 'failed',
        sentence: string,
    ) {
        super(sentence);
    }
}

export class NetworkDesk implements PageNetwork {
    readonly permissions = new Permissions();
    private readonly lines: NetworkLog;
    private readonly under = new Map<Asker, Map<number, AbortController>>();
    /// What a person said in this run, by origin; and the questions that are open.
    private readonly said = new Map<string, NetworkReply>();
    private readonly questions = new Map<string, { reply: Promise<NetworkReply>; control: AbortController; waiting: number }>();
    private requests = 0;
    private rules: FlowRule[] | null = null;
    private askPerson: NetworkAsker = () => Promise.resolve('no');

    constructor(private readonly options: NetworkDeskOptions) {
        this.lines = new NetworkLog(options.onChange);
    }

    /// Answers one request of a kernel; never rejects.
    async fetch(asker: Asker, asked: Fetch, body: ArrayBuffer | null): Promise<Answered> {
        const change = this.lines.begin(asked.method.slice(0, 20), asked.url.slice(0, 2_000));
        const control = this.begin(asker, asked.request);
        const start = this.options.now();
        try {
            if (!control) throw new Refused('failed', this.options.sentence('network.too_many', { count: String(kNetworkRequestsAtOnce) }));
            return await this.answer(asked, body, control.signal, change);
        } catch (error) {
            return this.without(asked.request, control?.signal.aborted ?? false, error, change);
        } finally {
            change({ elapsedMs: this.options.now() - start });
            if (control) this.under.get(asker)?.delete(asked.request);
        }
    }

    /// Python does not want the answer any more.
    cancel(asker: Asker, request: number): void {
        this.under.get(asker)?.get(request)?.abort();
    }

    /// A kernel is no more: its requests end, and what was asked for them leaves the page.
    leave(asker: Asker): void {
        for (const control of this.under.get(asker)?.values() ?? []) control.abort();
        this.under.delete(asker);
    }

    /// A run has ended: what was said for it does not count any more.
    endRun(): void {
        this.said.clear();
        this.requests = 0;
    }

    /// The flow has changed, and with it perhaps its rules.
    forgetRules(): void {
        this.rules = null;
    }

    /// Another flow was opened.
    forgetFlow(): void {
        this.endRun();
        this.forgetRules();
        this.permissions.forget();
        this.options.onChange();
    }

    log(): ReturnType<NetworkLog['all']> {
        return this.lines.all();
    }

    clearLog(): void {
        this.lines.clear();
    }

    allowed(): string[] {
        return this.permissions.list();
    }

    allow(pattern: string): boolean {
        const isAdded = this.permissions.add(pattern);
        this.options.onChange();
        return isAdded;
    }

    disallow(pattern: string): void {
        this.permissions.remove(pattern);
        this.options.onChange();
    }

    onQuestion(asker: NetworkAsker): void {
        this.askPerson = asker;
    }

    /// Null when too many are under way, or when the number is taken (a forgery: it would end somebody else's request).
    private begin(asker: Asker, request: number): AbortController | null {
        const mine = this.under.get(asker) ?? new Map<number, AbortController>();
        this.under.set(asker, mine);
        if (mine.size >= kNetworkRequestsAtOnce || mine.has(request)) return null;
        const control = new AbortController();
        mine.set(request, control);
        return control;
    }

    private async answer(asked: Fetch, body: ArrayBuffer | null, signal: AbortSignal, change: ReturnType<NetworkLog['begin']>): Promise<Answered> {
        const address = this.checked(asked, body);
        change({ address: address.href });
        const rule = this.flowRules().find(({ pattern }) => pattern.matches(address));
        if (rule && !rule.answer) throw new Refused('blocked', this.options.sentence('network.blocked', { host: address.host }));
        if (rule?.answer) {
            const { status, headers, body: text } = rule.answer;
            const bytes = new TextEncoder().encode(text);
            change({ outcome: 'given', status, bytes: bytes.byteLength });
            return answered(asked.request, status, '', headers, bytes.buffer as ArrayBuffer);
        }
        await this.agree(address, asked.method, signal);
        if (signal.aborted) throw new GateError('cancelled', '');
        change({ outcome: 'fetching' });
        const { method, headers } = asked;
        const limits = { allowed: [`${address.origin}/`], maximumBytes: kNetworkAnswerBytes, limitMs: kNetworkLimitMs };
        let bytes = 0;
        const answer = await this.options.gate.ask({ url: address.href, method: method.toUpperCase(), headers, body, ...limits }, signal, arrived => {
            bytes += arrived;
            change({ bytes });
        });
        change({ outcome: 'answered', status: answer.status, bytes: answer.bytes.byteLength });
        return answered(asked.request, answer.status, answer.statusText, answer.headers, answer.bytes);
    }

    private flowRules(): FlowRule[] {
        if (this.rules) return this.rules;
        const { rules, damaged } = rulesOf(this.options.flow());
        for (const place of damaged) this.options.onProblem(this.options.sentence('network.damaged_rule', { place }));
        this.rules = rules;
        return rules;
    }

    /// The address, if the request is one that may be asked about at all.
    private checked({ method, url, headers }: Fetch, body: ArrayBuffer | null): URL {
        const refuse = (key: string, args: Record<string, string> = {}): never => {
            throw new Refused('failed', this.options.sentence(key, args));
        };
        if (++this.requests > kNetworkRequestsPerRun) refuse('network.too_many_in_run', { count: String(kNetworkRequestsPerRun) });
        if (url.length > kNetworkAddressCharacters || !URL.canParse(url)) refuse('network.bad_address');
        const address = new URL(url);
        if (address.protocol !== 'https:' && address.protocol !== 'http:') refuse('network.bad_scheme', { scheme: address.protocol });
        // A password in an address would be shown in the log and in the question; browsers refuse it anyway.
        if (address.username || address.password) refuse('network.bad_address');
        if (!kMethods.has(method.toUpperCase())) refuse('network.bad_method');
        const characters = Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
        if (characters > kNetworkHeaderCharacters || (body?.byteLength ?? 0) > kNetworkBodyBytes) refuse('network.too_large');
        address.hash = '';
        return address;
    }

    /// Returns when the address may be reached. Several requests to one origin share one question.
    private async agree(address: URL, method: string, signal: AbortSignal): Promise<void> {
        if (this.permissions.allow(address)) return;
        const { origin } = address;
        const reply = this.said.get(origin) ?? (await this.question(address, method, signal));
        if (signal.aborted) return;
        if (reply === 'no') throw new Refused('refused', this.options.sentence('network.refused', { host: address.host }));
    }

    private async question(address: URL, method: string, signal: AbortSignal): Promise<NetworkReply> {
        const { origin } = address;
        let question = this.questions.get(origin);
        if (!question) {
            const control = new AbortController();
            const reply = this.askPerson({ origin, method: method.toUpperCase(), address: address.href }, control.signal).then(reply => {
                // An answer that nobody waits for is none: the question was taken back.
                if (control.signal.aborted) return reply;
                this.questions.delete(origin);
                this.said.set(origin, reply);
                if (reply === 'flow') this.allow(patternOfOrigin(address));
                return reply;
            });
            question = { reply, control, waiting: 0 };
            this.questions.set(origin, question);
        }
        const mine = question;
        mine.waiting++;
        const stopped = new Promise<NetworkReply>(resolve => signal.addEventListener('abort', () => resolve('no'), { once: true }));
        const reply = await Promise.race([mine.reply, stopped]);
        mine.waiting--;
        if (signal.aborted && mine.waiting === 0 && this.questions.get(origin) === mine) {
            this.questions.delete(origin);
            mine.control.abort();
        }
        return reply;
    }

    private without(request: number, isStopped: boolean, error: unknown, change: ReturnType<NetworkLog['begin']>): Answered {
        const sentence = this.options.sentence;
        let reason = error instanceof Error ? error.message : String(error);
        let refused = false;
        if (isStopped || (error instanceof GateError && error.failure === 'cancelled')) {
            reason = sentence('network.stopped', {});
            change({ outcome: 'stopped', reason });
        } else if (error instanceof Refused) {
            refused = error.outcome !== 'failed';
            change({ outcome: error.outcome, reason });
        } else {
            reason = error instanceof GateError ? sentence(`network.failed.${error.failure}`, { reason }) : reason;
            change({ outcome: 'failed', reason });
        }
        return { message: { type: 'fetched', request, status: 0, status_text: '', headers: {}, refused, error: reason }, buffers: {} };
    }
}

function answered(request: number, status: number, statusText: string, headers: Record<string, string>, body: ArrayBuffer): Answered {
    return { message: { type: 'fetched', request, status, status_text: statusText, headers, refused: false }, buffers: { body } };
}
