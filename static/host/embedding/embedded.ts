// The page's door for the page that embeds it: who may speak to it, and the handshake. Loaded only where the page stands in a frame.
import { type Beginning, type Connect, type EventName, type Hello, type Here, kWireVersion, type Refused } from '../../embed/wire.ts';
import type { PageHost } from '../page.ts';
import type { KernelSharing } from './kernel_sharing.ts';
import { type Callable, Wire } from './wire.ts';

export interface EmbeddedOptions {
    page: PageHost;
    /// `window.pythonflows`.
    api: object;
    ready: Promise<void>;
    /// The site's `allowed_origins`.
    allowed: readonly string[];
    around: Surroundings;
    /// Who is told of the other flows of the page around.
    sharing: Pick<KernelSharing, 'meet' | 'introduced'> | null;
}

/// The window, for tests.
export interface Surroundings {
    parent: unknown;
    origin: string;
    listen(heard: (event: MessageEvent) => void): void;
    tellParent(message: Here | Refused, origin: string): void;
    now(): number;
    after(milliseconds: number, act: () => void): void;
}

/// Greetings and handshakes that one visit takes: a parent that is loaded anew has another page.
const kConnections = 100;
/// Refusals that are explained; somebody who does not stop is not answered.
const kExplained = 3;
/// A parent that called the page with `?embed=` has the flow at hand: after this time it is no such parent.
const kBeginningMs = 60_000;
/// Files that a flow may bring along.
const kBeginningFiles = 1000;

/// What a flow that the parent hands over begins with.
export interface Begun {
    beginning: Beginning;
    /// The parent lies on another site.
    isForeign: boolean;
}

export class Embedded {
    /// What the parent hands over first. Rejects when the parent may not.
    readonly begun: Promise<Begun>;
    private begin!: (begun: Begun) => void;
    private refuse!: (error: Error) => void;
    private wire: Wire | null = null;
    private readonly allowed: ReadonlySet<string>;
    private connections = 0;
    private greetings = 0;
    private refusals = 0;

    constructor(private readonly options: EmbeddedOptions) {
        this.begun = new Promise((resolve, reject) => {
            this.begin = resolve;
            this.refuse = reject;
        });
        this.allowed = new Set(options.allowed.map(originOf));
        this.begun.catch(() => undefined); // heard by whoever waits for it
        options.around.after(kBeginningMs, () => this.refuse(new Error(options.page.text('embedded.nothing_came'))));
        options.around.listen(event => this.hear(event));
        this.greet();
    }

    private meet(neighbour: MessagePort): void {
        const { sharing } = this.options;
        if (sharing) sharing.meet(neighbour);
        else neighbour.close();
    }

    private greet(): void {
        if (++this.greetings <= kConnections) this.options.around.tellParent({ pythonflows: 'here', versions: [kWireVersion] }, '*');
    }

    private hear({ source, origin, data, ports }: MessageEvent): void {
        const { around, page } = this.options;
        const [port, ...neighbours] = ports;
        if (source !== around.parent) return;
        if (isHello(data)) return this.greet();
        if (!port || !isConnect(data)) return;
        const isSame = origin === around.origin;
        if (!isSame && !this.allowed.has(origin) && !this.allowed.has('*')) {
            port.close();
            const reason = page.text('embedded.not_allowed', { origin });
            if (++this.refusals <= kExplained) around.tellParent({ pythonflows: 'refused', reason }, origin);
            this.refuse(new Error(reason));
            this.options.sharing?.introduced();
            return;
        }
        if (++this.connections > kConnections) return port.close();
        this.wire?.end('Another conversation began.');
        if (data.version !== kWireVersion) {
            port.postMessage({ ended: `This page speaks version ${kWireVersion} of its protocol.` });
            return port.close();
        }
        if (data.begin) this.begin({ beginning: data.begin, isForeign: !isSame });
        this.wire = this.connect(port, !isSame);
        for (const neighbour of neighbours) this.meet(neighbour);
        this.options.sharing?.introduced();
    }

    /// A flow of another site stays one, whoever hands it over. What the page around gives is named by it, as the first flow was.
    private async openGiven(flow: unknown, isForeign: boolean): Promise<void> {
        await this.options.ready;
        const isText = typeof flow === 'string';
        const isBytes = flow instanceof Blob || flow instanceof ArrayBuffer || flow instanceof Uint8Array;
        await this.options.page.archives.open(new Blob([isText || isBytes ? (flow as BlobPart) : JSON.stringify(flow)]), { isForeign, isNamed: true });
    }

    private connect(port: MessagePort, isForeign: boolean): Wire {
        const { page, api, ready, around } = this.options;
        const { on, ...members } = api as Record<string, (...args: unknown[]) => unknown> & {
            on: (event: string, heard: (detail: unknown) => void) => () => void;
        };
        const callable = {
            ...members,
            pythonReady: async () => {
                await ready;
                await page.pythonReady;
            },
            open: (flow: unknown) => this.openGiven(flow, isForeign),
            isBusy: async () => typeof page.ask('state', {}).run === 'number' || (await page.kernel.isNeeded()),
            setTheme: (theme: unknown) => page.setTheme(theme === 'dark' || theme === 'light' ? theme : 'auto'),
            setLanguage: (language: unknown) => page.setLanguage(String(language)),
        } as unknown as Callable;
        return new Wire({
            port,
            version: page.version,
            ready,
            members: callable,
            on: (event: EventName, listener) => {
                let stop = (): void => undefined;
                let isWanted = true;
                // What the session says cannot be heard before there is one.
                void ready.then(() => {
                    if (isWanted) stop = on(event, listener);
                });
                return () => {
                    isWanted = false;
                    stop();
                };
            },
            now: around.now,
            met: neighbour => this.meet(neighbour),
        });
    }
}

function isHello(data: unknown): data is Hello {
    return typeof data === 'object' && data !== null && (data as Partial<Hello>).pythonflows === 'hello';
}

function isConnect(data: unknown): data is Connect {
    const { pythonflows, version, begin } = (typeof data === 'object' && data !== null ? data : {}) as Partial<Connect>;
    return pythonflows === 'connect' && typeof version === 'number' && (begin === undefined || isBeginning(begin));
}

function isBeginning(begin: unknown): begin is Beginning {
    const { flow, files } = (typeof begin === 'object' && begin !== null ? begin : {}) as Partial<Beginning>;
    const isFile = (file: unknown): boolean => {
        const { name, blob } = (typeof file === 'object' && file !== null ? file : {}) as Record<string, unknown>;
        return typeof name === 'string' && blob instanceof Blob;
    };
    return flow instanceof Blob && Array.isArray(files) && files.length <= kBeginningFiles && files.every(isFile);
}

/// As a browser writes it: without the port that goes without saying.
function originOf(listed: string): string {
    try {
        return new URL(listed).origin;
    } catch {
        return listed; // `*`, or what matches nothing
    }
}

/// The real window.
export function windowAround(): Surroundings {
    return {
        parent: window.parent,
        origin: location.origin,
        listen: heard => addEventListener('message', heard),
        tellParent: (message, origin) => window.parent.postMessage(message, origin),
        now: () => performance.now(),
        after: (milliseconds, act) => void setTimeout(act, milliseconds),
    };
}
