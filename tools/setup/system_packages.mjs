// What must be on the machine before anything can be built, and how it gets there: installed on Debian by root, otherwise told.
import { existsSync, readdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

import { findProgram, lastLines, run } from './command.mjs';
import { Failure, say } from './failure.mjs';

const includeFolders = ['/usr/include', '/usr/local/include', '/opt/homebrew/include', ...(process.env.FLOW_HEADER_HINTS ?? '').split(';').filter(isAbsolute)];
const header = path => () => includeFolders.some(folder => existsSync(join(folder, path)));
const program =
    (...names) =>
    () =>
        names.some(name => findProgram(name) !== null);
const file = path => () => existsSync(path);

/** Each need: how it is seen to be met, the Debian packages that meet it, and its name for other systems. */
const toBuild = [
    { met: program('em++', 'em++.bat'), debian: ['emscripten'], name: 'Emscripten 3.1.6 or later (em++)' },
    { met: () => !isDebian() || existsSync('/usr/share/nodejs/acorn'), debian: ['node-acorn'], name: 'acorn' },
    { met: program('c++', 'g++', 'clang++', 'cl'), debian: ['g++'], name: 'a C++20 compiler' },
    { met: program('cmake'), debian: ['cmake'], name: 'CMake 3.25 or later' },
    { met: program('ninja', 'ninja-build'), debian: ['ninja-build'], name: 'Ninja' },
    { met: header('nlohmann/json.hpp'), debian: ['nlohmann-json3-dev'], name: 'nlohmann/json (header)' },
    { met: header('tl/expected.hpp'), debian: ['libexpected-dev'], name: 'tl::expected (header)' },
    { met: header('xxhash.h'), debian: ['libxxhash-dev'], name: 'xxHash (header)' },
    { met: header('boost/beast/core.hpp'), debian: ['libboost-dev'], name: 'Boost.Beast and Boost.Asio (headers)' },
    { met: () => !isDebian() || findProgram('xz') !== null, debian: ['xz-utils'], name: 'xz' },
];
const toTest = [
    { met: () => !isDebian() || hasGoogleTest(), debian: ['libgtest-dev', 'libgmock-dev'], name: 'GoogleTest with GoogleMock' },
    { met: () => chromiumPath() !== null, debian: ['chromium'], name: 'Chromium (or CHROMIUM)' },
    { met: program('python3', 'python'), debian: ['python3'], name: 'Python 3.11 or later' },
    { met: () => !isDebian() || existsSync('/usr/share/fonts/opentype/ipaexfont-gothic'), debian: ['fonts-ipaexfont-gothic'], name: 'a Japanese font' },
    { met: () => !isDebian() || file('/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf')(), debian: ['fonts-noto-color-emoji'], name: 'an emoji font' },
];

/** The browser for the tests: CHROMIUM, or the first one found; null without one. */
export function chromiumPath() {
    if (process.env.CHROMIUM) return process.env.CHROMIUM;
    return ['chromium', 'chromium-browser', 'google-chrome', 'chrome', 'msedge'].map(findProgram).find(path => path !== null) ?? null;
}

function isDebian() {
    return existsSync('/etc/debian_version') && findProgram('apt-get') !== null;
}

function hasGoogleTest() {
    return existsSync('/usr/include/gtest/gtest.h') && existsSync('/usr/include/gmock/gmock.h');
}

function hasPackageLists() {
    try {
        return readdirSync('/var/lib/apt/lists').some(name => name.includes('Packages'));
    } catch {
        return false; // no folder, no lists
    }
}

/** Makes sure that everything for building (and, with `tests`, for testing) is there. */
export async function ensureSystemPackages({ tests = false } = {}) {
    const missing = [...toBuild, ...(tests ? toTest : [])].filter(need => !need.met());
    if (missing.length === 0) return;
    if (!isDebian()) throw new Failure(`please install ${missing.map(need => need.name).join(', ')}, then try again.${hint()}`);

    const packages = missing.flatMap(need => need.debian);
    if (process.getuid() !== 0) {
        throw new Failure(
            `system packages are missing. Please run\n\n    sudo apt-get update && sudo apt-get install -y ${packages.join(' ')}\n\nand try again.`,
        );
    }
    say(`Installing system packages: ${packages.join(' ')}`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...packages, 'ca-certificates'], { env });
    let result = hasPackageLists() ? await install() : null;
    if (result === null || result.status !== 0) {
        // No lists yet, or lists so old that they name packages which the mirror no longer has.
        const update = await run('apt-get', ['update'], { env });
        result = update.status === 0 ? await install() : update;
    }
    const still = missing.filter(need => !need.met());
    if (result.status !== 0 || still.length > 0) {
        say(lastLines(result.output, 12));
        const names = (still.length > 0 ? still : missing).flatMap(need => need.debian).join(' ');
        throw new Failure(`apt-get could not install ${names}: is there a network? Please install them by hand and try again.`);
    }
}

function hint() {
    if (process.platform === 'win32') {
        return (
            '\nOn Windows: winget install Kitware.CMake Ninja-build.Ninja LLVM.LLVM, the Emscripten SDK from emscripten.org (run its emsdk_env), and ' +
            'vcpkg install nlohmann-json tl-expected xxhash boost-beast gtest; name the include folder in FLOW_HEADER_HINTS.'
        );
    }
    if (process.platform === 'darwin') return '\nOn macOS: brew install emscripten cmake ninja nlohmann-json tl-expected xxhash boost googletest.';
    return '';
}
