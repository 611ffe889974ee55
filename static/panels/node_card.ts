// Sentences and menus about one node that several panels share: its accessible name, why it is in its state, what can be done with it.
import { html, nothing, type TemplateResult } from 'lit';
import type { NodeMode, NodeState, Why } from '../../runtime/protocol/messages.gen.ts';
import type { Page } from '../host/page_interface.ts';
import type { Actions } from './actions.ts';
import type { DetailedNode } from './known_nodes.ts';
import type { MenuItem } from './menu.ts';
import { readable, shownKeys } from './shortcuts.ts';
import { foldSubflow, wayTo } from './subflows.ts';

export const modes: readonly NodeMode[] = ['normal', 'mute', 'bypass', 'volatile'];

/// "Filter rows, ok, 2 inputs, 1 output, from Read CSV": what a screen reader says of a node.
export function spokenName(page: Page, node: DetailedNode, titles: ReadonlyMap<string, string>): string {
    const sources = [...new Set(node.inputs.flatMap(port => port.links).map(link => link.split('.')[0] ?? ''))].map(id => titles.get(id) ?? id);
    const parts = [
        node.title,
        page.text(`ui.state.${node.state}`),
        ...(node.mode === 'normal' ? [] : [page.text(`ui.mode.${node.mode}`)]),
        page.text('ui.inputCount', { count: node.inputs.length }),
        page.text('ui.outputCount', { count: node.outputs.length }),
        ...(sources.length > 0 ? [page.text('ui.fromNodes', { names: sources.join(page.text('ui.listComma')) })] : []),
    ];
    return parts.join(page.text('ui.listComma'));
}

/// The reasons for a node's state, one line each.
export function whyLines(why: readonly Why[]): TemplateResult | typeof nothing {
    return why.length === 0 ? nothing : html`${why.map(reason => html`<p>${reason.text}</p>`)}`;
}

export function stateClass(state: NodeState): string {
    return `state-${state}`;
}

/// What the context menu and the outline offer for a node (of the whole selection, when the node is part of it).
export function nodeMenu(actions: Actions, id: string): MenuItem[] {
    const { page } = actions;
    const t = (key: string) => page.text(`ui.${key}`);
    const selection = actions.selection();
    const nodes = selection.includes(id) ? selection : [id];
    const [node] = actions.detailed([id]);
    const isRunning = page.ask('status', {}).run !== undefined;
    const look: MenuItem[] = [
        { text: t('menu.runUpTo'), icon: 'runHere', widget: 'menu.runUpTo', isOff: isRunning, run: () => void actions.run({ up_to: nodes }) },
        { text: t('menu.runOnly'), icon: 'runOnly', widget: 'menu.runOnly', isOff: isRunning, run: () => void actions.run({ only: nodes }) },
        { text: t('menu.runFrom'), icon: 'run', widget: 'menu.runFrom', isOff: isRunning, run: () => void actions.run({ from: nodes }) },
        ...wayTo(page, id)
            .slice(-1)
            .map(subflow => ({
                text: page.text(`ui.menu.${subflow.isFolded ? 'openSubflow' : 'closeSubflow'}`, { title: subflow.text }),
                icon: 'flow' as const,
                widget: 'menu.foldSubflow',
                isFirstOfGroup: true,
                isOff: page.mode === 'view',
                run: () => void foldSubflow(actions, subflow),
            })),
        {
            text: t('menu.inspect'),
            icon: 'inspector',
            ...shownKeys('inspect'),
            widget: 'menu.inspect',
            isFirstOfGroup: true,
            run: () => {
                actions.select([id]);
                actions.surfaces.showPanel('inspector', true);
            },
        },
    ];
    if (page.mode === 'view') return look;
    const [output] = node?.outputs ?? [];
    return [
        ...look,
        { text: t('menu.rename'), icon: 'rename', ...shownKeys('rename'), widget: 'menu.rename', run: () => actions.surfaces.renameNode(id) },
        { text: t('menu.connect'), icon: 'link', ...shownKeys('connect'), widget: 'menu.connect', run: () => actions.surfaces.showConnect(id) },
        ...(output
            ? [
                  {
                      text: t('menu.addAfter'),
                      icon: 'add' as const,
                      widget: 'menu.addAfter',
                      run: () => actions.surfaces.showPalette({ connectFrom: `${id}.${output.name}` }),
                  },
              ]
            : []),
        ...modes.map((mode, index) => ({
            text: t(`mode.${mode}`),
            ...(mode === 'mute' || mode === 'bypass' ? shownKeys(mode) : {}),
            widget: `menu.mode.${mode}`,
            isChecked: node?.mode === mode,
            isFirstOfGroup: index === 0,
            run: () => void actions.attempt(page.call({ type: 'set_mode', nodes, mode })),
        })),
        {
            text: t('command.duplicate'),
            icon: 'copy',
            ...shownKeys('duplicate'),
            widget: 'menu.duplicate',
            isFirstOfGroup: true,
            run: () => void actions.duplicate(nodes),
        },
        { text: t('menu.copy'), icon: 'copy', keys: readable('Mod+C'), widget: 'menu.copy', run: () => void actions.copyToClipboard(nodes) },
        { text: t('command.cut'), icon: 'cut', keys: readable('Mod+X'), widget: 'menu.cut', run: () => void actions.cutToClipboard(nodes) },
        {
            text: nodes.length > 1 ? page.text('ui.menu.removeMany', { count: nodes.length }) : t('menu.remove'),
            icon: 'trash',
            ...shownKeys('remove'),
            widget: 'menu.remove',
            isDangerous: true,
            run: () => void actions.removeNodes(nodes),
        },
    ];
}
