// The ways in which the page can be hosted, for stories: `story(name, play, {mode: 'foreign_frame'})`. Each way is set up for real and says what it promises.
import { serve, serveForeignPage, serveHeaderless } from './servers.mjs';

/**
 * By name: `open({folder, env, args, path})` starts the servers and gives {url, address, host, close()}: the product's address, the one to go to, and the static host where it is one.
 * `isIsolated`: whether the page has shared memory there, and with it the soft stop. `isFramed`: whether the product stands in a frame of the page.
 * `remarks`: what the browser itself prints there.
 */
export const hostingModes = {
    /** The product's server: its headers (COOP and COEP) isolate the page. */
    own_server: {
        isIsolated: true,
        isFramed: false,
        async open({ path, ...options }) {
            const server = await serve(options);
            return { url: server.url, address: new URL(path, server.url).href, close: server.close };
        },
    },
    /** A frame in a foreign page that has no header at all: Document-Isolation-Policy isolates it. */
    foreign_frame: {
        isIsolated: true,
        isFramed: true,
        async open({ path, args, ...options }) {
            // The frame's address is known last, the foreign page's origin must be known first.
            let address = '';
            const foreign = await serveForeignPage(() => address);
            const server = await serve({ ...options, args: [...args, '--allow-origin', new URL(foreign.url).origin] });
            address = new URL(path, server.url).href;
            const close = () => Promise.all([foreign.close(), server.close()]);
            return { url: server.url, address: foreign.url, close };
        },
    },
    /** A static host that sends no headers: our own service worker adds them. */
    service_worker: {
        isIsolated: true,
        isFramed: false,
        open: options => openHeaderless(options, []),
    },
    /** The same without the service worker: no shared memory, so Stop replaces the kernel. */
    no_shared_memory: {
        isIsolated: false,
        isFramed: false,
        remarks: [/^A bad HTTP response code \(404\) was received when fetching the script/],
        open: options => openHeaderless(options, ['service_worker.js']),
    },
};

async function openHeaderless({ path, folder }, missing) {
    const host = await serveHeaderless({ folder, missing });
    return { url: host.url, address: new URL(path, host.url).href, host, close: host.close };
}
