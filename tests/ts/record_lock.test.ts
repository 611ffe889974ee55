import assert from 'node:assert/strict';
import test from 'node:test';
import { claimRecord, isAlone, otherTabs } from '../../static/host/record_lock.ts';
import { FakeBrowser, FakeStorage } from './fake_browser.ts';

test('the first tab has the main record, the second shows a copy in a record of its own', async context => {
    const browser = new FakeBrowser(context);
    browser.enter();
    assert.deepEqual(await claimRecord(''), { record: 'main', copyOf: undefined });
    browser.enter();
    const second = await claimRecord('');
    assert.match(second.record, /^tab-/);
    assert.equal(second.copyOf, 'main');
});

test('a reload finds its record again, also when the first tab has gone in the meantime', async context => {
    const browser = new FakeBrowser(context);
    browser.enter();
    await claimRecord('');
    const session = new FakeStorage();
    browser.enter(session);
    const second = await claimRecord('');
    browser.locks.held.clear();
    browser.enter(session);
    assert.deepEqual(await claimRecord(''), { record: second.record, copyOf: undefined });
    browser.enter();
    assert.deepEqual(await claimRecord(''), { record: 'main', copyOf: undefined });
});

test('a duplicated tab shows a copy of its original, not of another flow', async context => {
    const browser = new FakeBrowser(context);
    browser.enter();
    await claimRecord('');
    const session = new FakeStorage();
    browser.enter(session);
    const second = await claimRecord('');
    const copy = new FakeStorage();
    for (const [key, value] of session.values) copy.setItem(key, value);
    browser.enter(copy);
    const duplicate = await claimRecord('');
    assert.notEqual(duplicate.record, second.record);
    assert.equal(duplicate.copyOf, second.record);
});

test('a flow that the address names has a record of its own and leaves the main one alone', async context => {
    const browser = new FakeBrowser(context);
    const session = new FakeStorage();
    browser.enter(session);
    const named = await claimRecord('#flow=d1:x');
    assert.match(named.record, /^tab-/);
    assert.equal(named.copyOf, undefined);
    assert.deepEqual(await claimRecord(''), { record: 'main', copyOf: undefined });
});

test('a tab knows whether it is alone', async context => {
    const browser = new FakeBrowser(context);
    browser.enter();
    await claimRecord('');
    browser.locks.held.add('a lock of another program of this host');
    assert.equal(await isAlone('main'), true);
    browser.enter();
    const { record } = await claimRecord('');
    assert.equal(await isAlone('main'), false);
    assert.equal(await isAlone(record), false);
});

test('other tabs are counted, this one is not', async context => {
    const browser = new FakeBrowser(context);
    browser.enter();
    await claimRecord('');
    assert.equal(await otherTabs(), 0);
    browser.enter();
    await claimRecord('');
    assert.equal(await otherTabs(), 1);
});

test('a tab that is refused locks counts as the first, and as alone', async context => {
    const browser = new FakeBrowser(context);
    browser.locks.areRefused = true;
    browser.enter();
    assert.deepEqual(await claimRecord(''), { record: 'main', copyOf: undefined });
    assert.equal(await isAlone('main'), true);
    assert.equal(await otherTabs(), 0);
});
