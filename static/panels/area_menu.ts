// The context menus of frames and notes, of bends, and of the empty canvas and links as far as they arrange things. Loaded when the first of them opens.
import type { Actions } from './actions.ts';
import { areasOf, setAreas } from './arranging.ts';
import type { MenuItem } from './menu.ts';
import { shownKeys } from './shortcuts.ts';

/// The names that the canvas knows; "" is grey.
const colors = ['', 'blue', 'green', 'yellow', 'red', 'pink', 'purple'] as const;

/// What a frame or note offers (the whole selection of them, when it is part of it).
export async function areaMenu(actions: Actions, id: string): Promise<MenuItem[]> {
    await actions.attempt(actions.page.laterTexts());
    const t = (key: string) => actions.page.text(`ui.${key}`);
    const l = (key: string) => actions.page.text(`later.${key}`);
    const all = areasOf(actions);
    const area = all.find(each => each.id === id);
    if (!area) return [];
    const areas = area.isSelected ? all.filter(each => each.isSelected) : [area];
    const isFrame = area.kind === 'frame';
    // Looking into a frame changes nothing of what it does: a reader may do so, too.
    const inside: MenuItem[] = isFrame
        ? [
              {
                  text: l(area.isSubflow ? (area.isFolded ? 'area.open' : 'area.close') : area.isFolded ? 'area.unfold' : 'area.fold'),
                  icon: 'chevron',
                  widget: 'menu.fold',
                  run: () => void setAreas(actions, [area], { folded: !area.isFolded }),
              },
              { text: l('area.selectNodes'), icon: 'outline', widget: 'menu.selectNodes', run: () => actions.select(area.nodes) },
              {
                  text: l('area.runNodes'),
                  icon: 'runHere',
                  isOff: area.nodes.length === 0 || actions.page.ask('status', {}).run !== undefined,
                  run: () => void actions.run({ up_to: area.nodes }),
              },
          ]
        : [];
    if (actions.page.mode === 'view') return inside;
    const names = areas.map(each => each.id);
    const remove = (isDissolving: boolean) => void actions.removeNodes([], names, isDissolving);
    return [
        {
            text: l(isFrame ? 'area.rename' : 'area.write'),
            icon: 'rename',
            ...shownKeys('rename'),
            widget: 'menu.editArea',
            run: () => actions.surfaces.editArea(id),
        },
        ...inside,
        ...colors.map((color, at) => ({
            text: l(`area.color.${color || 'gray'}`),
            isChecked: area.color === color,
            isFirstOfGroup: at === 0,
            widget: `menu.color.${color || 'gray'}`,
            run: () => void setAreas(actions, areas, { color }),
        })),
        ...(isFrame
            ? [
                  {
                      text: l(area.isSubflow ? 'area.dissolve' : 'area.dissolveFrame'),
                      icon: 'unlink' as const,
                      ...shownKeys('dissolve'),
                      widget: 'menu.dissolveArea',
                      isFirstOfGroup: true,
                      run: () => remove(true),
                  },
              ]
            : []),
        ...(isFrame && !area.isFolded
            ? []
            : [
                  {
                      text: isFrame ? l('area.removeAll') : t('command.remove'),
                      icon: 'trash' as const,
                      ...shownKeys('remove'),
                      widget: 'menu.removeArea',
                      isDangerous: true,
                      isFirstOfGroup: !isFrame,
                      run: () => remove(false),
                  },
              ]),
    ];
}
