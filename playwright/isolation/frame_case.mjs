// The probes of the kernel's frame in one case: each in a frame of its own, all at once, and at last the one that takes the whole page elsewhere.
import { kSecret } from './bench.mjs';
import { names as kinds } from './frame_probes.mjs';

const idOf = name => `frame.${name.replace(/\W/g, '_')}.${name === 'EventSource' ? 'events' : 'js'}`;

export async function probeFrames({ openCase }, probes, down) {
    const { page, sink, site } = await openCase('probes.html', { down, page: probes });
    const asked = [];
    for (const [kind, list] of Object.entries(kinds)) {
        for (const name of list) {
            const id = idOf(name);
            let url = `${sink.url}/hit/${id}`;
            if (name === 'RTCPeerConnection') url = `stun:127.0.0.1:${await sink.datagramPort(id)}`;
            if (name === 'WebTransport') url = `https://127.0.0.1:${await sink.datagramPort(id)}/`;
            if (kind === 'connection') url = `http://127.0.0.1:${await sink.connectionPort(id)}/`;
            asked.push({ kind, name, id, url });
        }
    }
    // Where a wall is down some of them never end (a connection that nobody answers); what they did is seen at the sink.
    const isStrict = down.length === 0;
    const run = list =>
        page.evaluate(
            ([boot, all, waits]) => {
                const said = all.map(one => globalThis.probeFrame(boot, one).then(text => [one.name, text]));
                return Promise.all(said.filter((_, index) => waits || all[index].kind === 'read'));
            },
            [probes.boot, list, isStrict],
        );
    const said = Object.fromEntries(await run(asked.filter(({ kind }) => kind !== 'away')));
    const uninvited = await page.evaluate(() => globalThis.uninvited);
    // Its page may be gone before it can say anything.
    await run(asked.filter(({ kind }) => kind === 'away')).catch(() => undefined);
    site.expectLoosened();
    const found = ({ name }) =>
        said[name]?.includes(kSecret) ||
        /registered|ended with made/.test(said[name] ?? '') ||
        (name.includes('BroadcastChannel') && uninvited.includes('from the frame'));
    return {
        sink,
        names: asked.map(({ name }) => name),
        namesOf: kind => asked.filter(one => one.kind === kind).map(({ name }) => name),
        ids: asked.filter(({ kind }) => kind !== 'read').map(({ id }) => id),
        idsOf: list => list.map(idOf),
        leaks: () => asked.filter(one => (one.kind === 'read' ? found(one) : sink.hits.has(one.id))).map(({ name }) => name),
    };
}
