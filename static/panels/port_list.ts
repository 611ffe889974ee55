// The ports of a node in the inspector: what is connected, in which order, and what is missing.
import { html, nothing, type TemplateResult } from 'lit';
import type { PortView } from '../../runtime/protocol/messages.gen.ts';
import type { Answer, Page } from '../host/page_interface.ts';
import type { Actions } from './actions.ts';
import { parameterHelp } from './help_text.ts';
import { icon } from './icons.ts';

/// The lists of inputs and outputs.
export function portList(page: Page, actions: Actions, node: Answer<'inspector'>): TemplateResult {
    const t = (key: string) => page.text(`ui.${key}`);
    return html`<ul class="ports" aria-label=${t('inputs')}>
            ${node.inputs.map(port => portRow(page, actions, node, port, true))}
            ${node.inputs.length === 0 ? html`<li class="muted">${t('noInputs')}</li>` : nothing}
        </ul>
        <ul class="ports" aria-label=${t('outputs')}>
            ${node.outputs.map(port => portRow(page, actions, node, port, false))}
        </ul>`;
}

function portRow(page: Page, actions: Actions, node: Answer<'inspector'>, port: PortView, isInput: boolean): TemplateResult {
    const t = (key: string) => page.text(`ui.${key}`);
    const isMissing = isInput && port.isRequired && port.links.length === 0;
    const about = port.isVariadic ? parameterHelp(node.help, port.name) : undefined;
    return html`<li>
        <span class="dot ${isInput ? 'in' : 'out'} ${port.links.length > 0 ? 'linked' : ''}"></span>
        <span class="port">${port.isVariadic ? '*' : ''}${port.name}${port.annotation ? html`<code>${port.annotation}</code>` : nothing}</span>
        <span class="links">
            ${isMissing ? html`<span class="missing">${t('notConnected')}</span>` : nothing}
            ${port.links.map((_, index) => linkRow(page, actions, node, port, index, isInput))}
            ${isInput ? nothing : html`<button class="plain small" data-widget="inspector.preview.${port.name}" @click=${() => actions.surfaces.showPreview(node.id, port.name)}>${t('show')}</button>`}
        </span>
        ${about ? html`<p class="about">${about}</p>` : nothing}
    </li>`;
}

function linkRow(page: Page, actions: Actions, node: Answer<'inspector'>, port: PortView, index: number, isInput: boolean): TemplateResult {
    const link = port.links[index] ?? '';
    const other = link.slice(0, link.indexOf('.'));
    const title = actions.node(other)?.title ?? other;
    const end = `${node.id}.${port.name}`;
    const [from, to] = isInput ? [link, end] : [end, link];
    const isOrdered = isInput && port.isVariadic;
    const text = (key: string) => page.text(`ui.${key}`, { name: title });
    const move = (by: -1 | 1) => actions.attempt(page.call({ type: 'move_link', from, to, by }));
    const button = (name: string, shape: 'up' | 'down' | 'close', isOff: boolean, run: () => unknown) =>
        html`<button class="plain icon" aria-label=${text(`${name}Named`)} title=${text(name)} data-widget="inspector.${name}.${port.name}.${index}" ?disabled=${isOff} @click=${() => void run()}>${icon(shape, 11)}</button>`;
    return html`<span class="link"
        >${isOrdered ? html`<span class="number">${index + 1}</span>` : nothing}<button class="plain small" title=${link} @click=${() => actions.select([other])}>${isInput ? '← ' : '→ '}${title}</button>${
            page.mode === 'edit' && isOrdered && port.links.length > 1
                ? html`${button('moveUp', 'up', index === 0, () => move(-1))}${button('moveDown', 'down', index === port.links.length - 1, () => move(1))}`
                : nothing
        }${page.mode === 'edit' ? button('disconnect', 'close', false, () => actions.disconnect(from, to)) : nothing}</span
    >`;
}
