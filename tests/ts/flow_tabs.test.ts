import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { Autosave } from '../../static/host/autosave.ts';
import { EarlierFlows } from '../../static/host/earlier_flows.ts';
import { FlowTabs } from '../../static/host/flow_tabs.ts';
import type { KeptFlow } from '../../static/host/generations.ts';
import { recordAt } from '../../static/host/generations.ts';
import { FakeBrowser } from './fake_browser.ts';

const flow = (title: string): string => JSON.stringify({ title, nodes: [{}] });

/// What the session holds of each flow side by side, and what the page says to it.
class World {
    readonly browser: FakeBrowser;
    readonly said: string[] = [];
    readonly flows = new Map<number, { text: string; dirty: boolean }>();
    open = 0;
    isRunning = false;
    autosave!: Autosave;
    earlier!: EarlierFlows;
    tabs!: FlowTabs;
    private time = 1;

    constructor(context: TestContext, browser = new FakeBrowser(context)) {
        this.browser = browser;
    }

    get now(): { text: string; dirty: boolean } {
        return this.flows.get(this.open) as { text: string; dirty: boolean };
    }

    /// A page is loaded.
    async load(): Promise<void> {
        this.browser.enter();
        const database = this.browser.database;
        const flowNow = (): KeptFlow => ({ text: this.now.text, isSaved: !this.now.dirty, savedAtMs: ++this.time, results: 'kept' });
        const onTrouble = (error?: unknown) => assert.fail(String(error));
        this.autosave = new Autosave(
            { database: Promise.resolve(database), flow: flowNow, onTrouble, now: () => ++this.time },
            { record: 'main', copyOf: undefined },
        );
        const { kept } = await this.autosave.restored();
        this.flows.clear();
        this.open = 0;
        this.flows.set(0, { text: kept?.text ?? flow('first'), dirty: kept ? !kept.isSaved : false });
        this.autosave.touch();
        this.earlier = new EarlierFlows(Promise.resolve(database), onTrouble, () => Promise.resolve(() => false));
        await this.earlier.look();
        this.tabs = await FlowTabs.find(
            {
                ask: () => ({ title: JSON.parse(this.now.text).title, dirty: this.now.dirty }) as never,
                call: intent => this.call(intent as never),
                text: key => key,
                openings: { add: () => Promise.resolve(1) },
                files: { unpack: () => Promise.resolve() },
                archives: { kept: () => Promise.resolve(undefined) },
                results: { offered: Promise.resolve() },
            },
            { autosave: this.autosave, database, earlier: this.earlier, flowNow, opened: () => undefined },
        );
    }

    edit(title: string): void {
        this.flows.set(this.open, { text: flow(title), dirty: true });
        this.autosave.touch();
    }

    private async call(intent: { type: string; tab: number; text: string; is_unsaved?: boolean }): Promise<unknown> {
        this.said.push(`${intent.type} ${intent.tab}`);
        if (intent.type === 'close_tab') return this.flows.delete(intent.tab);
        if (this.isRunning) throw new Error('a run is on');
        if (intent.type === 'open') this.flows.set(intent.tab, { text: intent.text, dirty: intent.is_unsaved ?? false });
        assert.ok(this.flows.has(intent.tab), 'the session has it');
        this.open = intent.tab;
        this.autosave.touch();
        return undefined;
    }

    get list(): string[] {
        return this.tabs.list.map(tab => `${tab.title}${tab.isUnsaved ? '*' : ''}${tab === this.tabs.current ? '<' : ''}`);
    }

    get records(): string[] {
        return [...new Set([...this.browser.records.keys()].map(recordAt))].sort();
    }
}

test('each flow is written to a record of its own, and both are there after a reload', async context => {
    const world = new World(context);
    await world.load();
    world.edit('one');
    await world.tabs.add();
    world.edit('two');
    assert.deepEqual(world.list, ['one*', 'two*<']);
    await world.tabs.show(0);
    world.edit('one again');
    await world.autosave.settle();
    assert.equal(world.records.length, 2);
    await world.load();
    assert.deepEqual(world.list, ['one again*<', 'two*']);
    // The session has it no more: it is opened as it was kept.
    const [, second] = world.tabs.list;
    await world.tabs.show(second?.number ?? -1);
    assert.equal(world.now.text, flow('two'));
    assert.equal(world.now.dirty, true);
    world.edit('two again');
    await world.autosave.settle();
    await world.load();
    assert.deepEqual(world.list, ['one again*', 'two again*<'], 'the one that was shown last is open, at its place');
});

test('tabs stand where a person puts them, also after a reload; a new one is the last', async context => {
    const world = new World(context);
    await world.load();
    world.edit('one');
    for (const title of ['two', 'three']) {
        await world.tabs.add();
        world.edit(title);
    }
    world.tabs.move(world.tabs.current.number, 0);
    assert.deepEqual(world.list, ['three*<', 'one*', 'two*']);
    await world.tabs.show(1);
    world.tabs.move(0, 2);
    assert.deepEqual(world.list, ['three*', 'two*<', 'one*']);
    await world.autosave.settle();
    await world.load();
    assert.deepEqual(
        world.list.map(title => title.replace('<', '')),
        ['three*', 'two*', 'one*'],
    );
    await world.tabs.add();
    assert.equal(world.tabs.list.indexOf(world.tabs.current), 3);
});

test('a refused change leaves everything where it was', async context => {
    const world = new World(context);
    await world.load();
    world.edit('one');
    await world.tabs.add();
    world.edit('two');
    world.isRunning = true;
    await assert.rejects(world.tabs.show(0), /a run is on/);
    await assert.rejects(world.tabs.add(), /a run is on/);
    assert.deepEqual(world.list, ['one*', 'two*<']);
    world.edit('two, still');
    await world.autosave.settle();
    await world.load();
    assert.deepEqual(world.list, ['one*', 'two, still*<']);
});

test('a closed flow that nobody has as a file is among the earlier flows, and its record is gone', async context => {
    const world = new World(context);
    await world.load();
    world.edit('one');
    await world.tabs.add();
    world.edit('two');
    const away = await world.tabs.close(1);
    assert.deepEqual(world.list, ['one*<']);
    assert.deepEqual(
        world.earlier.list.map(({ title, record }) => [title, record === away]),
        [['two', true]],
    );
    await world.autosave.settle();
    assert.deepEqual(world.records, [away, 'main']);
    assert.equal(await world.tabs.close(0), undefined, 'the last one stays');
    assert.deepEqual(world.list, ['one*<']);
    // One that was not opened in this life of the page.
    await world.tabs.add();
    world.edit('three');
    await world.autosave.settle();
    await world.load();
    assert.deepEqual(world.list, ['one*', 'three*<']);
    await world.tabs.close(1);
    assert.deepEqual(
        world.earlier.list.map(({ title }) => title),
        ['one', 'two'],
    );
    assert.deepEqual(world.said.slice(-1), ['open 2'], 'the session never had it');
});

test('a closed flow without nodes, or one that is saved as a file, leaves nothing behind', async context => {
    const world = new World(context);
    await world.load();
    await world.tabs.add();
    assert.equal(await world.tabs.close(1), undefined);
    assert.equal(world.earlier.list.length, 0);
    await world.autosave.settle();
    assert.deepEqual(world.records, ['main']);
});
