// What the browser's database holds of the flow, read past the page: the witness of the stories about keeping.

/** The newest whole-looking generation of the main record, or null. Serials count up; a checksum is the page's own business. */
export function keptFlow(stage, record = 'main') {
    return stage.product.evaluate(
        name =>
            new Promise((settle, refuse) => {
                const opening = indexedDB.open('pythonflows');
                opening.onerror = () => refuse(opening.error);
                opening.onsuccess = () => {
                    const reading = opening.result
                        .transaction('flows')
                        .objectStore('flows')
                        .getAll(IDBKeyRange.bound(`${name}/`, `${name}/\uffff`));
                    reading.onerror = () => refuse(reading.error);
                    reading.onsuccess = () => {
                        opening.result.close();
                        const newest = reading.result.sort((a, b) => b.serial - a.serial)[0];
                        settle(newest ? { flow: JSON.parse(newest.text), isSaved: newest.isSaved } : null);
                    };
                };
            }),
        record,
    );
}

/** Waits until what is kept satisfies `accept`. */
export async function untilKept(stage, accept, record = 'main', timeout = 60_000) {
    const deadline = Date.now() + timeout;
    for (;;) {
        const kept = await keptFlow(stage, record);
        if (kept && accept(kept)) return kept;
        if (Date.now() > deadline) throw new Error(`after ${timeout} ms the database still holds ${JSON.stringify(kept)?.slice(0, 600)}`);
        await stage.product.evaluate(() => new Promise(done => setTimeout(done, 20)));
    }
}

/** Damages the newest generation of the main record, as a bad disk would: its text loses its end. */
export function damageNewest(stage) {
    return stage.product.evaluate(
        () =>
            new Promise((settle, refuse) => {
                const opening = indexedDB.open('pythonflows');
                opening.onsuccess = () => {
                    const change = opening.result.transaction('flows', 'readwrite');
                    const store = change.objectStore('flows');
                    const looks = ['main/0', 'main/1'].map(place => [place, store.get(place)]);
                    looks[1][1].onsuccess = () => {
                        const [place, look] = looks.sort((a, b) => b[1].result.serial - a[1].result.serial)[0];
                        store.put({ ...look.result, text: look.result.text.slice(0, -10) }, place);
                    };
                    change.oncomplete = () => {
                        opening.result.close();
                        settle();
                    };
                    change.onabort = () => refuse(change.error);
                };
            }),
    );
}
