"""Exported scripts: what they compute is what the graph computes."""

import json
import os
import random
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any

from conversation import Conversation
from flow_cases import random_flow
from flow_runs import LIBRARY, GraphRun, ScriptRun, same
from kernel_path import ROOT
from other_python import python_with

from pythonflows_code.answering import answer
from pythonflows_code.carried import carried_flow
from pythonflows_code.flow import CodeProblem, read_flow
from pythonflows_code.script import Exported, export_script
from pythonflows_kernel.signature import judge

EXAMPLES = ROOT / "static" / "examples"
DATA = ROOT / "node_modules" / "vega-datasets" / "data"
RANDOM_FLOWS = 40 if sys.platform == "emscripten" else 2_000 if os.environ.get("PYFLOWS_TEST_LONG") else 200


def export(flow: dict[str, Any]) -> Exported:
    return export_script(read_flow(json.dumps(flow)), LIBRARY, "PythonFlows")


class ScriptTest(unittest.TestCase):
    """A test with a kernel whose directory the scripts run in as well."""

    def setUp(self) -> None:
        self.talk = Conversation()
        self.addCleanup(self.talk.close)
        self.addCleanup(random.setstate, random.getstate())

    def compared(self, flow: dict[str, Any], what: object = "") -> tuple[GraphRun, ScriptRun, Exported]:
        """Every output of the graph is a value of the script, and the same."""
        exported = export(flow)
        graph = GraphRun(flow, self.talk)
        script = ScriptRun(exported.text)
        if script.error is None:
            self.assertEqual(graph.errors, {}, f"{what}\n{exported.text}")
        else:
            known = [error["type"] for error in graph.errors.values()]
            self.assertIn(type(script.error).__name__, known, f"{what}: {script.error!r}\n{exported.text}")
        for (node, port), value in graph.values.items():
            name = exported.variables.get((node, port))
            self.assertIsNotNone(name, (what, node, port))
            if script.error is not None and name not in script.locals:
                continue  # it comes after the error
            self.assertIn(name, script.locals, f"{what}\n{exported.text}")
            found = script.locals[name or ""]
            self.assertTrue(same(value, found), f"{what}: {node}.{port}\n{value}\n{found}\n{exported.text}")
        return graph, script, exported


class RandomFlows(ScriptTest):
    def test_what_they_compute(self) -> None:
        compared = 0
        for seed in range(RANDOM_FLOWS):
            flow = random_flow(seed, judge)
            if sys.platform == "emscripten" and "async def" in json.dumps(flow):
                continue  # nobody can wait for it in there
            with self.subTest(seed=seed):
                graph, _script, _exported = self.compared(flow, seed)
                compared += len(graph.values)
        self.assertGreater(compared, RANDOM_FLOWS * 2)


class Examples(ScriptTest):
    def test_each(self) -> None:
        for path in sorted(EXAMPLES.glob("*.flow.json")):
            flow = json.loads(path.read_text("utf-8"))
            for file in flow["files"]:
                if not (DATA / file["name"]).exists():
                    self.skipTest("the examples' data is in node_modules")
                self.talk.kernel.write_file(file["name"], (DATA / file["name"]).read_bytes())
            self.talk.say({"type": "set_files", "files": flow["files"]})
            with self.subTest(path.name):
                graph, _script, exported = self.compared(flow, path.name)
                self.assertGreater(len(graph.values), 1)
                ended = self._in_a_process(exported.text)
                self.assertEqual(ended.returncode, 1 if graph.errors else 0, ended.stderr)
                for printed in graph.printed.values():
                    self.assertIn(printed, ended.stdout)

    def _in_a_process(self, text: str) -> subprocess.CompletedProcess[str]:
        if sys.platform == "emscripten":
            self.skipTest("there are no processes")
        Path("exported.py").write_text(text, "utf-8")
        quiet = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        subprocess.run([sys.executable, "-W", "error", "-m", "py_compile", "exported.py"], check=True, capture_output=True)
        return subprocess.run([sys.executable, "exported.py"], capture_output=True, encoding="utf-8", env=quiet)


def node(id_: str, source: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "type": "python", "source": source, **more}


def flow_of(*nodes: dict[str, Any], links: list[tuple[str, str]] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "format": "pythonflows", "version": 1, "title": "A test", "nodes": list(nodes),
        "links": [{"from": start, "to": end} for start, end in links or []], **more,
    }  # fmt: skip


BEGIN = "def begin(n: int = 3):\n    return [{'a': i} for i in range(n)]\n"


class HowItReads(ScriptTest):
    def test_the_users_source_is_untouched(self) -> None:
        source = "import math\n\nSIZE = 3\n\n\ndef   area( r = 2.0 ) :  # odd, but mine\n    '''Doc.'''\n    return math.pi*r*r  *SIZE\n"
        text = export(flow_of(node("area", source, params={"r": 3}))).text
        self.assertIn(source.partition("import math\n\n")[2], text)
        self.assertIn("\n    area = _area(r=3.0)\n", text)

    def test_frames_notes_titles_and_modes_are_comments(self) -> None:
        flow = flow_of(
            node("a", BEGIN, title="First step"), node("b", "def f(x):\n    return x\n", mode="mute"), node("c", "def g(x):\n    return x\n"),
            node("d", BEGIN, mode="volatile"),
            links=[("a.result", "b.x"), ("b.result", "c.x")],
            view={
                "nodes": {"a": {"x": 10, "y": 10}}, "frames": [{"title": "Reading", "x": 0, "y": 0, "width": 50, "height": 50}],
                "notes": [{"text": "Mind the gap", "x": 12, "y": 12, "width": 1, "height": 1}],
            },
        )  # fmt: skip
        text = export(flow).text
        for line in (
            "# --- Reading ---",
            "# Mind the gap",
            "# First step",
            "# “b” is not run: it is muted.",
            "# “c” is not run: “b” before it is not run.",
        ):
            self.assertIn(f"\n    {line}\n", text)
        self.assertIn("Volatile", text)

    def test_requirements_and_files(self) -> None:
        source = "import numpy as np\nimport PIL\nimport helpers\n\n\ndef f():\n    return np.arange(3)\n"
        text = export(flow_of(node("f", source), packages=["pandas>=2"], files=[{"name": "helpers.py", "bytes": 1234}])).text
        self.assertIn('# dependencies = [\n#     "numpy",\n#     "pandas>=2",\n#     "pillow",\n# ]\n# ///\n', text)
        self.assertIn("helpers.py (1,234 bytes)", text)

    def test_a_copy_is_made_only_where_a_node_may_change_its_input(self) -> None:
        reads = "def reads(rows):\n    total = 0\n    for row in rows:\n        total += row['a']\n    return [{**row, 'b': total} for row in rows]\n"
        changes = "def changes(rows):\n    rows.append(1)\n    return rows\n"
        flow = flow_of(
            node("begin", BEGIN), node("r", reads), node("c", changes), links=[("begin.result", "r.rows"), ("begin.result", "c.rows")]
        )
        _graph, _script, exported = self.compared(flow)
        self.assertIn("r = reads(begin)\n", exported.text)
        self.assertIn("c = changes(copy.deepcopy(begin))\n", exported.text)

    def test_our_own_lines_are_as_black_writes_them(self) -> None:
        python = python_with("black")
        parts = []
        for seed in range(40):
            text = export(random_flow(seed, judge)).text
            parts.append(text[text.index("\ndef main():") + 1 : text.index('\n\n\nif __name__ == "__main__"')] + "\n")
            parts.append(text[: text.index("\n\n\n")] + "\n")
        form = "import black, json, sys\nprint(json.dumps([black.format_str(part, mode=black.Mode()) for part in json.load(sys.stdin)]))"
        done = subprocess.run([python, "-c", form], input=json.dumps(parts), capture_output=True, encoding="utf-8")
        self.assertEqual(done.returncode, 0, done.stderr)
        for formed, part in zip(json.loads(done.stdout), parts, strict=True):
            self.assertEqual(formed, part)

    def test_what_cannot_become_a_script_is_said(self) -> None:
        cycle = flow_of(node("a", "def f(x):\n    return x\n"), links=[("a.result", "a.x")])
        for wrong in (
            cycle,
            {"format": "other"},
            flow_of(node("a b", BEGIN)),
            flow_of(node("if", BEGIN)),
            flow_of(node("a", BEGIN), node("a", BEGIN)),
        ):
            with self.assertRaises(CodeProblem):
                export(wrong)

    def test_a_source_that_cannot_be_read_and_an_unknown_type_are_comments(self) -> None:
        flow = flow_of(
            node("a", "def f(:\n"), {"id": "b", "type": "their.node"}, node("c", "def f(x):\n    return x\n"), links=[("a.result", "c.x")]
        )
        text = export(flow).text
        compile(text, "x", "exec")
        self.assertIn("“a” is not run: its source cannot be read", text)
        self.assertIn("“b” is not run", text)


class WhatItShows(ScriptTest):
    def test_a_chart_and_a_picture_are_written_into_files(self) -> None:
        chart = {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "data": {"values": [{"月": "一月"}]}, "mark": "bar"}
        flow = flow_of(
            node("rain", f"def rain():\n    return {chart!r}\n", title="Rain: a month"),
            node("dots", "def dots():\n    return b'\\x89PNG dots'\n"),
            files=[{"name": "Dots.png", "bytes": 4}],
        )
        printed = ScriptRun(export(flow).text).printed
        self.assertEqual(json.loads(Path("rain.vl.json").read_text("utf-8")), chart)
        self.assertIn("rain.vl.json", printed)
        self.assertFalse(Path("dots.png").exists(), "the flow reads a file of this name")
        self.assertEqual(Path("dots_.png").read_bytes(), b"\x89PNG dots")

    def test_a_missing_file_is_said_in_words_that_are_true_without_the_page(self) -> None:
        for name in ("core.read_csv", "core.read_file", "core.read_json", "core.read_text"):
            error = ScriptRun(export(flow_of({"id": "read", "type": name, "params": {"path": "gone.x"}})).text).error
            self.assertIsInstance(error, FileNotFoundError)
            self.assertIn("gone.x", str(error))
            self.assertNotIn("flow", str(error))


class Damaged(unittest.TestCase):
    def test_a_damaged_flow_is_a_script_or_a_sentence(self) -> None:
        pieces = ["null", "3", '"x"', "[]", "{}", ",", '"', "\\", "nodes", "1e999", "\u3042", "def", "source", "a.b", "-", "\\ud800"]
        library = [{"type": name, "source": each.source, "trusted": each.is_trusted} for name, each in LIBRARY.items()]
        for seed in range(60 if sys.platform == "emscripten" else 1_000 if os.environ.get("PYFLOWS_TEST_LONG") else 100):
            chance = random.Random(seed)
            text = json.dumps(random_flow(seed % 50, judge))
            for _ in range(chance.randint(1, 4)):
                place = chance.randrange(len(text))
                text = text[:place] + chance.choice(pieces) + text[place + chance.randint(0, 6) :]
            for task in ("script", "notebook"):
                with self.subTest(seed=seed, task=task):
                    given = json.loads(answer(task, json.dumps({"flow": text, "library": library, "madeBy": "a test"})))
                    self.assertEqual(len(given), 1)
                    if task == "script" and "answer" in given:
                        compile(given["answer"], "exported.py", "exec")


class TheFlowInside(unittest.TestCase):
    def test_comes_back_letter_by_letter(self) -> None:
        given = json.dumps(flow_of(node("a", BEGIN)), indent=1) + "\n \n日本"[:2]
        text = export_script(read_flow(given), LIBRARY, "PythonFlows").text
        for script in (text, text.replace("\n", "\r\n")):
            carried = carried_flow(script)
            assert carried is not None
            self.assertEqual(carried.text, given)
            self.assertTrue(carried.is_as_written)
        changed = carried_flow(text.replace("def begin", "def began"))
        assert changed is not None
        self.assertFalse(changed.is_as_written)

    def test_damaged_is_none(self) -> None:
        text = export(flow_of(node("a", BEGIN))).text
        place = text.rindex("# e") + 20
        for damaged in (
            text[:place] + "!" + text[place:],
            text[:place] + "AAAA" + text[place:],
            text[:-60] + "\n",
            "",
            "# pythonflows-flow",
        ):
            self.assertIsNone(carried_flow(damaged))


if __name__ == "__main__":
    unittest.main()
