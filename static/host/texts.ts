// The catalogue of user-visible texts in the current language.
import type { SiteFacts } from 'site:facts';

export type Args = Readonly<Record<string, string | number>>;

export class Texts {
    private texts: Record<string, string> = {};
    private current = 'en';

    constructor(private readonly paths: SiteFacts['locales']) {}

    get language(): string {
        return this.current;
    }

    get all(): Record<string, string> {
        return this.texts;
    }

    /// The language of the address, of the last visit, or of the browser, as far as the site has it.
    static wanted(paths: SiteFacts['locales'], address: URLSearchParams, remembered: string | null, browser: readonly string[]): string {
        const candidates = [address.get('lang'), remembered, ...browser.map(language => language.slice(0, 2))];
        return candidates.find(language => language !== null && Object.hasOwn(paths, language)) ?? 'en';
    }

    /// Loads a language's texts. Rejects when they cannot be had; the old ones stay.
    async load(language: string): Promise<void> {
        const path = this.paths[language];
        if (path === undefined) throw new Error(`There is no interface in the language "${language}".`);
        const response = await fetch(path);
        if (!response.ok) throw new Error(`${path} could not be fetched (the server answered ${response.status}).`);
        this.texts = (await response.json()) as Record<string, string>;
        this.current = language;
    }

    /// The text with `{name}` replaced. An unknown key is its own text, so that it is seen and found.
    text(key: string, args: Args = {}): string {
        const text = this.texts[key] ?? key;
        return text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(args, name) ? String(args[name]) : whole));
    }
}
