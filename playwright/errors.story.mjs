// What goes wrong is shown where it is, in the user's own lines, and nothing is lost by it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';

const failing = {
    format: 'pythonflows',
    version: 1,
    title: 'A deliberate error',
    nodes: [
        { id: 'numbers', type: 'python', source: 'def numbers():\n    return [3, 2, 1, 0]\n' },
        {
            id: 'invert',
            type: 'python',
            title: '逆数',
            source: 'def invert(values):\n    result = []\n    for value in values:\n        result.append(6 / value)\n    return result\n',
        },
        { id: 'total', type: 'python', title: '合計', source: 'def total(values):\n    return sum(values)\n' },
        { id: 'longest', type: 'python', source: 'def longest(values):\n    print("looking")\n    return max(values)\n' },
    ],
    links: [
        { from: 'numbers.result', to: 'invert.values' },
        { from: 'invert.result', to: 'total.values' },
        { from: 'numbers.result', to: 'longest.values' },
    ],
    view: { nodes: { numbers: { x: 0, y: 0 }, invert: { x: 300, y: -120 }, total: { x: 600, y: -120 }, longest: { x: 300, y: 160 } } },
};

test('a Python error stops its own branch only and points at the line', async () => {
    await story('python error', async stage => {
        await stage.call('open', failing);
        await stage.pythonReady();
        const ended = await stage.call('run', {});
        assert.equal(ended.ended, 'failed');
        assert.deepEqual(await stage.states(), { numbers: 'ok', invert: 'failed', total: 'stale', longest: 'ok' });
        const { nodes } = await stage.state();
        assert.deepEqual([nodes.total.why[0].code, nodes.total.why[0].name], ['blocked', 'invert']);
        assert.deepEqual(ended.skipped, ['total']);

        const { error } = await stage.call('output', 'invert');
        assert.equal(error.type, 'ZeroDivisionError');
        assert.equal(error.line, 4);
        assert.match(error.traceback, /File "逆数", line 4, in invert/);
        assert.match(error.traceback, /result\.append\(6 \/ value\)/);
        assert.doesNotMatch(error.traceback, /pythonflows_kernel|pyodide/);
        assert.equal((await stage.call('output', 'longest')).stdout, 'looking\n');

        await stage.click('node:invert.title');
        await stage.frame();
        await stage.screenshot('python error');
        await stage.click('tab.runs');
        const skipped = stage.page.locator('[data-widget="runs.skipped"]');
        await skipped.waitFor();
        assert.match(await skipped.innerText(), /: 合計$/, 'by its title, as the rows above');
        assert.ok((await stage.coloursOf('node:invert')) > 8);

        // a package that only running tells of is one press away
        await stage.call('edit', {
            type: 'add_node',
            node: { id: 'late', type: 'python', source: 'import importlib\n\ndef late():\n    return importlib.import_module("yaml").dump({"a": 1})\n' },
            x: 0,
            y: 320,
        });
        assert.equal((await stage.call('run', { up_to: 'late' })).ended, 'failed');
        await stage.click('outline.late');
        await stage.click('inspector.package');
        await stage.until('flow', [], ({ packages }) => packages?.includes('pyyaml'));
        // It is asked for at once, and where the site does not have it, so is the person.
        await stage.product.getByText(/pyyaml \d/).waitFor();
        await stage.screenshot('missing package');
        await stage.product.getByText('Not now').click();
        await stage.until('state', [], ({ run, nodes: { late } }) => run === undefined && late.state === 'failed');
        await stage.call('edit', { type: 'remove_nodes', nodes: ['late'] });
        await stage.call('edit', { type: 'set_packages', packages: [] });

        // mended: only the failed branch runs
        const source = failing.nodes[1].source.replace('6 / value', '6 / value if value else 0');
        await stage.call('edit', { type: 'set_source', node: 'invert', source });
        const again = await stage.call('run', {});
        assert.equal(again.ended, 'ok');
        assert.deepEqual(again.ran, ['invert', 'total']);
        assert.equal((await stage.call('preview', 'total')).text, '11.0');
    });
});

const whole = {
    format: 'pythonflows',
    version: 1,
    title: 't',
    nodes: [
        { id: 'a', type: 'python', source: 'def a():\n    return 1\n' },
        { id: 'b', type: 'python', source: 'def b(x):\n    return x\n' },
    ],
    links: [{ from: 'a.result', to: 'b.x' }],
};
const damaged = change => {
    const flow = structuredClone(whole);
    change(flow);
    return JSON.stringify(flow);
};

/** Kinds of damage, and what the sentence must name: the place in the file. */
const damages = {
    'no JSON': [JSON.stringify(whole).slice(0, -10), /line|行/],
    'not a flow': ['{"hello": 1}', /format/],
    'another format': [damaged(flow => (flow.format = 'orange')), /\/format/],
    'a later version': [damaged(flow => (flow.version = 99)), /\/version/],
    'nodes are no list': [damaged(flow => (flow.nodes = {})), /\/nodes/],
    'a node without an id': [damaged(flow => delete flow.nodes[1].id), /\/nodes\/1/],
    'an id that is no identifier': [damaged(flow => (flow.nodes[0].id = '2 many')), /\/nodes\/0\/id/],
    'an id that is a keyword': [damaged(flow => (flow.nodes[0].id = 'lambda')), /\/nodes\/0\/id/],
    'an id used twice': [damaged(flow => (flow.nodes[1].id = 'a')), /\/nodes\/1\/id/],
    'a link from nowhere': [damaged(flow => (flow.links[0].from = 'nobody.result')), /\/links\/0\/from/],
    'a link without a port': [damaged(flow => (flow.links[0].to = 'b')), /\/links\/0\/to/],
    'a cycle': [
        damaged(flow => {
            flow.nodes[0].source = 'def a(y):\n    return y\n';
            flow.links.push({ from: 'b.result', to: 'a.y' });
        }),
        /\/links\/1/,
    ],
    'a title that is a number': [damaged(flow => (flow.nodes[0].title = 7)), /\/nodes\/0\/title/],
    'an unknown mode': [damaged(flow => (flow.nodes[0].mode = 'asleep')), /\/nodes\/0\/mode/],
    'a position that is text': [damaged(flow => (flow.view = { nodes: { a: { x: 'left', y: 0 } } })), /\/view\/nodes\/a\/x/],
    'nesting without end': [`{"format":"pythonflows","version":1,"nodes":[],"links":[],"deep":${'['.repeat(5000)}${']'.repeat(5000)}}`, /64|deep/],
};

test('a damaged flow file gives a sentence with the place, and what is open stays open', async () => {
    await story('damaged files', async stage => {
        await stage.call('open', whole);
        for (const [kind, [text, place]] of Object.entries(damages)) {
            const message = await stage.page.evaluate(
                flow =>
                    globalThis.pythonflows.open(flow).then(
                        () => '',
                        error => error.message,
                    ),
                text,
            );
            assert.notEqual(message, '', `${kind} was opened`);
            assert.match(message, place, `${kind}: ${message}`);
        }
        const { nodes, links } = await stage.call('flow');
        assert.deepEqual(
            nodes.map(({ id }) => id),
            ['a', 'b'],
        );
        assert.deepEqual(links, whole.links);
    });
});
