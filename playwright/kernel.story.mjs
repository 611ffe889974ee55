// The kernel as a person meets it: what Python can reach from inside, how it is stopped in every situation, and what happens when it dies.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';

const python = (id, source) => ({ id, type: 'python', source });
const flowOf = (...nodes) => ({ format: 'pythonflows', version: 1, title: 'Kernel', nodes, links: [] });

const reach = `
import js
import pyodide_js


async def reach():
    found = [name for name in ("indexedDB", "caches", "Worker", "WebSocket", "localStorage", "document", "postMessage", "eval", "navigator") if hasattr(js, name)]
    try:
        from pyodide.http import pyfetch

        await pyfetch("https://example.com/")
        found.append("fetch")
    except Exception as error:
        found.append(str(error))
    return found
`;

test('Python finds no network, no storage and no page', async () => {
    await story('reach', async stage => {
        await stage.call('open', flowOf(python('reach', reach)));
        await stage.pythonReady();
        const running = stage.call('run', {});
        // A person is asked, and says no.
        await stage.visibleWidget('network.no', 60_000);
        await stage.page.keyboard.press('Escape');
        assert.equal((await running).ended, 'ok');
        const found = (await stage.call('preview', 'reach')).value;
        assert.equal(found.filter(name => !/allowed/.test(name)).join(), '', found.join());
        assert.equal(found.length, 1);
    });
});

const endless = {
    loop: 'def loop():\n    while True:\n        pass\n',
    sleep: 'import time\n\n\ndef sleep():\n    time.sleep(3600)\n',
    wait: 'import asyncio\n\n\nasync def wait():\n    await asyncio.sleep(3600)\n',
    print_on: 'def print_on():\n    while True:\n        print("again")\n',
};

test('whatever runs is stopped, and the values of other nodes stay', async () => {
    await story('stop', async stage => {
        await stage.call(
            'open',
            flowOf(python('kept', 'def kept():\n    return object()\n'), ...Object.entries(endless).map(([id, source]) => python(id, source))),
        );
        await stage.pythonReady();
        await stage.call('run', { only: 'kept' });
        const before = await stage.call('preview', 'kept');
        for (const id of Object.keys(endless)) {
            const running = stage.call('run', { only: id });
            await stage.until('state', [], state => state.nodes[id].state === 'running');
            await stage.call('stop');
            assert.equal((await running).ended, 'stopped', id);
            assert.equal((await stage.states())[id], 'stopped', id);
        }
        // Still there: the very object, or its saved twin where a stop had to be a hard one.
        assert.equal((await stage.call('preview', 'kept')).type, before.type);
        assert.equal((await stage.states()).kept, 'ok');
    });
});

test('code that refuses to stop loses its kernel, and the next run has a new one', async () => {
    const stubborn =
        'def stubborn():\n    while True:\n        try:\n            while True:\n                pass\n        except BaseException:\n            pass\n';
    await story('stubborn', async stage => {
        await stage.call('open', flowOf(python('stubborn', stubborn), python('one', 'def one():\n    return 1\n')));
        await stage.pythonReady();
        const running = stage.call('run', { only: 'stubborn' });
        await stage.until('state', [], state => state.nodes.stubborn.state === 'running');
        await stage.call('stop');
        assert.equal((await running).ended, 'stopped');
        assert.equal((await stage.call('run', { only: 'one' })).ended, 'ok');
        assert.equal((await stage.call('preview', 'one')).text, '1');
    });
});

test('a kernel that ends by itself is told and replaced', async () => {
    await story('exit', async stage => {
        await stage.call('open', flowOf(python('leave', 'import posix\n\n\ndef leave():\n    posix._exit(3)\n'), python('one', 'def one():\n    return 1\n')));
        await stage.pythonReady();
        assert.equal((await stage.call('run', { only: 'leave' })).ended, 'stopped');
        assert.equal((await stage.call('run', { only: 'one' })).ended, 'ok');
    });
});

const rich = `
class Rich:
    def _repr_html_(self):
        return "<style>b { color: green }</style><table><tr><td>1</td></tr></table><b>bold</b><script>document.title = 'taken'</script>"


def rich():
    return Rich()
`;

test('HTML of Python is cleaned and shown in a frame of its own', async () => {
    await story('html', async stage => {
        await stage.call('open', flowOf(python('rich', rich)));
        await stage.pythonReady();
        await stage.call('run', {});
        const { kind, html } = await stage.call('preview', 'rich');
        assert.equal(kind, 'html');
        assert.match(html, /<td>1<\/td>/);
        assert.doesNotMatch(html, /script|taken/);
        await stage.click('node:rich.title');
        await stage.visibleWidget('preview.html');
        const shown = stage.page.frameLocator('[data-widget="preview.html"] iframe');
        assert.equal(await shown.locator('b').innerText(), 'bold');
        assert.equal(await shown.locator('b').evaluate(element => getComputedStyle(element).color), 'rgb(0, 128, 0)');
        assert.equal(await shown.locator('body').evaluate(() => self.origin), 'null');
        assert.notEqual(await stage.page.title(), 'taken');
    });
});
