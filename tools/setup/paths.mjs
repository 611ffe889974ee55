// Where things are: the repository's root and the folders that the tools make in it.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const build = join(root, 'build');
export const dist = join(root, 'dist');
/** Kept between builds; safe to delete. */
export const cache = join(build, 'cache');
