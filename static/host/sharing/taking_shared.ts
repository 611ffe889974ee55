// The page's end of what another app shared with the installed one (static/service_worker/shared_things.ts): a flow, a script or a notebook is opened, other files become files of a new flow.
// All of it is foreign.
import { kNameHeader, sharedCacheName, sharedPlace } from '../../service_worker/shared_things.ts';
import type { Opened } from '../openings.ts';
import type { Page } from '../page_interface.ts';

type From = Partial<Opened> & { isBeginning?: boolean };
type TakingPage = Pick<Page, 'laterTexts' | 'text' | 'sentenceOf'> & {
    openText(text: string, from: From): Promise<void>;
    say(level: string, text: string): void;
};

const kFlow = /\.(flow\.(json|zip|svg|png)|py|ipynb)$/i;
const kEmpty = JSON.stringify({ format: 'pythonflows', version: 1, title: '', nodes: [], links: [] });
const kForeign = { isForeign: true, isNamed: true };

/// The files of that sharing, which the worker holds no longer then.
export async function takeWaiting(scope: string, id: string, caches: Pick<CacheStorage, 'open'>): Promise<File[]> {
    const cache = await caches.open(sharedCacheName(scope));
    const files: File[] = [];
    for (;;) {
        const place = sharedPlace(scope, id, files.length);
        const kept = await cache.match(place);
        if (!kept) return files;
        files.push(new File([await kept.blob()], decodeURIComponent(kept.headers.get(kNameHeader) ?? ''), { type: kept.headers.get('content-type') ?? '' }));
        await cache.delete(place);
    }
}

/// Opens what was shared; the files that came beside a flow are answered: they are files of the flow. Rejects with a sentence where there is nothing (left).
export async function openShared(page: TakingPage, archives: { open(file: Blob, from: From): Promise<unknown> }, id: string): Promise<File[]> {
    const files = 'caches' in globalThis ? await takeWaiting(new URL('.', document.baseURI).href, id, caches) : [];
    if (files.length === 0) {
        await page.laterTexts();
        throw new Error(page.text('later.shared.nothing'));
    }
    const flow = files.find(file => kFlow.test(file.name)) ?? (files.length === 1 ? files.find(file => /\.json$/i.test(file.name)) : undefined);
    const others = files.filter(file => file !== flow);
    if (!flow || !/\.(py|ipynb)$/i.test(flow.name)) {
        await (flow ? archives.open(flow, { ...kForeign, isBeginning: true }) : page.openText(kEmpty, { ...kForeign, isBeginning: true }));
        return others;
    }
    // Python reads it, and is not there for a while yet: the page does not wait for it.
    await page.openText(kEmpty, { ...kForeign, isBeginning: true });
    archives.open(flow, kForeign).catch((error: unknown) => page.say('error', page.sentenceOf(error)));
    return others;
}
