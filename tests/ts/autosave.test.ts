import assert from 'node:assert/strict';
import test from 'node:test';
import { Autosave } from '../../static/host/autosave.ts';
import type { Generation } from '../../static/host/generations.ts';
import { kAutosaveDelayMs, kAutosaveLongestMs, kAutosaveWaits } from '../../static/host/limits.ts';
import { FakeBrowser } from './fake_browser.ts';

interface Tab {
    autosave: Autosave;
    flow: { text: string; isSaved: boolean };
    trouble: number;
    isHeld?: boolean;
}

/// A tab that has the record; `copyOf` as record_lock.ts gives it.
function tabOf(browser: FakeBrowser, record = 'main', copyOf?: string): Tab {
    browser.enter();
    const tab: Tab = { flow: { text: '', isSaved: false }, trouble: 0 } as Tab;
    tab.autosave = new Autosave(
        {
            database: Promise.resolve(browser.database),
            flow: () => tab.flow,
            onTrouble: () => tab.trouble++,
            isHeld: () => tab.isHeld ?? false,
            now: () => 1_000,
        },
        { record, copyOf },
    );
    return tab;
}

function edit(tab: Tab, text: string, isOfPlaces = false): void {
    tab.flow = { text, isSaved: false };
    tab.autosave.touch(isOfPlaces);
}

test('what was edited is there at the next start, with the knowledge whether it was saved as a file', async context => {
    const browser = new FakeBrowser(context);
    const first = tabOf(browser);
    assert.deepEqual(await first.autosave.restored(), { kept: undefined, isNewestDamaged: false });
    for (const isSaved of [false, true]) {
        first.flow = { text: 'mine', isSaved };
        first.autosave.touch();
        await first.autosave.flush();
        const { kept } = await tabOf(browser).autosave.restored();
        assert.deepEqual([kept?.text, kept?.isSaved], ['mine', isSaved]);
    }
});

test('what is only moved is written when it rests; what else was changed does not wait for that', async context => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const browser = new FakeBrowser(context);
    const tab = tabOf(browser);
    const drag = (times: number) => {
        for (let at = 0; at < times; ++at) {
            edit(tab, `at ${at}`, true);
            context.mock.timers.tick(50);
        }
    };
    drag((3 * kAutosaveLongestMs) / 50);
    assert.equal(tab.autosave.lastText, undefined);
    edit(tab, 'named');
    drag(kAutosaveLongestMs / 50);
    assert.notEqual(tab.autosave.lastText, undefined);
    context.mock.timers.tick(kAutosaveDelayMs);
    await tab.autosave.flush();
    assert.equal((await tabOf(browser).autosave.restored()).kept?.text, `at ${kAutosaveLongestMs / 50 - 1}`);
});

test('while something is moved by hand it is not written, but not for ever', async context => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const browser = new FakeBrowser(context);
    const tab = tabOf(browser);
    tab.isHeld = true;
    edit(tab, 'dropped');
    context.mock.timers.tick(3 * kAutosaveLongestMs);
    assert.equal(tab.autosave.lastText, undefined);
    tab.isHeld = false;
    context.mock.timers.tick(kAutosaveDelayMs);
    assert.equal(tab.autosave.lastText, 'dropped');
    tab.isHeld = true;
    edit(tab, 'a hand that forgets itself');
    for (let waited = 0; waited <= kAutosaveWaits; ++waited) context.mock.timers.tick(kAutosaveDelayMs);
    assert.equal(tab.autosave.lastText, 'a hand that forgets itself');
    tab.isHeld = true;
    edit(tab, 'the page goes');
    tab.autosave.flushAtEnd();
    assert.equal(tab.autosave.lastText, 'the page goes');
    await tab.autosave.flush();
});

test('it is written when editing rests, and while it does not, all the same', async context => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const browser = new FakeBrowser(context);
    const tab = tabOf(browser);
    edit(tab, 'a');
    context.mock.timers.tick(kAutosaveDelayMs - 1);
    assert.equal(browser.written.length, 0);
    context.mock.timers.tick(1);
    await tab.autosave.flush();
    assert.equal(browser.written.length, 1);
    // A letter every 50 ms, without a rest.
    for (let at = 0; at < kAutosaveLongestMs; at += 50) {
        edit(tab, `a${at}`);
        context.mock.timers.tick(50);
    }
    await tab.autosave.flush();
    assert.equal(browser.written.length, 2);
    assert.equal((await tabOf(browser).autosave.restored()).kept?.text, `a${kAutosaveLongestMs - 50}`);
});

test('writes take turns, in order, also when they are asked for at once', async context => {
    const browser = new FakeBrowser(context);
    const tab = tabOf(browser);
    for (const text of ['one', 'two', 'three']) {
        edit(tab, text);
        void tab.autosave.flush();
    }
    await tab.autosave.flush();
    assert.deepEqual(browser.written, ['main/1', 'main/0', 'main/1']);
    assert.equal((await tabOf(browser).autosave.restored()).kept?.text, 'three');
});

test('a damaged newest one is told, and the one before is opened', async context => {
    const browser = new FakeBrowser(context);
    const tab = tabOf(browser);
    for (const text of ['one', 'two']) {
        edit(tab, text);
        await tab.autosave.flush();
    }
    browser.records.set('main/0', { ...(browser.records.get('main/0') as Generation), text: 'tw' });
    const next = tabOf(browser);
    const { kept, isNewestDamaged } = await next.autosave.restored();
    assert.deepEqual([kept?.text, isNewestDamaged], ['one', true]);
    edit(next, 'three');
    await next.autosave.flush();
    assert.equal((browser.records.get('main/1') as Generation).text, 'one');
    assert.deepEqual(
        await tabOf(browser)
            .autosave.restored()
            .then(({ kept: found, isNewestDamaged: isDamaged }) => [found?.text, isDamaged]),
        ['three', false],
    );
});

test('a second tab begins with a copy and never writes the first one’s record', async context => {
    const browser = new FakeBrowser(context);
    const first = tabOf(browser);
    edit(first, 'first');
    await first.autosave.flush();
    const second = tabOf(browser, 'tab-2', 'main');
    assert.equal((await second.autosave.restored()).kept?.text, 'first');
    assert.deepEqual([first.autosave.isCopy, second.autosave.isCopy, second.autosave.isMain], [false, true, false]);
    for (const tab of [second, first]) {
        edit(tab, tab === first ? 'first, later' : 'second');
        await tab.autosave.flush();
    }
    assert.equal((await tabOf(browser).autosave.restored()).kept?.text, 'first, later');
    assert.equal((await tabOf(browser, 'tab-2').autosave.restored()).kept?.text, 'second');
});

test('the last moment is not lost when the page goes before the database has written', async context => {
    const browser = new FakeBrowser(context);
    const tab = tabOf(browser);
    edit(tab, 'early');
    await tab.autosave.flush();
    browser.isFull = true;
    edit(tab, 'late');
    tab.autosave.flushAtEnd();
    await tab.autosave.flush();
    browser.isFull = false;
    const next = tabOf(browser);
    assert.equal((await next.autosave.restored()).kept?.text, 'late');
    assert.equal(browser.local.values.size, 0, 'it is in the database now');
    assert.equal((await tabOf(browser).autosave.restored()).kept?.text, 'late');
});

test('what the last moment left is not taken when the database has gone on', async context => {
    const browser = new FakeBrowser(context);
    const tab = tabOf(browser);
    edit(tab, 'leaving');
    tab.autosave.flushAtEnd();
    edit(tab, 'back again');
    await tab.autosave.flush();
    assert.equal((await tabOf(browser).autosave.restored()).kept?.text, 'back again');
});

test('a browser that keeps nothing is told, and the flow is still at hand', async context => {
    const browser = new FakeBrowser(context);
    browser.isFull = true;
    const tab = tabOf(browser);
    edit(tab, 'x');
    await tab.autosave.flush();
    await tab.autosave.flush();
    assert.equal(tab.trouble, 1);
    assert.equal(tab.autosave.lastText, 'x');
});

test('after a stop nothing more is written', async context => {
    const browser = new FakeBrowser(context);
    const tab = tabOf(browser);
    edit(tab, 'good');
    await tab.autosave.flush();
    edit(tab, 'doubtful');
    tab.autosave.stop();
    tab.autosave.flushAtEnd();
    edit(tab, 'worse');
    await tab.autosave.flush();
    assert.equal((await tabOf(browser).autosave.restored()).kept?.text, 'good');
    assert.equal(tab.autosave.lastText, 'good');
});

test('what is on its way into the database when the page goes is not lost either', async context => {
    const browser = new FakeBrowser(context);
    const tab = tabOf(browser);
    edit(tab, 'early');
    await tab.autosave.flush();
    // A transaction that the end of the page undoes: it never says that it is through.
    const put = browser.database.put;
    browser.database.put = () => new Promise(() => {});
    edit(tab, 'late');
    void tab.autosave.flush();
    await new Promise(setImmediate);
    tab.autosave.flushAtEnd();
    browser.database.put = put;
    assert.equal((await tabOf(browser).autosave.restored()).kept?.text, 'late');
});

test('of several flows in a tab the one that was shown last is given back, and that of the tab itself when that one is gone', async context => {
    const browser = new FakeBrowser(context);
    const tab = tabOf(browser);
    edit(tab, 'first');
    await tab.autosave.settle();
    tab.autosave.turnTo('main+2', 0);
    edit(tab, 'second');
    await tab.autosave.settle();
    assert.equal((await tabOf(browser).autosave.restored()).kept?.text, 'second');
    // A second tab of the browser shows a copy of what the first one shows.
    assert.equal((await tabOf(browser, 'tab-a', 'main').autosave.restored()).kept?.text, 'second');
    await browser.database.delete('flows', ['main+2/0', 'main+2/1']);
    const later = tabOf(browser);
    assert.equal((await later.autosave.restored()).kept?.text, 'first');
    assert.equal(later.autosave.record, 'main');
});
