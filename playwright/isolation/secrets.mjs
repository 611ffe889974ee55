// What the page has and nobody else may see. Run in the page of every case, controls included.

export const kSecret = 'a-secret-of-the-page';

/** Leaves the secret wherever a browser keeps something for a site, and listens for who speaks to the page uninvited. */
export async function plantSecrets(secret) {
    globalThis.uninvited = [];
    new BroadcastChannel('isolation').onmessage = event => globalThis.uninvited.push(event.data);
    document.title = secret;
    document.documentElement.dataset.secret = secret;
    globalThis.name = secret;
    localStorage.setItem('secret', secret);
    sessionStorage.setItem('secret', secret);
    // biome-ignore lint/suspicious/noDocumentCookie: the probes read it in this way, too
    document.cookie = `secret=${secret}`;
    await new Promise((settle, refuse) => {
        const opening = indexedDB.open('secrets', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('secrets');
        opening.onerror = () => refuse(opening.error);
        opening.onsuccess = () => {
            const writing = opening.result.transaction('secrets', 'readwrite');
            writing.objectStore('secrets').put(secret, 'secret');
            writing.oncomplete = () => settle(opening.result.close());
        };
    });
    await (await caches.open('secrets')).put('/secret', new Response(secret));
    const file = await (await navigator.storage.getDirectory()).getFileHandle('secret', { create: true });
    const writing = await file.createWritable();
    await writing.write(secret);
    await writing.close();
    await new Promise(settle => {
        void navigator.locks.request(secret, () => {
            settle();
            return new Promise(() => undefined);
        });
    });
}
