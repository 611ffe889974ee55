// What a person can do about a node's error: change the setting it is about, go to the line, allow more time, add the package that is missing. Shown beside the error wherever that stands.
import { html, nothing, type TemplateResult } from 'lit';
import type { NodeError } from '../../runtime/protocol/messages.gen.ts';
import type { Answer, Page } from '../host/page_interface.ts';
import type { Actions } from './actions.ts';
import { meantSetting } from './meant_setting.ts';

/// `place` names the widgets: "inspector" or "output".
export function waysOn(page: Page, actions: Actions, node: Answer<'inspector'>, error: NodeError, place: string): TemplateResult | typeof nothing {
    const buttons = buttonsFor(page, actions, node, error);
    if (buttons.length === 0) return nothing;
    return html`<p class="ways">${buttons.map(({ name, text, run }) => html`<button data-widget="${place}.${name}" @click=${run}>${text}</button>`)}</p>`;
}

interface WayOn {
    name: string;
    text: string;
    run(): void;
}

function buttonsFor(page: Page, actions: Actions, node: Answer<'inspector'>, error: NodeError): WayOn[] {
    const t = (key: string, args?: Record<string, string | number>) => page.text(`ui.${key}`, args);
    if (error.kind === 'limit') {
        const again: WayOn = { name: 'untimed', text: t('runUntimed'), run: () => void actions.run({ up_to: [node.id], untimed: true }) };
        const change: WayOn = { name: 'limits', text: t('changeLimits'), run: () => actions.surfaces.showLimits(node.id) };
        return page.mode === 'view' ? [again] : [again, change];
    }
    const missing = page.mode === 'view' ? undefined : error.package;
    if (missing !== undefined) {
        const packages = [...new Set([...page.ask('status', {}).packages, missing])];
        const addAndRun = () => actions.attempt(page.call({ type: 'set_packages', packages })).then(() => actions.run({ up_to: [node.id] }));
        return [{ name: 'package', text: t('addPackage', { name: missing }), run: () => void addAndRun() }];
    }
    const { line } = error;
    if (node.isSourceEditable)
        return line === undefined ? [] : [{ name: 'line', text: t('goToLine', { line }), run: () => actions.surfaces.showSourceLine(node.id, line) }];
    // A node of the library: its code is nobody's to change here, its settings are.
    const setting = page.mode === 'view' ? undefined : meantSetting(error.message, node.widgets);
    if (!setting) return [];
    return [{ name: 'setting', text: t('changeSetting', { name: setting.name }), run: () => actions.surfaces.showSetting(node.id, setting.name) }];
}
