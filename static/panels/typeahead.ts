// Typing the beginning of an item's name to get to it. Letters typed one after another are one word: "add" goes to "Add a node", never from item to item by "a", "d", "d".
// Must not know: what items do. It only ever moves the focus.

/// A pause after which the next letter begins another word.
const pauseMs = 900;
/// What cannot be taken for another item by a slip of the finger: so many letters have to be typed to get to a dangerous one.
const dangerousLetters = 3;

export interface Typeable {
    text: string;
    isDangerous?: boolean | undefined;
}

export class Typeahead {
    private word = '';
    private lastMs = Number.NEGATIVE_INFINITY;

    /// The item to go to after `letter` was typed, from the item `at` on (-1: none); undefined where nothing fits, so that the focus stays.
    take(letter: string, items: readonly Typeable[], at: number, nowMs: number): number | undefined {
        const isNew = nowMs - this.lastMs > pauseMs;
        this.lastMs = nowMs;
        this.word = (isNew ? '' : this.word) + plain(letter);
        // The same letter again and again goes round the items that begin with it.
        const isRepeated = this.word.length > 1 && [...this.word].every(each => each === this.word[0]);
        return this.find(this.word, items, at, this.word.length === 1) ?? (isRepeated ? this.find(this.word[0] ?? '', items, at, true) : undefined);
    }

    private find(word: string, items: readonly Typeable[], at: number, isNext: boolean): number | undefined {
        const start = Math.max(0, isNext ? at + 1 : at);
        const order = items.map((_, index) => (start + index) % items.length);
        return order.find(index => {
            const item = items[index];
            return item !== undefined && plain(item.text).startsWith(word) && (!item.isDangerous || word.length >= dangerousLetters);
        });
    }
}

function plain(text: string): string {
    return text.normalize('NFKC').trim().toLowerCase();
}
