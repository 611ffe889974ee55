// The web app's manifest in each language: browsers take one as it is, so the page names the one of its language.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The page's facts: language -> path. The first one is what index.html names. */
export function writeManifests({ root, output, languages }) {
    const manifest = JSON.parse(readFileSync(join(root, 'static', 'manifest.webmanifest'), 'utf8'));
    const entries = languages.map(language => {
        const texts = JSON.parse(readFileSync(join(root, 'static', 'style', 'locales', `${language}.json`), 'utf8'));
        const own = { ...manifest, name: texts['app.title'], description: texts['app.about'], lang: language };
        const name = language === 'en' ? 'manifest.webmanifest' : `manifest.${language}.webmanifest`;
        return [language, output.write(name, `${JSON.stringify(own, null, 2)}\n`).path];
    });
    return Object.fromEntries(entries);
}
