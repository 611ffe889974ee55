// Files of this very site, fetched by the page.

/// The catalogue's texts, which may themselves be on their way yet.
type Sentence = (key: string, args: Record<string, string | number>) => string | Promise<string>;

/// The answer to a request of this site. Rejects with a sentence of the catalogue where the site does not answer, or not with the file.
export async function fetchOwn(address: string | URL, text: Sentence): Promise<Response> {
    const path = String(address);
    let response: Response;
    try {
        response = await fetch(address);
    } catch {
        // Browsers say "Failed to fetch" and the like, in English and without the address.
        throw new Error(await text('site.no_answer', { path }));
    }
    if (!response.ok) throw new Error(await text('site.unreachable', { path, status: response.status }));
    return response;
}
