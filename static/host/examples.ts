// The flows that come with the site, with their data.
import type { SiteFacts } from 'site:facts';
import type { FileStore } from './file_store.ts';
import { fetchOwn } from './own_files.ts';

type Examples = Pick<SiteFacts, 'examples'>;

/// What a person chooses from.
export function examplesIn({ examples }: Examples, language: string): { name: string; title: string; about: string }[] {
    const inLanguage = (texts: Record<string, string>): string => texts[language] ?? texts['en'] ?? '';
    return examples.map(({ name, title, about }) => ({ name, title: inLanguage(title), about: inLanguage(about) }));
}

/// Puts the example's files into the store; resolves with its flow's text.
export async function fetchExample(
    { examples }: Examples,
    name: string,
    store: Pick<FileStore, 'add'>,
    text: (key: string, args: Record<string, string | number>) => string,
): Promise<string> {
    const example = examples.find(each => each.name === name);
    if (!example) throw new Error(text('examples.unknown', { name }));
    const fetched = await Promise.all([example, ...example.files].map(({ path }) => fetchOwn(path, text)));
    const [flow, ...files] = fetched as [Response, ...Response[]];
    await Promise.all(files.map(async (response, index) => store.add(example.files[index]?.name ?? '', await response.blob())));
    return flow.text();
}
