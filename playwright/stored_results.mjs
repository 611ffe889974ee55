// What the origin's private file system holds of results, read and changed past the page: the witness of the stories about results that outlive it.

/** [{path, results, values}] of every segment: how many results, and where the values lie in it. */
export function storedSegments(stage) {
    return stage.product.evaluate(async () => {
        const found = [];
        const walk = async (folder, path) => {
            for await (const [name, handle] of folder) {
                if (handle.kind === 'directory') {
                    await walk(handle, `${path}/${name}`);
                } else if (name.endsWith('.segment')) {
                    const bytes = await (await handle.getFile()).arrayBuffer();
                    if (bytes.byteLength === 0) continue; // just being written
                    if (bytes.byteLength < 76) {
                        found.push({ path: `${path}/${name}`, results: 0, values: [] });
                        continue;
                    }
                    const length = new DataView(bytes).getUint32(72, true);
                    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 76, length)));
                    let at = 76 + length;
                    const values = head.values.map(([, size]) => {
                        at += size;
                        return at - size;
                    });
                    found.push({ path: `${path}/${name}`, results: head.results.length, values });
                }
            }
        };
        const root = await navigator.storage.getDirectory();
        const results = await root.getDirectoryHandle('kept-results').catch(() => null);
        if (results) await walk(results, 'kept-results');
        return found;
    });
}

/** Waits until at least so many results are stored. */
export async function untilStored(stage, count, timeout = 60_000) {
    const deadline = Date.now() + timeout;
    for (;;) {
        const segments = await storedSegments(stage);
        if (segments.reduce((sum, segment) => sum + segment.results, 0) >= count) return segments;
        if (Date.now() > deadline) throw new Error(`after ${timeout} ms only ${JSON.stringify(segments)} is stored`);
        await stage.product.evaluate(() => new Promise(done => setTimeout(done, 50)));
    }
}

/** As a bad disk would: changes a byte at each of these places, or cuts the segment at the first. */
export function damageSegment(stage, path, places, { cut = false } = {}) {
    return stage.product.evaluate(
        async ([way, wanted, isCut]) => {
            const names = way.split('/');
            const name = names.pop();
            let folder = await navigator.storage.getDirectory();
            for (const each of names) folder = await folder.getDirectoryHandle(each);
            const handle = await folder.getFileHandle(name);
            const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
            for (const place of wanted) bytes[place] ^= 0xff;
            const writable = await handle.createWritable();
            await writable.write(isCut ? bytes.slice(0, wanted[0]) : bytes);
            await writable.close();
        },
        [path, places, cut],
    );
}
