"""Calls that nobody has to watch: which sources they can be of, and that one that could reach out is watched."""

import os
import unittest
from unittest import mock

from conversation import KernelTest

from pythonflows_kernel import calling
from pythonflows_kernel.closed_code import is_closed

_CLOSED = [
    "def f(x):\n    x.append(3)\n    return sorted(x, key=len)[::-1]\n",
    "def f(x: int = 3, text: Text = 'a') -> list[dict[str, Any]]:\n    return [{'x': y} for y in range(x)]\n",
    "RATE = 3\ndef half(a): return a / 2\ndef f(x):\n    return half(x) + RATE\n",
    "@outputs('a', 'b')\ndef f(x, mode: Literal['a', 'b'] = 'a'):\n    return x, mode\n",
    "def f(x):\n    try:\n        return int(x)\n    except ValueError as error:\n        print(error.args)\n        raise TypeError(f'{x!r:>8}') from error\n",
    "def f(x):\n    global kept\n    kept = [x]\n    def inner():\n        nonlocal x\n        x = max(kept)\n    inner()\n    return x\nkept = None\n",
    "def f(x):\n    match x:\n        case {'a': [int(), *rest]}: return rest\n        case str() | bytes(): return x.upper()\n",
    "\n".join(f"name_{number} = {number}" for number in range(400)) + "\ndef f(x): return name_399\n",
]
_OPEN = [
    "import math\ndef f(x): return x\n",
    "def f(x):\n    from os import environ\n    return x\n",
    "def f(x): return open(x)\n",
    "open = open\ndef f(x): return open(x)\n",
    "opener = open\ndef f(x): return opener(x)\n",
    "def f(x): return eval(x)\n",
    "def f(x): return getattr(x, '__class__')\n",
    "def f(x): return x.__class__\n",
    "def f(x): return __file__\n",
    "def f(x): return globals()\n",
    "def f(x): return input()\n",
    "def f(x):\n    display(x)\n    return x\n",
    "def f(x):\n    progress(1, 2)\n",
    "def f(x): x.y = 3\n",
    "def f(x): del x.y\n",
    "def f(x):\n    class A: pass\n    return A()\n",
    "async def f(x): return x\n",
    "def f(x):\n    async def g(): pass\n    return g()\n",
    "def f(x): return (y for y in x).gi_frame\n",
    "def f(x): return [lambda: open]\n",
    "def f(x): return random.random()\n",
    "def f(x): return f.__globals__\n",
    "def f(x): return x.to_csv('a.csv')\n",
]


class WhichSources(unittest.TestCase):
    def test_those_that_name_only_what_cannot_reach_out(self) -> None:
        for source in _CLOSED:
            with self.subTest(source=source):
                self.assertTrue(is_closed(compile(source, "node", "exec", dont_inherit=True)))

    def test_no_others(self) -> None:
        for source in _OPEN:
            with self.subTest(source=source):
                self.assertFalse(is_closed(compile(source, "node", "exec", dont_inherit=True)))


class WhichCalls(KernelTest):
    def calls_closed(self, source: str, *args: object, **fields: object) -> int:
        """How many of this call's functions ran without anybody watching: one or none."""
        with mock.patch.object(calling.NodeCall, "_call_closed", autospec=True, side_effect=calling.NodeCall._call_closed) as closed:
            self.ran = self.talk.run(source, *args, **fields)
        return closed.call_count

    def test_a_call_with_plain_data_is_not_watched(self) -> None:
        self.assertEqual(self.calls_closed("def f():\n    return {'a': [1, (2, 3)], 'b': {4}}\n"), 1)
        self.assertEqual(self.calls_closed("def f(x):\n    print(x['a'])\n    return len(x)\n", {"x": self.ran.key}), 1)
        self.assertEqual(self.ran.printed(), "[1, (2, 3)]\n")
        self.assertEqual(self.talk.value(self.ran.key), 2)

    def test_what_is_no_plain_data_is_watched(self) -> None:
        made = {
            "a function of another node": "def f():\n    return lambda value: value\n",
            "a function of Python": "import os\ndef f():\n    return {'do': [os.chdir]}\n",
            "an object": "class A:\n    def upper(self): return ''\ndef f():\n    return A()\n",
            "a subclass": "import collections\ndef f():\n    return collections.Counter('aab')\n",
        }
        for name, source in made.items():
            with self.subTest(name):
                key = self.ok(source).key
                self.assertEqual(self.calls_closed("def f(x):\n    return 1\n", {"x": key}), 0)

    def test_a_function_that_comes_as_a_value_can_do_nothing_unseen(self) -> None:
        change = self.ok("import os\ndef f():\n    return os.putenv\n").key
        self.ok("def f(do):\n    do('LEFT', 'x')\n    return 1\n", {"do": change})
        self.assertNotIn("LEFT", os.environ)

    def test_with_a_bound_on_its_time_or_without_copies_it_is_watched(self) -> None:
        key = self.ok("def f():\n    return [1]\n").key
        self.assertEqual(self.calls_closed("def f(x):\n    return x\n", {"x": key}, timeout_ms=60_000), 0)
        self.assertEqual(self.calls_closed("def f(x):\n    return x\n", {"x": key}, trusted=True), 0)

    def test_it_ends_as_any_other(self) -> None:
        self.assertEqual(self.calls_closed("def f(n: int = 2):\n    print('a')\n    return 1 / 0\n"), 1)
        self.assertEqual(self.ran.error["type"], "ZeroDivisionError")
        self.assertEqual(self.ran.error["line"], 3)
        self.assertEqual(self.ran.printed(), "a\n")
        self.assertEqual(self.calls_closed("def f(x):\n    return x\n"), 1)
        self.assertIn("not connected", self.ran.error["message"])
        self.assertEqual(self.calls_closed("def f(x):\n    return x\n", {"x": "gone"}), 0)
        self.assertIn("no longer there", self.ran.error["message"])
        self.assertEqual(self.calls_closed("def f():\n    return (n for n in [1])\n"), 1)
        self.assertIn("only once", self.ran.error["message"])

    def test_it_changes_no_input_of_others(self) -> None:
        key = self.ok("def f():\n    return [3, 1]\n").key
        self.assertEqual(self.calls_closed("def f(x):\n    x.sort()\n    x.append(x)\n    return len(x)\n", {"x": key}), 1)
        self.assertEqual(self.talk.value(key), [3, 1])

    def test_files_that_a_watched_call_left_are_no_concern_of_the_next(self) -> None:
        first = self.ok("def f():\n    open('a.txt', 'w').write('x')\n    return 1\n")
        self.assertEqual([message["file"]["name"] for message in first.of("file_written")], ["a.txt"])
        self.assertEqual(self.calls_closed("def f():\n    return 1\n"), 1)
        self.assertEqual(self.ran.of("file_written"), [])
        self.assertEqual(self.ran.end["files"], [])


if __name__ == "__main__":
    unittest.main()
