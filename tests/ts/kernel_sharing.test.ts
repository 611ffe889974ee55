import assert from 'node:assert/strict';
import test from 'node:test';
import { KernelSharing } from '../../static/host/embedding/kernel_sharing.ts';
import type { KernelFrames } from '../../static/host/kernel_frame.ts';
import type { SeatParts } from '../../static/host/kernel_seat.ts';

/** Sessions of a page's own worker, by the page's name. */
class Frames {
    sessions = 0;
    isOpen = false;
    constructor(readonly name: string) {}
    isShared = () => false;
    hasGuests = () => this.sessions > 0;
    join(): Promise<SeatParts | null> {
        if (!this.isOpen) return Promise.resolve(null);
        this.sessions++;
        const channels = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
        for (const { port2 } of channels) (port2 as unknown as { unref(): void }).unref();
        return Promise.resolve({ ports: channels.map(({ port1 }) => port1) as unknown as SeatParts['ports'], canInterrupt: true });
    }
}

/** A page that seeks a kernel, and opens its own where there is none. */
class PageOfTest {
    readonly frames: Frames;
    readonly sharing: KernelSharing;
    readonly lost: string[] = [];
    outcome: 'own' | 'shared' | undefined;

    constructor(
        readonly name: string,
        author = 'author',
        app = '1',
    ) {
        this.frames = new Frames(name);
        this.sharing = new KernelSharing(author, app);
    }

    async start(): Promise<'own' | 'shared'> {
        const parts = await this.sharing.find(this.frames as unknown as KernelFrames, reason => this.lost.push(reason));
        for (const port of parts?.ports ?? []) (port as unknown as { unref(): void }).unref();
        if (!parts) {
            this.frames.isOpen = true;
            this.sharing.opened();
        }
        this.outcome = parts ? 'shared' : 'own';
        return this.outcome;
    }
}

const ports: MessagePort[] = [];

/** Makes the last one known to those before it, as <python-flow> does. */
function introduce(pages: PageOfTest[]): void {
    const [newcomer, ...others] = [...pages].reverse();
    for (const other of others) {
        const { port1, port2 } = new MessageChannel();
        ports.push(port1, port2);
        other.sharing.meet(port1);
        newcomer?.sharing.meet(port2);
    }
    newcomer?.sharing.introduced();
}

function pagesOf(count: number, make = (index: number) => new PageOfTest(String(index))): PageOfTest[] {
    const pages: PageOfTest[] = [];
    for (let index = 0; index < count; ++index) {
        pages.push(make(index));
        introduce(pages);
    }
    return pages;
}

test.afterEach(() => {
    for (const port of ports.splice(0)) port.close();
});

test('who comes alone has a kernel of its own, who comes later a session of it', async () => {
    const pages = pagesOf(3);
    assert.deepEqual([await pages[0]?.start(), await pages[1]?.start(), await pages[2]?.start()], ['own', 'shared', 'shared']);
    assert.equal(pages[0]?.sharing.isNeeded, true);
    assert.equal(pages[1]?.sharing.isNeeded, false);
});

test('of those that seek at the same time exactly one opens a kernel, however many they are', async () => {
    for (let round = 0; round < 20; ++round) {
        const pages = pagesOf(6);
        await Promise.all(pages.map(page => page.start()));
        assert.equal(pages.filter(({ outcome }) => outcome === 'own').length, 1, `round ${round}: ${pages.map(({ outcome }) => outcome).join(', ')}`);
    }
});

test('when the one with the kernel leaves, the others are told and agree on the next', async () => {
    for (let round = 0; round < 10; ++round) {
        const [first, ...others] = pagesOf(5) as [PageOfTest, ...PageOfTest[]];
        await Promise.all([first, ...others].map(page => page.start()));
        const host = [first, ...others].find(({ outcome }) => outcome === 'own') as PageOfTest;
        const left = [first, ...others].filter(page => page !== host);
        const restarted = left.map(
            page =>
                new Promise<void>(resolve => {
                    page.lost.push = () => {
                        // Each notices in its own time.
                        setTimeout(() => void page.start().then(() => resolve()), Math.random() * 5);
                        return 0;
                    };
                }),
        );
        host.sharing.leave();
        await Promise.all(restarted);
        assert.equal(left.filter(({ outcome }) => outcome === 'own').length, 1, `round ${round}`);
    }
});

test('another author and another version of the site are strangers', async () => {
    const pages = pagesOf(3, index => new PageOfTest(String(index), index === 1 ? 'somebody else' : 'author', index === 2 ? '2' : '1'));
    assert.deepEqual(await Promise.all(pages.map(page => page.start())), ['own', 'own', 'own']);
});

test('who opens something of somebody else stands apart, and gives nobody a session', async () => {
    const [first, second, third] = pagesOf(3) as [PageOfTest, PageOfTest, PageOfTest];
    await first.start();
    await second.start();
    assert.equal(second.sharing.standApart(), true);
    assert.equal(await second.start(), 'own');
    assert.equal(await third.start(), 'shared');
    assert.equal(third.sharing.isNeeded, false);
    assert.equal(second.frames.sessions, 0);
});
