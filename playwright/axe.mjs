// What axe-core has to say about the page, for the stories that ask it.
import { repositoryText } from './harness.mjs';

/** Into the page as it is now; a page that is loaded anew needs it again. */
export const loadAxe = stage => stage.page.evaluate(repositoryText('node_modules/axe-core/axe.min.js'));

/** One line a finding. `within`: selectors of the parts that are looked at, else all of the page; `rules`: only these. */
export const findings = (stage, { within = undefined, rules = undefined } = {}) =>
    stage.page.evaluate(
        async ({ within, rules }) => {
            const { violations } = await globalThis.axe.run(within ? { include: within } : document, rules ? { runOnly: rules } : {});
            return violations.flatMap(({ id, nodes }) =>
                nodes.map(({ target, failureSummary }) => `${id} ${target.flat().join(' ')}: ${failureSummary.replaceAll('\n', ' ')}`),
            );
        },
        { within, rules },
    );
