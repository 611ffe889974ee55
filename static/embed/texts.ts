// The few sentences that the element itself says.
import facts from 'site:embed';

export type Text = (key: string, args?: Readonly<Record<string, string | number>>) => string;

/// In this language, or in English.
export function textsIn(language: string): Text {
    const texts = facts.texts[language] ?? facts.texts['en'] ?? {};
    return (key, args = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole));
}

/// The language that is meant by a `lang` attribute like "ja-JP", if there is an interface in it.
export function languageOf(tag: string | null | undefined): string | undefined {
    const short = tag?.toLowerCase().split('-')[0];
    return short !== undefined && Object.hasOwn(facts.texts, short) ? short : undefined;
}
