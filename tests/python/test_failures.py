"""Errors as the user sees them: own lines only, with the node's title as the file name."""

import sys
import unittest

from conversation import KernelTest

from pythonflows_kernel import limits
from pythonflows_kernel.failures import shorten_chain


class Tracebacks(KernelTest):
    def test_own_lines_with_title_number_and_text(self) -> None:
        source = "import json\n\ndef helper(text):\n    return json.loads(text)\n\ndef f():\n    return helper('{')\n"
        error = self.failed(source, title="読み込み")
        self.assertEqual((error["kind"], error["type"], error["line"]), ("python", "JSONDecodeError", 4))
        lines = error["traceback"].splitlines()
        self.assertEqual(lines[0], "Traceback (most recent call last):")
        self.assertIn('  File "読み込み", line 7, in f', lines)
        self.assertIn("    return helper('{')", lines)
        self.assertIn('  File "読み込み", line 4, in helper', lines)
        self.assertEqual(
            lines[-1], "json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
        )
        self.assertNotIn("decoder.py", error["traceback"])
        self.assertNotIn("pythonflows_kernel", error["traceback"])

    def test_error_while_the_module_runs(self) -> None:
        error = self.failed("import math\nX = 1 / 0\ndef f(): return X\n")
        self.assertEqual((error["type"], error["line"]), ("ZeroDivisionError", 2))
        self.assertIn("X = 1 / 0", error["traceback"])

    def test_a_module_that_nobody_has_says_where_it_would_be_found(self) -> None:
        error = self.failed("import no_such_module\ndef f(): return 1\n")
        self.assertEqual(
            error["message"],
            "No module named 'no_such_module'. No package that can be loaded here has it. "
            "A module of your own is found as no_such_module.py among the flow's files.",
        )
        error = self.failed("import json\ndef f():\n    import json.nowhere\n")
        self.assertEqual(error["message"], "No module named 'json.nowhere'")

    def test_call_that_does_not_fit(self) -> None:
        error = self.failed("def deco(g):\n    return lambda: g()\n@deco\ndef f(a=1): return a", settings={"a": 2})
        self.assertEqual(error["type"], "TypeError")

    def test_syntax_error(self) -> None:
        error = self.failed("def f():\n    x = (1,\n    return x\n", title="壊れ")
        self.assertEqual((error["kind"], error["type"]), ("syntax", "SyntaxError"))
        self.assertIn(error["line"], (2, 3))
        self.assertIn('File "壊れ", line', error["traceback"])
        self.assertNotIn("Traceback", error["traceback"])

    def test_syntax_error_of_evaluated_text_is_a_python_error(self) -> None:
        error = self.failed("def f():\n    return eval('1 +')\n")
        self.assertEqual((error["kind"], error["line"]), ("python", 2))

    def test_signature_error(self) -> None:
        error = self.failed("def f(**options):\n    return options\n")
        self.assertEqual((error["kind"], error["line"]), ("signature", 1))
        self.assertIn("**options", error["message"])
        self.assertEqual(self.failed("x = 1")["kind"], "signature")

    def test_a_chain_of_thousands_is_cut_and_let_go_one_by_one(self) -> None:
        first = error = ValueError("latest")
        for number in range(20_000):
            error.__context__ = ValueError(number)
            error = error.__context__
        shorten_chain(first)
        chain = []
        error = first
        while error is not None:
            chain.append(error)
            error = error.__context__
        self.assertEqual(len(chain), limits.CHAINED_ERRORS)

    def test_a_cut_chain_keeps_causes_and_cycles_end(self) -> None:
        error, cause = ValueError("a"), ValueError("b")
        error.__cause__, cause.__context__ = cause, error
        shorten_chain(error)
        self.assertIs(error.__cause__, cause)
        self.assertIs(cause.__context__, error)

    def test_chained_exceptions(self) -> None:
        error = self.failed("def f():\n    try:\n        {}['k']\n    except KeyError as e:\n        raise ValueError('outer') from e\n")
        self.assertIn("KeyError: 'k'", error["traceback"])
        self.assertIn("The above exception was the direct cause", error["traceback"])
        self.assertEqual((error["message"], error["line"]), ("outer", 5))
        error = self.failed("def f():\n    try:\n        {}['k']\n    except KeyError:\n        nope\n")
        self.assertIn("During handling of the above exception", error["traceback"])

    def test_exception_groups(self) -> None:
        error = self.failed(
            "def part(n):\n    raise ValueError(n)\ndef f():\n    errors = []\n    for n in range(2):\n        try: part(n)\n        except ValueError as e: errors.append(e)\n    raise ExceptionGroup('several', errors)\n"
        )
        self.assertIn("ValueError: 1", error["traceback"])
        self.assertEqual(error["line"], 8)
        self.assertNotIn("calling.py", error["traceback"])

    def test_task_group(self) -> None:
        error = self.failed(
            "import asyncio\nasync def part():\n    raise ValueError('inside')\nasync def f():\n    async with asyncio.TaskGroup() as group:\n        group.create_task(part())\n"
        )
        self.assertIn("ValueError: inside", error["traceback"])
        self.assertNotIn("taskgroups.py", error["traceback"])

    def test_endless_recursion(self) -> None:
        error = self.failed("def g(n): return g(n + 1)\ndef f(): return g(0)\n")
        self.assertEqual((error["type"], error["line"]), ("RecursionError", 1))
        self.assertLess(len(error["traceback"]), 40_000)
        error = self.failed("def a(): b()\ndef b(): a()\ndef f(): a()\n")
        self.assertEqual(error["type"], "RecursionError")

    def test_memory_error(self) -> None:
        error = self.failed("def f(): return bytearray(2**62)")
        self.assertIn(error["type"], ("MemoryError", "OverflowError"))

    def test_exit(self) -> None:
        for code in ("sys.exit()", "sys.exit('bye')", "raise SystemExit(3)"):
            error = self.failed(f"import sys\ndef f():\n    {code}\n")
            self.assertEqual(error["type"], "SystemExit")
            self.assertIn("exit(", error["message"])

    def test_other_base_exceptions(self) -> None:
        error = self.failed("class Odd(BaseException): pass\ndef f(): raise Odd('x')\n")
        self.assertEqual((error["type"], error["message"]), ("Odd", "x"))
        self.assertEqual(self.failed("def f(): raise GeneratorExit")["type"], "GeneratorExit")

    def test_hostile_texts_of_exceptions(self) -> None:
        error = self.failed("class E(Exception):\n    def __str__(self): raise ValueError\ndef f(): raise E\n")
        self.assertIn("raises ValueError", error["message"])
        error = self.failed("class E(Exception):\n    def __str__(self):\n        while True: pass\ndef f(): raise E\n")
        self.assertIn("takes too long", error["message"])
        error = self.failed("class E(Exception):\n    def __str__(self):\n        import time\n        time.sleep(60)\ndef f(): raise E\n")
        self.assertIn("takes too long", error["message"])
        error = self.failed("def f(): raise ValueError('x' * 10_000_000)")
        self.assertLess(len(error["message"]), 5_000)
        self.assertLess(len(error["traceback"]), 40_000)
        error = self.failed("def f(): raise ValueError('a\\ud800b')")
        self.assertEqual(error["message"], "a\ufffdb")

    def test_line_is_of_the_node_even_if_the_error_is_deep_in_a_library(self) -> None:
        error = self.failed("import collections\ndef f():\n\n    return collections.namedtuple('A', ['class'])\n")
        self.assertEqual(error["line"], 4)

    def test_function_of_another_node(self) -> None:
        maker = self.ok("def f():\n    def inner():\n        raise ValueError('mine')\n    return inner\n", title="Maker").key
        error = self.failed("def f(g):\n    return g()\n", {"g": maker}, title="User")
        self.assertIn('File "User", line 2', error["traceback"])
        self.assertIn('File "Maker", line 3', error["traceback"])
        self.assertIn("raise ValueError('mine')", error["traceback"])
        self.assertEqual(error["line"], 2)

    def test_titles_that_are_no_good_file_names(self) -> None:
        for title, shown in (("a\nb\t c", "a b c"), ("", "node"), ("x" * 500, "x" * 119 + "…")):
            error = self.failed("def f(): 1 / 0", title=title)
            self.assertIn(f'File "{shown}", line 1', error["traceback"])

    @unittest.skipIf(sys.version_info < (3, 12), "hints in TracebackException came with Python 3.12")
    def test_hints_of_newer_pythons(self) -> None:
        self.assertIn("Did you mean: 'values'", self.failed("def f():\n    values = 1\n    return valuse\n")["traceback"])
        self.assertIn("Did you mean: 'append'", self.failed("def f():\n    [].apend(1)\n")["traceback"])

    def test_values_are_let_go_after_a_failure(self) -> None:
        source = "import weakref, calendar\nclass Big: pass\ndef f():\n    big = Big()\n    keep = calendar.__setattr__\n    keep('ref_of_test', weakref.ref(big))\n    raise ValueError\n"
        self.addCleanup(lambda: delattr(__import__("calendar"), "ref_of_test"))
        self.failed(source)
        __import__("gc").collect()
        self.assertIsNone(__import__("calendar").ref_of_test())


if __name__ == "__main__":
    unittest.main()
