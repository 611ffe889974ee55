// The tables that the panels are made from: keys, commands, texts, places, formats.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { OutlineNode } from '../../runtime/protocol/messages.gen.ts';
import { nearest } from '../../static/panels/canvas_walk.ts';
import { commands } from '../../static/panels/commands.ts';
import { bytesText, countText, durationText, hexLines, momentText } from '../../static/panels/formats.ts';
import { parameterHelp } from '../../static/panels/help_text.ts';
import { freePlace } from '../../static/panels/placing.ts';
import { keysOf, shortcuts } from '../../static/panels/shortcuts.ts';
import en from '../../static/style/locales/en.json';
import ja from '../../static/style/locales/ja.json';

function node(id: string, x: number, y: number): OutlineNode {
    return { id, title: id, state: 'idle', mode: 'normal', isSelected: false, x, y };
}

function key(init: Partial<KeyboardEvent>): KeyboardEvent {
    return { key: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, keyCode: 0, ...init } as KeyboardEvent;
}

test('every text that the panels name is in both languages', () => {
    const folder = join(process.cwd(), 'static/panels');
    const named = new Map<string, string>();
    for (const file of readdirSync(folder).filter(name => name.endsWith('.ts'))) {
        const source = readFileSync(join(folder, file), 'utf8');
        for (const match of source.matchAll(/\bt\(\s*'([\w.]+)'/g)) named.set(`ui.${match[1]}`, file);
        for (const match of source.matchAll(/text\(\s*'(ui\.[\w.]+)'/g)) named.set(match[1] ?? '', file);
    }
    for (const name of Object.keys(commands)) named.set(`ui.command.${name}`, 'commands.ts');
    for (const state of ['idle', 'queued', 'running', 'ok', 'failed', 'stopped', 'stale', 'muted']) named.set(`ui.state.${state}`, 'the protocol');
    for (const mode of ['normal', 'mute', 'bypass', 'volatile']) for (const kind of ['mode', 'modeAbout']) named.set(`ui.${kind}.${mode}`, 'the protocol');
    for (const status of ['off', 'loading', 'ready', 'busy', 'restarting', 'lost', 'failed']) named.set(`ui.kernel.${status}`, 'the protocol');
    for (const end of ['ok', 'failed', 'stopped']) named.set(`ui.runEnded.${end}`, 'the protocol');
    assert.ok(named.size > 150);
    for (const [text, file] of named) {
        assert.ok(text in en, `${text} (${file}) is not in en.json`);
        assert.ok(text in ja, `${text} (${file}) is not in ja.json`);
    }
});

test('no two shortcuts mean the same keys in the same place', () => {
    const seen = new Set<string>();
    for (const { keys, command } of shortcuts) {
        assert.ok(!seen.has(keys), `${keys} is given twice`);
        assert.ok(command in commands);
        seen.add(keys);
    }
});

test('letters and digits alone act on the canvas only', () => {
    for (const { keys, where } of shortcuts) if (/^(Shift\+)?[A-Z0-9?]$|^(Delete|Backspace|Enter|Escape)$/.test(keys)) assert.equal(where, 'canvas', keys);
});

test('keys are read as the table writes them, and never while an input method composes', () => {
    assert.equal(keysOf(key({ key: 'z', ctrlKey: true })), 'Mod+Z');
    assert.equal(keysOf(key({ key: 'Z', ctrlKey: true, shiftKey: true })), 'Mod+Shift+Z');
    assert.equal(keysOf(key({ key: '?', shiftKey: true })), '?');
    assert.equal(keysOf(key({ key: 'Enter', shiftKey: true })), 'Shift+Enter');
    assert.equal(keysOf(key({ key: 'a', isComposing: true })), undefined);
    assert.equal(keysOf(key({ key: 'Process', keyCode: 229 })), undefined);
    assert.equal(keysOf(key({ key: 'd', altKey: true, ctrlKey: true })), undefined);
});

test('a new node never lies on another', () => {
    const nodes = [node('a', 0, 0), node('b', 264, 0), node('c', 264, 200)];
    const tall = (id: string) => ({ a: 100, b: 160, c: 300 })[id];
    assert.deepEqual(freePlace(nodes, 'a', tall), { x: 264, y: 540 });
    assert.deepEqual(freePlace([node('a', 0, 0), node('far', 264, 900)], 'a', tall), { x: 264, y: 0 });
    assert.deepEqual(freePlace([], undefined), { x: 0, y: 0 });
    assert.deepEqual(freePlace(nodes), { x: 528, y: 0 });
});

test('an arrow goes to the nearest node in its direction', () => {
    const from = node('from', 0, 0);
    const nodes = [from, node('right', 260, 20), node('farther', 600, 0), node('below', 30, 200), node('aside', 100, 900)];
    assert.equal(nearest(nodes, from, { x: 1, y: 0 })?.id, 'right');
    assert.equal(nearest(nodes, from, { x: 0, y: 1 })?.id, 'below');
    assert.equal(nearest(nodes, from, { x: -1, y: 0 }), undefined);
});

test('sizes and durations read as people say them', () => {
    assert.equal(bytesText(0), '0 B');
    assert.equal(bytesText(999), '999 B');
    assert.equal(bytesText(48219), '48 KB');
    assert.equal(bytesText(1_500_000), '1.5 MB');
    assert.equal(bytesText(999_600), '1.0 MB');
    const page = (texts: Record<string, string>) => ({
        text: (key: string, args = {}) => Object.entries(args).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), texts[key] ?? key),
    });
    const [english, japanese] = [page(en), page(ja)];
    assert.equal(durationText(english, 0.42), '0.4 ms');
    assert.equal(durationText(english, 1250), '1.25 s');
    assert.equal(durationText(english, 200_000), '3 min 20 s');
    assert.equal(durationText(english, 119_700), '2 min 0 s', 'never sixty seconds');
    assert.equal(durationText(japanese, 12_340), '12.3 秒');
    assert.equal(durationText(japanese, 200_000), '3 分 20 秒');
    // What a language writes in its own way: grouped digits, times of the day, days.
    assert.deepEqual(
        ['en', 'ja', 'de'].map(language => countText(12345, language)),
        ['12,345', '12,345', '12.345'],
    );
    const [then, now] = [new Date(2026, 2, 4, 15, 5).getTime(), new Date(2026, 2, 5, 1).getTime()];
    assert.match(momentText('en', then, now), /^Mar 4, 0?3:05\sPM$/);
    assert.equal(momentText('ja', then, now), '3月4日 15:05');
    assert.equal(momentText('ja', then, then), '15:05');
});

test('bytes are shown with offsets and letters', () => {
    assert.equal(hexLines('89504e470a'), `000000  ${'89 50 4e 47 0a'.padEnd(47)}  ·PNG·`);
    assert.equal(hexLines('00'.repeat(17)).split('\n').length, 2);
});

test("a setting's help is found in its function's docstring", () => {
    const doc = 'Keeps rows.\n\ncondition: the expression\n    over several lines.\nx, y: the axes.';
    assert.equal(parameterHelp(doc, 'condition'), 'the expression over several lines.');
    assert.equal(parameterHelp(doc, 'y'), 'the axes.');
    assert.equal(parameterHelp(doc, 'rows'), undefined);
});
