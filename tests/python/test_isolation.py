"""What a node does to the interpreter, to files and to what it was given reaches no other node, or the node says so."""

import builtins
import calendar
import contextlib
import decimal
import gc
import hashlib
import json
import locale
import logging
import math
import os
import random
import sys
import unittest
import warnings
from typing import Any

from conversation import KernelTest

LEAVES: list[tuple[str, str]] = [
    ("import os", "os.environ['LEFT'] = 'x'"),
    ("import os", "os.environ.clear()"),
    ("import os", "os.putenv('LEFT', 'x')\n    os.environ.pop('PATH', None)"),
    ("import sys", "sys.path.insert(0, '/left')"),
    ("import sys", "sys.path = ['/left']"),
    ("import sys", "sys.argv.append('left')"),
    ("import sys", "sys.setrecursionlimit(700)"),
    ("import sys", "sys.excepthook = sys.displayhook = print"),
    ("import sys", "sys.modules['json'] = sys"),
    ("import sys", "sys.modules['left_behind'] = sys"),
    ("import sys", "del sys.modules['json']"),
    ("import warnings", "warnings.simplefilter('error')"),
    ("import warnings", "warnings.filters.clear()"),
    ("import warnings", "warnings.showwarning = None"),
    ("import decimal", "decimal.getcontext().prec = 3"),
    ("import decimal", "decimal.setcontext(decimal.Context(prec=3))"),
    ("import decimal", "decimal.DefaultContext.prec = 3"),
    ("import gc", "gc.disable()"),
    ("import gc", "gc.set_threshold(1)"),
    ("import logging", "logging.basicConfig(level=5)"),
    ("import logging", "logging.getLogger('left').setLevel(3)"),
    ("import logging", "logging.getLogger('left').addHandler(logging.NullHandler())"),
    ("import logging", "logging.disable(50)"),
    ("import json", "json.dumps = None"),
    ("import json", "json.left_behind = 1"),
    ("import json as j", "j.encoder.JSONEncoder.item_separator = ';'"),
    ("import json", "other = json\n    other.dumps = None"),
    ("from json import JSONEncoder", "JSONEncoder.default = None"),
    ("import math", "del math.ceil"),
    ("import math", "setattr(math, 'floor', None)"),
    ("import math", "delattr(math, 'floor')"),
    ("import math", "vars(math)['sqrt'] = None"),
    ("import math", "math.__dict__['sqrt'] = None"),
    ("import math", "math.pi += 1"),
    ("import math, sys", "sys.modules['math'].pi, x = 3, 4"),
    ("import importlib", "importlib.import_module('math').pi = 3"),
    ("import math", "for math.pi in range(3): pass"),
    ("import calendar", "calendar.day_name.__class__.__len__ = None"),
    ("import builtins", "builtins.len = None"),
    ("import builtins", "builtins.left_behind = 1"),
    ("", "__builtins__['len'] = None"),
    ("import string", "string.digits = '1'"),
    ("import random", "random.seed(1)\n    random.random = None"),
    ("import os", "os.chdir('/')"),
    ("import os", "os.umask(0o077)"),
    ("import signal", "signal.signal(signal.SIGTERM, signal.SIG_IGN)"),
    ("", "exec('import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)')"),
    ("import contextvars", "contextvars.ContextVar('left').set(1)"),
    ("import random as r", "r.Random.shuffle = None"),
]


def state() -> Any:
    """Everything that LEAVES touches."""
    import signal

    mask = os.umask(0)
    os.umask(mask)
    return [
        dict(os.environ), list(sys.path), list(sys.argv), sys.getrecursionlimit(), sys.excepthook, sys.displayhook, sys.modules.get("json"),
        "left_behind" in sys.modules, list(warnings.filters), warnings.showwarning, decimal.DefaultContext.prec, gc.isenabled(), gc.get_threshold(),
        logging.root.level, logging.root.handlers.copy(), logging.root.manager.disable, logging.getLogger("left").level,
        logging.getLogger("left").handlers.copy(), json.dumps, hasattr(json, "left_behind"), json.JSONEncoder.item_separator, json.JSONEncoder.default,
        math.ceil, math.floor, math.sqrt, math.pi, type(calendar.day_name).__len__, len, hasattr(builtins, "left_behind"), random.random,
        random.Random.shuffle, mask, signal.getsignal(signal.SIGTERM), locale.setlocale(locale.LC_ALL),
        sys.modules.get("string") and __import__("string").digits,
    ]  # fmt: skip


class WhatIsLeftBehind(KernelTest):
    def setUp(self) -> None:
        super().setUp()
        self.ok("import os\ndef f(): return 1")  # the flow's files can be imported from now on

    def test_does_not_reach_others(self) -> None:
        import string  # noqa: F401 - a node's import stays, so it is there before

        logging.getLogger("left")
        for is_async in (False,) if sys.platform == "emscripten" else (False, True):
            for imports, act in LEAVES:
                with self.subTest(act=act, is_async=is_async):
                    before = state()
                    self.ok(f"{imports}\n{'async ' * is_async}def f():\n    {act}\n")
                    self.assertEqual(state(), before)

    def test_nor_when_the_node_fails(self) -> None:
        for imports, act in LEAVES:
            with self.subTest(act=act):
                before = state()
                self.failed(f"{imports}\ndef f():\n    {act}\n    raise ValueError\n")
                self.assertEqual(state(), before)

    def test_nor_from_the_statements_beside_the_function(self) -> None:
        before = state()
        self.ok("import json, os\njson.dumps = None\nos.environ['LEFT'] = 'x'\ndef f(): return 1\n")
        self.assertEqual(state(), before)

    def test_decimals_begin_as_python_has_them(self) -> None:
        self.ok("import decimal\ndecimal.getcontext().prec = 3\ndef f(): return str(decimal.Decimal(1) / 3)\n")
        self.assertEqual(self.result_of("import decimal\ndef f(): return str(decimal.Decimal(1) / 3)\n"), "0." + "3" * 28)

    def test_an_import_stays(self) -> None:
        self.addCleanup(lambda: sys.modules.pop("this", None))
        with contextlib.redirect_stdout(None):
            self.ok("import sys\ndef f():\n    sys.modules['left_behind'] = sys\n    import this\n")
        self.assertIn("this", sys.modules)
        self.assertNotIn("left_behind", sys.modules)

    def test_what_a_node_defines_itself_it_may_change(self) -> None:
        source = "import types\nclass Own:\n    n = 1\nown = types.SimpleNamespace(x=1)\ndef f():\n    Own.n += 1\n    own.x = 5\n    f.calls = 2\n    return [Own.n, own.x, f.calls]\n"
        self.assertEqual(self.result_of(source), [2, 5, 2])

    def test_errors_point_at_the_same_line_and_place(self) -> None:
        error = self.failed("import json\ndef f():\n    json.encoder.missing.x = 1\n")
        self.assertIn("line 3", error["traceback"])
        self.assertIn("json.encoder.missing.x = 1", error["traceback"])
        self.assertNotIn("journal", error["traceback"])


class WhatCannotBeCopied(KernelTest):
    CLOSURE = "def f():\n    total = [1]\n    def add(n=1):\n        total.append(n)\n        return list(total)\n    return add\n"
    COUNTER = "count = 0\ndef add():\n    global count\n    count += 1\n    return count\ndef f(): return [add]\n"
    BOX = "class Box:\n    items = []\n    def __init__(self): self.inner = [1]\ndef f(): return [Box()]\n"

    def refused(self, maker: str, user: str) -> None:
        """The user is refused with the sentence, and the next one finds everything as it was."""
        made = self.ok(maker).key
        error = self.failed(user, {"v": made})
        self.assertEqual(error["kind"], "input")
        self.assertIn("was put back", error["message"])
        again = self.failed(user, {"v": made})
        self.assertEqual(again["message"], error["message"])

    def test_variables_of_a_closure(self) -> None:
        self.refused(self.CLOSURE, "def f(v): return v(2)")
        made = self.ok("def f():\n    total = [1]\n    return lambda: list(total)\n").key
        self.assertEqual(self.result_of("def f(v): return v()", {"v": made}), [1])

    def test_variables_of_a_module(self) -> None:
        self.refused(self.COUNTER, "def f(v): return v[0]()")

    def test_attributes_of_a_class(self) -> None:
        self.refused(self.BOX, "def f(v): v[0].items.append(1)")
        made = self.ok(self.BOX, node="maker").key
        self.ok("def f(v): type(v[0]).more = 1", {"v": made})
        self.assertFalse(hasattr(self.talk.value(made)[0], "more"))
        self.assertEqual(
            self.result_of("def f(v):\n    v[0].inner.append(2)\n    return [v[0].inner, v[0].items]\n", {"v": made}), [[1, 2], []]
        )
        self.assertEqual(self.talk.value(made)[0].inner, [1])

    def test_objects_that_hand_out_themselves(self) -> None:
        liar = "class Liar:\n    def __init__(self): self.inner = [1]\n    def __deepcopy__(self, memo): return self\ndef f(): return [Liar()]\n"
        self.refused(liar, "def f(v): v[0].inner.append(1)")
        self.refused(liar, "def f(v): v[0].other = 1")
        half = liar.replace("return self", "\n        new = Liar()\n        new.inner = self.inner\n        return new")
        self.refused(half, "def f(v): v[0].inner.append(1)")
        slots = "class Liar:\n    __slots__ = ('inner',)\n    def __init__(self): self.inner = 1\n    def __deepcopy__(self, memo): return self\ndef f(): return Liar()\n"
        self.refused(slots, "def f(v): v.inner = 2")


class FilesOfTheFlow(KernelTest):
    def put(self, name: str, data: bytes) -> dict[str, Any]:
        self.talk.kernel.write_file(name, data)
        return {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    def uses(self, source: str) -> dict[str, str]:
        return {item["name"]: item["sha256"] for item in self.ok(source).end["files"]}

    def test_a_file_that_is_not_there(self) -> None:
        self.assertEqual(self.uses("def f():\n    try: open('a.txt')\n    except OSError: return 1\n"), {"a.txt": ""})
        self.assertEqual(self.uses("import os\ndef f(): return os.path.exists('a.txt')"), {"a.txt": "", "a.txt/": ""})
        self.assertEqual(self.uses("import pathlib\ndef f(): return pathlib.Path('d/a.txt').is_file()"), {"d/a.txt": "", "d/a.txt/": ""})
        source = "def f():\n    try: import helper\n    except ImportError: return 1\n"
        self.assertEqual(self.uses(source), {"helper.py": "", "helper/__init__.py": ""})

    def test_a_folder_that_is_listed(self) -> None:
        files = [self.put("a.txt", b"1"), self.put("d/b.txt", b"2"), self.put("d/e/c.txt", b"3")]
        self.talk.say({"type": "set_files", "files": files})
        for act in ("os.listdir()", "list(os.scandir('.'))", "list(pathlib.Path().iterdir())", "glob.glob('*')"):
            with self.subTest(act=act):
                self.assertEqual(self.uses(f"import os, glob, pathlib\ndef f():\n    {act}\n").get("./"), "a.txt/d//")
        self.assertEqual(self.uses("import os\ndef f(): return os.listdir('d')"), {"d/": "b.txt/e//"})
        self.assertEqual(self.uses("import os\ndef f(): return os.path.isdir('d')"), {"d/": "b.txt/e//"})
        self.assertEqual(self.uses("import pathlib\ndef f(): return len(list(pathlib.Path('d').glob('*')))").get("d/"), "b.txt/e//")

    def test_a_file_counts_as_it_was_before_the_node_changed_it(self) -> None:
        old = self.put("n.txt", b"1")
        self.talk.say({"type": "set_files", "files": [old]})
        source = "def f():\n    n = open('n.txt').read()\n    open('n.txt', 'w').write(n + '1')\n    return n\n"
        self.assertEqual(self.uses(source), {"n.txt": old["sha256"]})
        self.assertEqual(self.uses(source), {"n.txt": hashlib.sha256(b"11").hexdigest()})

    def test_appending_reads_what_was_there(self) -> None:
        old = self.put("n.txt", b"1")
        self.talk.say({"type": "set_files", "files": [old]})
        source = "def f():\n    open('n.txt', 'a').write('2')\n    return open('n.txt').read()\n"
        self.assertEqual(self.uses(source), {"n.txt": old["sha256"]})

    def test_a_removed_file_is_there_for_the_next_node(self) -> None:
        old = self.put("d/n.txt", b"1")
        self.talk.say({"type": "set_files", "files": [old]})
        for act in ("os.remove('d/n.txt')", "pathlib.Path('d/n.txt').unlink()", "shutil.rmtree('d')", "os.rename('d/n.txt', 'm.txt')"):
            with self.subTest(act=act):
                self.ok(f"import os, pathlib, shutil\ndef f():\n    {act}\n")
                self.assertEqual(self.result_of("def f(): return open('d/n.txt').read()"), "1")

    def test_files_of_a_stopped_node_are_handed_over_too(self) -> None:
        source = "import signal\ndef f():\n    open('left.txt', 'w').write('x')\n    signal.raise_signal(signal.SIGINT)\n"
        ran = self.talk.run(source)
        self.assertEqual((ran.end["type"], len(ran.of("file_written"))), ("node_stopped", 1))

    def test_what_the_flow_does_not_have_is_not_there(self) -> None:
        self.ok("import os\ndef f(): os.makedirs('empty/inner')")
        self.ok("def f(): open('own.txt', 'w').write('x')")
        self.talk.say({"type": "set_files", "files": []})
        self.assertEqual(self.result_of("import os\ndef f(): return os.listdir()"), [])

    def test_modules_that_bound_open_for_themselves(self) -> None:
        import bz2

        packed = self.put("a.bz2", bz2.compress(b"inside"))
        self.talk.say({"type": "set_files", "files": [packed]})
        self.assertEqual(self.uses("import bz2\ndef f(): return bz2.open('a.bz2').read()"), {"a.bz2": packed["sha256"]})

    def test_a_node_that_never_began_used_nothing(self) -> None:
        self.ok("def f():\n    open('own.txt', 'w').write('x')\n    open('other.txt', 'a+').read()\n")
        ran = self.talk.run("def f(:\n")
        self.assertEqual((ran.end["files"], ran.of("file_written")), ([], []))

    def test_the_page_need_not_send_a_file_again(self) -> None:
        kernel = self.talk.kernel
        old = self.put("n.txt", b"1")
        self.talk.say({"type": "set_files", "files": [old]})
        self.assertTrue(kernel.holds_file("n.txt", old["sha256"]))
        self.ok("def f(): open('n.txt', 'w').write('2')")
        self.assertFalse(kernel.holds_file("n.txt", old["sha256"]))
        self.assertFalse(kernel.holds_file("other.txt", ""))


if __name__ == "__main__":
    unittest.main()
