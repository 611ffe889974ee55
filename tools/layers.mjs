// "Who may include whom" (docs/ARCHITECTURE.md) as data: the one place that check_layers.mjs reads.

/** C++: a layer is a folder; `layers` are those it may include besides itself. `outside` says which files may include which other libraries. */
export const cppLayers = {
    'runtime/base': { target: 'flow_base', layers: [], outside: [] },
    'runtime/graph': { target: 'flow_graph', layers: ['runtime/base'], outside: [{ library: 'nlohmann', files: /\/json_events\.cpp$/ }] },
    'runtime/run': { target: 'flow_run', layers: ['runtime/base', 'runtime/graph'], outside: [{ library: 'xxhash', files: /\/fingerprint\.cpp$/ }] },
    'runtime/session': { target: 'flow_session', layers: ['runtime/base', 'runtime/graph', 'runtime/run'], outside: [] },
    'runtime/link': {
        target: 'flow_link',
        layers: ['runtime/base', 'runtime/graph', 'runtime/run', 'runtime/session'],
        outside: [{ library: 'nlohmann', files: /\/(messages\.gen|json_reader|json_writer)\.(cpp|h)$/ }],
    },
    ui: { target: 'flow_ui', layers: ['runtime/base', 'runtime/graph', 'runtime/run', 'runtime/session'], outside: [{ library: 'imgui', files: /./ }] },
    wasm: {
        target: 'pythonflows',
        layers: ['runtime/base', 'runtime/graph', 'runtime/run', 'runtime/session', 'runtime/link', 'ui'],
        outside: [
            { library: 'imgui', files: /./ },
            { library: 'emscripten', files: /./ },
        ],
    },
    server: {
        target: 'flow_server',
        layers: ['runtime/base'],
        outside: [
            { library: 'boost', files: /\/listener\w*\.(cpp|h)$/ },
            { library: 'system', files: /./ },
        ],
    },
};

/** How a library's include is told apart. What none of these matches is the C++ standard library, to which tl::expected belongs until C++23 can be asked for. */
export const cppLibraries = [
    { library: 'nlohmann', pattern: /^nlohmann\// },
    { library: 'xxhash', pattern: /^xxh/ },
    { library: 'imgui', pattern: /^(backends\/)?im(gui|stb)[\w]*\.h$/ },
    { library: 'emscripten', pattern: /^(emscripten|GLES|GLES2|GLES3|EGL|webgl)/ },
    { library: 'boost', pattern: /^boost\// },
    { library: 'system', pattern: /^(sys|netinet|arpa|linux)\/|^(unistd|fcntl|dirent|poll|signal|netdb|pwd|spawn|windows|winsock2|shellapi)\.h$/ },
    { library: 'unknown', pattern: /^(?!tl\/expected\.hpp$).*[./]/ },
];

/**
 * TypeScript: `layers` are folders (or single files) that may be imported besides the layer's own; `outside` are npm packages and what the site build brings
 * (`site:…`), in the named files only.
 */
export const typescriptLayers = {
    'runtime/protocol': { layers: [], outside: [] },
    'runtime/kernel': { layers: ['runtime/protocol'], outside: [{ packages: /^pyodide$/, files: /\/interpreter\.ts$/ }] },
    'static/host': {
        layers: [
            'runtime/protocol',
            'static/gate/gate_messages.ts',
            'static/embed/wire.ts',
            'static/embed/embed.d.ts',
            'static/service_worker/worker_messages.ts',
            'static/service_worker/shared_things.ts',
            'static/style/shade.ts',
            'static/style/letters.ts',
        ],
        outside: [
            { packages: /^site:/, files: /./ },
            { packages: /^@zip\.js\/zip\.js(\/|$)/, files: /\/archive\/zip\.ts$/ },
        ],
    },
    'static/panels': {
        layers: ['runtime/protocol', 'static/host/page_interface.ts', 'static/style'],
        outside: [{ packages: /^(lit|@codemirror\/[\w-]+|@lezer\/highlight|dompurify|vega|vega-lite|vega-interpreter)(\/|$)/, files: /./ }],
    },
    'static/single': { layers: ['static/host', 'static/panels', 'static/style'], outside: [{ packages: /^site:/, files: /\/main\.ts$/ }] },
    'static/view': { layers: ['runtime/protocol'], outside: [{ packages: /^(dompurify|vega|vega-lite|vega-interpreter)(\/|$)/, files: /./ }] },
    'static/service_worker': { layers: [], outside: [{ packages: /^site:/, files: /\/service_worker\.ts$/ }] },
    'static/embed': { layers: ['static/style/letters.ts'], outside: [{ packages: /^site:/, files: /./ }] },
    'static/gate': { layers: ['runtime/protocol'], outside: [] },
};

/** Python: modules that a folder must do without. The kernel's Python runs in plain CPython too, so it knows neither Pyodide nor the page. */
export const pythonLayers = {
    'runtime/kernel/python': { forbidden: /^_?(js|pyodide\w*)$/ },
    'runtime/library': { forbidden: /^_?(js|pyodide\w*|pythonflows_kernel)$/ },
};
