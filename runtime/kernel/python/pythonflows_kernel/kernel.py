"""The kernel: takes messages in, one at a time, and answers by posting messages."""

import asyncio
import os
import platform
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from . import limits, safety_catches
from .calling import NodeCall, Surroundings
from .entrance import Post, read_message, write_message
from .flow_files import FlowFiles, FlowModules
from .messages_gen import NodeCall as CallMessage
from .moving import Moving
from .network_xhr import request_class
from .packages import LoadPackages
from .preview import Rendered, look_at, preview_of
from .problems import NodeProblem, SourceProblem
from .process import Process
from .saving import Saving, Stores
from .signature import judge
from .sizes import Sizes, size_text
from .value_store import MissingValue, StoredValue, ValueStore


def start(post: Post, load_packages: LoadPackages | None = None, options: Mapping[str, Any] | None = None) -> "Kernel":
    """Sets everything up and posts `kernel_ready`. The package's docstring says what the arguments are."""
    chosen = dict(options or {})
    os.environ["MPLBACKEND"] = "agg"  # before matplotlib is first imported; Pyodide's own backend needs a page
    sys.dont_write_bytecode = True  # or importing a flow's module would write into the flow's files
    if sys.platform == "emscripten":
        safety_catches.install()
    kernel = Kernel(post, Process(load_packages, chosen), 0, chosen)
    if chosen.get("announce", True):
        kernel.announce()
    return kernel


class Kernel:
    """What one session has of this Python: its values, its files. Make the first with `start`, others with `join`."""

    def __init__(self, post_text: Post, process: Process, session: int, options: Mapping[str, Any]) -> None:
        def post(text: str, buffers: Mapping[str, Any] | None) -> object:
            self._posted += len(text) + sum(len(data) for data in buffers.values()) if buffers else len(text)
            return post_text(text, buffers)

        self._process = process
        self._session = session
        self._sizes = Sizes()
        self._posted = 0
        files = FlowFiles(process.directories.path, self._sizes)
        store = ValueStore()
        stores = Stores(store, process.packages, files.owns, options.get("keep_values"), options.get("fetch_values"), self._sizes)
        self.moving = Moving(stores, post, options.get("give_value"))
        self.saving = Saving(stores, post, process.interrupts, lambda: process.call is not None)
        self.XMLHttpRequest = request_class(process.network)
        self._around = Surroundings(
            post=post,
            store=store,
            sources=process.sources,
            packages=process.packages,
            files=files,
            modules=FlowModules(files),
            capture=process.capture,
            interrupts=process.interrupts,
            plots=process.plots,
            saving=self.saving,
            moving=self.moving,
            network=process.network,
            globals=process.globals,
            set_deadline=process.set_deadline,
        )
        process.kernels.append(self)

    def join(self, session: int, post: Post, options: Mapping[str, Any] | None = None) -> "Kernel":
        """The kernel of another session in the same Python: values, files and modules of its own. Posts `kernel_ready`; options are `keep_values` and `fetch_values`."""
        kernel = Kernel(post, self._process, session, dict(options or {}))
        kernel.announce()
        return kernel

    def leave(self) -> None:
        """This session is no more: its values and files are let go."""
        self._process.kernels.remove(self)
        self.saving.stop()
        self._process.directories.remove(self._session)

    def announce(self) -> None:
        """Says that the kernel can run code."""
        self._post(
            {
                "type": "kernel_ready",
                "python": platform.python_version(),
                "pyodide": self._process.pyodide,
                "packages": self._around.packages.loaded,
            }
        )

    async def handle(self, text: str) -> None:
        """Takes one message in. Raises BadMessage for what is none; everything else ends in a message."""
        message = read_message(text)
        with self._at_work():
            match message["type"]:
                case "run_nodes":
                    await self._run(message["calls"])
                case "preview_value":
                    self._preview(message)
                case "drop_values" | "unload_values":
                    self._around.store.drop(message["keys"])
                case "restore_values":
                    await self.saving.restore(message["values"])
                case "give_values":
                    self.moving.give(message["to"], message["keys"])
                case "set_files":
                    self._around.files.match(message["files"])
                case "judge_source":
                    self._judge(message)

    async def take_value(self, key: str, data: bytearray) -> None:
        """Takes in the values of a call that another kernel has handed over; the bytes are this kernel's own now."""
        with self._at_work():
            await self.moving.take(key, data)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Around one message: it is this session's turn."""
        process = self._process
        process.is_busy = True
        try:
            process.directories.turn_to(self._session)
            yield
        finally:
            process.is_busy = False
            process.interrupts.forget()
            for kernel in process.kernels:  # also those that wanted to save while this one was busy
                kernel.saving.rest()

    def translate(self, task: str, question: str) -> str:
        """A flow as code, or code as a flow; runs nothing of either. What does it is imported when it is first asked for."""
        from pythonflows_code.answering import answer

        return answer(task, question)

    def write_file(self, name: str, data: Any) -> None:
        """Puts a file of the flow into the working directory; `set_files` names it afterwards. Raises with a sentence for a bad name."""
        self._process.directories.turn_to(self._session)
        self._around.files.write(name, data)

    def bound_sizes(self, preview_bytes: int, message_bytes: int) -> None:
        """How much may be sent to the page at once, from now on."""
        self._sizes.preview_bytes = preview_bytes
        self._sizes.message_bytes = message_bytes

    def holds_file(self, name: str, sha256: str) -> bool:
        """Whether this file of the flow lies there as the flow has it; it need not be written again then."""
        self._process.directories.turn_to(self._session)
        return self._around.files.holds(name, sha256)

    def stop(self) -> bool:
        """Cancels the node that is awaiting something; False when there is no node."""
        if self._process.call is None:
            return False
        self._process.call.stop()
        return True

    def forget_stop(self) -> None:
        """Between two messages: a stop that came when its node had ended already must not meet the next one."""
        self._around.interrupts.forget()

    def expire(self) -> None:
        """Cancels the node that is awaiting something beyond its time."""
        if self._process.call is not None:
            self._process.call.expire()

    def is_busy(self) -> bool:
        """Whether a message is being dealt with: a node may be awaiting something."""
        return self._process.is_busy

    def complain(self, text: str) -> bool:
        """Shows a text in the running node's error output; False when none runs."""
        if self._process.call is None or self._process.call.printer.is_closed:
            return False
        self._process.call.printer.write("stderr", text)
        return True

    def flush(self) -> None:
        """Sends what the running node has printed so far."""
        if self._process.call is not None:
            self._process.call.printer.flush()

    def close(self) -> None:
        """Gives back what the kernel took over from the process (tests)."""
        self._around.interrupts.uninstall()

    async def _run(self, messages: Sequence[CallMessage]) -> None:
        """Makes calls one after the other, until one does not finish, somebody else waits, or the page has enough to do: what is left is given back."""
        looks_at, posted_before = time.monotonic() + limits.CALLS_SECONDS, self._posted
        for made, message in enumerate(messages, 1):
            call = self._process.call = NodeCall(message, self._around)
            try:
                has_finished = await call.run()
            finally:
                self._process.call = None
            if made == len(messages):
                return
            is_enough = self._posted - posted_before >= limits.CALLS_CHARACTERS
            if not is_enough and time.monotonic() >= looks_at:
                is_enough = await self._is_awaited()
                looks_at = time.monotonic() + limits.CALLS_SECONDS
            if is_enough or not has_finished or self._around.interrupts.is_asked:
                self._post({"type": "calls_returned", "run": message["run"], "count": len(messages) - made})
                return

    async def _is_awaited(self) -> bool:
        """Lets what has arrived meanwhile be taken in, which no message does while Python runs; whether it waits for this one's end. Without anybody to ask it is so."""
        has_waiting = self._process.has_waiting
        if has_waiting is None:
            return True
        await asyncio.sleep(0)
        return bool(has_waiting())

    def _preview(self, message: Mapping[str, Any]) -> None:
        buffers: dict[str, bytes] = {}
        try:
            stored = self._around.store.get(message["key"], message["port"])
        except MissingValue:
            text = _preview_ready(message, None)
        else:
            with self._around.interrupts.call():
                text = self._preview_text(stored, message, buffers)
        self._around.post(text, buffers or None)

    def _preview_text(self, stored: StoredValue, message: Mapping[str, Any], buffers: dict[str, bytes]) -> str:
        started = time.monotonic()
        while True:
            try:
                with self._around.interrupts.allowed():
                    text = _preview_ready(message, _named(self._preview_of(stored, message, buffers), buffers, message["call"]))
                    size, most = len(text) + sum(len(data) for data in buffers.values()), self._sizes.preview_bytes
                    if size <= most:
                        return text
                    buffers.clear()
                    return _preview_ready(
                        message, {"kind": "text", "text": f"<no preview: it has {size_text(size)}; {size_text(most)} are allowed>"}
                    )
            except KeyboardInterrupt:
                buffers.clear()
                if time.monotonic() - started >= limits.PREVIEW_AGAIN_SECONDS:
                    return _preview_ready(message, {"kind": "text", "text": "<the preview was stopped>"})
            except Exception as error:  # the value's own code in some way that nobody thought of: say so in its place
                buffers.clear()
                return _preview_ready(message, {"kind": "text", "text": f"<no preview: making it raises {type(error).__name__}>"})

    def _preview_of(self, stored: StoredValue, message: Mapping[str, Any], buffers: dict[str, bytes]) -> dict[str, Any]:
        value = stored.value
        if type(value) is Rendered:
            buffers.update(value.buffers)
            return value.preview
        if stored.page_plan is None:
            look = look_at(value)
            if look.table is not None:
                stored.page_plan = look
        else:
            look = stored.page_plan
        limit = min(message["limit"], limits.PAGE_ROWS)
        return preview_of(look, message["offset"], limit, message.get("columns"), buffers)

    def _judge(self, message: Mapping[str, Any]) -> None:
        result = judge(message["source"])
        problems = [{"line": result.line, "column": result.column, "message": result.message}] if isinstance(result, SourceProblem) else []
        self._post({"type": "source_judged", "node": message["node"], "problems": problems})

    def _post(self, message: Mapping[str, Any]) -> None:
        self._around.post(write_message(message), None)


def _named(preview: dict[str, Any], buffers: dict[str, bytes], call: int) -> dict[str, Any]:
    """The preview and its picture's bytes by a name that no other preview's have: several may arrive together."""
    if preview["kind"] != "image":
        return preview
    name = f"image:{call}"
    buffers[name] = buffers.pop(preview["bytes"]["$buffer"])
    return {**preview, "bytes": {"$buffer": name}}


def _preview_ready(message: Mapping[str, Any], preview: Mapping[str, Any] | None) -> str:
    return write_message({"type": "preview_ready", "call": message["call"], "preview": preview})


__all__ = ["Kernel", "NodeProblem", "start"]
