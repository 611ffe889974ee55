"""The shipped nodes as functions, for tests: each source run as the kernel runs it, with the same predefined names."""

import json
import os
import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kernel_path import LIBRARY

from pythonflows_kernel.signature import Signature, judge
from pythonflows_kernel.vocabulary import PREDEFINED

ENTRIES: list[dict[str, Any]] = json.loads((LIBRARY / "library.json").read_text("utf-8"))


def source_of(type_: str) -> str:
    return (LIBRARY / f"{type_}.py").read_text("utf-8")


def signature_of(type_: str) -> Signature:
    signature = judge(source_of(type_))
    assert isinstance(signature, Signature), (type_, signature)
    return signature


def node(type_: str) -> Callable[..., Any]:
    """The function of a shipped node."""
    namespace: dict[str, Any] = {"__name__": f"flow.{type_}", **PREDEFINED}
    exec(compile(source_of(type_), type_, "exec"), namespace)
    return namespace[signature_of(type_).function]


class LibraryTest(unittest.TestCase):
    """A test in a directory of its own."""

    def setUp(self) -> None:
        before = os.getcwd()
        folder = tempfile.TemporaryDirectory()
        os.chdir(folder.name)
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, before)

    def put(self, name: str, data: bytes | str) -> str:
        Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
        return name

    def refused(self, part: str, type_: str, /, *args: Any, **settings: Any) -> None:
        """The node refuses with a sentence that holds `part`."""
        with self.assertRaises((ValueError, FileNotFoundError)) as caught:
            node(type_)(*args, **settings)
        self.assertIn(part, str(caught.exception))
