"""Copies are what copy.deepcopy makes: on random structures with aliases and cycles, alone and several with one memo."""

import collections
import copy
import datetime
import decimal
import math
import os
import random
import sqlite3
import unittest
from typing import Any

from conversation import KernelTest

from pythonflows_kernel.copying import deep_copy


class Own:
    """An object that only copy.deepcopy knows how to copy."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner


Pair = collections.namedtuple("Pair", "left right")


def random_structure(rng: random.Random, size: int) -> Any:
    """A structure whose parts are reused: aliases are common, cycles occur."""
    parts: list[Any] = [None, True, 1, 2.5, math.nan, "text", b"bytes", datetime.date(2026, 1, 2), decimal.Decimal("1.5"), 10**30]
    mutable: list[Any] = []
    for _ in range(size):
        some = [rng.choice(parts) for _ in range(rng.randrange(4))]
        hashable = [item for item in some if is_hashable(item)]
        kind = rng.randrange(12)
        if kind == 0:
            new: Any = {rng.choice("abcdef"): item for item in some}
        elif kind == 1:
            new = tuple(some)
        elif kind == 2:
            new = set(hashable)
        elif kind == 3:
            new = frozenset(hashable)
        elif kind == 4:
            new = bytearray(b"x" * rng.randrange(3))
        elif kind == 5:
            new = Own(some[0] if some else None)
        elif kind == 6:
            new = collections.deque(some)
        elif kind == 7:
            new = Pair(rng.choice(parts), rng.choice(parts))
        elif kind == 8:
            new = collections.OrderedDict((rng.choice("xyz"), item) for item in some)
        elif kind == 9:
            new = [{"a": rng.choice(parts[:9]), "b": index} for index in range(rng.randrange(4))]
        else:
            new = list(some)
        parts.append(new)
        if isinstance(new, (list, dict)):
            mutable.append(new)
    for _ in range(rng.randrange(3)):
        if mutable:
            target = rng.choice(mutable)
            target.append(rng.choice(parts)) if isinstance(target, list) else target.update(z=rng.choice(parts))
    return parts[-1] if rng.random() < 0.5 else parts[-5:]


def is_hashable(value: Any) -> bool:
    try:
        hash(value)
    except (TypeError, RecursionError):
        return False
    return "Own object" not in repr(value)


def hashable_text(value: Any) -> str:
    """A hashable value as text; the order of a frozenset plays no part."""
    if isinstance(value, frozenset):
        return f"frozenset({sorted(map(hashable_text, value))})"
    if isinstance(value, tuple):
        return f"{type(value).__name__}{[hashable_text(item) for item in value]}"
    return repr(value)


def shape(value: Any) -> Any:
    """A structure as text in which every mutable object has a number by its first occurrence: equal texts, equal structures and aliases."""
    numbers: dict[int, int] = {}
    keep: list[Any] = []

    def walk(item: Any) -> str:
        kind = type(item)
        if item is None or kind in (bool, int, float, str, bytes, datetime.date, decimal.Decimal):
            return f"{kind.__name__} {item!r}"
        if id(item) in numbers:
            return f"#{numbers[id(item)]}"
        numbers[id(item)] = len(numbers)
        keep.append(item)
        if isinstance(item, dict):
            inner = [f"{walk(key)}:{walk(each)}" for key, each in item.items()]
        elif isinstance(item, Own):
            inner = [walk(item.inner)]
        elif isinstance(item, (set, frozenset)):
            inner = sorted(map(hashable_text, item))
        elif isinstance(item, bytearray):
            inner = [bytes(item).hex()]
        else:
            inner = [walk(each) for each in item]
        return f"{kind.__name__}{numbers[id(item)]}({', '.join(inner)})"

    return walk(value)


def mutable_parts(value: Any) -> dict[int, Any]:
    found: dict[int, Any] = {}
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if id(item) in found or isinstance(item, (str, bytes, type(None), int, float)):
            continue
        if isinstance(item, (list, dict, set, bytearray, Own, collections.deque)):
            found[id(item)] = item
        if isinstance(item, dict):
            waiting.extend([*item.keys(), *item.values()])
        elif isinstance(item, Own):
            waiting.append(item.inner)
        elif isinstance(item, (list, tuple, set, frozenset, collections.deque)):
            waiting.extend(item)
    return found


class AgainstDeepcopy(unittest.TestCase):
    def test_random_structures(self) -> None:
        for seed in range(int(os.environ.get("PYFLOWS_TEST_ROUNDS", "1500"))):
            rng = random.Random(seed)
            value = random_structure(rng, rng.randrange(2, 14))
            reference = copy.deepcopy(value)
            result = deep_copy(value, {})
            self.assertEqual(shape(result), shape(reference), seed)
            self.assertFalse(mutable_parts(value).keys() & mutable_parts(result).keys(), f"seed {seed}: something mutable is shared")

    def test_several_values_with_one_memo(self) -> None:
        for seed in range(500):
            rng = random.Random(seed)
            whole = random_structure(rng, 12)
            values = [whole, [whole], {"w": whole, "x": random_structure(rng, 5)}]
            memo: dict[int, Any] = {}
            reference_memo: dict[int, Any] = {}
            results = [deep_copy(value, memo) for value in values]
            references = [copy.deepcopy(value, reference_memo) for value in values]
            self.assertEqual(shape(results), shape(references), seed)

    def test_the_original_is_not_changed(self) -> None:
        for seed in range(200):
            value = random_structure(random.Random(seed), 10)
            before = shape(value)
            deep_copy(value, {})
            self.assertEqual(shape(value), before)

    def test_nan_keeps_its_identity(self) -> None:
        value = [{"x": math.nan}, math.nan]
        result = deep_copy(value, {})
        self.assertIs(result[0]["x"], result[1])
        self.assertEqual(result[1:], value[1:])

    def test_same_row_twice_in_a_table(self) -> None:
        row = {"a": 1}
        result = deep_copy([row, row, {"a": 1}], {})
        self.assertIs(result[0], result[1])
        self.assertIsNot(result[0], result[2])

    def test_row_copied_before(self) -> None:
        rows = [{"a": 1}, {"a": 2}]
        memo: dict[int, Any] = {}
        first = deep_copy(rows[1], memo)
        self.assertIs(deep_copy(rows, memo)[1], first)
        self.assertIs(deep_copy(rows, memo), deep_copy(rows, memo))

    def test_sqlite_rows(self) -> None:
        connection = sqlite3.connect(":memory:")
        self.addCleanup(connection.close)
        connection.row_factory = sqlite3.Row
        rows = connection.execute("select 1 as a").fetchall()
        result = deep_copy(rows, {})
        self.assertIsNot(result, rows)
        self.assertEqual(result, rows)

    def test_values_that_cannot_be_copied_raise(self) -> None:
        with self.assertRaises(TypeError):
            deep_copy([{"a": iter([]).__class__}, (item for item in [])], {})


class NobodySeesAnothersMutation(KernelTest):
    SPOIL = "def f(v):\n    v.append('spoiled')\n    if isinstance(v[0], dict): v[0]['x'] = 'spoiled'\n    return v\n"

    def test_an_input_changed_in_place_stays_for_others(self) -> None:
        source = self.ok("def f(): return [{'x': 1}, [2]]").key
        first = self.result_of(self.SPOIL, {"v": source})
        second = self.result_of(self.SPOIL, {"v": source})
        self.assertEqual(first, [{"x": "spoiled"}, [2], "spoiled"])
        self.assertEqual(second, first)
        self.assertEqual(self.talk.value(source), [{"x": 1}, [2]])

    def test_a_result_kept_by_its_maker_is_not_changed_later(self) -> None:
        self.talk.kernel.write_file("keeper.py", b"")
        keep = "import calendar\ndef f():\n    keep = calendar.__setattr__\n    value = [1]\n    keep('kept_by_test', value)\n    return value\n"  # unnoticed
        source = self.ok(keep).key
        self.addCleanup(lambda: delattr(__import__("calendar"), "kept_by_test"))
        self.ok("import calendar\ndef f():\n    kept = [calendar][0].kept_by_test\n    kept.append(2)\n")
        self.assertEqual(__import__("calendar").kept_by_test, [1, 2])
        self.assertEqual(self.talk.value(source), [1])

    def test_aliases_between_inputs_of_one_call(self) -> None:
        both = self.ok("@outputs('a', 'b')\ndef f():\n    inner = {'n': 1}\n    return [inner], [inner]\n").key
        same = "def f(a, b):\n    return [a is b, a[0] is b[0]]\n"
        self.assertEqual(self.result_of(same, {"a": (both, "a"), "b": (both, "b")}), [False, True])
        self.assertEqual(self.result_of(same, {"a": (both, "a"), "b": (both, "a")}), [True, True])
        self.assertEqual(
            self.result_of("def f(*v): return [v[0] is v[1], v[0][0] is v[2][0]]", {"v": [(both, "a"), (both, "a"), (both, "b")]}),
            [True, True],
        )

    def test_rows_passed_on_by_a_trusted_node_come_out_apart(self) -> None:
        table = self.ok("def f(): return [{'n': 1}, {'n': 2}]").key
        passed = self.ok("def f(t): return t[:1]", {"t": table}, trusted=True).key
        self.assertIs(self.talk.value(table)[0], self.talk.value(passed)[0])
        self.assertEqual(self.result_of("def f(a, b):\n    a[0]['n'] = 9\n    return b\n", {"a": table, "b": passed}), [{"n": 1}])

    def test_what_trusted_nodes_put_together_comes_out_apart(self) -> None:
        table = self.ok("def f(): return [{'n': [1]}]").key
        passed = self.ok("def f(t): return [dict(row) for row in t]", {"t": table}, trusted=True).key
        both = self.result_of("def f(t, u): return [dict(row) for row in t + u]", {"t": table, "u": passed}, trusted=True)
        self.assertEqual(both, [{"n": [1]}, {"n": [1]}])
        self.assertIsNot(both[0]["n"], both[1]["n"])

    def test_trusted_nodes_get_the_value_itself(self) -> None:
        table = self.ok("def f(): return [{'n': 1}]").key
        self.assertIs(self.result_of("def f(t): return t", {"t": table}, trusted=True), self.talk.value(table))

    def test_defaults_are_fresh(self) -> None:
        source = "def f(a=[]):\n    a.append(1)\n    return a\n"
        self.assertEqual([self.result_of(source), self.result_of(source)], [[1], [1]])

    def test_a_value_that_cannot_be_copied_names_the_port(self) -> None:
        source = self.ok("import threading\ndef f(): return [threading.Lock()]").key
        error = self.failed("def f(lock): return 1", {"lock": source})
        self.assertEqual(error["kind"], "input")
        self.assertIn("“lock”", error["message"])
        self.assertIn("cannot be copied", error["message"])

    def test_too_deeply_nested(self) -> None:
        source = self.ok("def f():\n    v = []\n    for _ in range(3_000): v = [v]\n    return v\n").key
        self.assertIn("nested too deeply", self.failed("def f(v): return 1", {"v": source})["message"])


if __name__ == "__main__":
    unittest.main()
