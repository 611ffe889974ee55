// Everything a fresh clone needs before it can be built, in the order in which one needs the other.
import { ensureImguiSource } from './imgui_source.mjs';
import { ensureNodePackages } from './node_packages.mjs';
import { ensureSystemPackages } from './system_packages.mjs';
import { checkNode, checkToolchain } from './toolchain.mjs';

/** With `tests` also what only `npm test` needs (GoogleTest, Chromium, fonts, Python). */
export async function setUp({ tests = false } = {}) {
    checkNode();
    await ensureSystemPackages({ tests });
    await checkToolchain();
    await ensureNodePackages();
    await ensureImguiSource();
}
