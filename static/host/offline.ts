// The door to what keeps the site for the time without a network (static/host/offline). All of it is loaded when Python is there and nothing runs: nobody waits for it.
import { kOfflineQuietMs } from './limits.ts';
import type { OfflineApp } from './offline/offline_app.ts';
import type { PackageSource } from './package_source.ts';
import type { OfflineState, Page } from './page_interface.ts';

export type OfflinePage = Pick<Page, 'ask' | 'on' | 'text' | 'language' | 'archives'> & {
    readonly pythonReady: Promise<void>;
    readonly packages: PackageSource;
};

export class Offline {
    private loading: Promise<OfflineApp> | null = null;
    private readonly heard = new Set<() => void>();

    constructor(private readonly page: OfflinePage) {}

    /// Begins when Python is there and has been quiet for a while. Only a page of its own: one in another page's frame keeps nothing for itself.
    begin(): void {
        if (window.parent !== window) return;
        const later = (): void => {
            setTimeout(() => {
                if (this.page.ask('status', {}).run !== undefined) return later();
                void this.app().then(app => app.begin());
            }, kOfflineQuietMs);
        };
        // Where Python does not start there is nothing to keep.
        this.page.pythonReady.then(later, () => undefined);
    }

    /// A newer version of the site waits to be taken in.
    onUpdate(listener: () => void): void {
        this.heard.add(listener);
    }

    /// Loads the page anew with the newer version, as soon as no run is on.
    async takeOver(): Promise<void> {
        await (await this.app()).takeOver();
    }

    async state(): Promise<OfflineState> {
        return (await this.app()).state();
    }

    /// Rejects with a sentence.
    async keep(packages: readonly string[]): Promise<void> {
        await (await this.app()).keep(packages);
    }

    async forgetPackage(file: string): Promise<void> {
        await (await this.app()).forgetPackage(file);
    }

    async askPersistence(): Promise<boolean> {
        return (await this.app()).askPersistence();
    }

    private app(): Promise<OfflineApp> {
        const tell = (): void => {
            for (const listener of this.heard) listener();
        };
        this.loading ??= import('./offline/offline_app.ts').then(({ OfflineApp }) => new OfflineApp(this.page, tell));
        return this.loading;
    }
}
