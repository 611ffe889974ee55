import assert from 'node:assert/strict';
import test from 'node:test';
import { KeptViews } from '../../static/host/kept_views.ts';
import { Openings } from '../../static/host/openings.ts';
import type { Page } from '../../static/host/page_interface.ts';

/// A tab's session storage, which outlives its pages.
function withTab(): Map<string, string> {
    const kept = new Map<string, string>();
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
    Object.defineProperty(globalThis, 'sessionStorage', { value: storage, configurable: true });
    return kept;
}

/// A page whose canvas is looked at from `view`; 100 canvas units to 100 pixels at 100 %.
function pageAt(view: { x: number; y: number; percent: number }, canvasWidth = 600) {
    const openings = new Openings();
    const sent: unknown[] = [];
    let width = canvasWidth;
    let nodeCount = 1;
    const nodes = [
        [300, -40],
        [20, 100],
        [20, 40],
    ];
    const page = {
        ask: (name: string, at: { x: number; y: number }) =>
            name === 'status'
                ? { zoom: view.percent, nodeCount }
                : name === 'outline'
                  ? { nodes: nodes.map(([x, y]) => ({ x, y })) }
                  : { x: view.x + ((at.x - 10 - width / 2) * 100) / view.percent, y: view.y + ((at.y - 160) * 100) / view.percent },
        send: (notice: unknown) => sent.push(notice),
    } as unknown as Pick<Page, 'ask' | 'send'>;
    const views = new KeptViews({ page, openings, canvas: () => ({ x: 10, y: 10, width, height: 300 }) });
    const open = async (text: string, isBeginning = false) => {
        const opening = await openings.add(text, {});
        views.leave();
        openings.enter(opening);
        nodeCount = (JSON.parse(text) as { nodes: unknown[] }).nodes.length;
        if (isBeginning) views.bringBack();
        views.show();
        return opening;
    };
    return { openings, sent, views, open, view, hide: () => (width = 0) };
}

test('another flow is shown whole; one that undo brings back as it was when it was left', async () => {
    withTab();
    const page = pageAt({ x: 0, y: 0, percent: 100 });
    const first = await page.open('{"title": "first", "nodes": [{}]}');
    Object.assign(page.view, { x: 700, y: -20, percent: 50 });
    await page.open('{"title": "second", "nodes": [{}]}');
    assert.deepEqual(page.sent, [{ type: 'fit' }, { type: 'fit' }]);
    page.views.leave();
    page.openings.enter(first);
    page.views.show();
    assert.deepEqual(page.sent.slice(2), [
        { type: 'zoom', percent: 50 },
        { type: 'center_at', x: 700, y: -20 },
    ]);
});

test('on a phone the beginning of a flow is shown where all of it would be too small to read', async () => {
    withTab();
    const fitting = pageAt({ x: 0, y: 0, percent: 80 }, 390);
    await fitting.open('{"title": "short", "nodes": [{}]}');
    assert.deepEqual(fitting.sent, [{ type: 'fit' }]);
    const small = pageAt({ x: 0, y: 0, percent: 30 }, 390);
    await small.open('{"title": "long", "nodes": [{}]}');
    assert.deepEqual(small.sent, [{ type: 'fit' }, { type: 'zoom', percent: 75 }, { type: 'center_at', x: 20 + 175 / 0.75, y: 100 }]);
});

test('a flow without nodes is not looked at from as far as the one before it', async () => {
    withTab();
    const page = pageAt({ x: 0, y: 0, percent: 30 });
    await page.open('{"title": "empty", "nodes": []}');
    assert.deepEqual(page.sent, [{ type: 'zoom', percent: 100 }]);
});

test('a tab that is loaded anew looks where it looked, at the same flow only', async () => {
    const tab = withTab();
    const before = pageAt({ x: 5, y: 6, percent: 25 });
    await before.open('{"title": "mine", "nodes": [{}]}', true);
    before.views.keep();

    const after = pageAt({ x: 0, y: 0, percent: 100 });
    await after.open('{"title": "mine", "nodes": [{}]}', true);
    assert.deepEqual(after.sent, [
        { type: 'zoom', percent: 25 },
        { type: 'center_at', x: 5, y: 6 },
    ]);
    const other = pageAt({ x: 0, y: 0, percent: 100 });
    await other.open('{"title": "another", "nodes": [{}]}', true);
    assert.deepEqual(other.sent, [{ type: 'fit' }]);

    for (const broken of ['', '[1', 'null', '7', '{}', '{"history":"x"}']) {
        for (const key of tab.keys()) tab.set(key, broken);
        const page = pageAt({ x: 0, y: 0, percent: 100 });
        await page.open('{"title": "mine", "nodes": [{}]}', true);
        assert.deepEqual(page.sent, [{ type: 'fit' }], broken);
    }
});

test('a canvas that nobody sees is looked at from nowhere', async () => {
    const tab = withTab();
    const page = pageAt({ x: 5, y: 6, percent: 25 });
    await page.open('{"title": "mine", "nodes": [{}]}', true);
    page.hide();
    page.views.keep();
    assert.equal(tab.size, 0);
});
