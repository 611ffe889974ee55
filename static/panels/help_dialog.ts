// The help: how to begin, and every key, made from the table that the keyboard uses.
import { html, type TemplateResult } from 'lit';
import type { Page } from '../host/page_interface.ts';
import { readable, shortcuts } from './shortcuts.ts';

export function helpBody(page: Page): TemplateResult {
    const t = (key: string) => page.text(`ui.${key}`);
    const byCommand = new Map<string, string[]>();
    for (const { command, keys } of shortcuts) byCommand.set(command, [...(byCommand.get(command) ?? []), readable(keys)]);
    // Keys and gestures that the canvas and the browser's clipboard take, in the same list.
    const canvas: [string, string][] = [
        ['help.addByPointer', t('help.doubleClick')],
        ['help.palette', 'Tab'],
        ['help.pan', t('help.panKeys')],
        ['help.zoom', t('help.zoomKeys')],
        ['help.boxSelect', t('help.boxSelectKeys')],
        ['help.walk', '← ↑ ↓ →'],
        ['help.moveNodes', 'Shift + ← ↑ ↓ →'],
        ['help.cut', t('help.cutKeys')],
        ['help.reroute', t('help.rerouteKeys')],
        ['help.insert', t('help.insertKeys')],
        ['help.regions', 'F6'],
        ['help.clipboard', 'Ctrl+C / X / V'],
    ];
    return html`<p class="intro">${t('help.intro1')}</p>
        <p class="intro">${t('help.intro2')}</p>
        <h3>${t('help.keys')}</h3>
        <dl class="shortcuts">
            ${[...byCommand].map(([command, keys]) => row(t(`command.${command}`), keys))} ${canvas.map(([key, keys]) => row(t(key), [keys]))}
        </dl>`;
}

function row(name: string, keys: string[]): TemplateResult {
    return html`<div>
        <dt>${name}</dt>
        <dd>${keys.map(each => html` <kbd>${each}</kbd>`)}</dd>
    </div>`;
}
