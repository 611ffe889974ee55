// The open flow's history of versions, as the panels and the autosave see it. What keeps them (static/host/history) is loaded with the first change.
import type { FlowVersion, FlowVersions, VersionOptions } from './history/flow_versions.ts';
import type { KeptFlow } from './generations.ts';

export interface HistoryOptions extends VersionOptions {
    /// The flow now.
    flow(): KeptFlow;
    /// Opens a text as the open flow, as it was once; undo brings back what was there.
    reopen(text: string): Promise<void>;
    sentence(key: string): string;
}

export class FlowHistory {
    private loading: Promise<FlowVersions> | undefined;
    /// As it was kept when nothing was changed yet.
    private unchanged: KeptFlow | undefined;

    constructor(private readonly options: HistoryOptions) {}

    /// The flow as the autosave takes it, or as it was opened; in this order.
    note(flow: KeptFlow): void {
        if (!this.loading && flow.isSaved) this.unchanged = flow;
        // Where the site does not answer, the next time it may.
        else
            this.versions().then(
                versions => versions.note(flow),
                () => undefined,
            );
    }

    /// The flow was saved as a file whose text goes by this name.
    async savedAs(name: string): Promise<void> {
        if (this.loading) await (await this.versions()).savedAs(this.options.flow(), name);
    }

    /// The newest first.
    async list(): Promise<FlowVersion[]> {
        return (await this.versions()).list(this.options.flow());
    }

    /// Makes what is there now a version with a name.
    async name(name: string): Promise<void> {
        await (await this.versions()).keep(this.options.flow(), name);
    }

    async rename(id: string, name: string): Promise<void> {
        await (await this.versions()).rename(this.options.flow(), id, name);
    }

    async forget(id: string): Promise<void> {
        await (await this.versions()).forget(this.options.flow(), id);
    }

    async text(id: string): Promise<string> {
        const text = await (await this.versions()).text(this.options.flow(), id);
        if (text === undefined) throw new Error(this.options.sentence('later.history.gone'));
        return text;
    }

    /// What is there now becomes a version first.
    async goBack(id: string): Promise<void> {
        const text = await this.text(id);
        await (await this.versions()).keep(this.options.flow());
        await this.options.reopen(text);
    }

    private versions(): Promise<FlowVersions> {
        this.loading ??= import('./history/flow_versions.ts').then(
            ({ FlowVersions }) => {
                const versions = new FlowVersions(this.options);
                if (this.unchanged) void versions.note(this.unchanged);
                this.unchanged = undefined;
                return versions;
            },
            error => {
                this.loading = undefined;
                throw error;
            },
        );
        return this.loading;
    }
}
