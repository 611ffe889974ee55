// What the site's build knows and the service worker needs: tools/site/ writes this module into the worker. Paths are relative to the site's folder.
declare module 'site:service_worker' {
    const site: {
        /// Every file whose name carries a hash of its content.
        files: string[];
        gate: string;
        pageHeaders: Record<string, string>;
        gateHeaders: Record<string, string>;
    };
    export default site;
}
