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

/** What single tests need. Where it cannot be installed those tests say that they are skipped, and why. */
const forSomeTests = [
    { met: () => firefoxPath() !== null, debian: ['firefox-esr'], name: 'Firefox (or FIREFOX)' },
    { met: program('Xvfb'), debian: ['xvfb'], name: 'Xvfb, a screen for Firefox' },
    { met: program('sphinx-build'), debian: ['python3-sphinx'], name: 'Sphinx' },
    { met: program('mkdocs'), debian: ['mkdocs'], name: 'MkDocs' },
    { met: debianModule('nbformat'), debian: ['python3-nbformat'], name: 'nbformat' },
    { met: debianModule('nbclient'), debian: ['python3-nbclient'], name: 'nbclient' },
    { met: debianModule('ipykernel'), debian: ['python3-ipykernel'], name: 'ipykernel' },
    { met: debianModule('black'), debian: ['black'], name: 'Black' },
];

/** The browser for the tests: CHROMIUM, or the first one found; null without one. */
export function chromiumPath() {
    if (process.env.CHROMIUM) return process.env.CHROMIUM;
    return ['chromium', 'chromium-browser', 'google-chrome', 'chrome', 'msedge'].map(findProgram).find(path => path !== null) ?? null;
}

/** The other browser for the tests: FIREFOX, or the first one found; null without one. */
export function firefoxPath() {
    if (process.env.FIREFOX) return process.env.FIREFOX;
    return ['firefox-esr', 'firefox'].map(findProgram).find(path => path !== null) ?? null;
}

function isDebian() {
    return existsSync('/etc/debian_version') && findProgram('apt-get') !== null;
}

/** A module of the system's own Python. */
function debianModule(name) {
    return file(`/usr/lib/python3/dist-packages/${name}`);
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
    const result = await install([...packages, 'ca-certificates']);
    const still = missing.filter(need => !need.met());
    if (result.status !== 0 || still.length > 0) {
        say(lastLines(result.output, 12));
        const names = (still.length > 0 ? still : missing).flatMap(need => need.debian).join(' ');
        throw new Failure(`apt-get could not install ${names}: is there a network? Please install them by hand and try again.`);
    }
}

/** Installs what single tests need, where that is a matter of asking apt; otherwise says what is not there. */
export async function ensurePackagesForSomeTests() {
    const missing = forSomeTests.filter(need => !need.met());
    if (missing.length === 0) return;
    const canInstall = isDebian() && process.getuid() === 0;
    const result = canInstall ? await install(missing.flatMap(need => need.debian)) : null;
    if (result && result.status !== 0) say(lastLines(result.output, 4));
    const still = missing.filter(need => !need.met());
    if (still.length === 0) return;
    const words = isDebian() ? ` (sudo apt-get install ${still.flatMap(need => need.debian).join(' ')})` : '';
    say(`The tests that need ${still.map(need => need.name).join(', ')} are skipped${words}`);
}

async function install(packages) {
    say(`Installing system packages: ${packages.join(' ')}`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const ask = () => run('apt-get', ['install', '-y', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...packages], { env });
    const result = hasPackageLists() ? await ask() : null;
    if (result?.status === 0) return result;
    // No lists yet, or lists so old that they name packages which the mirror no longer has.
    const update = await run('apt-get', ['update'], { env });
    return update.status === 0 ? ask() : update;
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
