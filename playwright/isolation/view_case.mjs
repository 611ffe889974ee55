// The probes of the HTML view in one case: each piece in a view of its own, all at once, and at last the one that takes the whole page elsewhere.
import { lastProbe, viewProbes } from './view_probes.mjs';

const idOf = name => `view.${name.replace(/\W/g, '_')}`;

export async function probeViews({ openCase }, probes, down) {
    const { page, sink, site } = await openCase('probes.html', { down, page: probes });
    const pieces = [];
    for (const [name, html] of Object.entries(viewProbes)) {
        const id = idOf(name);
        const own = { stun: `stun:127.0.0.1:${await sink.datagramPort(id)}`, port: await sink.connectionPort(id) };
        pieces.push(html(`${sink.url}/hit/${id}`, own));
    }
    await page.evaluate(all => Promise.all(all.map(html => globalThis.probeView(html))), pieces);
    // Its page may be gone before it can say anything.
    const last = lastProbe.html(`${sink.url}/hit/${idOf(lastProbe.name)}`);
    await page.evaluate(html => globalThis.probeView(html), last).catch(() => undefined);
    site.expectLoosened();
    const names = [...Object.keys(viewProbes), lastProbe.name];
    // An address may have got an ending, which says what it is to be answered with.
    const isReached = id => [...sink.hits].some(hit => hit === id || hit.startsWith(`${id}.`));
    return {
        sink: { ...sink, arrived: ids => sink.arrivedWhere(ids, isReached) },
        ids: names.map(idOf),
        idsOf: list => list.map(idOf),
        leaks: () => names.filter(name => isReached(idOf(name))),
    };
}
