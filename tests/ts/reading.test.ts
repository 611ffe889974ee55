// Searching Japanese texts by sound: kanji, kana, romaji in the ways people type them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lettersOf, readingOf, soundsLike } from '../../static/panels/reading.ts';

test('kanji are read, longest words first', () => {
    assert.equal(readingOf('行を絞り込む'), 'ぎょうをしぼりこむ');
    assert.equal(readingOf('実行'), 'じっこう');
    assert.equal(readingOf('ノードの名前を変更'), 'のーどのなまえをへんこう');
    assert.equal(readingOf('鬱'), '鬱');
});

test('romaji of any school are the same letters as the kana', () => {
    for (const [kana, ...typed] of [
        ['しぼりこむ', 'shiborikomu', 'siborikomu', 'SHIBORIKOMU', 'ｓｈｉｂｏｒｉｋｏｍｕ'],
        ['ちょうふく', 'choufuku', 'tyouhuku', 'chofuku', 'cyouhuku'],
        ['じっこう', 'jikkou', 'zikkou', 'jikko'],
        ['けんさく', 'kensaku', 'kennsaku'],
        ['ファイル', 'fairu'],
        ['グループ', 'guru-pu', 'gurupu', 'guruupu'],
        ['へんしゅう', 'henshuu', 'hensyuu', 'henshu'],
        ['ちゅうしゅつ', 'chuushutsu', 'tyuusyutu'],
        ['じょうけん', 'jouken', 'zyouken', 'jyouken'],
        ['ウィンドウ', 'windou'],
        ['サンプル', 'sanpuru', 'sampuru'],
    ] as string[][])
        for (const each of typed) assert.equal(lettersOf(each), lettersOf(kana ?? ''), `${each} for ${kana}`);
});

test('what is typed is found by any part, also before it is finished', () => {
    for (const typed of ['絞り込', 'しぼりこ', 'シボリ', 'shibori', 'shib', 'sibor', 'ぎょうを', 'gyou shibori', 'ぎょう しぼ'])
        assert.ok(soundsLike('行を絞り込む', typed), typed);
    for (const typed of ['retsu', 'れつ', 'sum', 's', '', 'しぼん']) assert.ok(!soundsLike('行を絞り込む', typed), typed);
    assert.ok(soundsLike('CSVを読む', 'よむ'));
    assert.ok(soundsLike('売上 by 地域', 'uriage'));
});

test('names of the library can be read, and nearly all commands', () => {
    const library = JSON.parse(readFileSync('runtime/library/library.json', 'utf8')) as { name: { ja: string } }[];
    const texts = JSON.parse(readFileSync('static/style/locales/ja.json', 'utf8')) as Record<string, string>;
    const commands = Object.entries(texts).flatMap(([key, text]) => (/^ui\.(command|category|panel)\./.test(key) ? [text] : []));
    const unread = (names: string[]) => names.filter(text => /\p{Script=Han}/u.test(readingOf(text)));
    assert.deepEqual(unread(library.map(({ name }) => name.ja)), []);
    // A command that is new is still found by its own signs and its English name.
    assert.ok(unread(commands).length <= commands.length / 10, unread(commands).join(', '));
});
