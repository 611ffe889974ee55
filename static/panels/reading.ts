// Finding Japanese texts by how they sound: typed as kanji, kana or romaji, also while an input method is still composing. Loaded when somebody searches.
// A reading is kana (words from the table below), then letters; what is typed is brought to the same letters, so that shi and si, fu and hu, ou and o are one.

/// Words with kanji of what can be searched here, and what titles of nodes are often made of. The longest that fits is taken. Okurigana stand in the text itself.
const words: Record<string, string> = Object.fromEntries(
    `実行じっこう 行ぎょう 絞り込しぼりこ 並べ替ならべか 並なら 取り出とりだ 重複ちょうふく 除のぞ 空欄くうらん 空から 埋う 列れつ 選択せんたく 選えら 追加ついか 集計しゅうけい
    表示ひょうじ 表ひょう 結合けつごう 縦たて 横よこ 要約ようやく 統計とうけい 書き出かきだ 書か 条件じょうけん 図ず 描えが 読み込よみこ 読よ 開ひら 解除かいじょ 一覧いちらん 接続せつぞく
    切り取きりと 切り替きりか 複製ふくせい 検索けんさく 合あ 全体ぜんたい 新あたら 貼り付はりつ 直なお 削除さくじょ 名前なまえ 変更へんこう 再起動さいきどう 保存ほぞん 付つ 結果けっか
    含ふく 設定せってい 停止ていし 元もと 戻もど 出力しゅつりょく 入力にゅうりょく 履歴りれき 変数へんすう 変換へんかん 作者さくしゃ 失敗しっぱい 最新さいしん 必要ひつよう 州しゅう 多おお
    航空便こうくうびん 天気てんき 関数かんすう 自作じさく 画像がぞう 抽出ちゅうしゅつ 昇順しょうじゅん 降順こうじゅん 順番じゅんばん 先頭せんとう 末尾まつび 件数けんすう 欠損けっそん
    補完ほかん 計算けいさん 数式すうしき 式しき 合計ごうけい 平均へいきん 集約しゅうやく 連結れんけつ 概要がいよう 分布ぶんぷ 棒ぼう 折れ線おれせん 散布図さんぷず 地域ちいき 売上うりあげ
    注文ちゅうもん 顧客こきゃく 商品しょうひん 価格かかく 単価たんか 数量すうりょう 日付ひづけ 曜日ようび 月別つきべつ 日別ひべつ 年別ねんべつ 雨あめ 日ひ 月つき 年ねん 大おお 小ちい 高たか
    低ひく 人ひと 都市とし 国くに 気温きおん 最大さいだい 最小さいしょう 最高さいこう 最低さいてい 学習がくしゅう 予測よそく 評価ひょうか 訓練くんれん 枠わく 注釈ちゅうしゃく 整列せいれつ
    配置はいち 左ひだり 右みぎ 上うえ 下した 中央ちゅうおう 揃そろ 間隔かんかく 無効むこう 有効ゆうこう 拡大かくだい 縮小しゅくしょう 共有きょうゆう 印刷いんさつ 終了しゅうりょう 下端したはし
    上端うえはし 左端ひだりはし 右端みぎはし 左右さゆう 上下じょうげ 等間隔とうかんかく 折お 展開てんかい 範囲はんい 囲かこ 割り当わりあ 自動じどう 一緒いっしょ 先さき 下流かりゅう 上流じょうりゅう 閉と 作つく 次つぎ 前まえ`
        .split(/\s+/)
        .map(entry => {
            // A word ends with its last kanji, or with the kana that stand before its reading twice ("絞り込しぼりこ").
            const at = Math.max(...[...entry.matchAll(/\p{Script=Han}/gu)].map(({ index }) => index)) + 1;
            return [entry.slice(0, at), entry.slice(at)];
        }),
);
const longestWord = Math.max(...Object.keys(words).map(word => word.length));

const kanaRows: Record<string, string> = {
    '': 'あいうえお',
    k: 'かきくけこ',
    s: 'さしすせそ',
    t: 'たちつてと',
    n: 'なにぬねの',
    h: 'はひふへほ',
    m: 'まみむめも',
    y: 'や ゆ よ',
    r: 'らりるれろ',
    w: 'わゐ ゑを',
    g: 'がぎぐげご',
    z: 'ざじずぜぞ',
    d: 'だぢづでど',
    b: 'ばびぶべぼ',
    p: 'ぱぴぷぺぽ',
};
const letters = new Map(
    Object.entries(kanaRows).flatMap(([consonant, row]) => [...row].map((kana, index): [string, string] => [kana, consonant + 'aiueo'.charAt(index)])),
);
letters.set('ゔ', 'bu');
const smallVowels = 'ぁぃぅぇぉ';
const smallGlides: Record<string, string> = { ゃ: 'ya', ゅ: 'yu', ょ: 'yo', ゎ: 'wa' };

function hiragana(text: string): string {
    return text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[ァ-ヴ]/g, kana => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/// "行を絞り込む" -> "ぎょうをしぼりこむ". Kanji that are in no word of the table stay.
export function readingOf(text: string): string {
    const plain = hiragana(text);
    let reading = '';
    for (let at = 0; at < plain.length; ) {
        const length = wordLengthAt(plain, at);
        reading += length > 0 ? words[plain.slice(at, at + length)] : plain.charAt(at);
        at += Math.max(1, length);
    }
    return reading;
}

function wordLengthAt(text: string, at: number): number {
    for (let length = longestWord; length > 0; --length) if (Object.hasOwn(words, text.slice(at, at + length))) return length;
    return 0;
}

/// A reading, or romaji as people type them, in letters that are the same for the same sound.
export function lettersOf(text: string): string {
    let spelled = '';
    for (const sign of hiragana(text)) {
        const vowel = smallVowels.indexOf(sign);
        if (sign in smallGlides) spelled = spelled.replace(/[iu]$/, '') + smallGlides[sign];
        else if (vowel >= 0) spelled = spelled.replace(/(^|[aiueo])u$/, '$1w').replace(/[aiueo]$/, '') + 'aiueo'.charAt(vowel);
        else if (sign === 'っ') spelled += '';
        else if (sign === 'ん') spelled += 'n';
        else spelled += letters.get(sign) ?? sign;
    }
    return (
        spelled
            .replace(/['ー-]/g, '')
            .replace(/sh/g, 'sy')
            .replace(/ch|cy/g, 'ty')
            .replace(/j/g, 'zy')
            .replace(/yy/g, 'y')
            .replace(/([stz])yi/g, '$1i')
            .replace(/tsu/g, 'tu')
            .replace(/f/g, 'h')
            .replace(/v/g, 'b')
            .replace(/m(?=[bp])/g, 'n')
            // Doubled consonants and long vowels are one: people leave them out, and kana write them in several ways.
            .replace(/([a-z])\1+/g, '$1')
            .replace(/ou/g, 'o')
    );
}

/// So few letters are in every text.
const fewestLetters = 2;

/// True if each word of `typed` is heard in `text`.
export function soundsLike(text: string, typed: string): boolean {
    const heard = lettersOf(readingOf(text));
    const wanted = typed
        .trim()
        .split(/\s+/)
        .map(word => lettersOf(readingOf(word)));
    return wanted.every(word => word.length >= fewestLetters && heard.includes(word));
}
