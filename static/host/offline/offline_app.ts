// The site as an app of its own: its service worker keeps all files of this version, a newer version is offered when it is here, packages are taken along, and the browser is asked to keep it all.
// The worker's side: static/service_worker.
import site from 'site:facts';
import type { PageToWorker, WorkerAnswer } from '../../service_worker/worker_messages.ts';
import { kUpdateLookMs, kWorkerAnswerMs } from '../limits.ts';
import type { OfflinePage } from '../offline.ts';
import { fetchOwn } from '../own_files.ts';
import type { OfflinePackage, OfflineState } from '../page_interface.ts';
import { lockFileOf } from '../sharing/flow_links.ts';
import { scriptUrl } from '../trusted.ts';
import { KeptWheels } from './kept_wheels.ts';

interface LockedWheel {
    name: string;
    version: string;
    file_name: string;
}

export class OfflineApp {
    private registering: Promise<ServiceWorkerRegistration | null> | null = null;
    private hasBegun = false;
    private isTaking = false;

    constructor(
        private readonly page: OfflinePage,
        private readonly onUpdate: () => void,
    ) {}

    /// Keeps this version, and looks for newer ones from now on.
    async begin(): Promise<void> {
        if (this.hasBegun) return;
        this.hasBegun = true;
        this.nameInLanguage();
        const registration = await this.registration();
        if (!registration) return;
        this.watch(registration);
        await this.tell({ kind: 'keep', entry: entryScript() });
    }

    async takeOver(): Promise<void> {
        const registration = await this.registration();
        const { waiting } = registration ?? {};
        if (!waiting || this.isTaking) return;
        this.isTaking = true;
        await this.untilQuiet();
        navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
        waiting.postMessage({ kind: 'take_over' } satisfies PageToWorker);
    }

    async state(): Promise<OfflineState> {
        const [worker, wheels, wants, estimate, isPersistent] = await Promise.all([
            this.tell({ kind: 'look' }),
            KeptWheels.open().then(kept => kept?.list() ?? []),
            this.page.archives.wants(),
            navigator.storage?.estimate?.() ?? {},
            navigator.storage?.persisted?.() ?? false,
        ]);
        const kept = new Map(wheels.map(({ file, bytes }) => [file, bytes]));
        const wanted = new Set(wants.packages);
        const packages = (await this.lock()).flatMap(({ name, version, file_name: file }): OfflinePackage[] => {
            const bytes = kept.get(file) ?? site.wheels[file]?.bytes;
            const isHere = kept.has(file);
            return isHere || wanted.has(name) || site.wheels[file]
                ? [{ name, version, file, isHere, isWanted: wanted.has(name), ...(bytes === undefined ? {} : { bytes }) }]
                : [];
        });
        return { site: worker, packages, used: estimate.usage ?? 0, quota: estimate.quota ?? 0, isPersistent };
    }

    async keep(packages: readonly string[]): Promise<void> {
        const answer = await this.tell({ kind: 'keep', entry: entryScript() });
        if (!answer) throw new Error(this.page.text('later.offline.impossible'));
        if (answer.trouble) throw new Error(this.page.text(`later.offline.trouble.${answer.trouble}`));
        if (packages.length > 0 && !(await this.page.packages.takeAlong(await this.lockText(), [...packages])))
            throw new Error(this.page.text('later.offline.trouble.full'));
    }

    async forgetPackage(file: string): Promise<void> {
        await (await KeptWheels.open())?.forget(file);
    }

    async askPersistence(): Promise<boolean> {
        return (await navigator.storage?.persist?.()) ?? false;
    }

    /// null where there can be no worker: no https, forbidden, or the host does not serve it.
    private registration(): Promise<ServiceWorkerRegistration | null> {
        this.registering ??= register();
        return this.registering;
    }

    private watch(registration: ServiceWorkerRegistration): void {
        const offer = (): void => {
            // Without a page that it serves this is the first worker, which has nobody to take over from.
            if (registration.waiting && navigator.serviceWorker.controller) this.onUpdate();
        };
        registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
        offer();
        let lookedAt = Date.now();
        document.addEventListener('visibilitychange', () => {
            if (document.visibilityState === 'hidden' || Date.now() - lookedAt < kUpdateLookMs) return;
            lookedAt = Date.now();
            // A host that does not answer has nothing newer.
            registration.update().catch(() => undefined);
        });
    }

    /// Resolves at once where nothing runs.
    private untilQuiet(): Promise<void> {
        if (this.page.ask('status', {}).run === undefined) return Promise.resolve();
        return new Promise(resolve => {
            const stop = this.page.on('run_ended', () => {
                stop();
                resolve();
            });
        });
    }

    /// null where nobody answers.
    private async tell(message: PageToWorker): Promise<WorkerAnswer | null> {
        const worker = (await this.registration())?.active;
        if (!worker) return null;
        const { port1, port2 } = new MessageChannel();
        return new Promise(resolve => {
            const settle = (answer: WorkerAnswer | null): void => {
                port1.close();
                resolve(answer);
            };
            port1.onmessage = ({ data }) => settle(data as WorkerAnswer);
            setTimeout(() => settle(null), kWorkerAnswerMs);
            worker.postMessage(message, [port2]);
        });
    }

    private async lockText(): Promise<string> {
        return (await fetchOwn(lockFileOf(site), (key, args) => this.page.text(key, args))).text();
    }

    private async lock(): Promise<LockedWheel[]> {
        return Object.values((JSON.parse(await this.lockText()) as { packages: Record<string, LockedWheel> }).packages);
    }

    /// What the app is called when somebody installs it.
    private nameInLanguage(): void {
        const path = site.manifests[this.page.language];
        const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
        if (link && path !== undefined) link.setAttribute('href', path);
    }
}

async function register(): Promise<ServiceWorkerRegistration | null> {
    if (!self.isSecureContext || !('serviceWorker' in navigator)) return null;
    try {
        // The host has no worker any more and this page's took itself away: it would come back if it were asked for.
        if (navigator.serviceWorker.controller && !(await navigator.serviceWorker.getRegistration())) return null;
        const registration = await navigator.serviceWorker.register(scriptUrl(site.serviceWorker), { updateViaCache: 'none' });
        await navigator.serviceWorker.ready;
        return registration;
    } catch (refused) {
        console.info('No service worker here:', refused instanceof Error ? refused.message : String(refused));
        return null;
    }
}

/// Which build this page is of: the name of its first script carries a hash.
function entryScript(): string {
    return document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? '';
}
