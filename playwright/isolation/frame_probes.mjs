// What a script inside the kernel's own frame could do, if one ever ran there that is not ours. frame_main.mjs runs them; the tests need the names.

const policy = globalThis.trustedTypes?.createPolicy('pythonflows', { createScriptURL: url => url, createHTML: text => text, createScript: text => text });
const trustedUrl = url => policy?.createScriptURL(url) ?? url;
const ended = (target, ...names) =>
    new Promise(settle => {
        for (const name of names) target.addEventListener(name, () => settle(name));
    });
const added = (name, attributes, parent = document.documentElement) => {
    const element = Object.assign(document.createElement(name), attributes);
    parent.append(element);
    return element;
};
const loaded = (name, attributes) => ended(added(name, attributes), 'load', 'error', 'canplay');
const inWorker = text => {
    const worker = new Worker(trustedUrl(URL.createObjectURL(new Blob([text]))));
    return ended(worker, 'message', 'error');
};

/** Ways out: each calls `url` (or the port that is its own). */
const network = {
    fetch: url => fetch(url),
    'fetch without CORS': url => fetch(url, { mode: 'no-cors' }),
    'fetch that posts and outlives': url => fetch(url, { method: 'POST', body: 'x', keepalive: true }),
    XMLHttpRequest: url => {
        const request = new XMLHttpRequest();
        request.open('GET', url);
        request.send();
        return ended(request, 'load', 'error');
    },
    WebSocket: url => ended(new WebSocket(url.replace('http', 'ws')), 'open', 'error'),
    EventSource: url => ended(new EventSource(url), 'open', 'error'),
    sendBeacon: url => navigator.sendBeacon(url, 'x'),
    picture: url => loaded('img', { src: url }),
    'picture by srcset': url => loaded('img', { srcset: `${url} 2x` }),
    'Image()': url => ended(Object.assign(new Image(), { src: url }), 'load', 'error'),
    script: url => loaded('script', { src: trustedUrl(url) }),
    'module script': url => loaded('script', { type: 'module', src: trustedUrl(url) }),
    'import()': url => import(/* @vite-ignore */ url),
    'style sheet': url => loaded('link', { rel: 'stylesheet', href: url }),
    preload: url => loaded('link', { rel: 'preload', as: 'script', href: url }),
    prefetch: url => loaded('link', { rel: 'prefetch', href: url }),
    font: url => new FontFace('mine', `url(${url})`).load(),
    video: url => loaded('video', { src: url, preload: 'auto' }),
    'frame in the frame': url => loaded('iframe', { src: url }),
    'worker that fetches': url => inWorker(`fetch('${url}').finally(() => postMessage(1))`),
    'worker that imports': url => inWorker(`importScripts('${url}'); postMessage(1)`),
    form: url => added('form', { action: url, method: 'post' }).submit(),
    navigation: url => {
        location.href = url;
    },
    'meta refresh': url => {
        const meta = document.createElement('meta');
        meta.setAttribute('http-equiv', 'refresh');
        meta.setAttribute('content', `0;url=${url}`);
        document.documentElement.append(meta);
    },
    'window.open': url => open(url),
};
const datagram = {
    WebTransport: url => new WebTransport(url).ready,
    RTCPeerConnection: async url => {
        const connection = new RTCPeerConnection({ iceServers: [{ urls: url }] });
        connection.createDataChannel('x');
        await connection.setLocalDescription(await connection.createOffer());
    },
};
const connection = {
    preconnect: url => added('link', { rel: 'preconnect', href: url }),
};
/** Ways in: each returns what it read. */
const read = {
    "the page's document": () => parent.document.title,
    'the top document': () => top.document.documentElement.dataset.secret,
    localStorage: () => localStorage.getItem('secret'),
    sessionStorage: () => sessionStorage.getItem('secret'),
    cookies: () => document.cookie,
    IndexedDB: async () => {
        const opening = indexedDB.open('secrets');
        await ended(opening, 'success', 'error');
        const asking = opening.result.transaction('secrets').objectStore('secrets').get('secret');
        await ended(asking, 'success', 'error');
        return asking.result;
    },
    'Cache Storage': async () => (await caches.match('/secret')).text(),
    'the private file system (OPFS)': async () => (await (await (await navigator.storage.getDirectory()).getFileHandle('secret')).getFile()).text(),
    'names of Web Locks': async () => JSON.stringify(await navigator.locks.query()),
    'a function of the page': () => parent.secretOfThePage(),
    'what the page hears (BroadcastChannel)': () => {
        new BroadcastChannel('isolation').postMessage('from the frame');
        return 'said';
    },
    'a service worker of its own': () => navigator.serviceWorker.register(trustedUrl('/probes.js')).then(({ scope }) => `registered for ${scope}`),
    'a shared worker': () => {
        new SharedWorker(trustedUrl('/probes.js'), 'x');
        return 'made';
    },
};
const away = {
    'the top window': url => {
        top.location.href = url;
    },
};

export const names = Object.fromEntries(Object.entries({ network, datagram, connection, read, away }).map(([kind, probes]) => [kind, Object.keys(probes)]));

/** Runs one; the sentence of how it ended. */
export async function run({ kind, name, url }) {
    try {
        const result = await { network, datagram, connection, read, away }[kind][name](url);
        return `ended with ${typeof result === 'object' ? Object.prototype.toString.call(result) : result}`;
    } catch (error) {
        return String(error);
    }
}
