// Was this module started as a program, or imported by another?
import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** True for the module that node was given. Links in its path make no difference. */
export function isMainModule(moduleUrl) {
    return process.argv[1] !== undefined && moduleUrl === pathToFileURL(realpathSync(process.argv[1])).href;
}
