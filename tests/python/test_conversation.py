"""The kernel as the session meets it: messages in, messages out."""

import asyncio
import hashlib
import json
import random
import signal
import sys
import unittest
from typing import Any

from conversation import Conversation, KernelTest, drive

from pythonflows_kernel import BadMessage, limits
from pythonflows_kernel.entrance import is_too_deep


class Running(KernelTest):
    def test_messages_of_a_run_in_order(self) -> None:
        ran = self.ok("def f():\n    print('hi')\n    return [1, 2]\n", node="a")
        self.assertEqual([item["type"] for item in ran.messages], ["node_started", "node_printed", "node_finished"])
        self.assertEqual(ran.printed(), "hi\n")
        self.assertTrue(all(item["run"] == 1 and item["node"] == "a" for item in ran.messages))
        self.assertEqual(ran.end["key"], ran.key)

    def test_last_function_is_the_node_and_the_module_runs_anew(self) -> None:
        source = "import itertools\nCOUNT = itertools.count()\ndef helper():\n    return next(COUNT)\ndef f():\n    return helper()\n"
        self.assertEqual([self.result_of(source), self.result_of(source)], [0, 0])

    def test_predefined_names(self) -> None:
        source = "@outputs('a', 'b')\ndef f(x: Annotated[int, range(3)] = 1, y: Literal['p'] = 'p', z: Text = '', c: Column = '', p: File = '', s: Secret = '', q: Any = None):\n    progress(1, 2)\n    display(3)\n    return x, y\n"
        ran = self.ok(source)
        self.assertEqual([item["port"] for item in ran.outputs], ["a", "b"])

    def test_binding_of_every_kind_of_parameter(self) -> None:
        one, two, three = (self.ok(f"def f(): return {number}").key for number in (1, 2, 3))
        source = "def f(a, b=10, /, c=20, *rest, d, e=30):\n    return [a, b, c, rest, d, e]\n"
        links = {"a": one, "rest": [two, three], "d": two}
        self.assertEqual(self.result_of(source, links), [1, 10, 20, (2, 3), 2, 30])
        self.assertEqual(self.result_of(source, links, {"c": 21, "e": 31, "b": 11}), [1, 11, 21, (2, 3), 2, 31])
        self.assertEqual(self.result_of(source, {"a": one, "d": two}), [1, 10, 20, (), 2, 30])
        self.assertEqual(self.result_of("def f(a, b=1, c=2, /):\n    return [a, b, c]\n", {"a": one}, {"c": 5}), [1, 1, 5])

    def test_linked_setting_wins_over_its_value(self) -> None:
        one = self.ok("def f(): return 'linked'").key
        self.assertEqual(self.result_of("def f(a: int = 5):\n    return a\n", {"a": one}, {"a": 7}), "linked")

    def test_decorated_functions_get_names(self) -> None:
        one = self.ok("def f(): return 4").key
        source = "def twice(g):\n    def wrapper(**named):\n        return 2 * g(**named)\n    return wrapper\n@twice\ndef f(a, b=1):\n    return a + b\n"
        self.assertEqual(self.result_of(source, {"a": one}, {"b": 3}), 14)

    def test_async_nodes(self) -> None:
        source = "import asyncio\nasync def part(x):\n    await asyncio.sleep(0)\n    return x\nasync def f():\n    return await asyncio.gather(part(1), part(2))\n"
        self.assertEqual(self.result_of(source), [1, 2])

    def test_tasks_left_behind_are_cancelled(self) -> None:
        source = "import asyncio\nasync def late():\n    await asyncio.sleep(0.01)\n    print('late')\nasync def f():\n    asyncio.ensure_future(late())\n    await asyncio.sleep(0)\n"
        ran = self.ok(source)
        self.assertEqual(ran.printed(), "")

    def test_random_numbers_start_from_the_node_id(self) -> None:
        source = "import random\ndef f(): return random.random()"
        self.assertEqual(self.result_of(source, node="a"), self.result_of(source, node="a"))
        self.assertNotEqual(self.result_of(source, node="a"), self.result_of(source, node="b"))
        self.assertEqual(self.result_of(source, node="a"), random.Random("a").random())

    def test_dataclasses_with_postponed_annotations(self) -> None:
        source = "from __future__ import annotations\nimport dataclasses, typing\n@dataclasses.dataclass\nclass P:\n    x: int\n    k: typing.ClassVar[int] = 1\ndef f():\n    return P(3).x\n"
        self.assertEqual(self.result_of(source), 3)
        self.assertFalse([name for name in sys.modules if name.startswith("flow.")])

    def test_missing_input_value(self) -> None:
        error = self.failed("def f(a): return a", {"a": "gone"})
        self.assertEqual(error["kind"], "input")
        self.assertIn("“a”", error["message"])

    def test_unconnected_and_unknown_inputs(self) -> None:
        self.assertIn("“a” is not connected", self.failed("def f(a): return a")["message"])
        one = self.ok("def f(): return 1").key
        self.assertIn("no parameter “b”", self.failed("def f(): return 1", {"b": one})["message"])
        self.assertIn("one link", self.failed("def f(a): return 1", {"a": [one, one]})["message"])

    def test_drop_values(self) -> None:
        one = self.ok("def f(): return 1").key
        self.talk.say({"type": "drop_values", "keys": [one, "never there"]})
        self.assertIsNone(self.talk.preview(one))

    def test_judge_source(self) -> None:
        (good,) = self.talk.say({"type": "judge_source", "node": "n", "source": "def f(a): return a"})
        self.assertEqual(good, {"type": "source_judged", "node": "n", "problems": []})
        (bad,) = self.talk.say({"type": "judge_source", "node": "n", "source": "def f(**a): return a"})
        self.assertEqual((bad["problems"][0]["line"], bad["problems"][0]["column"]), (1, 9))

    def test_bad_messages_change_nothing(self) -> None:
        for text in (
            "",
            "[]",
            "{}",
            '{"type": 3}',
            '{"type": "node_started", "run": 1, "node": "a"}',
            '{"type": "drop_values"}',
            '{"type": "drop_values", "keys": [1]}',
            '{"type": "preview_value", "call": true}',
            "[" * 100_000,
            '{"type": "drop_values", "keys": ' + '{"a": [' * 80 + "]}" * 80 + "}",
            '{"type": "set_files", "files": [{"name": "a"}]}',
        ):
            with self.subTest(text[:60]), self.assertRaises(BadMessage):
                drive(self.talk.kernel.handle(text))
        self.assertEqual(self.talk.sent, [])

    def test_many_brackets_beside_each_other_are_not_deep(self) -> None:
        keys = ["[{" * 100, '"\\', "]"] * 100
        self.assertEqual(self.talk.say({"type": "drop_values", "keys": keys}), [])
        self.assertEqual(
            self.talk.say({"type": "restore_values", "values": [{"key": "[", "sha256": "{", "bytes": 1}] * 200})[0]["type"], "value_lost"
        )

    def test_how_deep_a_message_is_whatever_its_texts_hold(self) -> None:
        chance = random.Random(5)
        for depth in range(limits.MESSAGE_DEPTH - 3, limits.MESSAGE_DEPTH + 4):
            for _turn in range(40):
                value: Any = 1
                for _level in range(depth):
                    text = "".join(chance.choices('[]{}"\\,: a\n', k=chance.randrange(6)))
                    value = [text, value, []] if chance.random() < 0.5 else {text: {}, "": value}
                self.assertEqual(is_too_deep(json.dumps(value)), _depth_of(value) > limits.MESSAGE_DEPTH, depth)

    def test_kernel_ready(self) -> None:
        talk = Conversation(announce=True, pyodide="314.0.7", loaded_packages={"numpy": "2.4"})
        self.addCleanup(talk.close)
        self.assertEqual(
            [(item["type"], item["pyodide"], item["packages"]) for item in talk.sent], [("kernel_ready", "314.0.7", {"numpy": "2.4"})]
        )

    def test_process_state_is_put_back(self) -> None:
        before = (sys.stdout, sys.stderr, sys.stdin, open)
        self.ok("def f():\n    import sys\n    sys.stdout.write('x')\n")
        self.failed("def f():\n    raise ValueError\n")
        self.assertEqual((sys.stdout, sys.stderr, sys.stdin, open), before)


def _depth_of(value: Any) -> int:
    if not isinstance(value, list | dict):
        return 0
    return 1 + max(map(_depth_of, value.values() if isinstance(value, dict) else value), default=0)


class Results(KernelTest):
    def test_none_is_a_value(self) -> None:
        self.assertEqual(self.ok("def f(): pass").outputs[0]["type"], "NoneType")

    def test_outputs_split_a_tuple(self) -> None:
        ran = self.ok("@outputs('train', 'test')\ndef f(): return [1], 'x'")
        self.assertEqual((self.talk.value(ran.key, "train"), self.talk.value(ran.key, "test")), ([1], "x"))
        self.assertEqual([(item["port"], item["type"]) for item in ran.outputs], [("train", "list"), ("test", "str")])

    def test_one_named_output(self) -> None:
        for returned in ("5", "(5,)"):
            ran = self.ok(f"@outputs('only')\ndef f(): return {returned}")
            self.assertEqual(self.talk.value(ran.key, "only"), 5)

    def test_other_lengths_are_the_nodes_error(self) -> None:
        for returned in ("(1, 2, 3)", "(1,)", "[1, 2]", "None", "'ab'"):
            error = self.failed(f"@outputs('a', 'b')\ndef f(): return {returned}")
            self.assertEqual(error["kind"], "result")
            self.assertIn("tuple of 2 values (a, b)", error["message"])

    def test_results_that_can_be_read_once(self) -> None:
        self.talk.kernel.write_file("x.txt", b"x")
        for returned in (
            "(x for x in [1])",
            "iter([1])",
            "map(str, [1])",
            "zip([1])",
            "open('x.txt')",
            "__import__('csv').reader([])",
            "co()",
            "agen()",
            "__import__('io').StringIO('a')",
        ):
            error = self.failed(f"async def co(): pass\nasync def agen(): yield 1\ndef f(): return {returned}")
            self.assertEqual(error["kind"], "result", returned)
            self.assertIn("“result”", error["message"])
        self.assertIn("list(…)", self.failed("def f(): yield 1")["message"])
        self.assertIn("“b”", self.failed("@outputs('a', 'b')\ndef f(): return 1, iter([])")["message"])


class Stopping(KernelTest):
    def test_keyboard_interrupt_in_the_code(self) -> None:
        ran = self.talk.run("import signal\ndef f():\n    x = 1\n    signal.raise_signal(signal.SIGINT)\n    return x\n")
        self.assertEqual(ran.end["type"], "node_stopped")
        self.assertEqual(ran.error["type"], "KeyboardInterrupt")
        self.assertIn("line 4", ran.error["traceback"])
        self.assertEqual(self.ok("def f(): return 1").outputs[0]["summary"], "1")

    def test_stop_before_the_code_begins_is_not_lost(self) -> None:
        inputs = self.talk.kernel._around.store
        original = inputs.get
        one = self.ok("def f(): return 1").key

        def interrupting(key: str, port: str):
            signal.raise_signal(signal.SIGINT)
            return original(key, port)

        inputs.get = interrupting
        ran = self.talk.run("def f(a):\n    print('ran')\n    return a\n", {"a": one})
        self.assertEqual(ran.end["type"], "node_stopped")
        self.assertEqual(ran.printed(), "")

    def test_stop_in_a_repr_of_the_result(self) -> None:
        ran = self.talk.run(
            "import signal\nclass A:\n    def __repr__(self):\n        signal.raise_signal(signal.SIGINT)\n        return 'A'\ndef f(): return A()\n"
        )
        self.assertEqual(ran.end["type"], "node_stopped")
        self.assertIsNone(self.talk.preview(ran.key))

    def test_stop_in_a_preview(self) -> None:
        source = "import signal\nclass A:\n    calls = 0\n    def __repr__(self):\n        A.calls += 1\n        if A.calls > 1:\n            signal.raise_signal(signal.SIGINT)\n        return 'A'\ndef f(): return A()\n"
        preview = self.talk.preview(self.ok(source).key)
        self.assertEqual(preview["text"], "<the preview was stopped>")

    def test_a_stop_that_hits_a_preview_which_takes_no_time_leaves_it_whole(self) -> None:
        source = "import signal\nclass A:\n    calls = 0\n    def __repr__(self):\n        A.calls += 1\n        if A.calls == 2:\n            signal.raise_signal(signal.SIGINT)\n        return 'A'\ndef f(): return A()\n"
        self.assertEqual(self.talk.preview(self.ok(source).key)["text"], "A")

    def test_stop_of_an_awaiting_node(self) -> None:
        async def scene() -> None:
            text = json.dumps(
                self.talk.message(
                    "import asyncio\nasync def f():\n    try:\n        await asyncio.sleep(5)\n    finally:\n        print('cleaned')\n"
                )
            )
            task = asyncio.ensure_future(self.talk.kernel.handle(text))
            while not self.talk.sent:
                await asyncio.sleep(0)
            await asyncio.sleep(0)
            self.talk.kernel.stop()
            await task

        drive(scene())
        self.assertEqual([item["type"] for item in self.talk.sent], ["node_started", "node_printed", "node_stopped"])

    def test_interrupt_and_exit_in_async_code_leave_the_loop_alone(self) -> None:
        ran = self.talk.run("import asyncio, signal\nasync def f():\n    await asyncio.sleep(0)\n    signal.raise_signal(signal.SIGINT)\n")
        self.assertEqual(ran.end["type"], "node_stopped")
        ran = self.talk.run("import asyncio, sys\nasync def f():\n    await asyncio.sleep(0)\n    sys.exit(2)\n")
        self.assertEqual(ran.error["type"], "SystemExit")

    def test_timeout_of_an_async_node(self) -> None:
        ran = self.talk.run("import asyncio\nasync def f():\n    await asyncio.sleep(5)\n", timeout_ms=20)
        self.assertEqual((ran.end["type"], ran.error["type"]), ("node_stopped", "TimeoutError"))
        self.assertIn("0.02 seconds", ran.error["message"])

    def test_deadline_of_a_node_is_set_and_taken_back(self) -> None:
        deadlines: list[int | None] = []
        talk = Conversation(set_deadline=deadlines.append)
        self.addCleanup(talk.close)
        talk.run("def f(): raise ValueError", timeout_ms=500)
        self.assertEqual(deadlines, [500, None])

    def test_interrupt_at_the_deadline_is_a_timeout(self) -> None:
        ran = self.talk.run(
            "import signal, time\ndef f():\n    end = time.perf_counter() + 0.02\n    while time.perf_counter() < end: pass\n    signal.raise_signal(signal.SIGINT)\n",
            timeout_ms=10,
        )
        self.assertEqual(ran.error["type"], "TimeoutError")
        self.assertEqual(ran.error["line"], 5)

    def test_while_a_node_awaits_the_kernel_is_busy_and_shows_complaints(self) -> None:
        kernel = self.talk.kernel
        self.assertEqual((kernel.is_busy(), kernel.complain("lost\n")), (False, False))
        seen: list[tuple[bool, bool]] = []

        async def play() -> None:
            message = self.talk.message("import asyncio\nasync def f():\n    await asyncio.sleep(3600)\n")
            running = asyncio.ensure_future(kernel.handle(json.dumps(message)))
            while not kernel._process.call or not kernel._process.call._tasks:
                await asyncio.sleep(0)
            seen.append((kernel.is_busy(), kernel.complain("shown\n")))
            kernel.expire()
            await running

        drive(play())
        self.assertEqual(seen, [(True, True)])
        self.assertFalse(kernel.is_busy())
        printed = [item for item in self.talk.sent if item["type"] == "node_printed"]
        self.assertEqual([(item["stream"], item["text"]) for item in printed], [("stderr", "shown\n")])
        self.assertEqual(self.talk.sent[-1]["error"]["type"], "TimeoutError")

    def test_stops_are_forgotten_after_the_call(self) -> None:
        original = self.talk.kernel._around.files.written

        def interrupting():
            signal.raise_signal(signal.SIGINT)  # the user's code is over
            return original()

        self.talk.kernel._around.files.written = interrupting
        self.ok("def f(): return 1")
        self.talk.kernel._around.files.written = original
        self.ok("def f(): return 1")


class Files(KernelTest):
    def put(self, name: str, data: bytes) -> dict:
        self.talk.kernel.write_file(name, data)
        return {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    def test_files_read_are_reported_with_their_hash(self) -> None:
        a, b, c = self.put("a.txt", b"one"), self.put("dir/b.txt", b"two"), self.put("c.txt", b"three")
        self.talk.say({"type": "set_files", "files": [a, b, c]})
        ran = self.ok(
            "import pathlib, os\ndef f():\n    os.chdir('dir')\n    pathlib.Path('../a.txt').read_text()\n    return open('b.txt').read()\n"
        )
        self.assertEqual(ran.end["files"], [{"name": item["name"], "sha256": item["sha256"]} for item in (a, b)])
        self.assertEqual(self.ok("def f(): return open('a.txt').read()").end["files"], [{"name": "a.txt", "sha256": a["sha256"]}])

    def test_files_of_a_failed_node_are_reported_too(self) -> None:
        a = self.put("a.txt", b"one")
        self.talk.say({"type": "set_files", "files": [a]})
        ran = self.talk.run("def f():\n    with open('a.txt') as file:\n        raise ValueError(file.read())\n")
        self.assertEqual([item["name"] for item in ran.end["files"]], ["a.txt"])

    def test_set_files_makes_the_directory_match(self) -> None:
        a, b = self.put("a.txt", b"1"), self.put("dir/b.txt", b"2")
        self.talk.say({"type": "set_files", "files": [a, b]})
        self.ok("def f(): open('own.txt', 'w').close()")
        self.talk.say({"type": "set_files", "files": [a]})
        self.assertEqual(self.result_of("import os\ndef f(): return sorted(os.listdir())"), ["a.txt"])

    def test_changed_file_has_its_new_hash(self) -> None:
        self.talk.say({"type": "set_files", "files": [self.put("a.txt", b"1")]})
        new = self.put("a.txt", b"2")
        self.talk.say({"type": "set_files", "files": [new]})
        self.assertEqual(self.ok("def f(): return open('a.txt').read()").end["files"], [{"name": "a.txt", "sha256": new["sha256"]}])

    def test_files_written_are_handed_over(self) -> None:
        ran = self.ok(
            "import sqlite3, os\ndef f():\n    open('out/x.csv' if os.makedirs('out') else 'out/x.csv', 'w').write('a,b')\n    db = sqlite3.connect('d.sqlite')\n    db.execute('create table t (x)')\n    db.commit()\n    db.close()\n"
        )
        written = ran.of("file_written")
        self.assertEqual([item["file"]["name"] for item in written], ["d.sqlite", "out/x.csv"])
        self.assertEqual(written[1]["file"], {"name": "out/x.csv", "bytes": 3, "sha256": hashlib.sha256(b"a,b").hexdigest()})
        index = self.talk.sent.index(written[1])
        self.assertEqual(self.talk.buffers[index], {"file:out/x.csv": b"a,b"})
        self.assertEqual(ran.end["files"], [{"name": "d.sqlite", "sha256": ""}])  # it would have been read, had it been there

    def test_rewriting_the_same_bytes_is_no_change(self) -> None:
        source = "def f():\n    open('x.csv', 'w').write('a,b')\n"
        self.assertEqual(len(self.ok(source).of("file_written")), 1)
        self.assertEqual(len(self.ok(source).of("file_written")), 0)

    def test_a_file_written_first_is_not_an_input(self) -> None:
        self.talk.say({"type": "set_files", "files": [self.put("x.txt", b"old")]})
        ran = self.ok("def f():\n    open('x.txt', 'w').write('new')\n    return open('x.txt').read()\n")
        self.assertEqual(ran.end["files"], [])
        ran = self.ok("def f():\n    with open('x.txt', 'a+') as file:\n        file.seek(0)\n        return file.read()\n")
        self.assertEqual([item["name"] for item in ran.end["files"]], ["x.txt"])

    def test_databases_are_inputs(self) -> None:
        self.ok("import sqlite3\ndef f():\n    with sqlite3.connect('d.db') as db: db.execute('create table t (x)')\n    db.close()\n")
        with open(f"{self.talk.directory}/d.db", "rb") as file:
            data = file.read()
        self.talk.say({"type": "set_files", "files": [self.put("d.db", data)]})
        ran = self.ok(
            "import sqlite3\ndef f():\n    db = sqlite3.connect('d.db')\n    return db.execute('select count(*) from t').fetchall()\n"
        )
        self.assertEqual([item["name"] for item in ran.end["files"]], ["d.db"])
        self.assertEqual(ran.of("file_written"), [])

    def test_python_files_of_the_flow_can_be_imported_and_are_inputs(self) -> None:
        first = self.put("helper_of_flow.py", b"VALUE = 1\n")
        self.talk.say({"type": "set_files", "files": [first]})
        source = "import helper_of_flow\ndef f(): return helper_of_flow.VALUE"
        ran = self.ok(source)
        self.assertEqual((self.talk.value(ran.key), ran.end["files"]), (1, [{"name": "helper_of_flow.py", "sha256": first["sha256"]}]))
        second = self.put("helper_of_flow.py", b"VALUE = 22\n")
        self.talk.say({"type": "set_files", "files": [second]})
        self.assertEqual(self.result_of(source), 22)

    def test_names_that_would_leave_the_directory(self) -> None:
        for name in ("../x", "/etc/passwd", "", "a/../../x", "a\0b"):
            with self.subTest(name), self.assertRaises(Exception) as caught:
                self.talk.kernel.write_file(name, b"")
            self.assertIn("no name", str(caught.exception))


class Packages(unittest.TestCase):
    def test_imports_and_named_packages_are_loaded_once(self) -> None:
        asked: list[list[str]] = []

        async def load(names: list[str]) -> dict[str, str]:
            asked.append(names)
            return dict.fromkeys(names, "1.0")

        talk = Conversation(
            load, import_packages={"numpy_of_lock": "numpy-of-lock", "sklearn_x": "scikit-learn"}, loaded_packages={"six": "1"}
        )
        self.addCleanup(talk.close)
        source = "def f():\n    if False:\n        import numpy_of_lock.linalg\n        from sklearn_x import svm\n"
        ran = talk.run(source, packages=["Six", "pandas"])
        self.assertEqual(asked, [["numpy-of-lock", "pandas", "scikit-learn"]])
        self.assertEqual([item["type"] for item in ran.messages], ["node_started", "packages_changed", "node_finished"])
        self.assertEqual(ran.messages[1]["packages"]["pandas"], "1.0")
        talk.run(source, packages=["pandas"])
        self.assertEqual(len(asked), 1)

    def test_a_package_that_cannot_be_had(self) -> None:
        async def load(names: list[str]) -> dict[str, str]:
            raise OSError("pandas cannot be loaded: there is no network.")

        talk = Conversation(load)
        self.addCleanup(talk.close)
        ran = talk.run("def f(): pass", packages=["pandas"])
        self.assertEqual((ran.error["kind"], ran.error["message"]), ("package", "pandas cannot be loaded: there is no network."))

    def test_hint_for_a_module_imported_behind_the_nodes_back(self) -> None:
        talk = Conversation(None, import_packages={"module_of_lock": "package-of-lock"})
        self.addCleanup(talk.close)
        ran = talk.run("def f(): return __import__('module_of_lock')")
        self.assertIn("package-of-lock", ran.error["message"])
        self.assertEqual(ran.error["package"], "package-of-lock")
        inner = "    try:\n        import_module('module_of_lock')\n    except ImportError as error:\n        raise ImportError('Reading this takes module_of_lock.') from error\n"
        ran = talk.run(f"from importlib import import_module\ndef f():\n{inner}")
        self.assertEqual(
            ran.error["message"],
            "Reading this takes module_of_lock. It is in the package package-of-lock: import it in the node's source, or add it to the flow's packages.",
        )
        other = talk.run("def f():\n    raise ImportError('no more')").error
        self.assertEqual(other["message"], "no more")
        self.assertNotIn("package", other)


class Showing(KernelTest):
    def test_displays_are_kept_as_they_were(self) -> None:
        ran = self.ok("def f():\n    rows = [{'a': 1}]\n    display(rows)\n    rows.append({'a': 2})\n    display(rows, 'text')\n")
        self.assertEqual(
            [(item["port"], item["glimpse"]["kind"], item["glimpse"]["total"]) for item in ran.of("node_displayed")],
            [("display:0", "table", 1), ("display:1", "table", 2), ("display:2", "text", 0)],
        )
        self.assertEqual(self.talk.preview(ran.key, "display:0")["rows"], [[1]])
        self.assertEqual(self.talk.preview(ran.key, "display:2"), {"kind": "text", "text": "text"})

    def test_displays_of_a_failed_node_stay(self) -> None:
        ran = self.talk.run("def f():\n    display('so far')\n    raise ValueError\n")
        self.assertEqual(self.talk.preview(ran.key, "display:0")["text"], "so far")

    def test_too_many_displays(self) -> None:
        ran = self.ok("def f():\n    for i in range(300): display(i)\n")
        self.assertEqual(len(ran.of("node_displayed")), 100)
        self.assertEqual(sum(item["count"] for item in ran.of("displays_dropped")), 200)

    def test_progress(self) -> None:
        ran = self.ok("def f():\n    for i in range(10_001): progress(i, 10_000)\n")
        moves = ran.of("node_progress")
        self.assertLess(len(moves), 100)
        self.assertEqual((moves[0]["done"], moves[-1]["done"], moves[-1]["total"]), (0, 10_000, 10_000))
        self.assertIn("two numbers", self.failed("def f(): progress(1, 0)")["message"])


if __name__ == "__main__":
    unittest.main()
