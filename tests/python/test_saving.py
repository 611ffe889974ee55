"""Values that survive a kernel: saved by one, taken in by the next, or honestly not."""

import hashlib
import math
import pickle
import sys
import unittest
import zoneinfo
from typing import Any

from conversation import Conversation, drive

from pythonflows_kernel import limits, pickling
from pythonflows_kernel.pickling import CannotLoad

try:
    import numpy
except ImportError:
    numpy = None


class Shelf:
    """The page's part: keeps bytes by hash and hands copies out."""

    def __init__(self) -> None:
        self.bytes: dict[str, bytes] = {}
        self.hashes: dict[str, str] = {}

    def keep(self, key: str, sha256: str, size: int, pieces: list[Any] | str) -> None:
        data = pieces.encode("latin-1") if isinstance(pieces, str) else b"".join(pieces)
        assert len(data) == size, (len(data), size)
        assert hashlib.sha256(data).hexdigest() == sha256
        self.hashes[key] = sha256
        self.bytes[sha256] = data

    async def fetch(self, hashes: list[str]) -> dict[str, bytearray]:
        return {sha256: bytearray(self.bytes[sha256]) for sha256 in hashes if sha256 in self.bytes}


class SavingTest(unittest.TestCase):
    """Kernels one after the other over one shelf."""

    def setUp(self) -> None:
        self.shelf = Shelf()
        self.talk = self.next_kernel()

    def next_kernel(self, load_packages: Any = None, **options: Any) -> Conversation:
        talk = Conversation(load_packages, keep_values=self.shelf.keep, fetch_values=self.shelf.fetch, **options)
        self.addCleanup(talk.close)
        self.talk = talk
        return talk

    def save(self, source: str, **fields: Any) -> str:
        """Runs a node in the present kernel and saves what waits; returns its key."""
        ran = self.talk.run(source, **fields)
        self.assertEqual(ran.end["type"], "node_finished", ran.end)
        while self.talk.kernel.saving.save_waiting():
            pass
        return ran.key

    def restore(self, *keys: str, **hashes: str) -> list[dict[str, Any]]:
        """Asks the present kernel to take these in; returns what it says."""
        values = [{"key": key, "sha256": hashes.get(key, self.shelf.hashes.get(key, "")), "bytes": 0} for key in keys]
        return self.talk.say({"type": "restore_values", "values": values})

    def there_and_back(self, source: str) -> Any:
        key = self.save(source)
        self.assertEqual([message for message in self.talk.sent if message["type"] == "value_unsaved"], [])
        self.next_kernel()
        self.assertEqual(self.restore(key), [{"type": "value_restored", "key": key}])
        return self.talk.value(key)

    def unsaved(self, source: str) -> tuple[str, str]:
        """The reason and the detail that a value is not saved for."""
        key = self.save(source)
        said = self.talk.sent[-1]
        self.assertEqual((said["type"], said.get("key")), ("value_unsaved", key))
        self.assertNotIn(key, self.shelf.hashes)
        return said["reason"], said["detail"]


class Kept(SavingTest):
    def test_plain_values_come_back(self) -> None:
        for expression in (
            "41 + 1", "'漢字'", "None", "b'raw'", "bytearray(b'raw')", "[{'a': 1, 'b': None}] * 3", "{1: (2.5, {3})}", "2**100", "range(3)", "1j",
        ):  # fmt: skip
            self.assertEqual(self.there_and_back(f"def a():\n    return {expression}\n"), eval(expression))
            self.next_kernel()

    def test_small_scalars_have_the_bytes_that_the_careful_way_gives_them(self) -> None:
        for value in (41, -(2**70), True, None, 2.5, "漢字", b"raw"):
            values = {"result": value}
            careful = pickling._with_header(pickling._pickled(pickling._Pickler, values, lambda _path: False, pickling.SAVED))
            self.assertEqual(pickling.pack(values, lambda _path: False).pieces, careful.pieces)

    def test_a_well_known_nan_alone_stays_the_object_that_it_is(self) -> None:
        self.assertIs(self.there_and_back("import math\ndef a():\n    return math.nan\n"), math.nan)

    def test_values_of_the_standard_library_come_back(self) -> None:
        for imports, expression in (
            ("datetime", "datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)"),
            ("decimal", "decimal.Decimal('1.10')"),
            ("fractions", "fractions.Fraction(1, 3)"),
            ("collections", "collections.Counter('aab')"),
            ("collections", "collections.defaultdict(list, {1: [2]})"),
            ("uuid", "uuid.UUID(int=5)"),
            ("pathlib", "pathlib.PurePosixPath('a/b')"),
            ("re", "re.compile('a+', re.I)"),
            ("types", "types.SimpleNamespace(a=1)"),
            ("array", "array.array('d', [1, 2])"),
        ):
            module = __import__(imports)
            source = f"import {imports}\ndef a():\n    return {expression}\n"
            self.assertEqual(self.there_and_back(source), eval(expression, {imports: module}))
            self.next_kernel()

    def test_exceptions_come_back(self) -> None:
        error = self.there_and_back("def a():\n    return ValueError('no', 3)\n")
        self.assertEqual((type(error), error.args), (ValueError, ("no", 3)))

    @unittest.skipIf(not zoneinfo.available_timezones(), "this Python knows no time zones")
    def test_zones_come_back(self) -> None:
        source = "import datetime, zoneinfo\ndef a():\n    return datetime.datetime(2026, 1, 2, tzinfo=zoneinfo.ZoneInfo('UTC'))\n"
        self.assertEqual(self.there_and_back(source).tzinfo.key, "UTC")

    def test_what_outputs_share_stays_shared(self) -> None:
        source = "@outputs('x', 'y')\ndef a():\n    rows = [1]\n    return {'rows': rows}, [rows, rows]\n"
        key = self.save(source)
        self.next_kernel()
        self.restore(key)
        x, y = self.talk.value(key, "x"), self.talk.value(key, "y")
        self.assertIs(x["rows"], y[0])
        self.assertIs(y[0], y[1])

    def test_each_nan_stays_the_object_that_it_is(self) -> None:
        value = self.there_and_back(
            "import math\ndef a():\n    other = float('nan')\n    return [math.nan, other, other, float('nan'), 1.0]\n"
        )
        self.assertIn(math.nan, value)
        self.assertIs(value[1], value[2])
        self.assertIsNot(value[1], value[3])
        self.assertIsNot(value[1], math.nan)
        self.assertTrue(all(number != number for number in value[:4]))

    def test_a_restored_value_feeds_nodes_and_previews(self) -> None:
        key = self.save("def a():\n    return [{'n': 1}, {'n': 2}]\n")
        before = self.talk.preview(key)
        self.next_kernel()
        self.restore(key)
        self.assertEqual(self.talk.preview(key), before)
        ran = self.talk.run("def b(rows):\n    rows[0]['n'] = 9\n    return sum(row['n'] for row in rows)\n", {"rows": key}, key="b")
        self.assertEqual(self.talk.value("b"), 11, ran.end)
        self.assertEqual(self.talk.value(key), [{"n": 1}, {"n": 2}], "nodes are given copies, as ever")

    def test_displays_come_back(self) -> None:
        key = self.save("def a():\n    display('words', [{'n': 1}])\n    return 5\n")
        before = [self.talk.preview(key, port) for port in ("display:0", "display:1")]
        self.next_kernel()
        self.restore(key)
        self.assertEqual([self.talk.preview(key, port) for port in ("display:0", "display:1")], before)

    def test_displays_that_cannot_be_saved_do_not_cost_the_result(self) -> None:
        key = self.save("class Odd:\n    pass\ndef a():\n    display([{'odd': Odd()}])\n    return 5\n")
        self.next_kernel()
        self.assertEqual(self.restore(key)[0]["type"], "value_restored")
        self.assertEqual(self.talk.value(key), 5)
        self.assertIsNone(self.talk.preview(key, "display:0"))

    def test_nested_values_as_deep_as_a_node_can_be_given_come_back(self) -> None:
        value = self.there_and_back("def a():\n    value = 0\n    for _ in range(300):\n        value = [value]\n    return value\n")
        depth = 0
        while value:
            value, depth = value[0], depth + 1
        self.assertEqual(depth, 300)


@unittest.skipIf(numpy is None, "needs numpy")
class Arrays(SavingTest):
    def test_arrays_lie_beside_the_pickle_and_can_be_written_again(self) -> None:
        key = self.save("import numpy as np\n@outputs('x', 'y')\ndef a():\n    x = np.arange(300_000.0)\n    return x, [x]\n")
        self.next_kernel()
        self.restore(key)
        x, (same,) = self.talk.value(key, "x"), self.talk.value(key, "y")
        self.assertIs(x, same)
        self.assertTrue((x == numpy.arange(300_000.0)).all() and x.flags.writeable and x.flags.aligned)
        packed = pickling.pack({"x": x}, lambda _path: False)
        self.assertEqual(packed.modules, ["numpy"])
        self.assertLess(packed.size - x.nbytes, 1000)

    def test_an_array_that_must_not_be_written_stays_so(self) -> None:
        fixed = numpy.arange(3)
        fixed.flags.writeable = False
        packed = pickling.pack({"result": fixed}, lambda _path: False)
        back = pickling.unpack(bytearray(b"".join(packed.pieces)), lambda _path: False)["result"]
        self.assertEqual((back.tolist(), back.flags.writeable), ([0, 1, 2], False))

    def test_cells_that_are_objects(self) -> None:
        value = self.there_and_back("import numpy as np\ndef a():\n    return np.array(['a', None, np.nan, [1]], dtype=object)\n")
        self.assertEqual(value[0], "a")
        self.assertIs(value[2], numpy.nan)

    def test_cells_that_are_nested_too_deep(self) -> None:
        array = numpy.empty(1, dtype=object)
        array[0] = []
        for _ in range(2_000):
            array[0] = [array[0]]
        with self.assertRaises(pickling.CannotSave):
            pickling.pack({"result": {"x": array}}, lambda _path: False)

    def test_packages_are_loaded_before_the_value(self) -> None:
        key = self.save("import numpy as np\ndef a():\n    return np.float64(2)\n")
        asked: list[list[str]] = []

        async def load(names: list[str]) -> dict[str, str]:
            asked.append(names)
            return {"numpy": "1"}

        self.next_kernel(load, import_packages={"numpy": "numpy"})
        self.assertEqual([message["type"] for message in self.restore(key)], ["packages_changed", "value_restored"])
        self.assertEqual(asked, [["numpy"]])


class NotKept(SavingTest):
    def test_what_a_node_defines_cannot_be_named_by_another_kernel(self) -> None:
        reduce = "    def __deepcopy__(self, memo):\n        return self\n    def __reduce__(self):\n        print('ran')\n        return list, ([1],)\n"
        for body, value, detail in (
            ("class Point:\n    pass\n", "[Point()]", "Point"),
            ("class Point(tuple):\n    pass\n", "Point((1, 2))", "Point"),
            ("def helper():\n    pass\n", "{'f': helper}", "function helper"),
            ("", "Point", "Point"),
            (f"class Point:\n{reduce}", "Point()", "Point"),
            (f"class Point:\n    __module__ = 'collections'\n{reduce}", "Point()", "Point"),
        ):
            head = body or "class Point:\n    pass\n"
            self.assertEqual(self.unsaved(f"{head}def a():\n    return {value}\n"), ("unpicklable", detail))
            printed = [message for message in self.talk.sent[-2:] if message["type"] == "node_printed"]
            self.assertEqual(printed, [], "saving runs no code of the node")
            self.next_kernel()

    def test_what_the_flows_own_modules_define_neither(self) -> None:
        self.talk.kernel.write_file("shapes.py", b"class Square:\n    side = 1\n")
        sha256 = hashlib.sha256(b"class Square:\n    side = 1\n").hexdigest()
        self.talk.say({"type": "set_files", "files": [{"name": "shapes.py", "bytes": 27, "sha256": sha256}]})
        self.assertEqual(self.unsaved("import shapes\ndef a():\n    return shapes.Square()\n"), ("unpicklable", "Square"))

    def test_functions_of_the_system_are_no_values(self) -> None:
        for imports, expression in (
            ("os", "os.system"),
            ("builtins", "eval"),
            ("subprocess", "subprocess.Popen"),
            ("importlib", "importlib.import_module"),
        ):
            self.assertEqual(self.unsaved(f"import {imports}\ndef a():\n    return [{expression}]\n")[0], "unpicklable")
            self.next_kernel()

    def test_secrets_are_not_written_down(self) -> None:
        key = self.save("def a(password: Secret = 'x'):\n    return [password]\n", settings={"password": "y"})
        secret = self.talk.value(key)[0]
        if type(secret) is not str:
            self.assertNotIn(key, self.shelf.hashes)

    def test_what_cannot_be_copied_is_not_saved(self) -> None:
        source = "import threading\ndef a():\n    return {'lock': threading.Lock()}\n"
        self.assertEqual(self.unsaved(source), ("unpicklable", "dict"))

    def test_too_deep_for_a_node_is_too_deep_to_be_saved(self) -> None:
        source = "def a():\n    value = []\n    for _ in range(2_000):\n        value = [value]\n    return value\n"
        self.assertEqual(self.unsaved(source), ("unpicklable", "list"))

    def test_too_large(self) -> None:
        for name, value in (("SAVED_BYTES", "b'x' * 200"), ("SAVED_PLAIN_BYTES", "[str(n) for n in range(100)]")):
            original = getattr(limits, name)
            setattr(limits, name, 100)
            self.addCleanup(setattr, limits, name, original)
            reason, _detail = self.unsaved(f"def a():\n    return {value}\n")
            self.assertEqual(reason, "too_large")
            setattr(limits, name, original)
            self.next_kernel()

    def test_failed_nodes_save_nothing(self) -> None:
        self.talk.run("def a():\n    display(1)\n    raise ValueError\n")
        self.assertEqual(self.shelf.hashes, {})

    def test_without_a_place_nothing_is_saved_or_said(self) -> None:
        talk = Conversation()
        self.addCleanup(talk.close)
        ran = talk.run("def a():\n    return 1\n")
        self.assertFalse(talk.kernel.saving.save_waiting())
        self.assertEqual(talk.sent[-1], ran.end)
        self.assertEqual(
            talk.say({"type": "restore_values", "values": [{"key": "k", "sha256": "h", "bytes": 1}]}), [{"type": "value_lost", "key": "k"}]
        )


class Restoring(SavingTest):
    def lost(self, key: str, **hashes: str) -> None:
        self.assertEqual(self.restore(key, **hashes), [{"type": "value_lost", "key": key}])
        self.assertFalse(self.talk.kernel._around.store.holds(key))

    def test_only_bytes_with_the_hash_are_taken_in(self) -> None:
        key = self.save("def a():\n    return 'right'\n")
        sha256 = self.shelf.hashes[key]
        self.shelf.bytes[sha256] = self.shelf.bytes[sha256].replace(b"right", b"wrong")
        self.next_kernel()
        self.lost(key)
        del self.shelf.bytes[sha256]
        self.lost(key)

    def test_damaged_bytes_with_a_right_hash_are_no_value(self) -> None:
        key = self.save("def a():\n    return [1, 2]\n")
        data = self.shelf.bytes[self.shelf.hashes[key]]
        self.next_kernel()
        for damaged in (
            b"",
            b"PFV1",
            data[:-1],
            data + b"x",
            data[:4] + b"\xff\xff\xff\x7f" + data[8:],
            data[:8] + b"x" * (len(data) - 8),
            data[:-4] + b"....",
        ):
            sha256 = hashlib.sha256(damaged).hexdigest()
            self.shelf.bytes[sha256] = damaged
            self.lost(key, **{key: sha256})

    def test_a_pickle_may_not_name_what_makes_no_values(self) -> None:
        class Call:
            def __init__(self, function: Any, *arguments: Any) -> None:
                self.made = (function, arguments)

            def __reduce__(self) -> Any:
                return self.made

        for hostile in (Call(eval, "1"), Call(getattr, 1, "real"), Call(__import__, "this"), Call(print, "x"), Call(sys.exit)):
            found = pickling._Found()
            found.write(pickle.dumps({"result": hostile}, 5))
            data = bytearray(b"".join(pickling._with_header(found).pieces))
            with self.assertRaises(CannotLoad, msg=str(hostile.made)):
                pickling.unpack(data, lambda _path: False)

    def test_no_module_of_the_flow_is_imported(self) -> None:
        self.talk.kernel.write_file("tables.py", b"print('imported')\nclass Table:\n    pass\n")
        self.talk.run("def a():\n    return 1\n")  # from now on the flow's modules can be found
        for name in ("tables", "flow.node", "__main__", "js"):
            found = pickling._Found()
            found.write(b"\x80\x05c" + name.encode() + b"\nTable\n.")
            with self.assertRaises(CannotLoad):
                pickling.unpack(bytearray(b"".join(pickling._with_header(found).pieces)), self.talk.kernel._around.files.owns)
        self.assertNotIn("tables", sys.modules)

    def test_what_is_there_is_not_fetched(self) -> None:
        key = self.save("def a():\n    return [1]\n")
        before = self.talk.value(key)
        self.shelf.bytes.clear()
        self.assertEqual(self.restore(key), [{"type": "value_restored", "key": key}])
        self.assertIs(self.talk.value(key), before)

    def test_one_lost_value_does_not_cost_the_others(self) -> None:
        first, second = self.save("def a():\n    return 1\n"), self.save("def a():\n    return 2\n")
        del self.shelf.bytes[self.shelf.hashes[first]]
        self.next_kernel()
        said = self.restore(first, second)
        self.assertEqual([message["type"] for message in said], ["value_lost", "value_restored"])

    def test_a_package_that_cannot_be_had_is_a_lost_value(self) -> None:
        key = self.save("def a():\n    return 1\n")
        data = bytearray(self.shelf.bytes[self.shelf.hashes[key]])
        data = data.replace(b'"modules":[]', b'"modules":["nowhere"]')
        data[4:8] = (int.from_bytes(data[4:8], "little") + len('"nowhere"')).to_bytes(4, "little")
        sha256 = hashlib.sha256(data).hexdigest()
        self.shelf.bytes[sha256] = bytes(data)
        self.next_kernel(import_packages={"nowhere": "nowhere"})
        self.lost(key, **{key: sha256})


class Moments(SavingTest):
    def setUp(self) -> None:
        super().setUp()
        share = limits.SAVING_SHARE
        self.addCleanup(setattr, limits, "SAVING_SHARE", share)
        limits.SAVING_SHARE = 0.0  # a slow machine would make every node one that took long

    def test_cheap_values_are_saved_after_the_ending_and_large_ones_wait(self) -> None:
        ran = self.talk.run("def a():\n    return 1\n")
        self.assertIn(ran.key, self.shelf.hashes)
        ran = self.talk.run("def a():\n    return bytes(5_000_000)\n")
        self.assertNotIn(ran.key, self.shelf.hashes)
        self.assertEqual(self.talk.sent[-1], {"type": "value_unsaved", "key": ran.key, "reason": "waiting", "detail": ""})
        self.assertTrue(self.talk.kernel.saving.save_waiting())
        self.assertIn(ran.key, self.shelf.hashes)
        self.assertFalse(self.talk.kernel.saving.save_waiting())

    def test_a_page_that_has_no_room_costs_neither_the_value_nor_the_kernel(self) -> None:
        def keep(*_arguments: Any) -> None:
            raise MemoryError

        talk = Conversation(keep_values=keep)
        self.addCleanup(talk.close)
        key = talk.run("def a():\n    return 1\n").key
        self.assertEqual(talk.sent[-1], {"type": "value_unsaved", "key": key, "reason": "too_large", "detail": "MemoryError"})
        self.assertEqual(talk.value(key), 1)

    def test_what_took_long_is_saved_at_once(self) -> None:
        ran = self.talk.run("def a():\n    return bytes(5_000_000)\n")
        self.assertNotIn(ran.key, self.shelf.hashes)
        limits.SAVING_SHARE = 0.25
        self.talk.kernel.saving.finished(ran.key, 5_000_000, 60.0)
        self.assertIn(ran.key, self.shelf.hashes)

    def test_what_is_dropped_meanwhile_is_not_saved(self) -> None:
        ran = self.talk.run("def a():\n    return bytes(5_000_000)\n")
        self.talk.say({"type": "drop_values", "keys": [ran.key]})
        self.assertTrue(self.talk.kernel.saving.save_waiting())
        self.assertEqual(self.shelf.hashes, {})

    def test_an_idle_kernel_saves_by_itself(self) -> None:
        import asyncio
        import json

        message = self.talk.message("def a():\n    return bytes(5_000_000)\n")

        async def run() -> None:
            await self.talk.kernel.handle(json.dumps(message))
            while message["calls"][0]["key"] not in self.shelf.hashes:
                await asyncio.sleep(0.01)

        drive(run())


if __name__ == "__main__":
    unittest.main()
