// Python's probes in one case: the product's own page, two nodes, and a person who answers the question for the host (with no, unless a control says otherwise).
import { readFileSync } from 'node:fs';
import { kSecret } from './bench.mjs';

const textOf = name => readFileSync(new URL(name, import.meta.url), 'utf8');
/** These cannot get out of any worker, or not in the way they are tried, whatever is allowed: no control could make them succeed. */
const uncontrollable = new Set([
    'run_js',
    'run_js with import()',
    'socket',
    'asyncio.open_connection',
    'pyodide_js.loadPackage',
    'fetch of the true scope',
    'navigator.sendBeacon',
    'RTCPeerConnection',
    'a worker by address',
]);

/** Runs both nodes and resolves with what the probes printed. What the second does to its kernel is its own affair. */
async function runNodes([nodes]) {
    const { pythonflows } = globalThis;
    await pythonflows.open({ format: 'pythonflows', version: 1, title: 'probes', nodes, links: [] });
    await pythonflows.pythonReady;
    const { ended } = await pythonflows.run({ only: 'probes' });
    const { stdout, error } = await pythonflows.output('probes');
    if (ended !== 'ok') throw new Error(`the probes ended as ${ended}: ${error?.traceback}`);
    await pythonflows.run({ only: 'by_ctypes' });
    return stdout;
}

/** Clicks the answer as soon as the question is there. */
async function answerQuestion(page, widget) {
    const found = await page.waitForFunction(name => globalThis.pythonflows.widget(name)?.visible && globalThis.pythonflows.widget(name), widget, {
        timeout: 120_000,
    });
    const { x, y, width, height } = await found.jsonValue();
    await page.mouse.click(x + width / 2, y + height / 2);
}

export async function probePython({ openCase }, down, answer = 'network.no') {
    const { page, sink, site } = await openCase('index.html', { down });
    const stun = await sink.datagramPort('python.RTCPeerConnection.js');
    const quic = await sink.datagramPort('python.WebTransport.js');
    await page.waitForFunction(() => globalThis.pythonflows !== undefined, undefined, { timeout: 60_000 });
    await page.evaluate(() => globalThis.pythonflows.ready);
    const params = { sink: sink.url, site: site.url, stun: `stun:127.0.0.1:${stun}`, quic: `https://127.0.0.1:${quic}/` };
    const nodes = [
        { id: 'probes', type: 'python', source: textOf('python_probes.py'), params },
        { id: 'by_ctypes', type: 'python', source: textOf('python_ctypes.py'), params: { sink: sink.url } },
    ];
    const [stdout] = await Promise.all([page.evaluate(runNodes, [nodes]), answerQuestion(page, answer)]);
    site.expectLoosened();
    const probes = [...JSON.parse(stdout), { kind: 'network', name: 'ctypes', said: '', id: 'python.ctypes' }];
    const uninvited = await page.evaluate(() => globalThis.uninvited);
    const isLeak = ({ kind, id, said }) => {
        if (kind === 'network' || kind === 'datagram') return sink.hits.has(id);
        if (kind === 'read') return said.includes(kSecret) || said.includes('run_timeout_sec');
        if (kind === 'message') return uninvited.includes('from Python');
        return !said.startsWith('AttributeError');
    };
    if (process.env.PYFLOWS_TEST_VERBOSE)
        for (const probe of probes) console.log(isLeak(probe) ? 'LEAK' : 'held', probe.kind, probe.name, '|', probe.said.slice(0, 150));
    const isControllable = ({ kind, name }) => !uncontrollable.has(name) && name !== 'ctypes' && kind !== 'absent';
    return {
        sink,
        probes,
        /** Those that a page without walls lets out. */
        controllable: probes.filter(isControllable).map(({ name }) => name),
        /** Those that the origin holds, whatever the policy says. */
        ofStorage: probes.filter(({ kind, name }) => (kind === 'read' || kind === 'message') && name !== 'a file of the site').map(({ name }) => name),
        idsOf: list => probes.filter(({ kind, name }) => list.includes(name) && (kind === 'network' || kind === 'datagram')).map(({ id }) => id),
        leaks: () => probes.filter(isLeak).map(({ name }) => name),
    };
}
