"""Foreign code as flows: what the nodes give is what the code gives."""

import __future__
import ast
import asyncio
import contextlib
import inspect
import io
import json
import os
import random
import sys
import types
import unittest
from typing import Any

from code_cases import STYLES
from conversation import Conversation
from flow_cases import random_flow
from flow_runs import LIBRARY, GraphRun, same
from test_code_out import BEGIN, ScriptTest, flow_of, node

from pythonflows_code.answering import answer
from pythonflows_code.flow import CodeProblem, read_flow
from pythonflows_code.incoming import flow_of_code
from pythonflows_code.notebook import export_notebook
from pythonflows_code.script import export_script
from pythonflows_kernel.signature import judge

ROUNDS = 6 if sys.platform == "emscripten" else 400 if os.environ.get("PYFLOWS_TEST_LONG") else 30
"""Of what is made by chance."""


def notebook(cells: list[str], **metadata: Any) -> str:
    made = [
        {"cell_type": "code", "id": f"c{number}", "metadata": {}, "outputs": [], "execution_count": None, "source": cell}
        for number, cell in enumerate(cells)
    ]
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


class Original:
    """The code as a notebook or a script runs it: in one scope."""

    def __init__(self, cells: list[str], *, shows: bool) -> None:
        self.scope: dict[str, Any] = {"__name__": "__main__", "display": lambda value: self.displayed.append(value)}
        self.displayed: list[Any] = []
        self._flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            for cell in cells:
                self._run(cell, shows)
        self.printed = printed.getvalue()
        hidden = (types.ModuleType, types.FunctionType, type)
        self.variables = {
            name: value
            for name, value in self.scope.items()
            if not name.startswith("_")
            and name != "display"
            and not isinstance(value, hidden)
            and not callable(value)
            and type(value).__name__ != "generator"
        }

    def _run(self, cell: str, shows: bool) -> None:
        if "__future__" in cell:
            self._flags |= __future__.annotations.compiler_flag
        tree = ast.parse(cell) if "await" not in cell else compile(cell, "c", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        last = tree.body[-1] if shows and isinstance(tree.body[-1], ast.Expr) and not cell.rstrip().endswith(";") else None
        parts = [ast.Module(tree.body[:-1] if last else tree.body, []), *([ast.Expression(last.value)] if last else [])]
        for part in parts:
            mode = "eval" if isinstance(part, ast.Expression) else "exec"
            value = eval(compile(part, "cell", mode, self._flags, dont_inherit=True), self.scope)
            if inspect.iscoroutine(value):
                value = asyncio.run(value)
            if mode == "eval" and value is not None:
                self.displayed.append(value)


class ComparedTest(unittest.TestCase):
    def setUp(self) -> None:
        self.talk = Conversation()
        self.addCleanup(self.talk.close)
        self.addCleanup(random.setstate, random.getstate())

    def compared(self, made: dict[str, Any], original: Original, what: str) -> dict[str, Any]:
        flow = json.loads(made["flow"])
        text = (
            "\n# ----\n".join(each["source"] for each in flow["nodes"])
            + "\n"
            + json.dumps(flow["links"], ensure_ascii=False)
            + "\n"
            + str(made["remarks"])
        )
        read_flow(made["flow"])
        before = len(self.talk.sent)
        graph = GraphRun(flow, self.talk)
        self.assertEqual(graph.errors, {}, f"{what}\n{text}")
        self.assertEqual("".join(graph.printed.values()), original.printed, f"{what}\n{text}")
        shown = [message for message in self.talk.sent[before:] if message["type"] == "node_displayed"]
        self.assertEqual(len(shown), len(original.displayed), f"{what}\n{text}")
        latest: dict[str, Any] = {}
        named = {each["id"] for each in flow["nodes"] if "@outputs(" in each["source"]}
        for (id_, port), value in graph.values.items():
            if id_ in named:
                latest[port] = value
        for name, value in original.variables.items():
            if name in latest and " at 0x" not in repr(value):
                self.assertTrue(
                    same(value, latest[name]) or repr(value) == repr(latest[name]), f"{what}: {name}\n{value!r}\n{latest[name]!r}\n{text}"
                )
        return flow


class Styles(ComparedTest):
    def test_each_style_as_a_notebook(self) -> None:
        for name, cells in STYLES.items():
            if sys.platform == "emscripten" and name == "awaiting":
                continue  # nobody can wait for it in there
            with self.subTest(name):
                self.compared(flow_of_code("n.ipynb", notebook(cells)), Original(cells, shows=True), name)

    def test_each_style_as_a_script(self) -> None:
        for name, cells in STYLES.items():
            if any(word in name for word in ("awaiting", "annotated")):
                continue
            for between in ("\n\n", "\n\n# %% Part\n"):
                with self.subTest(name, between=between):
                    text = between.join(cells) + "\n"
                    self.compared(flow_of_code("s.py", text), Original([text], shows=False), name)

    def test_wires_are_made_where_it_can_be_parted(self) -> None:
        parted = {name: len(json.loads(flow_of_code("n.ipynb", notebook(cells))["flow"])["nodes"]) for name, cells in STYLES.items()}
        self.assertEqual(parted["plain"], 4)
        self.assertEqual(parted["functions"], 5)
        self.assertEqual(parted["changed in place"], 7)
        self.assertEqual(parted["blind"], 1)
        self.assertGreater(sum(parted.values()), len(parted) * 2)

    def test_random_mixtures(self) -> None:
        """Cells of several styles one after the other, each style's names its own."""
        names = [
            name
            for name in STYLES
            if name not in ("blind", "star import", "awaiting", "annotated", "random numbers", "redefined in its cell")
        ]
        for seed in range(ROUNDS * 4 // 5):
            chance = random.Random(seed)
            cells = [cell for name in chance.sample(names, 3) for cell in STYLES[name]]
            with self.subTest(seed=seed):
                try:
                    original = Original(cells, shows=True)
                except Exception:  # noqa: S112 - the styles are in each other's way
                    continue
                self.compared(flow_of_code("n.ipynb", notebook(cells)), original, str(seed))

    def test_what_nobody_needs_any_more_is_no_wire(self) -> None:
        """`y` is bound, and bound anew before it is used again; what it may share parts with is changed in between."""
        cells = [*STYLES["conditions and loops"], *STYLES["deleting and shadowing"]]
        self.compared(flow_of_code("n.ipynb", notebook(cells)), Original(cells, shows=True), "walrus")


class Notebooks(ComparedTest):
    def test_a_damaged_cell_between_two_that_stay_together(self) -> None:
        cells = ["numbers = iter([1, 2, 3])\nprint(next(numbers))", "this is no python", "print(list(numbers))"]
        made = flow_of_code("n.ipynb", notebook(cells))
        sources = [each["source"] for each in json.loads(made["flow"])["nodes"]]
        self.assertEqual(len(sources), 2)
        self.assertIn("next(numbers)", sources[0])
        self.assertIn("list(numbers)", sources[0])
        self.assertIn("this is no python", sources[1])

    def test_words_magics_and_damaged_cells(self) -> None:
        cells = [
            {"cell_type": "markdown", "source": ["# The *title*\n", "More words."]},
            {"cell_type": "code", "source": ["%matplotlib inline\n", "!pip install pandas==2.0 numpy\n", "x = 1"]},
            {"cell_type": "markdown", "source": "## Second"},
            {"cell_type": "code", "source": "%%bash\nls"},
            {"cell_type": "code", "source": "%%time\nprint(x)"},
            {"cell_type": "code", "source": "this is no python"},
            {"cell_type": "raw", "source": "raw"},
            {"cell_type": "code", "source": ""},
            "no cell",
        ]
        made = flow_of_code("my notebook.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        flow = json.loads(made["flow"])
        self.assertEqual(flow["title"], "The title")
        self.assertEqual(flow["packages"], ["numpy", "pandas==2.0"])
        self.assertEqual([each["id"] for each in flow["nodes"]], ["the_title", "second", "cell_6"])
        self.assertIn("More words.", flow["nodes"][0]["source"])
        self.assertEqual(flow["links"], [{"from": "the_title.x", "to": "second.x"}])
        self.assertTrue(any("%%bash" in remark for remark in made["remarks"]), made["remarks"])
        self.assertTrue(any("cannot run" in remark for remark in made["remarks"]), made["remarks"])

    def test_older_notebooks(self) -> None:
        old = {
            "worksheets": [{"cells": [{"cell_type": "code", "input": ["a = 1\n", "a"], "language": "python"}]}],
            "metadata": {},
            "nbformat": 3,
        }
        self.compared(flow_of_code("old.ipynb", json.dumps(old)), Original(["a = 1\na"], shows=True), "old")

    def test_another_language_is_told(self) -> None:
        with self.assertRaisesRegex(CodeProblem, "julia"):
            flow_of_code("n.ipynb", notebook(["x = 1"], kernelspec={"language": "julia"}))


class Ours(ScriptTest):
    def test_come_back_as_they_were(self) -> None:
        for seed in range(20):
            text = json.dumps(random_flow(seed, judge), ensure_ascii=False, indent=seed % 3)
            script = export_script(read_flow(text), LIBRARY, "PythonFlows").text
            book = export_notebook(read_flow(text), LIBRARY, None).text
            self.assertEqual(flow_of_code("a.py", script), {"flow": text, "remarks": []})
            self.assertEqual(flow_of_code("a.ipynb", book), {"flow": text, "remarks": []})

    def test_a_changed_script_says_so(self) -> None:
        script = export_script(read_flow(json.dumps(flow_of(node("a", BEGIN)))), LIBRARY, "PythonFlows").text
        self.assertEqual(len(flow_of_code("a.py", "x = 1\n" + script)["remarks"]), 1)

    def test_what_was_exported_is_read_as_foreign_code_too(self) -> None:
        work = "def work(rows, factor: int = 2):\n    return [row['a'] * factor for row in rows]\n"
        flow = flow_of(node("begin", BEGIN), node("work", work), links=[("begin.result", "work.rows")])
        text = export_script(read_flow(json.dumps(flow)), LIBRARY, "PythonFlows").text.split("\n# The flow, for")[0]
        graph = GraphRun(json.loads(flow_of_code("a.py", text)["flow"]), self.talk)
        self.assertEqual(graph.errors, {})
        self.assertIn("[0, 2, 4]", "".join(graph.printed.values()))


class Functions(ComparedTest):
    TEXT = (
        '"""Helpers."""\nimport math\nimport json\n\nPRECISION = 2\n\n\ndef _near(x):\n    return round(x, PRECISION)\n\n\n'
        'def area(r):\n    """The area."""\n    return _near(math.pi * r * r)\n\n\nasync def dump(value, indent: int = 1):\n    return json.dumps(value, indent=indent)\n'
    )

    def test_each_is_a_node_with_what_it_needs(self) -> None:
        flow = json.loads(flow_of_code("helpers.py", self.TEXT)["flow"])
        self.assertEqual([each["id"] for each in flow["nodes"]], ["_near", "area", "dump"])
        self.assertEqual(flow["title"], "helpers")
        area, dump = flow["nodes"][1]["source"], flow["nodes"][2]["source"]
        self.assertEqual(
            area,
            'import math\n\nPRECISION = 2\n\n\ndef _near(x):\n    return round(x, PRECISION)\n\n\ndef area(r):\n    """The area."""\n    return _near(math.pi * r * r)\n',
        )
        self.assertNotIn("math", dump)
        ran = self.talk.run(area, {"r": self.talk.run("def one():\n    return 1\n").key})
        self.assertEqual(self.talk.value(ran.key), 3.14)

    def test_a_script_with_main_is_its_paragraphs(self) -> None:
        text = (
            "import sys\n\n\ndef double(x):\n    return x * 2\n\n\ndef main():\n    '''Runs.'''\n    a = double(4)\n\n    text = '''x\n  y'''\n    print(a, text)\n\n\n"
            "if __name__ == '__main__':\n    main()\n"
        )
        flow = self.compared(flow_of_code("s.py", text), Original([text], shows=False), "main")
        self.assertEqual(len(flow["nodes"]), 2)

    def test_a_guard_with_statements(self) -> None:
        text = "def f(x):\n    return x\n\nif __name__ == '__main__':\n    a = f(1)\n    text = '''x\n  y'''\n    if a:\n        print(a, text)\n"
        self.compared(flow_of_code("s.py", text), Original([text], shows=False), "guard")


class Hostile(unittest.TestCase):
    """Whatever comes, the answer is a flow or a sentence."""

    def test_what_is_no_code(self) -> None:
        cases = [
            ("a.py", ""), ("a.py", "\0"), ("a.py", "def f(:"), ("a.py", "(" * 3_000), ("a.py", "# only a comment"), ("a.py", "x = " + "-" * 50_000 + "1"),
            ("a.ipynb", ""), ("a.ipynb", "[]"), ("a.ipynb", "{}"), ("a.ipynb", '{"cells": 3}'), ("a.ipynb", '{"cells": []}'), ("a.ipynb", "[" * 100_000),
            ("a.ipynb", '{"cells": [{"cell_type": "code", "source": 3}]}'), ("a.ipynb", '{"worksheets": [3, {"cells": 4}]}'),
            ("a.ipynb", '{"cells": [{"cell_type": "code", "source": ["a", 3, null]}], "metadata": []}'), ("a.ipynb", json.dumps({"cells": [{}] * 6000})),
            ("a.ipynb", notebook(["x = 1"], pythonflows={"flow": "not json"})), ("a.ipynb", notebook(["x = 1"], pythonflows={"flow": '{"format": "else"}'})),
            ("a.py", "return 3"), ("a.py", "yield 3"), ("a.py", "nonlocal x"), ("a.py", "x = '\ud800'"), ("a.py", "\f\fx = 1\r\ry = 2"), ("a.py", "class A: x = A"),
        ]  # fmt: skip
        for name, text in cases:
            with self.subTest(name, text=text[:40]):
                given = json.loads(answer("flow", json.dumps({"name": name, "text": text})))
                self.assertEqual(len(given), 1)
                if "answer" in given:
                    read_flow(given["answer"]["flow"])

    def test_questions_of_no_shape(self) -> None:
        for task in ("flow", "script", "notebook"):
            for question in ("", "3", "{}", "[]", '{"flow": 3}', '{"flow": "{}", "library": [3], "madeBy": "x"}', '{"name": "a.py"}'):
                self.assertIn("error", json.loads(answer(task, question)))

    def test_random_damage(self) -> None:
        texts = [notebook(cells) for cells in STYLES.values()] + ["\n\n".join(cells) for cells in STYLES.values()]
        pieces = ["\n", "'''", '"', "(", "]", "{", "def f():", "class A:", "global x", "    ", "\\", "lambda", "#", "import os", "\u2028", "=", "x", "await", "%%time\n", "if x:", "return", "*", "\x00"]  # fmt: skip
        for seed in range(ROUNDS * 8):
            chance = random.Random(seed)
            text = chance.choice(texts)
            for _ in range(chance.randint(1, 6)):
                place = chance.randrange(len(text) + 1)
                text = text[:place] + chance.choice(pieces) + text[place + chance.randint(0, 8) :]
            name = "a.ipynb" if text.lstrip().startswith("{") else "a.py"
            with self.subTest(seed=seed):
                given = json.loads(answer("flow", json.dumps({"name": name, "text": text})))
                if "answer" in given:
                    for each in json.loads(given["answer"]["flow"])["nodes"]:
                        self.assertLess(len(each["source"]), 2**20)


if __name__ == "__main__":
    unittest.main()
