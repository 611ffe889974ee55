"""Exported scripts of flows with subflows: one function each, and the same results."""

import json
import random
import sys
from typing import Any

import test_code_out
from flow_cases import random_flow

from pythonflows_code.flow import read_flow
from pythonflows_code.subflows import subflows_of
from pythonflows_code.wiring import steps_of
from pythonflows_kernel.signature import judge

ONE = "def one():\n    return 1\n"
NEXT = "def following(x):\n    return x + 1\n"
SUM = "def added(x, y):\n    return x + y\n"


def subflow(title: str, *nodes: str) -> dict[str, Any]:
    return {"title": title, "x": 0, "y": 0, "width": 9, "height": 9, "folded": True, "subflow": True, "nodes": list(nodes)}


def chain(*frames: dict[str, Any]) -> dict[str, Any]:
    node = test_code_out.node
    return test_code_out.flow_of(
        node("a", ONE), node("b", NEXT), node("c", NEXT), node("d", SUM), node("e", NEXT),
        links=[("a.result", "b.x"), ("b.result", "c.x"), ("c.result", "d.x"), ("a.result", "d.y"), ("b.result", "e.x")],
        view={"nodes": {}, "frames": list(frames)},
    )  # fmt: skip


class Subflows(test_code_out.ScriptTest):
    def results(self, flow: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Of the script: its text, and what main() has at its end; all that main() has is what the graph has."""
        exported = test_code_out.export(flow)
        graph = test_code_out.GraphRun(flow, self.talk)
        script = test_code_out.ScriptRun(exported.text)
        if script.error is None:
            self.assertEqual(graph.errors, {}, exported.text)
            taken = {link["from"] for link in flow["links"]}
            for (name, port), value in graph.values.items():
                variable = exported.variables[name, port]
                if f"{name}.{port}" not in taken:
                    self.assertIn(variable, script.locals, exported.text)
                if variable in script.locals:
                    self.assertTrue(test_code_out.same(value, script.locals[variable]), f"{name}.{port}\n{exported.text}")
        return exported.text, script.locals

    def test_one_is_a_function_of_what_crosses_its_border(self) -> None:
        text, values = self.results(chain(subflow("Next but one", "b", "c")))
        self.assertIn('def next_but_one(a):\n    """Next but one"""\n', text)
        self.assertIn("\n    return c, b\n", text.replace("return b, c", "return c, b"))
        self.assertIn("next_but_one(a)\n", text)
        self.assertEqual((values["d"], values["e"]), (4, 3))

    def test_one_in_another_is_called_by_it(self) -> None:
        text, values = self.results(chain(subflow("Outer", "b", "c", "d"), subflow("Inner", "c", "d")))
        self.assertLess(text.index("def inner(b, a):"), text.index("def outer(a):"))
        self.assertIn("    d = inner(b, a)\n", text)
        self.assertEqual(values["d"], 4)
        self.assertNotIn("c", values)

    def test_names_that_are_taken_and_none_that_can_be_said(self) -> None:
        text, values = self.results(chain(subflow("Sum", "b"), subflow("前処理", "c", "d")))
        self.assertIn("def sum_2(", text)
        self.assertIn("def subflow(", text)
        self.assertEqual(values["d"], 4)

    def test_what_a_way_leads_out_of_and_back_is_no_function(self) -> None:
        text, values = self.results(chain(subflow("Broken", "a", "d")))
        self.assertNotIn("def broken", text)
        self.assertIn("# --- Broken ---", text)
        self.assertEqual(values["d"], 4)

    def test_an_open_one_holds_what_stands_in_it(self) -> None:
        flow = chain({"title": "Open", "x": 0, "y": 0, "width": 300, "height": 100, "subflow": True})
        flow["view"]["nodes"] = {"b": {"x": 10, "y": 10}, **{name: {"x": 900, "y": 900} for name in "acde"}}
        text, _values = self.results(flow)
        self.assertIn("def open_2(a):", text)

    def test_random_flows_compute_the_same(self) -> None:
        functions = 0
        for seed in range(20 if sys.platform == "emscripten" else 80):
            flow = random_flow(seed, judge)
            if sys.platform == "emscripten" and "async def" in json.dumps(flow):
                continue  # nobody can wait for it in there
            dice = random.Random(seed)
            names = [each["id"] for each in flow["nodes"]]
            frames = [subflow(f"Part {count}", *dice.sample(names, dice.randint(1, min(4, len(names))))) for count in range(3)]
            flow = {**flow, "view": {"nodes": {}, "frames": frames}}
            with self.subTest(seed=seed):
                self.results(flow)
                read = read_flow(json.dumps(flow))
                functions += len(subflows_of(read, steps_of(read, test_code_out.LIBRARY)))
        self.assertGreater(functions, 10)
