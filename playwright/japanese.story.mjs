// Japanese, as an input method types it: the Enter that confirms a conversion submits nothing, keys are shortcuts again right after; search by sound; digits of full width; the language switched while working.
import assert from 'node:assert/strict';
import test from 'node:test';
import { story } from './harness.mjs';

const flow = {
    format: 'pythonflows',
    version: 1,
    title: 'Sales',
    nodes: [
        { id: 'table', type: 'core.table', params: { text: '都市,価格\n東京,120\n大阪,90\n' } },
        { id: 'top', type: 'core.limit_rows' },
    ],
    links: [],
    view: { nodes: { table: { x: 0, y: 0 }, top: { x: 300, y: 0 } } },
};

/** An input method: what it composes stands in the field, underlined, until Enter confirms it. */
class InputMethod {
    constructor(stage, devtools) {
        this.stage = stage;
        this.devtools = devtools;
    }

    static async of(stage) {
        return new InputMethod(stage, await stage.page.context().newCDPSession(stage.page));
    }

    async compose(text) {
        await this.devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
        await this.stage.frame();
    }

    /** The Enter of a conversion: the browser tells it as a key of an input method (229), then the text is there. */
    async confirm(text) {
        await this.devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Process', code: 'Enter' });
        await this.devtools.send('Input.insertText', { text });
        await this.devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', windowsVirtualKeyCode: 13, key: 'Enter', code: 'Enter' });
        await this.stage.frame();
    }
}

test('composing in every field, searching by sound, digits of full width, the language switched', async () => {
    await story(
        'japanese',
        async stage => {
            const input = await InputMethod.of(stage);
            const { keyboard } = stage.page;
            const titleOf = async id => (await stage.call('flow')).nodes.find(node => node.id === id).title;
            await stage.call('open', flow);

            // the title of the flow
            await stage.click('toolbar.title');
            await keyboard.press('Control+a');
            await input.compose('うりあげ');
            await input.confirm('売上');
            assert.equal((await stage.call('flow')).title, 'Sales', 'nothing is submitted by the confirmation');
            await keyboard.press('Enter');
            await stage.until('flow', [], ({ title }) => title === '売上');

            // a node's title on the canvas: Enter confirms, Enter submits, and the next key is a shortcut again
            await stage.click('outline.top');
            await keyboard.press('F2');
            await stage.visibleWidget('canvas.title');
            await input.compose('じょうい');
            await input.confirm('上位');
            await stage.visibleWidget('canvas.title');
            assert.equal(await titleOf('top'), undefined);
            await keyboard.press('Enter');
            await stage.until('flow', [], ({ nodes }) => nodes.some(node => node.title === '上位'));
            await keyboard.press('m');
            await stage.until('flow', [], ({ nodes }) => nodes.some(node => node.mode === 'mute'));
            await keyboard.press('m');

            // the palette: while it is composed, by kana, kanji and romaji
            await keyboard.press('Shift+A');
            await stage.visibleWidget('palette.search');
            await input.compose('しぼりこ');
            await stage.visibleWidget('palette.core.filter_rows');
            await input.confirm('絞り込');
            await stage.visibleWidget('palette.core.filter_rows');
            assert.equal((await stage.call('flow')).nodes.length, 2);
            await keyboard.press('Control+a');
            await keyboard.type('shiborikomu');
            await stage.visibleWidget('palette.core.filter_rows');
            await keyboard.press('Enter');
            await stage.until('flow', [], ({ nodes }) => nodes.length === 3);

            // the outline by the sound of a title
            await stage.click('outline.filter');
            await keyboard.type('hyou');
            await stage.visibleWidget('outline.table');
            assert.equal(await stage.product.evaluate(() => globalThis.pythonflows.widget('outline.top')), null);
            await keyboard.press('Control+a');
            await keyboard.press('Delete');

            // a setting: text, then a number of full width
            await stage.click('outline.filter_rows');
            await stage.click('inspector.param.condition');
            await keyboard.press('Control+a');
            await input.compose('かかく');
            await input.confirm('価格');
            await keyboard.type(' > 100');
            await keyboard.press('Enter');
            await stage.until('flow', [], ({ nodes }) => nodes[2].params?.condition === '価格 > 100');
            await stage.click('outline.top');
            await stage.click('inspector.param.skip');
            await keyboard.press('Control+a');
            await input.compose('１');
            await input.confirm('１２');
            await keyboard.press('Enter');
            await stage.until('flow', [], ({ nodes }) => nodes[1].params?.skip === 12);

            // the other language, with the dialog open
            await keyboard.press('Control+,');
            await stage.click('settings.language.en');
            await stage.page.getByRole('heading', { name: 'Settings' }).first().waitFor({ timeout: 60_000 });
            assert.equal(await stage.page.evaluate(() => document.documentElement.lang), 'en');
            await keyboard.press('Escape');
            await stage.page.getByRole('tree', { name: 'Outline' }).waitFor({ timeout: 60_000 });
        },
        { locale: 'ja-JP' },
    );
});
