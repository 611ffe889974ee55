// What the site's build puts into embed.js (tools/site/).
declare module 'site:embed' {
    const facts: {
        version: { app: string; flow: number; pyodide: string };
        /// By language: the sentences whose keys begin with `embed.`, and the names of the library's nodes as `type.<type>`.
        texts: Record<string, Record<string, string>>;
    };
    export default facts;
}
