// Dear ImGui's source, which is no part of this repository. In this order: IMGUI_SOURCE_DIR, what an earlier build left in build/deps/imgui, Debian's source
// package through apt (as any user, changing nothing on the system), and otherwise CMake's FetchContent (tools/cmake/imgui.cmake).
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findProgram, run } from './command.mjs';
import { Failure, say } from './failure.mjs';
import { build } from './paths.mjs';

export const imguiFolder = join(build, 'deps', 'imgui');

const pinned = { version: '1.92.2b+ds-1', sha256: 'e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48' };

/** Makes the source available, or leaves it to CMake and says so. */
export async function ensureImguiSource() {
    if (process.env.IMGUI_SOURCE_DIR) {
        if (existsSync(join(process.env.IMGUI_SOURCE_DIR, 'imgui.h'))) return;
        throw new Failure(
            `IMGUI_SOURCE_DIR is '${process.env.IMGUI_SOURCE_DIR}', but there is no imgui.h in it: please name the folder of Dear ImGui's source.`,
        );
    }
    if (existsSync(join(imguiFolder, 'imgui.h'))) return;
    if (findProgram('apt-get')) {
        say("Fetching Dear ImGui's source with apt");
        const scratch = mkdtempSync(join(tmpdir(), 'pythonflows-imgui-'));
        try {
            if (await fetchWithApt(scratch)) return;
        } finally {
            rmSync(scratch, { recursive: true, force: true });
        }
    }
    if (!findProgram('git'))
        throw new Failure("Dear ImGui's source could not be fetched: is there a network? Otherwise name a folder with it in IMGUI_SOURCE_DIR.");
    say("Dear ImGui's source is left to CMake, which fetches it with git");
}

async function fetchWithApt(scratch) {
    const parts = join(scratch, 'parts');
    const lists = join(scratch, 'lists');
    mkdirSync(parts);
    mkdirSync(lists);
    const targets = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']);
    const mirror = targets.output.split('\n').find(line => /^\w+:/.test(line) && !line.includes('security'));
    if (targets.status !== 0 || !mirror) return false;
    writeFileSync(join(parts, 'imgui.sources'), `Types: deb-src\nURIs: ${mirror}\nSuites: forky sid\nComponents: main\n`);

    const options = [
        ...['-qq', '-o', 'Dir::Etc::SourceList=/dev/null', '-o', `Dir::Etc::SourceParts=${parts}`, '-o', `Dir::State::Lists=${lists}`],
        ...['-o', `Dir::Cache=${scratch}`, '-o', 'Acquire::Check-Valid-Until=false', '-o', 'APT::Sandbox::User='],
    ];
    const apt = (program, args) => run(program, [...options, ...args], { cwd: scratch });
    if ((await apt('apt-get', ['update'])).status !== 0) return false;
    const version = await availableVersion(apt);
    if (!version || (await apt('apt-get', ['source', '--download-only', `imgui=${version}`])).status !== 0) return false;

    const tarball = readdirSync(scratch).find(name => /\.orig\.tar\.\w+$/.test(name));
    if (!tarball) return false;
    if (version === pinned.version) checkHash(join(scratch, tarball));
    return unpack(scratch, tarball);
}

/** The pinned version if the mirror still has it, else the newest one there that is 1.92 or later; apt itself checks signatures and hashes. */
async function availableVersion(apt) {
    const shown = await apt('apt-cache', ['showsrc', 'imgui']);
    const versions = [...shown.output.matchAll(/^Version: (.+)$/gm)].map(match => match[1]);
    if (versions.includes(pinned.version)) return pinned.version;
    const newEnough = versions.filter(version => {
        const [major, minor] = version.split('.').map(Number);
        return major > 1 || (major === 1 && minor >= 92);
    });
    return newEnough.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1) ?? null;
}

function checkHash(tarball) {
    const found = createHash('sha256').update(readFileSync(tarball)).digest('hex');
    if (found !== pinned.sha256)
        throw new Failure(`the source of Dear ImGui ${pinned.version} that apt brought has the wrong checksum ${found}: please try again.`);
}

async function unpack(scratch, tarball) {
    const fresh = `${imguiFolder}.${process.pid}`;
    mkdirSync(fresh, { recursive: true });
    const result = await run('tar', ['xf', join(scratch, tarball), '--strip-components=1', '-C', fresh]);
    if (result.status !== 0) throw new Failure(`tar could not unpack ${tarball}: please install xz-utils and try again.`);
    rmSync(imguiFolder, { recursive: true, force: true });
    renameSync(fresh, imguiFolder); // at once, so that an interrupted run leaves no half a source
    return true;
}
