"""The real kernel in CPython, with what a page does for it: keeps the bytes of files and of saved values. The C++ side decides what happens when.

`begin` makes a kernel in a child process that can be lost as a real one: all at once.
"""

import asyncio
import contextlib
import hashlib
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType
from typing import Any

import process
from shape import shape_of

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "runtime" / "kernel" / "python"))

import pythonflows_interpreter  # noqa: E402 - found there
from pythonflows_kernel import start  # noqa: E402

pythonflows_interpreter.import_usual_modules()


class Interruption:
    """Raises SIGINT at the n-th line that a node runs: the same line each time."""

    def __init__(self, after: int, filenames: set[str]) -> None:
        self._left = after
        self._filenames = filenames

    def __enter__(self) -> None:
        if self._left == 0:
            signal.raise_signal(signal.SIGINT)
        sys.settrace(self._entered)

    def __exit__(self, *_error: object) -> None:
        sys.settrace(None)

    def _entered(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        return self._passed if frame.f_code.co_filename in self._filenames else None

    def _passed(self, _frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "line":
            self._left -= 1
            if self._left == 0:
                signal.raise_signal(signal.SIGINT)
        return self._passed


class Place:
    """One kernel and what the page keeps for it."""

    def __init__(self, contents: Path, saved: Path) -> None:
        self._contents = contents
        self._saved = saved
        self._events: list[dict[str, Any]] = []
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        options = {"directory": os.getcwd() + "/flow", "keep_values": self._keep, "fetch_values": self._fetch}
        self._kernel = start(self._post, None, options)

    def events(self) -> list[dict[str, Any]]:
        taken, self._events = self._events, []
        return taken

    def handle(self, text: str, files: list[dict[str, str]], interrupt_after: int | None) -> None:
        for file in files:
            if not self._kernel.holds_file(file["name"], file["sha256"]):
                self._kernel.write_file(file["name"], (self._contents / file["sha256"]).read_bytes())
        if interrupt_after is None:
            self._run(text)
        else:
            with Interruption(interrupt_after, self._kernel._around.sources.filenames):
                self._run(text)

    def _run(self, text: str) -> None:
        """To its end. A stop that meets one of the node's own tasks leaves CPython's loop too; Pyodide's goes on by itself with what that task's end means for the others."""
        handling = self._loop.create_task(self._kernel.handle(text))
        while not handling.done():
            with contextlib.suppress(KeyboardInterrupt):
                self._loop.run_until_complete(handling)
        handling.result()

    def shapes(self, wanted: list[list[str]]) -> list[str | None]:
        store = self._kernel._around.store
        return [shape_of(store.get(key, port).value) if port in store.of_call(key) else None for key, port in wanted]

    def _post(self, text: str, buffers: Any) -> None:
        for name, data in (buffers or {}).items():
            if name.startswith("file:"):
                _kept(data, self._contents)
        self._events.append({"message": text})

    def _keep(self, key: str, sha256: str, size: int, pieces: Any) -> None:
        (self._saved / sha256).write_bytes(
            pieces.encode("latin-1") if isinstance(pieces, str) else b"".join(bytes(piece) for piece in pieces)
        )
        self._events.append({"saved": {"key": key, "sha256": sha256, "bytes": size}})

    async def _fetch(self, hashes: list[str]) -> dict[str, bytearray]:
        return {name: bytearray((self._saved / name).read_bytes()) for name in hashes if (self._saved / name).exists()}


def serve(request: dict[str, Any]) -> None:
    """A kernel's life, from `begin` to `lose`."""
    directory = tempfile.mkdtemp(prefix="kernel")
    os.chdir(directory)
    place = Place(Path(request["contents"]), Path(request["saved"]))
    process.answer(place.events())
    for request in process.requests():
        match request["do"]:
            case "handle":
                place.handle(request["text"], request.get("files", []), request.get("interrupt_after"))
                process.answer(place.events())
            case "shapes":
                process.answer(place.shapes(request["wanted"]))
            case "lose":
                shutil.rmtree(directory)
                process.answer([])
                return
            case other:
                raise ValueError(other)
    shutil.rmtree(directory)


def _kept(data: bytes, contents: Path) -> str:
    """Keeps the content of a file under its hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    (contents / sha256).write_bytes(data)
    return sha256


def main() -> None:
    for request in process.requests():
        if request["do"] == "keep":
            process.answer(_kept(request["text"].encode(), Path(request["contents"])))
        else:
            process.in_child(lambda request=request: serve(request))


main()
