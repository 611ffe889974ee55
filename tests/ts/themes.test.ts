// The panels' colours: every text can be read on every ground that it may stand on (WCAG 2.2, 1.4.3 and 1.4.6), in all themes. The canvas's own are in tests/ui/theme_test.cpp.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync('static/style/tokens.css', 'utf8');

/// The `--name: #rrggbb` of the blocks whose selectors are given, later ones over earlier ones.
function colours(...selectors: string[]): Map<string, string> {
    const found = new Map<string, string>();
    for (const selector of selectors) {
        const at = css.indexOf(`${selector} {`);
        assert.ok(at >= 0, selector);
        for (const [, name, value] of css.slice(at, css.indexOf('}', at)).matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)) found.set(name ?? '', value ?? '');
    }
    return found;
}

const light = ':root';
const dark = ":root[data-shade='dark']";
const more = ":root[data-contrast='more']";
const moreDark = ":root[data-contrast='more'][data-shade='dark']";
const themes = {
    light: { colours: colours(light), least: 4.5 },
    dark: { colours: colours(light, dark), least: 4.5 },
    'more contrast, light': { colours: colours(light, more), least: 7 },
    'more contrast, dark': { colours: colours(light, dark, more, moreDark), least: 7 },
};

function luminance(hex: string): number {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
        const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
    const [dim = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (bright + 0.05) / (dim + 0.05);
}

const pairs: [texts: string[], grounds: string[]][] = [
    [
        ['ink', 'ink-2', 'ink-3'],
        ['surface', 'surface-2', 'canvas'],
    ],
    [
        ['ink', 'ink-2'],
        ['surface-3', 'accent-soft'],
    ],
    [['accent', 'ok', 'bad', 'stale', 'author'], ['surface']],
    [['accent'], ['accent-soft']],
    [['on-accent'], ['accent', 'accent-strong']],
    [['ok'], ['ok-soft']],
    [['bad', 'ink'], ['bad-soft']],
    [['stale', 'ink'], ['stale-soft']],
    [
        ['code-keyword', 'code-string', 'code-number', 'code-comment', 'code-name', 'code-type'],
        ['surface', 'code-line'],
    ],
];

for (const [name, { colours: of, least }] of Object.entries(themes))
    test(`texts can be read: ${name}`, () => {
        const bad = pairs.flatMap(([texts, grounds]) =>
            texts.flatMap(text =>
                grounds.flatMap(ground => {
                    const ratio = contrast(of.get(text) ?? '', of.get(ground) ?? '');
                    return ratio >= least ? [] : [`${text} on ${ground}: ${ratio.toFixed(2)}`];
                }),
            ),
        );
        // What bounds a control has to be seen: 3:1 (1.4.11).
        const line = contrast(of.get('control-line') ?? '', of.get('surface') ?? '');
        assert.deepEqual(line >= 3 ? bad : [...bad, `control-line ${line.toFixed(2)}`], []);
    });
