// Flows that travel in a link: makes the links, says what does not travel, opens what came by one. Opening runs nothing; what the flow would want is said first.
import type { SiteFacts } from 'site:facts';
import type { FileRef } from '../../../runtime/protocol/messages.gen.ts';
import type { FileStore } from '../file_store.ts';
import { kLinkBroad, kLinkEverywhere, kLinkMost, kLinkWidest } from '../limits.ts';
import type { Opened } from '../openings.ts';
import { fetchOwn } from '../own_files.ts';
import type { Page } from '../page_interface.ts';
import { LinkRefused, readFlowLink, writeFlowLink } from './flow_link.ts';
import { type FlowWants, type KnownPackage, wantsOf } from './flow_wants.ts';

export type LinkPage = Pick<Page, 'flowText' | 'text' | 'laterTexts'> & {
    store: Pick<FileStore, 'blob'>;
    openText(text: string, from: Partial<Opened> & { isBeginning?: boolean }): Promise<void>;
};

/// How far a link of some length comes: `everywhere` into short messages too, `broad` in mail and most chats, `most` in every browser, `widest` in some browsers, `none` nowhere.
export type LinkReach = 'everywhere' | 'broad' | 'most' | 'widest' | 'none';

export interface FlowLink {
    address: string;
    reach: LinkReach;
    /// Files whose bytes are too large to be in the flow's text.
    left: Pick<FileRef, 'name' | 'bytes'>[];
}

const kReaches = [
    [kLinkEverywhere, 'everywhere'],
    [kLinkBroad, 'broad'],
    [kLinkMost, 'most'],
    [kLinkWidest, 'widest'],
] as const;

export function reachOf(characters: number): LinkReach {
    return kReaches.find(([limit]) => characters <= limit)?.[1] ?? 'none';
}

/// The link to the open flow as it is now, on this very site.
export async function makeLink(page: LinkPage, place: string, passphrase: string): Promise<FlowLink> {
    const text = page.flowText();
    const address = new URL(place);
    address.search = '';
    address.hash = `flow=${await writeFlowLink(text, passphrase).catch(error => refused(page, error))}`;
    const { files = [] } = JSON.parse(text) as { files?: (FileRef & { data?: string })[] };
    const left = files.filter(file => file.data === undefined).map(({ name, bytes }) => ({ name, bytes }));
    return { address: address.href, reach: reachOf(address.href.length), left };
}

/// Opens the flow in what stands behind `#flow=`. Rejects with a sentence.
export async function openLink(page: LinkPage, packed: string, passphrase: string, isBeginning: boolean): Promise<void> {
    await page.laterTexts();
    const text = await readFlowLink(packed, passphrase).catch(error => refused(page, error));
    await page.openText(text, { isForeign: true, isBeginning });
}

/// What the open flow would want if it ran.
export async function openWants(page: LinkPage, lockFile: string): Promise<FlowWants> {
    const lock = (await (await fetchOwn(lockFile, (key, args) => page.text(key, args))).json()) as { packages: Record<string, KnownPackage> };
    return wantsOf(JSON.parse(page.flowText()), Object.values(lock.packages), sha256 => page.store.blob(sha256) !== undefined);
}

/// Where the lock file of this site's Python lies.
export const lockFileOf = ({ kernelFiles }: Pick<SiteFacts, 'kernelFiles'>): string => kernelFiles['pyodide-lock.json']?.path ?? '';

function refused(page: LinkPage, error: unknown): never {
    throw error instanceof LinkRefused ? new Error(page.text(error.message)) : error;
}
