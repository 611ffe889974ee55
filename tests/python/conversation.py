"""A session for the tests: talks to a kernel as the protocol says, and keeps what it posts. Every outgoing message is checked against the protocol."""

import asyncio
import json
import os
import shutil
import sys
import tempfile
import unittest
from collections.abc import Coroutine
from typing import Any

import kernel_path  # noqa: F401 - makes the package importable

from pythonflows_kernel import start
from pythonflows_kernel.entrance import check_message


def drive(coroutine: Coroutine[Any, Any, None]) -> None:
    """Runs a coroutine to its end. Inside Pyodide that cannot be waited for, so what really awaits is skipped there."""
    if sys.platform != "emscripten":
        asyncio.run(coroutine)
        return
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise unittest.SkipTest("awaits, which cannot be waited for in here")


class Conversation:
    """One kernel in a fresh directory. `link` values are keys, or (key, port)."""

    def __init__(self, load_packages: Any = None, **options: Any) -> None:
        self.directory = tempfile.mkdtemp(prefix="flow")
        self.sent: list[dict[str, Any]] = []
        self.buffers: list[dict[str, bytes]] = []
        self._calls = 0
        self.kernel = start(self._post, load_packages, {"directory": self.directory, "announce": False, **options})

    def close(self) -> None:
        self.kernel.close()
        os.chdir(tempfile.gettempdir())
        shutil.rmtree(self.directory)

    def say(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """Hands one message in; returns what came back."""
        start_at = len(self.sent)
        drive(self.kernel.handle(json.dumps(message)))
        return self.sent[start_at:]

    def message(
        self, source: str, links: dict[str, Any] | None = None, settings: dict[str, Any] | None = None, **fields: Any
    ) -> dict[str, Any]:
        self._calls += 1
        inputs = []
        for port, values in (links or {}).items():
            keys = [
                value if isinstance(value, tuple) else (value, "result") for value in (values if isinstance(values, list) else [values])
            ]
            inputs.append(
                {"port": port, "variadic": isinstance(values, list), "keys": [{"key": key, "port": output} for key, output in keys]}
            )
        call = {
            "run": 1, "node": "node", "title": "Title", "node_type": "python", "source": source, "key": f"key{self._calls}", "inputs": inputs,
            "settings": settings or {}, "trusted": False, "packages": [], "max_output_bytes": 10_000, "max_displays": 100,
        }  # fmt: skip
        return {"type": "run_nodes", "calls": [call | fields]}

    def run(self, source: str, links: dict[str, Any] | None = None, settings: dict[str, Any] | None = None, **fields: Any) -> "Ran":
        """Runs a node; exactly one ending must come, and it must come last (what became of its values may follow)."""
        message = self.message(source, links, settings, **fields)
        messages = [item for item in self.say(message) if item["type"] != "value_unsaved"]
        endings = [item for item in messages if item["type"] in ("node_finished", "node_failed", "node_stopped")]
        if len(endings) != 1 or messages[-1] is not endings[0]:
            raise AssertionError(f"not exactly one ending at the end: {messages}")
        return Ran(message["calls"][0]["key"], messages)

    def value(self, key: str, port: str = "result") -> Any:
        """What the kernel holds: to look at, never to change."""
        return self.kernel._around.store.get(key, port).value

    def preview(self, key: str, port: str = "result", offset: int = 0, limit: int = 100, columns: list[str] | None = None) -> Any:
        message = {"type": "preview_value", "call": 7, "key": key, "port": port, "offset": offset, "limit": limit}
        answer = self.say(message | ({} if columns is None else {"columns": columns}))
        (ready,) = answer
        assert ready["type"] == "preview_ready" and ready["call"] == 7, ready
        return ready["preview"]

    def _post(self, text: str, buffers: Any) -> None:
        message = json.loads(text)
        check_message(message)
        self.sent.append(message)
        self.buffers.append(dict(buffers or {}))


class Ran:
    """What came of one run."""

    def __init__(self, key: str, messages: list[dict[str, Any]]) -> None:
        self.key = key
        self.messages = messages
        self.end = messages[-1]

    @property
    def error(self) -> dict[str, Any]:
        if "error" not in self.end:
            raise AssertionError(f"no error: {self.end}")
        return self.end["error"]

    @property
    def outputs(self) -> list[dict[str, Any]]:
        if self.end["type"] != "node_finished":
            raise AssertionError(f"not finished: {self.end}")
        return self.end["outputs"]

    def printed(self, stream: str = "stdout") -> str:
        return "".join(item["text"] for item in self.messages if item["type"] == "node_printed" and item["stream"] == stream)

    def of(self, type_: str) -> list[dict[str, Any]]:
        return [item for item in self.messages if item["type"] == type_]


class KernelTest(unittest.TestCase):
    """A test with a kernel of its own."""

    def setUp(self) -> None:
        self.talk = Conversation()
        self.addCleanup(self.talk.close)

    def ok(self, source: str, *args: Any, **options: Any) -> Ran:
        ran = self.talk.run(source, *args, **options)
        self.assertEqual(ran.end["type"], "node_finished", ran.end)
        return ran

    def failed(self, source: str, *args: Any, **options: Any) -> dict[str, Any]:
        ran = self.talk.run(source, *args, **options)
        self.assertEqual(ran.end["type"], "node_failed", ran.end)
        return ran.error

    def result_of(self, source: str, *args: Any, **options: Any) -> Any:
        return self.talk.value(self.ok(source, *args, **options).key)
