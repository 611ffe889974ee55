import assert from 'node:assert/strict';
import test from 'node:test';
import { AuthorResults } from '../../static/host/archive/author_results.ts';
import { kArchivesKept } from '../../static/host/limits.ts';
import { Openings } from '../../static/host/openings.ts';

test('a flow that comes back by its number is as foreign as it was', async () => {
    const openings = new Openings();
    const own = await openings.add('{"nodes": []}', { results: 'own', history: 'own' });
    const foreign = await openings.add('{"nodes": []}', { isForeign: true, results: 'nobody keeps them' });
    const named = await openings.add('{"nodes": [{}]}', { isNamed: true });
    assert.deepEqual(openings.enter(own), { isForeign: false, isNamed: false, results: 'own', history: 'own' });
    assert.deepEqual(openings.enter(foreign), { isForeign: true, isNamed: true, results: undefined, history: 'nobody keeps them' });
    assert.equal(openings.current.isForeign, true);
    assert.match(openings.enter(named).results ?? '', /^[0-9a-f]{64}$/);
    assert.equal(openings.current.isForeign, false);
    assert.equal(openings.enter(0).results, undefined);
    assert.throws(() => openings.enter(7));
});

test('what came with a flow comes back with it; of many flows only the latest have theirs', async () => {
    const openings = new Openings();
    const authors = Array.from({ length: kArchivesKept + 2 }, (_, n) => new AuthorResults(`${n}`, [], new Map(), key => key));
    const numbers: number[] = [];
    for (const one of authors) {
        const opening = await openings.add('{"nodes": [{}]}', { authors: one });
        openings.enter(opening);
        numbers.push(opening);
    }
    assert.deepEqual(
        numbers.map(number => openings.enter(number).authors?.sha256),
        [undefined, undefined, '2', '3', '4', '5'],
    );
});

test('what is no flow gets a number too: the session says what is wrong with it', async () => {
    const openings = new Openings();
    const numbers = await Promise.all(['', 'noise', 'null', '7', '{"nodes": 3}'].map(text => openings.add(text, {})));
    assert.equal(new Set(numbers.map(number => openings.enter(number).results)).size, numbers.length);
});
