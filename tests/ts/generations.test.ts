import assert from 'node:assert/strict';
import test from 'node:test';
import { crc32 } from '../../static/host/crc32.ts';
import { type Generation, generationOf, newestOf, placesOf, readRecord, recordAt, writeGeneration } from '../../static/host/generations.ts';

const kept = (text: string) => ({ text, isSaved: false, savedAtMs: 7 });

test('the checksum is the one of the standard, over both bytes of each unit', () => {
    // The standard's check value is of the bytes "123456789"; as 16-bit units, low byte first, these are the same bytes.
    assert.equal(crc32('\u3231\u3433\u3635\u3837'), crc32FromBytes('12345678'));
    assert.equal(crc32(''), 0);
    assert.notEqual(crc32('値段'), crc32('段値'));
});

/// Bit by bit, by the definition.
function crc32FromBytes(text: string): number {
    let crc = 0xffffffff;
    for (const byte of Buffer.from(text, 'latin1')) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
    return ~crc >>> 0;
}

class Store {
    readonly places = new Map<string, unknown>();
    get = (_store: string, key: string): Promise<unknown> => Promise.resolve(this.places.get(key));
    put = (_store: string, key: string, value: unknown): Promise<void> => {
        this.places.set(key, structuredClone(value));
        return Promise.resolve();
    };
}

async function storeWith(...texts: string[]): Promise<Store> {
    const store = new Store();
    for (const [index, text] of texts.entries()) await writeGeneration(store, 'main', generationOf(kept(text), index + 1));
    return store;
}

test('a new generation leaves the one before where it is', async () => {
    const store = await storeWith('one', 'two', 'three');
    const { newest, isNewestDamaged } = await readRecord(store, 'main');
    assert.deepEqual([newest?.text, newest?.serial, isNewestDamaged], ['three', 3, false]);
    assert.deepEqual([...store.places.values()].map(each => (each as Generation).text).sort(), ['three', 'two']);
    assert.deepEqual([...store.places.keys()].sort(), placesOf('main'));
    assert.deepEqual(placesOf('main').map(recordAt), ['main', 'main']);
});

test('whatever is damaged in the newest, the one before is found and it is said', async () => {
    const damages: ((newest: Generation) => unknown)[] = [
        newest => ({ ...newest, text: newest.text.slice(0, -1) }),
        newest => ({ ...newest, text: `${newest.text} ` }),
        newest => ({ ...newest, isSaved: true }),
        newest => ({ ...newest, check: newest.check ^ 1 }),
        newest => ({ ...newest, serial: newest.serial + 1 }),
        ({ text: _text, ...rest }) => rest,
        () => 'nonsense',
        () => null,
    ];
    for (const damage of damages) {
        const store = await storeWith('one', 'two');
        store.places.set('main/0', damage(store.places.get('main/0') as Generation));
        const { newest, isNewestDamaged } = await readRecord(store, 'main');
        assert.deepEqual([newest?.text, isNewestDamaged], ['one', true], String(damage));
        // The next one goes into the damaged place, never over the whole one.
        await writeGeneration(store, 'main', generationOf(kept('next'), (newest?.serial ?? 0) + 1));
        assert.equal((await readRecord(store, 'main')).newest?.text, 'next');
        assert.equal((store.places.get('main/1') as Generation).text, 'one');
    }
});

test('a damaged older generation is no reason to say anything', async () => {
    const store = await storeWith('one', 'two');
    store.places.set('main/1', { ...(store.places.get('main/1') as Generation), text: 'x' });
    assert.deepEqual([(await readRecord(store, 'main')).newest?.text, (await readRecord(store, 'main')).isNewestDamaged], ['two', false]);
});

test('nothing kept is nothing damaged; everything damaged is told', () => {
    assert.deepEqual(newestOf([undefined, undefined]), { newest: undefined, isNewestDamaged: false });
    assert.deepEqual(newestOf(['x', undefined]), { newest: undefined, isNewestDamaged: true });
});

test('the archive that a flow was opened from is part of what is checked', async () => {
    const store = new Store();
    const authors = 'a'.repeat(64);
    await writeGeneration(store, 'main', generationOf({ ...kept('one'), authors }, 1));
    assert.equal((await readRecord(store, 'main')).newest?.authors, authors);
    store.places.set('main/1', { ...(store.places.get('main/1') as Generation), authors: 'b'.repeat(64) });
    assert.deepEqual(await readRecord(store, 'main'), { newest: undefined, isNewestDamaged: true });
});
