// What the site's build knows and the page needs: tools/site/ writes this module into the bundle. Paths are relative to the page.
declare module 'site:facts' {
    export interface SiteFile {
        path: string;
        bytes: number;
    }
    export interface SiteFacts {
        app: string;
        pyodide: string;
        /// Where the pinned Pyodide's packages are to be had when the site has none.
        cdn: string;
        /// The boot script of the kernel's frame and its `sha256-…` source expression.
        boot: { script: string; hash: string };
        /// The kernel's worker (its text goes into the frame), and Python's own files by the names Pyodide asks for.
        kernelWorker: SiteFile;
        kernelFiles: Record<string, SiteFile>;
        /// Wheels in the site's own packages folder: file name -> where and how large.
        wheels: Record<string, SiteFile>;
        gate: string;
        serviceWorker: string;
        /// By language: what the app is called when somebody installs it.
        manifests: Record<string, string>;
        /// The address of the view's document; in the one-file page the document itself.
        view: string;
        single?: SingleFile;
        editor: { script: string; wasm: SiteFile };
        library: string;
        /// By language: the texts that the page begins with, and those of dialogs that are loaded when they are wanted.
        locales: Record<string, { first: string; later: string }>;
        examples: {
            name: string;
            title: Record<string, string>;
            about: Record<string, string>;
            path: string;
            files: { name: string; path: string; bytes: number }[];
        }[];
    }
    /// What the one-file page brings: the flow in it, and how it is written anew with another one.
    export interface SingleFile {
        flow: Blob | null;
        withFlow(flow: Blob): Promise<Blob>;
    }
    const site: SiteFacts;
    export default site;
}
