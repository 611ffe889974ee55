// The specification's flow without a mouse: read CSV, filter, plot; built, wired, set, run and read by keys alone, on the canvas and in the outline.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';
import { rainCsv as csv } from './rain_flow.mjs';

const empty = { format: 'pythonflows', version: 1, title: 'Rain', nodes: [], links: [] };

/** What has the focus, through shadow roots: its name, whether it can be seen that it has it, and whether keys are typed into a text of several lines there. */
const focus = stage =>
    stage.page.evaluate(() => {
        let element = document.activeElement;
        const path = [element?.tagName];
        while (element?.shadowRoot?.activeElement) {
            element = element.shadowRoot.activeElement;
            path.push(element.tagName);
        }
        if (!element || element === document.body) return { name: 'body', isSeen: true };
        const marks = [element, element.parentElement, element.closest('.field, .search, .title, label, .cm-editor')]
            .filter(Boolean)
            .map(each => getComputedStyle(each));
        const around = element.id === 'canvas' ? [getComputedStyle(element.parentElement), getComputedStyle(element.parentElement, '::after')] : [];
        const box = element.getBoundingClientRect();
        const isMarked = [...marks, ...around].some(
            ({ outlineStyle, outlineWidth, boxShadow }) => (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
        );
        return {
            name: element.dataset.widget ?? element.id ?? '',
            what: `${path.join(' ')} ${element.className} ${element.getAttribute('aria-label') ?? ''}`,
            isSeen: isMarked && box.width > 0 && box.height > 0,
            isEditor: element.classList.contains('cm-content'),
        };
    });

const untilFocused = (stage, wanted) =>
    stage.page.waitForFunction(
        name => {
            let element = document.activeElement;
            while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
            return (element?.dataset?.widget ?? element?.id) === name;
        },
        wanted,
        { timeout: 60_000 },
    );

test('read CSV, filter, plot without a mouse', async () => {
    await story('keyboard', async stage => {
        const { keyboard } = stage.page;
        const key = async (...keys) => {
            for (const each of keys) await keyboard.press(each);
            await stage.frame();
        };
        const choose = async text => {
            await stage.visibleWidget('palette.search');
            await keyboard.type(text);
            await stage.frame();
            await key('Enter');
        };
        /** Goes on by Tab until the widget has the focus. */
        const tabTo = async (name, keys = 'Tab') => {
            for (let steps = 0; (await focus(stage)).name !== name; ++steps) {
                assert.ok(steps < 60, `${name} is not reached by ${keys}`);
                await key(keys);
            }
        };
        const nodes = count => stage.until('flow', [], flow => flow.nodes.length === count);
        const links = count => stage.until('flow', [], flow => flow.links.length === count);
        await stage.call('open', empty);
        assert.equal((await focus(stage)).name, 'canvas', 'the page begins where its keys act');

        // a file, by the list of commands
        const chooser = stage.page.waitForEvent('filechooser');
        await key('Control+k');
        await choose('add files');
        await (await chooser).setFiles(csv);
        await stage.until('files', [], files => files.length === 1);

        // on the canvas: two nodes, wired by name
        await untilFocused(stage, 'canvas');
        await key('Shift+A');
        await choose('read csv');
        await nodes(1);
        await untilFocused(stage, 'canvas');
        await key('+');
        await choose('filter rows');
        const [{ id: read }, { id: filter }] = (await nodes(2)).nodes;
        await untilFocused(stage, 'canvas');
        await key('l');
        await choose('table ← csv');
        assert.deepEqual((await links(1)).links, [{ from: `${read}.result`, to: `${filter}.table` }]);

        // its setting, and back
        await untilFocused(stage, 'canvas');
        await key('Enter');
        await tabTo('inspector.param.condition');
        await key('Control+a');
        await keyboard.type('weather == "rain" and precipitation >= 10');
        await key('Enter');
        await stage.until('flow', [], flow => flow.nodes[1].params?.condition?.includes('>= 10'));
        await key('Shift+F6', 'Shift+F6');
        await untilFocused(stage, 'canvas');

        // arrows go to the nearest node, Shift+arrows move it
        await key('ArrowLeft');
        const before = (await stage.call('flow')).view.nodes[read];
        await key('Shift+ArrowUp');
        await stage.until('flow', [], flow => flow.view.nodes[read].y < before.y);
        await key('ArrowRight');

        // the third one in the outline: after this node, connected at once
        await key('Shift+F6');
        await tabTo(`outline.${filter}`);
        await key('ArrowUp');
        await untilFocused(stage, `outline.${read}`);
        await key('ArrowDown');
        await untilFocused(stage, `outline.${filter}`);
        await key('Shift+F10');
        await untilFocused(stage, 'menu.runUpTo');
        for (let steps = 0; (await focus(stage)).name !== 'menu.addAfter' && steps < 20; ++steps) await key('ArrowDown');
        await key('Enter');
        await choose('chart');
        const plot = (await nodes(3)).nodes[2].id;
        await links(2);
        await untilFocused(stage, `outline.${plot}`);
        await key('Enter');
        for (const [name, text] of [
            ['x', 'date'],
            ['y', 'precipitation'],
        ]) {
            await tabTo(`inspector.param.${name}`);
            await keyboard.type(text);
            await key('Enter');
            await stage.until('flow', [], flow => flow.nodes[2].params?.[name] === text);
        }

        // run, and read
        await stage.pythonReady();
        await key('Control+Enter');
        await stage.until('state', [], ({ nodes: all }) => Object.values(all).every(({ state }) => state === 'ok'));
        assert.ok((await stage.call('preview', filter, 'result', { limit: 1 })).total > 20);
        assert.equal((await stage.call('preview', plot)).kind, 'chart');
        await key('Shift+F6');
        await tabTo('tab.preview', 'Shift+Tab');
        await key('ArrowRight', 'ArrowRight');
        await untilFocused(stage, 'tab.variables');
        await stage.screenshot('keyboard');

        // round the whole page: each stop can be seen, and nothing holds the focus
        await key('Shift+F6');
        await untilFocused(stage, 'canvas');
        const stops = [];
        for (let steps = 0; steps < 200; ++steps) {
            await key('Tab');
            const at = await focus(stage);
            if (at.isEditor) await key('Escape');
            stops.push(at);
            if (stops.length > 20 && at.name === 'canvas') break;
        }
        const names = stops.map(({ name }) => name);
        for (const wanted of ['toolbar.run', 'tab.outline', `outline.${plot}`, 'inspector.title', 'tab.variables', 'canvas'])
            assert.ok(names.includes(wanted), `${wanted} is not met: ${names.join(', ')}`);
        assert.deepEqual(
            stops.filter(({ isSeen }) => !isSeen).map(({ name, what }) => `${name} ${what}`),
            [],
        );
    });
});
