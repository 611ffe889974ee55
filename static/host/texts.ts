// The catalogue of user-visible texts in the current language.
import type { SiteFacts } from 'site:facts';

export type Args = Readonly<Record<string, string | number>>;

export class Texts {
    private texts: Record<string, string> = {};
    private later: Record<string, string> = {};
    private current = 'en';
    private wantsLater = false;

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
        const paths = this.paths[language];
        if (paths === undefined) throw new Error(`There is no interface in the language "${language}".`);
        const [texts, later] = await Promise.all([fetchTexts(paths.first), this.wantsLater ? fetchTexts(paths.later) : {}]);
        this.texts = texts;
        this.later = later;
        this.current = language;
    }

    /// Loads the texts of dialogs that are loaded when they are wanted (keys that begin with `later.`), for this and every other language that is chosen. Rejects when they cannot be had.
    async loadLater(): Promise<void> {
        this.wantsLater = true;
        const paths = this.paths[this.current];
        if (paths && Object.keys(this.later).length === 0) this.later = await fetchTexts(paths.later);
    }

    /// The text with its placeholders filled in. An unknown key is its own text, so that it is seen and found.
    text(key: string, args: Args = {}): string {
        return filledIn(this.texts[key] ?? this.later[key] ?? key, args, this.current);
    }
}

async function fetchTexts(path: string): Promise<Record<string, string>> {
    const response = await fetch(path).catch(() => {
        throw new Error(`${path} could not be fetched: the site does not answer.`);
    });
    if (!response.ok) throw new Error(`${path} could not be fetched (the server answered ${response.status}).`);
    return (await response.json()) as Record<string, string>;
}

/// One for each language: to make one takes longer than the text.
const numberFormats = new Map<string, Intl.NumberFormat>();

function numberText(value: number, language: string): string {
    const known = numberFormats.get(language) ?? new Intl.NumberFormat(language, { maximumFractionDigits: 20 });
    numberFormats.set(language, known);
    return known.format(value);
}

/// `{name}` becomes the argument, a number as the language writes it (a line's number is no count and stays plain); `{count|node|nodes}` the word for one or for several. What has no argument stays as it is.
export function filledIn(text: string, args: Args, language = 'en'): string {
    return text.replace(/\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g, (whole, name: string, one: string | undefined, several: string | undefined) => {
        if (!Object.hasOwn(args, name)) return whole;
        const arg = args[name];
        const value = typeof arg === 'number' && name !== 'line' ? numberText(arg, language) : String(arg);
        if (one === undefined || several === undefined) return value;
        return value === '1' ? one : several;
    });
}
