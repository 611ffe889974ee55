// What a node can be wired to, for who wires by keyboard: every pair of ports in words, those that may be first, and why the others may not.
import type { Actions } from './actions.ts';

export interface WireChoice {
    from: string;
    to: string;
    name: string;
    /// Why it may not be; '' where it may.
    about: string;
    /// That it would take the place of another link.
    group: string;
    isRefused: boolean;
}

/// At most `limit` pairs whose names `matches` accepts. Of each only what is shown is asked whether it may be.
export function wireChoices(actions: Actions, node: string, matches: (text: string) => boolean, limit: number): WireChoice[] {
    const { page } = actions;
    const nodes = actions.detailed();
    const self = nodes.find(each => each.id === node);
    if (!self) return [];
    const others = nodes.filter(each => each.id !== node);
    const into = self.outputs.flatMap(output =>
        others.flatMap(other =>
            other.inputs.map(input => ({
                from: `${node}.${output.name}`,
                to: `${other.id}.${input.name}`,
                name: `${output.name} → ${other.title}: ${input.name}`,
                links: input.links,
                isTaken: input.links.length > 0 && !input.isVariadic,
            })),
        ),
    );
    const outOf = self.inputs.flatMap(input =>
        others.flatMap(other =>
            other.outputs.map(output => ({
                from: `${other.id}.${output.name}`,
                to: `${node}.${input.name}`,
                name: `${input.name} ← ${other.title}: ${output.name}`,
                links: input.links,
                isTaken: input.links.length > 0 && !input.isVariadic,
            })),
        ),
    );
    return [...into, ...outOf]
        .filter(pair => !pair.links.includes(pair.from) && matches(`${pair.name} ${pair.from} ${pair.to}`))
        .slice(0, limit)
        .map(({ from, to, name, isTaken }) => {
            const { refusal } = page.ask('may_connect', { from, to });
            return {
                from,
                to,
                name,
                about: refusal ?? '',
                group: isTaken && !refusal ? page.text('ui.palette.replaces') : '',
                isRefused: refusal !== undefined,
            };
        })
        .sort((a, b) => Number(a.isRefused) - Number(b.isRefused));
}
