// Everything a fresh clone needs before it can be built, in the order in which one needs the other.
import { ensureImguiSource } from './imgui_source.mjs';
import { ensureNginx } from './nginx.mjs';
import { ensureNodePackages } from './node_packages.mjs';
import { ensurePackagesForSomeTests, ensureSystemPackages } from './system_packages.mjs';
import { checkNode, checkToolchain } from './toolchain.mjs';

/** With `tests` also what only `npm test` needs (GoogleTest, Chromium, fonts, Python), and what only some of its tests do (Firefox, nginx, Sphinx and others). */
export async function setUp({ tests = false } = {}) {
    checkNode();
    await ensureSystemPackages({ tests });
    if (tests) {
        await ensurePackagesForSomeTests();
        await ensureNginx();
    }
    await checkToolchain();
    await ensureNodePackages();
    await ensureImguiSource();
}
