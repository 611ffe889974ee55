// Python's way to other hosts: the page asks a person, the gate asks the host, and a stop ends both. The host is a server on loopback that lets everybody in and remembers who came.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';
import { openSink } from './isolation/sink.mjs';

const flowOf = (sources, more = {}) => ({
    format: 'pythonflows',
    version: 1,
    title: 'Network',
    nodes: Object.entries(sources).map(([id, source]) => ({ id, type: 'python', source })),
    links: [],
    ...more,
});
const fetching = url => `from pyodide.http import pyfetch\n\n\nasync def fetching():\n    return await (await pyfetch("${url}")).string()\n`;
const opening = url =>
    `import urllib.request\n\n\ndef opening():\n    with urllib.request.urlopen("${url}") as answer:\n        return answer.status, answer.read().decode()\n`;
const oldWay = url => `from pyodide.http import open_url\n\n\ndef old_way():\n    return open_url("${url}").read()\n`;

/** A story beside a sink which the server lets the gate reach by plain http. */
async function storyWithSink(name, play) {
    const sink = await openSink();
    try {
        await story(name, (stage, place) => play(stage, sink, place), { serverArgs: ['--connect-src', sink.url] });
    } finally {
        sink.close();
    }
}

/** Waits for the question and answers it as `act` does. */
async function answer(stage, act) {
    await stage.visibleWidget('network.no', 60_000);
    await act();
    await stage.page.waitForFunction(() => !globalThis.pythonflows.widget('network.no')?.visible);
}
const run = stage => stage.call('run', {});
const errorOf = async (stage, id) => (await stage.call('output', id)).error;
const outcomes = async stage => (await stage.call('network')).lines.map(({ outcome }) => outcome);

test('a request is asked about once; no is an exception, yes for the flow is remembered, and all of it is in the log', async () => {
    await storyWithSink('network question', async (stage, sink) => {
        const address = `${sink.url}/hit/data.html`;
        await stage.page.evaluate(() => localStorage.setItem('x', 'y'));
        await stage.call('open', flowOf({ fetching: fetching(address), opening: opening(address), old_way: oldWay(address) }));
        await stage.pythonReady();

        const refused = run(stage);
        await answer(stage, () => stage.page.keyboard.press('Escape'));
        assert.equal((await refused).ended, 'failed');
        for (const node of ['fetching', 'opening', 'old_way']) assert.match((await errorOf(stage, node)).message, /not allowed/, node);
        assert.equal((await errorOf(stage, 'opening')).type, 'PermissionError');
        assert.deepEqual([...sink.hits], []);
        assert.deepEqual(await outcomes(stage), ['refused', 'refused', 'refused']);

        const agreed = run(stage);
        await stage.visibleWidget('network.no', 60_000);
        await stage.screenshot('network question');
        await answer(stage, () => stage.click('network.flow'));
        assert.equal((await agreed).ended, 'ok', JSON.stringify(await stage.state()));
        const page = '<!doctype html><title>sink</title>';
        assert.equal((await stage.call('preview', 'fetching')).text, page);
        assert.deepEqual((await stage.call('preview', 'opening')).value, [200, page]);
        assert.equal((await stage.call('preview', 'old_way')).text, page);
        assert.deepEqual(
            sink.requests.map(({ method, headers }) => [method, headers.cookie, headers.referer]),
            [1, 2, 3].map(() => ['GET', undefined, undefined]),
        );
        const { allowed, lines } = await stage.call('network');
        assert.deepEqual(allowed, [`${sink.url}/*`]);
        const last = lines.at(-1);
        assert.deepEqual([last.method, last.address, last.outcome, last.status, last.bytes], ['GET', address, 'answered', 200, page.length]);

        // The answer holds for this flow, after a reload as well; nobody is asked again.
        await stage.page.reload();
        await stage.ready();
        await stage.pythonReady();
        assert.equal((await stage.call('run', { all: true })).ended, 'ok');
        await stage.click('tab.network');
        await stage.visibleWidget('network.line.3');
        await stage.screenshot('network log');
        await stage.call('open', flowOf({ other: 'def other():\n    return 1\n' }));
        assert.deepEqual((await stage.call('network')).allowed, []);
    });
});

test('a stop ends a request, whether a person or the host is waited for, and takes the question away', async () => {
    await storyWithSink('network stop', async (stage, sink) => {
        const address = `${sink.url}/hit/never.wait`;
        await stage.call('open', flowOf({ opening: opening(address) }));
        await stage.pythonReady();
        const stopWhen = async (source, ready) => {
            await stage.call('open', flowOf(source));
            const running = run(stage);
            await ready();
            await stage.call('stop');
            assert.equal((await running).ended, 'stopped');
            await stage.page.waitForFunction(() => !globalThis.pythonflows.widget('network.no')?.visible);
        };
        const isAsked = () => stage.visibleWidget('network.no', 60_000);
        const isWaiting = async () => {
            await answer(stage, () => stage.click('network.run'));
            await stage.until('network', [], ({ lines }) => lines.at(-1).outcome === 'fetching');
            await sink.arrived(['never.wait']);
        };
        await stopWhen({ opening: opening(address) }, isAsked);
        await stopWhen({ fetching: fetching(address) }, isAsked);
        assert.deepEqual([...sink.hits], []);
        await stopWhen({ opening: opening(address) }, isWaiting);
        await sink.arrived(['never.wait.closed']);
        sink.hits.clear();
        await stopWhen({ fetching: fetching(address) }, isWaiting);
        await sink.arrived(['never.wait.closed']);
        assert.deepEqual(await outcomes(stage), ['stopped', 'stopped', 'stopped', 'stopped']);
        // The same kernel goes on.
        await stage.call('open', flowOf({ after: 'def after():\n    return 7\n' }));
        assert.equal((await run(stage)).ended, 'ok');
        assert.equal((await stage.call('preview', 'after')).text, '7');
    });
});

test("a flow's rules answer and block without a question, and a redirect is not followed", async () => {
    await storyWithSink('network rules', async (stage, sink) => {
        const rules = [
            { match: 'https://given.example/*', status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'あり' },
            { match: 'blocked.example', block: true },
        ];
        const sources = { fetching: fetching('https://blocked.example/'), opening: opening('https://given.example/x') };
        await stage.call('open', flowOf(sources, { network: { rules } }));
        await stage.pythonReady();
        await run(stage);
        assert.deepEqual((await stage.call('preview', 'opening')).value, [200, 'あり']);
        assert.match((await errorOf(stage, 'fetching')).message, /rule of this flow blocks requests to blocked\.example/);
        assert.deepEqual((await outcomes(stage)).sort(), ['blocked', 'given']);
        assert.deepEqual((await stage.call('flow')).network.rules, rules);

        await stage.call('open', flowOf({ opening: opening(`${sink.url}/hit/first.away`) }));
        const running = run(stage);
        await answer(stage, () => stage.click('network.run'));
        assert.equal((await running).ended, 'failed');
        assert.match((await errorOf(stage, 'opening')).message, /redirect/);
        assert.deepEqual([...sink.hits], ['first.away']);
    });
});
