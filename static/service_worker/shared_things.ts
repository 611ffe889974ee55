// What another app shares with the installed one (`share_target` in the manifest): the system posts a form, the worker keeps its files until the page takes them
// (static/host/sharing/taking_shared.ts), and sends the browser on to the page. A link to a flow goes into the page's own address.
// Any page may post such a form: what came this way is foreign, and nothing of it runs by itself.
export const kSharePath = 'share';
const kFiles = 32;

/// The cache in which shared files wait for the page of this site.
export const sharedCacheName = (scope: string): string => `pythonflows-shared ${new URL(scope).pathname}`;
/// Where the `number`th file of one sharing lies in it.
export const sharedPlace = (scope: string, id: string, number: number): string => new URL(`.shared/${id}/${number}`, scope).href;
/// Carries the file's name, in the form of an address.
export const kNameHeader = 'x-file-name';

export function isShare(request: Pick<Request, 'method' | 'url'>, scope: string): boolean {
    const { origin, pathname } = new URL(request.url);
    const place = new URL(kSharePath, scope);
    return request.method === 'POST' && origin === place.origin && pathname === place.pathname;
}

/// Keeps what was shared, and answers with the address of the page that takes it.
export async function takeShared(request: Request, scope: string, caches: Pick<CacheStorage, 'open' | 'delete'>, id: string): Promise<Response> {
    const form = await request.formData().catch(() => new FormData());
    const texts = ['url', 'text', 'title'].map(name => form.get(name)).filter(value => typeof value === 'string');
    const files = form.getAll('files').filter(value => value instanceof File && value.name !== '') as File[];
    const link = texts.map(text => /#flow=[A-Za-z0-9:._~-]+/.exec(text)?.[0]).find(found => found !== undefined);
    if (files.length === 0 && link !== undefined) return sendOn(scope, link);
    // The text of a flow, as a chat passes it on.
    const flow = texts.find(text => text.trimStart().startsWith('{'));
    if (files.length === 0 && flow !== undefined) files.push(new File([flow], 'shared.flow.json'));
    try {
        // What nobody has taken before is not wanted any more.
        await caches.delete(sharedCacheName(scope));
        const cache = await caches.open(sharedCacheName(scope));
        for (const [number, file] of files.slice(0, kFiles).entries()) {
            const headers = { 'content-type': file.type || 'application/octet-stream', [kNameHeader]: encodeURIComponent(file.name) };
            await cache.put(sharedPlace(scope, id, number), new Response(file, { headers }));
        }
    } catch {
        // No room: the page finds nothing, and says so.
        await caches.delete(sharedCacheName(scope));
    }
    return sendOn(scope, `?shared=${id}`);
}

/// Looked at with GET, whatever the request was.
const sendOn = (scope: string, address: string): Response => Response.redirect(new URL(address, scope).href, 303);
