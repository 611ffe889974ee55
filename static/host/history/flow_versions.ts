// The versions of the open flow, kept by themselves while it is edited and by name when a person says so. Each is a text with a checksum in the browser's database; the bytes of its
// files lie with those of the flows, by their hash. Loaded with the first change.
import { crc32 } from '../crc32.ts';
import type { Database } from '../database.ts';
import type { KeptFlow } from '../generations.ts';
import { kVersionEveryMs, kVersionNameCharacters, kVersionsCharacters, kVersionsKept } from '../limits.ts';
import { excessOf, surplusOf } from './thinning.ts';
import { kHistoryNamePrefix, kVersionPrefix, kVersionTextPrefix } from './version_keys.ts';

/// What a list says of a version.
export interface FlowVersion {
    id: string;
    atMs: number;
    /// "" for one that was kept by itself.
    name: string;
    nodes: number;
    characters: number;
}

interface Kept extends FlowVersion {
    history: string;
    files: string[];
    /// Of the text.
    sum: number;
    /// Of everything else.
    check: number;
}

export interface VersionOptions {
    database: Promise<Pick<Database, 'get' | 'putAll' | 'all' | 'delete'> | null>;
    onTrouble(error: unknown): void;
    now(): number;
}

export class FlowVersions {
    private work: Promise<unknown> = Promise.resolve();
    /// What the page calls the open flow's history, and the name that it has.
    private entered: { by: string; history: string; latestMs: number } | undefined;
    /// As it was opened, or saved as a file last, until the first change after that.
    private before: KeptFlow | undefined;
    /// As it was changed last.
    private latest: KeptFlow | undefined;

    constructor(private readonly options: VersionOptions) {}

    /// What nobody has asked for failed, as on a full disk: the person is told, the flow itself is the autosave's business.
    private readonly tell = (error: unknown): void => this.options.onTrouble(error);

    /// The flow is like this: from time to time that becomes a version, and so does what was there before the first change.
    note(flow: KeptFlow): Promise<void> {
        return this.inTurn(() => this.take(flow)).catch(this.tell);
    }

    /// The flow was saved as a file: opened from there again it has this history.
    savedAs(flow: KeptFlow, name: string): Promise<void> {
        return this.inTurn(async () => {
            const { history } = await this.enter(flow);
            const database = await this.database();
            if (name !== history) await database.putAll('flows', [[kHistoryNamePrefix + name, { name, history }]]);
        }).catch(this.tell);
    }

    /// The newest first.
    list(flow: KeptFlow): Promise<FlowVersion[]> {
        return this.inTurn(async () => {
            const { history } = await this.enter(flow);
            return (await this.kept(history)).map(({ id, atMs, name, nodes, characters }) => ({ id, atMs, name, nodes, characters }));
        });
    }

    /// Makes what is there now a version, unless the newest one is the same.
    keep(flow: KeptFlow, name = ''): Promise<void> {
        return this.inTurn(() => this.add(flow, name.slice(0, kVersionNameCharacters)));
    }

    /// Gives a version another name; "" takes the name from it.
    rename(flow: KeptFlow, id: string, name: string): Promise<void> {
        return this.inTurn(async () => {
            const version = await this.find(flow, id);
            if (version) await this.write({ ...version, name: name.slice(0, kVersionNameCharacters) });
        });
    }

    forget(flow: KeptFlow, id: string): Promise<void> {
        return this.inTurn(async () => {
            const version = await this.find(flow, id);
            if (version) await this.remove([version]);
        });
    }

    /// Undefined for one that is not there any more, or damaged.
    text(flow: KeptFlow, id: string): Promise<string | undefined> {
        return this.inTurn(async () => {
            const version = await this.find(flow, id);
            const text = version && (await (await this.database()).get('flows', textKey(version)));
            return typeof text === 'string' && crc32(text) === version?.sum ? text : undefined;
        });
    }

    private async take(flow: KeptFlow): Promise<void> {
        if (this.entered && this.entered.by !== nameIn(flow)) {
            // Another flow is open: what was there last is not to be lost between two versions.
            if (this.latest) await this.add(this.latest);
            this.before = undefined;
            this.latest = undefined;
        }
        const entered = await this.enter(flow);
        if (flow.isSaved) {
            this.before = flow;
            this.latest = undefined;
            return;
        }
        if (this.before) await this.add(this.before);
        this.before = undefined;
        this.latest = flow;
        if (flow.savedAtMs - entered.latestMs >= kVersionEveryMs) await this.add(flow);
    }

    private async enter(flow: KeptFlow): Promise<{ by: string; history: string; latestMs: number }> {
        const by = nameIn(flow);
        if (this.entered?.by === by) return this.entered;
        const known = (await (await this.database()).get('flows', kHistoryNamePrefix + by)) as { history?: unknown } | undefined;
        const history = typeof known?.history === 'string' ? known.history : by;
        const [newest] = await this.kept(history);
        this.entered = { by, history, latestMs: newest?.atMs ?? 0 };
        return this.entered;
    }

    private async add(flow: KeptFlow, name = ''): Promise<void> {
        const entered = await this.enter(flow);
        const versions = await this.kept(entered.history);
        const [newest] = versions;
        const sum = crc32(flow.text);
        const isSame = newest?.sum === sum && newest.characters === flow.text.length;
        entered.latestMs = flow.savedAtMs;
        if (isSame) {
            if (name !== '') await this.write({ ...newest, name });
            return;
        }
        // Two of the same moment keep their order.
        const atMs = Math.max(flow.savedAtMs, (newest?.atMs ?? 0) + 1);
        const { nodes, files } = JSON.parse(flow.text) as { nodes?: unknown[]; files?: { sha256?: unknown }[] };
        const hashes = (files ?? []).flatMap(({ sha256 }) => (typeof sha256 === 'string' ? [sha256] : []));
        const version: Omit<Kept, 'check'> = {
            history: entered.history,
            id: String(atMs),
            atMs,
            name,
            nodes: nodes?.length ?? 0,
            characters: flow.text.length,
            files: hashes,
            sum,
        };
        await (await this.database()).putAll('flows', [[textKey(version), flow.text], recordOf(version)]);
        await this.thin();
    }

    private async write(version: Omit<Kept, 'check'>): Promise<void> {
        await (await this.database()).putAll('flows', [recordOf(version)]);
    }

    private async thin(): Promise<void> {
        const all = await this.kept('');
        const histories = [...new Set(all.map(({ history }) => history))].map(name => all.filter(({ history }) => history === name));
        const surplus = histories.flatMap(versions => surplusOf(versions, this.options.now()));
        const others = all.filter(version => !surplus.includes(version));
        await this.remove([...surplus, ...excessOf(others, kVersionsKept, kVersionsCharacters)]);
        await this.forgetNames();
    }

    /// Names of histories of which nothing is left.
    private async forgetNames(): Promise<void> {
        const database = await this.database();
        const living = new Set((await this.kept('')).map(({ history }) => history));
        const names = (await database.all('flows', kHistoryNamePrefix)) as { name: string; history: string }[];
        const dead = names.filter(({ history }) => !living.has(history) && history !== this.entered?.history);
        if (dead.length > 0)
            await database.delete(
                'flows',
                dead.map(({ name }) => kHistoryNamePrefix + name),
            );
    }

    private async remove(versions: readonly Kept[]): Promise<void> {
        if (versions.length === 0) return;
        await (await this.database()).delete(
            'flows',
            versions.flatMap(version => [keyOf(version), textKey(version)]),
        );
    }

    private async find(flow: KeptFlow, id: string): Promise<Kept | undefined> {
        const { history } = await this.enter(flow);
        return (await this.kept(history)).find(version => version.id === id);
    }

    /// All whole ones of a history, or of all ("" for its name), the newest first.
    private async kept(history: string): Promise<Kept[]> {
        const found = await (await this.database()).all('flows', history === '' ? kVersionPrefix : `${kVersionPrefix}${history}/`);
        return found.filter(isWhole).sort((a, b) => b.atMs - a.atMs);
    }

    private async database(): Promise<NonNullable<Awaited<VersionOptions['database']>>> {
        const database = await this.options.database;
        if (!database) throw new Error('There is no database.');
        return database;
    }

    private inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
        const done = this.work.then(act);
        this.work = done.catch(() => undefined);
        return done;
    }
}

const keyOf = ({ history, id }: Pick<Kept, 'history' | 'id'>): string => `${kVersionPrefix}${history}/${id}`;
const textKey = ({ history, id }: Pick<Kept, 'history' | 'id'>): string => `${kVersionTextPrefix}${history}/${id}`;

const recordOf = (version: Omit<Kept, 'check'>): [string, Kept] => [keyOf(version), { ...version, check: checkOf(version) }];
const nameIn = ({ history = '' }: KeptFlow): string => history;

function checkOf({ history, id, atMs, name, nodes, characters, files, sum }: Omit<Kept, 'check'>): number {
    return crc32(JSON.stringify([history, id, atMs, name, nodes, characters, files, sum]));
}

function isWhole(value: unknown): value is Kept {
    const version = value as Kept | undefined;
    return typeof version === 'object' && version !== null && Array.isArray(version.files) && version.check === checkOf(version);
}
