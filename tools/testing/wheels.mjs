// Real pandas and matplotlib for the tests that want them: a folder of wheels with a lock.json, named by PYFLOWS_TEST_WHEELS or lying beside the repository.
// No part of the product; without it those tests say that they were skipped.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { build, root } from '../setup/paths.mjs';

/** The site that is built with those wheels, for the stories that load packages. */
export const siteWithPackages = join(build, 'site-with-packages');

/** The folder's path, or null without one. */
export function testWheels() {
    const folder = resolve(root, process.env.PYFLOWS_TEST_WHEELS ?? '../shared/wheels');
    return existsSync(join(folder, 'lock.json')) ? folder : null;
}
