// Every dialog, bar and question: axe-core has nothing to say about it in either language and any theme, and on a page zoomed to 200 % all of it can be reached.
import assert from 'node:assert/strict';
import test from 'node:test';
import { findings, loadAxe } from './axe.mjs';
import { repositoryText, story } from './harness.mjs';

const texts = Object.fromEntries(['en', 'ja'].map(language => [language, JSON.parse(repositoryText(`static/style/locales/${language}.json`))]));

const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Prices',
    nodes: [
        { id: 'table', type: 'core.table', params: { text: 'city,price\nTokyo,120\nOslo,90\n' } },
        { id: 'dear', type: 'core.filter_rows', params: { condition: 'price > 100' } },
        {
            id: 'asking',
            type: 'python',
            source: 'from pyodide.http import pyfetch\n\n\nasync def asking():\n    return await pyfetch("https://data.example.org/")\n',
        },
    ],
    links: [{ from: 'table.result', to: 'dear.table' }],
};

/** By the palette, as any command can be given: what it is called in this language is typed. */
const byCommand = (command, widget) => async (stage, language) => {
    await stage.page.keyboard.press('Control+k');
    await stage.visibleWidget('palette.search');
    await stage.page.keyboard.type(texts[language][`ui.command.${command}`]);
    await stage.frame();
    await stage.page.keyboard.press('Enter');
    await stage.visibleWidget(widget);
};
const bySetting = (button, dialog) => async stage => {
    await stage.page.keyboard.press('Control+,');
    await stage.visibleWidget('dialog.settings');
    await stage.product.locator(`[data-widget="${button}"]`).click();
    await stage.visibleWidget(dialog);
};
/** What a page asks where something is not there or not allowed: shown as the page shows it when that is so. */
const questions = {
    'package consent': { kind: 'consent', question: { packages: ['pandas 2.3', 'numpy 2.2'], bytes: 12_300_000, host: 'packages.example.org' } },
    'plain worker': { kind: 'plain', reason: 'The frame for Python did not load.' },
};
/** How a person gets to each. */
const opened = {
    help: byCommand('help', 'dialog.help'),
    settings: byCommand('settings', 'dialog.settings'),
    versions: byCommand('history', 'dialog.history'),
    'undo list': byCommand('undoList', 'steps.list'),
    shortcuts: byCommand('keys', 'dialog.keys'),
    share: byCommand('copyLink', 'dialog.share'),
    find: byCommand('find', 'find'),
    offline: bySetting('settings.offline', 'offline.room'),
    'erase all': bySetting('settings.erase', 'erase.yes'),
    'clear results': bySetting('settings.results.clear', 'dialog.clear'),
};

const close = async (stage, widget) => {
    await stage.page.keyboard.press('Escape');
    await stage.page.waitForFunction(name => !globalThis.pythonflows.widget(name)?.visible, widget, { timeout: 60_000 });
    // The page has its keys again once the dialog itself is gone.
    await stage.page.waitForFunction(() => !document.querySelector('flow-dialogs').shadowRoot.querySelector('dialog'), undefined, { timeout: 60_000 });
    await stage.frame();
};

test('axe-core has nothing to say about any dialog, in either language and any theme', async () => {
    await story('axe dialogs', async stage => {
        await loadAxe(stage);
        await stage.call('open', flow);
        await stage.call('edit', { type: 'set_title', node: 'dear', title: 'Dear' });
        await stage.pythonReady();
        const all = [];
        const look = async (place, rules) => {
            await stage.frame();
            for (const finding of await findings(stage, { within: ['#overlay', '#stage'], rules })) all.push(`${place}: ${finding}`);
        };
        for (const [language, theme, rules] of [
            ['en', 'light', undefined],
            ['ja', 'dark', ['color-contrast', 'aria-dialog-name', 'button-name', 'label']],
            ['ja', 'contrast', ['color-contrast']],
        ]) {
            await stage.page.keyboard.press('Control+,');
            await stage.product.locator(`[data-widget="settings.theme.${theme}"]`).check({ force: true });
            await stage.product.locator(`[data-widget="settings.language.${language}"]`).check({ force: true });
            await stage.page.waitForFunction(wanted => document.documentElement.lang === wanted, language, { timeout: 60_000 });
            await close(stage, 'dialog.settings');
            for (const [name, open] of Object.entries(opened)) {
                await open(stage, language);
                await look(`${name}, ${language}, ${theme}`, rules);
                await close(stage, name === 'find' ? 'find' : 'dialog.close');
            }
            for (const [name, question] of Object.entries(questions)) {
                await stage.product.evaluate(shown => document.querySelector('flow-dialogs').show({ ...shown, answer: () => undefined }), question);
                await stage.visibleWidget('dialog.no');
                await look(`${name}, ${language}, ${theme}`, rules);
                await close(stage, 'dialog.no');
            }
            // What a running flow asks.
            const run = stage.call('run', { only: 'asking' });
            await stage.visibleWidget('network.no');
            await look(`network question, ${language}, ${theme}`, rules);
            await close(stage, 'network.no');
            await run;
        }
        assert.deepEqual(all, []);
    });
});

test('at 200 % every dialog, menu and sheet is whole or can be scrolled to, and nothing is cut', async () => {
    // What a browser window of 1280 x 800 is when its page is zoomed to 200 %.
    await story(
        'zoomed to 200',
        async stage => {
            await stage.call('open', flow);
            const cut = [];
            /** Everything that can be pressed in `root` is in the window, or something around it scrolls it there; and no line is wider than what it stands in. */
            const look = async (place, root) => {
                await stage.frame();
                const found = await stage.page.evaluate(async selector => {
                    const list = [];
                    const all = function* (node) {
                        for (const child of node.children ?? []) {
                            yield child;
                            yield* all(child);
                            if (child.shadowRoot) yield* all(child.shadowRoot);
                        }
                    };
                    if (document.documentElement.scrollWidth > innerWidth) list.push(`the page is ${document.documentElement.scrollWidth} wide`);
                    for (const element of all(document.querySelector(selector))) {
                        if (!element.matches('button, input, select, summary, a[href]') || !element.checkVisibility({ visibilityProperty: true })) continue;
                        element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
                        const { left, top, right, bottom, width } = element.getBoundingClientRect();
                        if (width < 2) continue; // a radio button below its label
                        if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1)
                            list.push(`${element.dataset.widget ?? element.textContent.trim()} ends at ${Math.round(right)}, ${Math.round(bottom)}`);
                    }
                    return list;
                }, root);
                for (const one of found) cut.push(`${place}: ${one}`);
                await stage.screenshot(`200 ${place}`);
            };
            await look('page', '#top');
            for (const side of ['left', 'right', 'bottom']) {
                await stage.click(`sheet.${side}`);
                await look(`sheet ${side}`, `#${side === 'bottom' ? 'bottom' : side}`);
                await stage.click(`sheet.${side}`);
            }
            await stage.click('toolbar.more');
            await stage.visibleWidget('menu.new');
            await look('menu', 'body');
            await stage.page.keyboard.press('Escape');
            await stage.click('canvas');
            for (const [name, open] of Object.entries(opened)) {
                await open(stage, 'en');
                await look(name, '#overlay');
                await close(stage, name === 'find' ? 'find' : 'dialog.close');
            }
            assert.deepEqual(cut, []);
        },
        { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
    );
});

test('a key that comes right behind the closing of a dialog is heard, and a question closed so is answered no', async () => {
    await story('dialog after dialog', async stage => {
        await stage.call('open', flow);
        const closeAndPress = () =>
            stage.page.evaluate(() => {
                document.querySelector('flow-dialogs').shadowRoot.querySelector('dialog').close(); // the browser tells of it later
                document.dispatchEvent(new KeyboardEvent('keydown', { key: ',', ctrlKey: true, bubbles: true, cancelable: true }));
            });
        await opened.share(stage, 'en');
        await closeAndPress();
        await stage.visibleWidget('dialog.settings');
        await close(stage, 'dialog.settings');

        await stage.page.evaluate(question => {
            globalThis.answers = [];
            document.querySelector('flow-dialogs').show({ ...question, answer: yes => globalThis.answers.push(yes) });
        }, questions['package consent']);
        await stage.visibleWidget('dialog.consent');
        await closeAndPress();
        await stage.visibleWidget('dialog.settings');
        assert.deepEqual(await stage.page.evaluate(() => globalThis.answers), [false]);
        await close(stage, 'dialog.settings');
    });
});
