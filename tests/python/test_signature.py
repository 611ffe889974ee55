"""The judge of signatures over the corpus that it shares with the C++ reader."""

import json
import sys
import unittest

from kernel_path import CORPUS

from pythonflows_kernel.problems import SourceProblem
from pythonflows_kernel.signature import Signature, judge


def described(signature: Signature) -> dict:
    return {
        "function": signature.function,
        "is_async": signature.is_async,
        "ports": [{"name": port.name, "variadic": port.is_variadic, "annotation": port.annotation} for port in signature.ports],
        "settings": [
            {"name": setting.name, "annotation": setting.annotation, "default": setting.standard, "default_text": setting.default_text}
            for setting in signature.settings
        ],
        "outputs": list(signature.outputs),
        "doc": signature.doc,
    }


class Corpus(unittest.TestCase):
    def test_every_case(self) -> None:
        cases = json.loads(CORPUS.read_text("utf-8"))
        self.assertGreaterEqual(len(cases), 60)
        for case in cases:
            least = tuple(int(part) for part in case.get("python", "3.11").split("."))
            if sys.version_info < least:
                continue
            with self.subTest(case["name"]):
                result = judge(case["source"])
                if case["ok"]:
                    self.assertIsInstance(result, Signature, result)
                    self.assertEqual(described(result), {name: case[name] for name in described(result)})
                else:
                    self.assertIsInstance(result, SourceProblem, result)
                    self.assertTrue(result.message)
                    if "error_line" in case:
                        self.assertEqual(result.line, case["error_line"], result)


class Judge(unittest.TestCase):
    def test_says_where_with_columns_in_characters(self) -> None:
        result = judge("def f(表, **残り):\n    return 表\n")
        self.assertEqual((result.line, result.column), (1, 12))
        self.assertIn("**残り", result.message)

    def test_syntax_error_has_its_place(self) -> None:
        result = judge("def f(a):\n    return a +\n")
        self.assertEqual(result.line, 2)

    def test_hostile_sources_are_refused_not_fatal(self) -> None:
        for source in ("(" * 100_000, "def f(a):\n    return " + "-" * 100_000 + "1\n", "def f(a\0):\n    pass\n", "#" * (2 * 1024 * 1024)):
            with self.subTest(source[:20]):
                self.assertIsInstance(judge(source), SourceProblem)


if __name__ == "__main__":
    unittest.main()
