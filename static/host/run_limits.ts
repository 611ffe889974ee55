// What a flow's nodes, and Python as a whole, may take, and how many kernels there may be. The numbers come, the first that says something, from: the node itself (the session knows that one), what the person set in this browser, the
// page's address, the site's config.json, the standard. The session is the one that keeps to them; here they are only put together.
import type { PageToSession } from '../../runtime/protocol/messages.gen.ts';
import type { KernelBounds } from './kernel_life.ts';
import { dropValue, keepValue, keptValue } from './kept_values.ts';
import { kernelsHere } from './processors.ts';

/// What can be set for all nodes. Seconds of 0: as long as it takes.
export const limitNames = ['node_time_sec', 'run_time_sec', 'output_bytes', 'displays', 'preview_bytes', 'message_bytes', 'kernels'] as const;
export type LimitSetting = (typeof limitNames)[number];
export type LimitSettings = Partial<Record<LimitSetting, number>>;

const kKept = 'pythonflows.limits';

/// A node of a flow from elsewhere runs this long where nobody says anything: its author may have meant well, its reader did not choose to wait.
const kSecondsElsewhere = 60;

/// Names in the address: what they set and how much of the stored unit one is.
const inAddress: Record<LimitSetting, { name: string; unit: number }> = {
    node_time_sec: { name: 'timeout', unit: 1 },
    run_time_sec: { name: 'run-timeout', unit: 1 },
    output_bytes: { name: 'max-output', unit: 1 },
    displays: { name: 'max-displays', unit: 1 },
    preview_bytes: { name: 'max-preview', unit: 1 },
    message_bytes: { name: 'max-message', unit: 1 },
    kernels: { name: 'kernels', unit: 1 },
};

/// Names in config.json. `run_timeout_sec` is older than the others and means flows from elsewhere only.
const inConfig: Record<LimitSetting, string> = {
    node_time_sec: 'node_timeout_sec',
    run_time_sec: 'whole_run_timeout_sec',
    output_bytes: 'max_output_bytes',
    displays: 'max_displays',
    preview_bytes: 'max_preview_bytes',
    message_bytes: 'max_message_bytes',
    kernels: 'kernels',
};

/// Where nobody says anything. The session and Python hold the same for themselves.
const kMemoryBytes = 2 * 1024 * 1024 * 1024;
const kPreviewBytes = 32 * 1024 * 1024;
const kMessageBytes = 512 * 1024 * 1024;

function number(value: unknown): number | undefined {
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

export class RunLimits {
    private config: Readonly<Record<string, unknown>> = {};
    private own: LimitSettings;
    private isElsewhere = false;
    private bound: (bounds: KernelBounds) => void = () => undefined;

    constructor(
        private readonly address: URLSearchParams,
        private readonly tell: (message: Extract<PageToSession, { type: 'set_limits' }>) => void,
        private readonly kernelsByStandard = kernelsHere(),
    ) {
        this.own = readKept();
    }

    /// What the site says; the kernel's bounds go to `bound`, now and whenever they change.
    configure(config: Readonly<Record<string, unknown>>, bound: (bounds: KernelBounds) => void): void {
        this.config = config;
        this.bound = bound;
        this.say();
    }

    /// Another flow is open: one's own, or one that came by a link or lies in another's page.
    follow(isElsewhere: boolean): void {
        this.isElsewhere = isElsewhere;
        this.say();
    }

    /// What the person set here; an absent one is as the rest says.
    get settings(): Readonly<LimitSettings> {
        return this.own;
    }

    /// What holds without the person's own setting.
    standard(name: LimitSetting): number | undefined {
        const { name: key, unit } = inAddress[name];
        const text = this.address.get(key);
        const asked = text === null || text.trim() === '' ? undefined : number(Number(text));
        if (asked !== undefined) return asked * unit;
        const said = number(this.config[inConfig[name]]);
        if (name === 'kernels') return said || this.kernelsByStandard;
        if (said !== undefined || name !== 'node_time_sec' || !this.isElsewhere) return said;
        return number(this.config['run_timeout_sec']) ?? kSecondsElsewhere;
    }

    set(name: LimitSetting, value: number | undefined): void {
        const { [name]: _before, ...others } = this.own;
        this.own = value === undefined ? others : { ...others, [name]: value };
        if (Object.keys(this.own).length === 0) dropValue('local', kKept);
        else keepValue('local', kKept, JSON.stringify(this.own));
        this.say();
    }

    private say(): void {
        this.tell(this.message());
        const memoryBytes = number(this.config['max_memory_bytes']);
        this.bound({
            memoryBytes: Math.floor(memoryBytes || kMemoryBytes),
            previewBytes: Math.round(this.now('preview_bytes') || kPreviewBytes),
            messageBytes: Math.round(this.now('message_bytes') || kMessageBytes),
        });
    }

    private now(name: LimitSetting): number {
        return this.own[name] ?? this.standard(name) ?? 0;
    }

    private message(): Extract<PageToSession, { type: 'set_limits' }> {
        const now = (name: LimitSetting) => this.now(name);
        return {
            type: 'set_limits',
            node_timeout_ms: Math.round(now('node_time_sec') * 1000),
            run_timeout_ms: Math.round(now('run_time_sec') * 1000),
            max_output_bytes: Math.round(now('output_bytes')),
            max_displays: Math.round(now('displays')),
            // What is written in a flow from elsewhere can only be stricter.
            nodes_may_raise: !this.isElsewhere,
            kernels: Math.max(1, Math.round(now('kernels'))),
        };
    }
}

function readKept(): LimitSettings {
    let kept: unknown;
    try {
        kept = JSON.parse(keptValue('local', kKept) ?? '{}');
    } catch (notJson) {
        if (notJson instanceof SyntaxError) return {}; // a damaged entry is none
        throw notJson;
    }
    const found: LimitSettings = {};
    for (const name of limitNames) {
        const value = number((kept as Record<string, unknown> | null)?.[name]);
        if (value !== undefined) found[name] = value;
    }
    return found;
}
