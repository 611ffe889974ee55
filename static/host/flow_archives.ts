// Flows that come and go: as text alone, as an archive with results inside, by a link. What knows archives and links is loaded when there is one.
import site, { type SingleFile } from 'site:facts';
import type { AuthorResults } from './archive/author_results.ts';
import type { FlowContent } from './archive/flow_archive.ts';
import type { CodeKind, CodePage } from './code/flow_code.ts';
import { flowFileName } from './download.ts';
import type { FileStore } from './file_store.ts';
import { kArchiveBytes } from './limits.ts';
import type { Opened } from './openings.ts';
import type { PackageSource } from './package_source.ts';
import type { LeftFile, Page } from './page_interface.ts';
import type { FlowLink } from './sharing/flow_links.ts';
import type { FlowWants } from './sharing/flow_wants.ts';
import type { DrawChart } from './thumbnails.ts';

type ArchivePage = CodePage &
    Pick<Page, 'files' | 'send' | 'laterTexts' | 'sentenceOf'> & {
        store: Pick<FileStore, 'keepAndSave' | 'restore' | 'blob'>;
        readonly packages: Pick<PackageSource, 'fetch'>;
        openText(text: string, from: Partial<Opened> & { isBeginning?: boolean; isUnsaved?: boolean }): Promise<void>;
        say(level: string, text: string): void;
    };

export class FlowArchives {
    /// The page was called with a flow from elsewhere: it is `open`, or still `locked` behind a passphrase.
    arrival: 'open' | 'locked' | null = null;
    /// Files that came with it and are to be files of the flow.
    brought: File[] = [];
    /// Lent by the panels; without it the charts of a saved flow have no picture.
    drawChart: DrawChart | null = null;
    private packed = '';

    constructor(private readonly page: ArchivePage) {}

    /// Opens what is in the file, whatever it is called. Rejects with a sentence for a zip file that is not plainly an archive of ours; what is open stays open. Resolves with the
    /// files that a script or a notebook left with the flow before.
    async open(file: Blob, from: Partial<Opened> & { isBeginning?: boolean } = {}): Promise<readonly LeftFile[]> {
        if (file instanceof File && /\.(py|ipynb)$/i.test(file.name)) return this.openCode(file, from);
        const { text, authors, files, wheels, warning } = await this.read(file);
        // With the flows' files, so that the next visit shows the results again; what is large by its own files and wheels is not kept twice.
        if (authors && file.size <= kArchiveBytes) this.page.store.keepAndSave(authors.sha256, file);
        for (const [sha256, blob] of files ?? []) this.page.store.keepAndSave(sha256, blob);
        if (wheels) await (await import('./sharing/packing.ts')).keepWheels(wheels);
        await this.page.openText(text, { ...from, authors });
        if (warning !== undefined) this.page.say('warning', warning);
        return [];
    }

    /// Opens a script or a notebook as a flow: Python reads it and runs nothing of it. Code lists no files: the session takes those that it names, and which it means besides (a name
    /// that is put together, a folder) only a person knows.
    private async openCode(file: File, from: Partial<Opened>): Promise<readonly LeftFile[]> {
        const { flowOfCode } = await import('./code/code_reading.ts');
        const { text, remark } = await flowOfCode(this.page, file);
        const before = this.page.files.list();
        await this.page.openText(text, { ...from, isUnsaved: true });
        if (remark !== undefined) this.page.say('warning', remark);
        const now = new Set(this.page.files.list().map(({ name }) => name));
        const left = before.map(({ name, sha256 }) => ({ name, blob: now.has(name) ? undefined : this.page.store.blob(sha256) }));
        return left.filter((each): each is LeftFile => each.blob !== undefined);
    }

    /// Why a file that other programs of this kind have made is not opened, in a sentence; undefined for any other file.
    async foreign(file: File): Promise<string | undefined> {
        if (!/\.(json|ya?ml|ows|flowfile)$/i.test(file.name)) return undefined;
        await this.page.laterTexts();
        const { programOf } = await import('./code/foreign_formats.ts');
        const program = programOf(file.name, await file.slice(0, kLookedAt).text());
        return program && this.page.text('later.code.foreign', { file: file.name, program });
    }

    /// The results of an archive that was opened at an earlier visit, as long as this browser has it. A damaged one is as one that is gone.
    async kept(sha256: string | undefined): Promise<AuthorResults | undefined> {
        if (sha256 === undefined) return undefined;
        await this.page.store.restore([sha256]);
        const archive = this.page.store.blob(sha256);
        const content = archive && (await this.read(archive).catch(() => undefined));
        return content?.authors?.sha256 === sha256 ? content.authors : undefined;
    }

    /// Gives the flow with its results to the person as `<title>.flow.zip`.
    async save(): Promise<void> {
        const { saveWithResults } = await import('./archive/flow_saving.ts');
        await saveWithResults(this.page, new Date(), this.drawChart);
    }

    /// The same as `<title>.packed.flow.zip`, with the flow's files and the packages that it uses, so that it opens where there is no network.
    async pack(): Promise<void> {
        const [{ saveWithResults }, { cargoOf }] = await Promise.all([import('./archive/flow_saving.ts'), import('./sharing/packing.ts')]);
        const { packages } = await this.wants();
        await saveWithResults(this.page, new Date(), this.drawChart, await cargoOf(this.page, packages, (await linkParts())[0].lockFileOf(site)));
    }

    /// The one-file page: the whole of it anew, with the flow, its files and its results in it.
    async saveSingle(single: SingleFile): Promise<void> {
        try {
            const [{ packFlow }, { cargoOf }] = await Promise.all([import('./archive/flow_saving.ts'), import('./sharing/packing.ts')]);
            const textBefore = this.page.flowText();
            const { archive } = await packFlow(this.page, new Date(), this.drawChart, await cargoOf(this.page, [], ''));
            this.page.download(flowFileName(this.page.ask('status', {}).title).replace(/\.flow\.json$/, '.html'), await single.withFlow(archive));
            if (this.page.flowText() === textBefore) this.page.send({ type: 'saved' });
        } catch (error) {
            this.page.say('error', this.page.sentenceOf(error));
        }
    }

    /// Opens the flow that the page was called with by `#flow=`; a locked one waits for `unlock` with nothing open.
    async openLink(packed: string): Promise<void> {
        const [{ openLink }, { isLocked }] = await linkParts();
        if (isLocked(packed)) {
            this.packed = packed;
            this.arrival = 'locked';
            await this.page.openText(kNothing, { isBeginning: true });
            return;
        }
        await openLink(this.page, packed, '', true);
        this.arrival = 'open';
    }

    /// Opens what another app shared with this one.
    async openShared(id: string): Promise<void> {
        this.brought = await (await import('./sharing/taking_shared.ts')).openShared(this.page, this, id);
        this.arrival = 'open';
    }

    /// Rejects with a sentence for another passphrase.
    async unlock(passphrase: string): Promise<void> {
        const [{ openLink }] = await linkParts();
        await openLink(this.page, this.packed, passphrase, false);
        this.arrival = 'open';
    }

    /// A link to the open flow as it is now; with a passphrase nobody opens it without.
    async link(passphrase: string): Promise<FlowLink> {
        const [{ makeLink }] = await linkParts();
        return makeLink(this.page, location.href, passphrase);
    }

    /// What the open flow would want if it ran, as far as its text tells.
    async wants(): Promise<FlowWants> {
        const [{ lockFileOf, openWants }] = await linkParts();
        return openWants(this.page, lockFileOf(site));
    }

    /// The flow as a Python script or a Jupyter notebook. Waits for Python; rejects with a sentence.
    async codeOf(kind: CodeKind): Promise<string> {
        return (await import('./code/flow_code.ts')).codeOf(this.page, kind);
    }

    /// Gives it to the person as a file.
    async saveCode(kind: CodeKind): Promise<void> {
        await (await import('./code/flow_code.ts')).saveCode(this.page, kind);
    }

    /// Gives a picture of the flow that opens as the flow.
    async savePicture(kind: 'svg' | 'png'): Promise<void> {
        const { pngOf, svgOf } = await import('./sharing/pictures.ts');
        const text = this.page.flowText();
        const picture = await (kind === 'svg' ? svgOf(text) : pngOf(text));
        this.page.download(flowFileName(this.page.ask('status', {}).title).replace(/json$/, kind), picture);
    }

    private async inPicture(file: Blob): Promise<string> {
        const { flowInPicture } = await import('./sharing/pictures.ts');
        await this.page.laterTexts();
        const text = await flowInPicture(file).catch(() => undefined);
        if (text === undefined) throw new Error(this.page.text('later.picture.none'));
        return text;
    }

    private async read(file: Blob): Promise<FlowContent> {
        const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
        const isZip = first === 0x50 && second === 0x4b;
        // A PNG, or markup: a picture of a flow.
        if (first === 0x89 || first === 0x3c) return { text: await this.inPicture(file) };
        if (!isZip) {
            const foreign = file instanceof File ? await this.foreign(file) : undefined;
            if (foreign !== undefined) throw new Error(foreign);
            return { text: await file.text() };
        }
        const { readArchive } = await import('./archive/flow_archive.ts');
        return readArchive(file, (key, args) => this.page.text(key, args));
    }
}

/// Of a file that may be another program's: its head tells.
const kLookedAt = 4 * 1024 * 1024;

const kNothing = JSON.stringify({ format: 'pythonflows', version: 1, title: '', nodes: [], links: [] });

const linkParts = () => Promise.all([import('./sharing/flow_links.ts'), import('./sharing/flow_link.ts')]);
