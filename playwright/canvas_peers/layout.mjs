// The same picture for all editors: nodes in columns, each with up to two wires from the column before it.
const columnsOf = count => Math.max(1, Math.round(Math.sqrt((count * 2) / 3)));

/** {nodes: [{x, y}], links: [[from, to, input]]}; as many rows as half again the columns. */
export function picture(count) {
    const rows = Math.ceil(count / columnsOf(count));
    const nodes = Array.from({ length: count }, (_, at) => ({ x: Math.floor(at / rows) * 260, y: (at % rows) * 180 }));
    const links = [];
    for (let at = rows; at < count; ++at) {
        const column = Math.floor(at / rows);
        for (const input of [0, 1]) links.push([(column - 1) * rows + ((at * (31 + input * 17) + input) % rows), at, input]);
    }
    return { nodes, links };
}
