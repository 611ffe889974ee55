// What the site's build knows and the service worker needs: tools/site/ writes this module into the worker. Paths are relative to the site's folder.
declare module 'site:service_worker' {
    const site: {
        build: string;
        /// Every file that is kept for the time without a network, with its SHA-256.
        files: Record<string, string>;
        /// All of them together.
        bytes: number;
        gate: string;
        pageHeaders: Record<string, string>;
        gateHeaders: Record<string, string>;
    };
    export default site;
}
