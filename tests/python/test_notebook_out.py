"""Exported notebooks: valid, computing what the graph computes, and carrying the flow."""

import ast
import asyncio
import inspect
import json
import os
import random
import re
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any

from conversation import Conversation
from flow_cases import random_flow
from flow_runs import LIBRARY, GraphRun, same
from other_python import python_with
from test_code_out import BEGIN, flow_of, node

from pythonflows_code.flow import read_flow
from pythonflows_code.notebook import ExportedNotebook, export_notebook
from pythonflows_kernel.signature import judge

RANDOM_FLOWS = 15 if sys.platform == "emscripten" else 1_000 if os.environ.get("PYFLOWS_TEST_LONG") else 80
SHOWN = {
    "a": {
        "stdout": "line\nline\n",
        "stderr": "",
        "previews": [
            {"kind": "table", "columns": [{"name": "<b>", "type": "int"}], "rows": [[1], [None]], "total": 20, "offset": 0},
            {"kind": "image", "mime": "image/png", "data": "aGVsbG8=", "width": 1, "height": 1},
            {"kind": "chart", "mime": "x", "spec": {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "mark": "bar"}},
            {"kind": "html", "html": "<p>hello</p>"},
            {"kind": "json", "value": {"x": [1]}, "truncated": False},
            {"kind": "text", "text": "text"},
            {"kind": "bytes", "size": 12, "head": ""},
            {"kind": "unheard of"},
        ],
    }
}


def export(flow: dict[str, Any], shown: Any = None) -> ExportedNotebook:
    return export_notebook(read_flow(json.dumps(flow)), LIBRARY, shown)


class NotebookTest(unittest.TestCase):
    def setUp(self) -> None:
        self.talk = Conversation()
        self.addCleanup(self.talk.close)
        self.addCleanup(random.setstate, random.getstate())


class WhatItComputes(NotebookTest):
    def test_random_flows(self) -> None:
        for seed in range(RANDOM_FLOWS):
            flow = random_flow(seed, judge)
            if sys.platform == "emscripten" and "async def" in json.dumps(flow):
                continue  # nobody can wait for it in there
            with self.subTest(seed=seed):
                exported = export(flow)
                graph = GraphRun(flow, self.talk)
                scope, error = _run_cells(json.loads(exported.text))
                if error is not None:
                    self.assertIn(type(error).__name__, [each["type"] for each in graph.errors.values()], f"{error!r}\n{_code(exported)}")
                for (name, port), value in graph.values.items():
                    variable = exported.variables[name, port]
                    if error is None or variable in scope and not callable(scope[variable]):
                        self.assertTrue(same(value, scope[variable]), f"{name}.{port}\n{value}\n{scope[variable]}\n{_code(exported)}")


def _code(exported: ExportedNotebook) -> str:
    return "\n# %%\n".join("".join(cell["source"]) for cell in json.loads(exported.text)["cells"] if cell["cell_type"] == "code")


def _run_cells(notebook: dict[str, Any]) -> tuple[dict[str, Any], Exception | None]:
    """As a notebook's kernel does: one scope, `await` allowed, `display` there."""
    scope: dict[str, Any] = {
        "__name__": "__main__",
        "display": lambda *_values, **_options: None,
        "print": lambda *_values, **_options: None,
    }
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                source = "".join(cell["source"])
                if source.startswith("from __future__ import annotations"):
                    import __future__

                    flags |= __future__.annotations.compiler_flag
                code = compile(source, cell["id"], "exec", flags=flags, dont_inherit=True)
                running = eval(code, scope)
                if inspect.isawaitable(running):
                    asyncio.run(_awaited(running))
    except Exception as error:
        return scope, error
    finally:
        for name in [name for name in sys.modules if name.startswith("flow.")]:
            del sys.modules[name]
    return scope, None


async def _awaited(running: Any) -> None:
    await running


class HowItIsMade(NotebookTest):
    def flow(self) -> dict[str, Any]:
        work = "import math\n\n\ndef work(rows, factor: int = 2):\n    return [{'a': row['a'] * factor, 'r': math.sqrt(row['a'])} for row in rows]\n"
        nodes = [
            node("a", BEGIN, title="Begin *here*"),
            node("work", work, params={"factor": 5}),
            node("title", "async def f(x):\n    return len(x)\n"),
        ]
        return flow_of(*nodes, links=[("a.result", "work.rows"), ("work.result", "title.x")])

    def test_a_cell_for_each_node_and_the_flow_inside(self) -> None:
        flow = self.flow()
        notebook = json.loads(export(flow, SHOWN).text)
        self.assertEqual([cell["id"] for cell in notebook["cells"]], ["title", "setup", "a", "work", "title-node"])
        self.assertEqual(notebook["metadata"]["pythonflows"]["flow"], json.dumps(flow))
        outputs = next(cell for cell in notebook["cells"] if cell["id"] == "a")["outputs"]
        self.assertEqual(len(outputs), 8)
        self.assertIn("&lt;b&gt;", "".join(outputs[1]["data"]["text/html"]))
        self.assertEqual(outputs[2]["data"]["image/png"], "aGVsbG8=")

    def test_what_is_shown_is_never_trusted(self) -> None:
        for shown in (
            None,
            3,
            {"a": 3},
            {"a": {"stdout": 3, "previews": 4}},
            {"a": {"previews": [{"kind": "table", "columns": [3], "rows": [4]}]}},
        ):
            json.loads(export(self.flow(), shown).text)

    def test_outputs_are_bounded(self) -> None:
        large = {"a": {"stdout": "x" * 5_000_000, "stderr": "y" * 5_000_000, "previews": SHOWN["a"]["previews"]}}
        self.assertLess(len(export(self.flow(), large).text), 1_200_000)

    def test_valid_by_the_schema(self) -> None:
        python = python_with("nbformat")
        Path("made.ipynb").write_text(export(self.flow(), SHOWN).text, "utf-8")
        check = "import nbformat; book = nbformat.read('made.ipynb', 4); nbformat.validate(book)"
        done = subprocess.run([python, "-W", "error::UserWarning", "-c", check], capture_output=True, encoding="utf-8")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_runs_in_jupyter(self) -> None:
        python = python_with("nbformat", "nbclient", "ipykernel")
        Path("made.ipynb").write_text(export(self.flow(), SHOWN).text, "utf-8")
        run = (
            "import nbformat, nbclient\nbook = nbformat.read('made.ipynb', 4)\nnbclient.NotebookClient(book, timeout=120, kernel_name='python3').execute()\n"
            "print(''.join(out.get('text') or out.get('data', {}).get('text/plain', '') for cell in book.cells if cell.cell_type == 'code' for out in cell.outputs))"
        )
        quiet = {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1", "JUPYTER_PLATFORM_DIRS": "1"}
        done = subprocess.run([python, "-c", run], capture_output=True, encoding="utf-8", env=quiet)
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = re.sub(r" +", " ", done.stdout)
        self.assertIn("a r\n0 0.0\n5 1.0\n10 1.414", shown)
        self.assertTrue(shown.strip().endswith("\n3"), shown)


if __name__ == "__main__":
    unittest.main()
