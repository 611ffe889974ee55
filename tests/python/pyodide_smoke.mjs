// The kernel's Python in the real interpreter: Pyodide under Node, with the package copied into its file system. The conversation with pandas and
// matplotlib needs the wheels that tests use (PYFLOWS_TEST_WHEELS, or ../shared/wheels beside the repository) and is skipped without them.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const wheels = process.env.PYFLOWS_TEST_WHEELS ?? path.join(root, "../shared/wheels");
const hasWheels = fs.existsSync(path.join(wheels, "lock.json"));
const library = (type) => fs.readFileSync(path.join(root, "runtime/library", `${type}.py`), "utf8");

function copyFolder(pyodide, from, to) {
  pyodide.FS.mkdirTree(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== "__pycache__") copyFolder(pyodide, path.join(from, entry.name), `${to}/${entry.name}`);
    else if (/\.(py|json)$/.test(entry.name)) pyodide.FS.writeFile(`${to}/${entry.name}`, fs.readFileSync(path.join(from, entry.name)));
  }
}

/// A kernel as the worker makes it; `sent` are the messages it posted, with their buffers copied.
async function startKernel() {
  const pyodide = await loadPyodide({
    env: { HOME: "/home/pyodide", PYFLOWS_TEST_ROUNDS: "200" },
    ...(hasWheels ? { lockFileContents: fs.readFileSync(path.join(wheels, "lock.json"), "utf8"), packageBaseUrl: `${wheels}/`, packageCacheDir: wheels } : {}),
  });
  copyFolder(pyodide, path.join(root, "runtime/kernel/python"), "/runtime/kernel/python");
  copyFolder(pyodide, path.join(root, "tests/python"), "/tests/python");
  copyFolder(pyodide, path.join(root, "tests/corpus"), "/tests/corpus");
  copyFolder(pyodide, path.join(root, "runtime/library"), "/runtime/library");
  pyodide.runPython("import sys, importlib; sys.path.insert(0, '/runtime/kernel/python'); importlib.invalidate_caches()");
  const sent = [];
  const post = (text, buffers) => {
    const copied = {};
    if (buffers !== undefined) {
      for (const name of buffers.keys()) {
        const view = buffers.get(name).getBuffer();
        copied[name] = new Uint8Array(view.data);
        view.release();
      }
    }
    sent.push({ ...JSON.parse(text), buffers: copied });
  };
  const loadPackages = async (names) => {
    await pyodide.loadPackage(names.toJs(), { messageCallback() {} });
    return pyodide.toPy(Object.fromEntries(Object.keys(pyodide.loadedPackages).map((name) => [name, "1"])));
  };
  const lock = hasWheels ? JSON.parse(fs.readFileSync(path.join(wheels, "lock.json"), "utf8")) : { packages: {} };
  const imports = Object.fromEntries(Object.entries(lock.packages).flatMap(([name, entry]) => entry.imports.map((module) => [module, name])));
  const options = pyodide.toPy({ directory: "/home/pyodide/flow", import_packages: imports, pyodide: pyodide.version });
  const kernel = pyodide.pyimport("pythonflows_kernel").start(post, loadPackages, options);
  const say = async (message) => {
    const from = sent.length;
    await kernel.handle(JSON.stringify(message));
    return sent.slice(from);
  };
  let calls = 0;
  const run = async (node, source, inputs = {}, settings = {}, extra = {}) => {
    const bindings = Object.entries(inputs).map(([port, keys]) => ({ port, variadic: Array.isArray(keys), keys: [keys].flat().map((key) => ({ key, port: "result" })) }));
    const key = `${node}:${++calls}`;
    const messages = await say({ type: "run_node", run: 1, node, title: node, node_type: "python", source, key, inputs: bindings, settings, trusted: false, packages: [], max_output_bytes: 4000, ...extra });
    return { key, messages, end: messages.at(-1) };
  };
  const preview = async (key, port = "result", offset = 0, limit = 100) => (await say({ type: "preview_value", call: 1, key, port, offset, limit })).at(-1);
  return { pyodide, kernel, sent, say, run, preview };
}

const started = startKernel();

test("announces itself with its versions", async () => {
  const { sent } = await started;
  assert.equal(sent[0].type, "kernel_ready");
  assert.match(sent[0].python, /^3\.14\./);
});

test("reads, filters and draws with the standard library alone", async () => {
  const { kernel, run, preview } = await started;
  kernel.write_file("weather.csv", new Uint8Array(fs.readFileSync(path.join(root, "node_modules/vega-datasets/data/seattle-weather.csv"))));
  const read = await run("read", library("core.read_csv"), {}, { path: "weather.csv" }, { trusted: true });
  assert.equal(read.end.type, "node_finished", JSON.stringify(read.end.error));
  assert.equal(read.end.outputs[0].shape, "1461 × 6");
  const filtered = await run("filtered", library("core.filter_rows"), { table: read.key }, { condition: "weather == 'snow'" }, { trusted: true });
  assert.equal(filtered.end.outputs[0].glimpse.total, 26);
  const chart = await run("chart", library("core.chart"), { table: filtered.key }, { kind: "line" }, { trusted: true });
  assert.equal((await preview(chart.key)).preview.kind, "chart");
  const page = (await preview(read.key, "result", 1460, 10)).preview;
  assert.deepEqual(page.rows, [["2015-12-31", 0, 5.6, -2.1, 3.5, "sun"]]);
});

test("shows the user's own lines and Python 3.14's hints", async () => {
  const { run } = await started;
  const failed = (await run("faulty", "import math\n\ndef f():\n    values = [1, 2]\n    return valuse\n")).end;
  assert.equal(failed.type, "node_failed");
  assert.equal(failed.error.line, 5);
  assert.match(failed.error.traceback, /Did you mean: 'values'\?/);
  assert.match(failed.error.traceback, /File "faulty", line 5, in f\n {4}return valuse/);
  assert.doesNotMatch(failed.error.traceback, /pythonflows_kernel/);
});

test("awaits async nodes and cancels them on stop", async () => {
  const { kernel, run } = await started;
  const awaited = await run("awaited", "import asyncio\nasync def f():\n    await asyncio.sleep(0.01)\n    return 5\n");
  assert.equal(awaited.end.type, "node_finished");
  setTimeout(() => kernel.stop(), 20);
  const stopped = await run("endless", "import asyncio\nasync def f():\n    await asyncio.sleep(3)\n");
  assert.equal(stopped.end.type, "node_stopped");
  const exited = await run("exits", "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    raise SystemExit(3)\n");
  assert.equal(exited.end.type, "node_failed");
});

test("survives hostile reprs and endless recursion", async () => {
  const { run } = await started;
  const hostile = await run("hostile", "class A:\n    def __repr__(self):\n        while True: pass\ndef f():\n    return A()\n");
  assert.match(hostile.end.outputs[0].summary, /takes too long/);
  const deep = await run("deep", "def g(n):\n    return g(n + 1)\ndef f():\n    return g(0)\n");
  assert.equal(deep.end.error.type, "RecursionError");
});

test("the Python tests of the kernel and the library pass in this interpreter too", async () => {
  const { pyodide } = await started;
  const report = pyodide.runPython(`
import io, os, sys, unittest
sys.path.insert(0, "/tests/python")
os.chdir("/tests/python")
stream = io.StringIO()
runner = unittest.TextTestRunner(stream, verbosity=2)
result = runner.run(unittest.defaultTestLoader.discover("/tests/python"))
os.chdir("/home/pyodide/flow")
f"{result.testsRun} {len(result.failures) + len(result.errors)}\\n" + stream.getvalue()
`);
  assert.match(report, /^[1-9]\d* 0\n/, report.slice(-12000));
});
