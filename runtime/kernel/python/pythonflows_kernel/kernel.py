"""The kernel: takes messages in, one at a time, and answers by posting messages."""

import os
import platform
import sys
from collections.abc import Mapping
from typing import Any, cast

from . import limits, safety_catches
from .calling import NodeCall, Surroundings
from .entrance import Post, read_message, write_message
from .flow_files import FlowFiles, FlowModules
from .interrupts import Interrupts
from .messages_gen import RunNode
from .packages import LoadPackages, Packages
from .preview import Rendered, look_at, preview_of
from .printing import OutputCapture
from .problems import NodeProblem, SourceProblem
from .showing import PlotHook
from .signature import judge
from .source import SourceCache
from .value_store import MissingValue, StoredValue, ValueStore


def start(post: Post, load_packages: LoadPackages | None = None, options: Mapping[str, Any] | None = None) -> "Kernel":
    """Sets everything up and posts `kernel_ready`. The package's docstring says what the arguments are."""
    chosen = dict(options or {})
    os.environ["MPLBACKEND"] = "agg"  # before matplotlib is first imported; Pyodide's own backend needs a page
    sys.dont_write_bytecode = True  # or importing a flow's module would write into the flow's files
    if sys.platform == "emscripten":
        safety_catches.install()
    kernel = Kernel(post, load_packages, chosen)
    if chosen.get("announce", True):
        kernel.announce()
    return kernel


class Kernel:
    """One kernel with its values. Make it with `start`."""

    def __init__(self, post: Post, load_packages: LoadPackages | None, options: Mapping[str, Any]) -> None:
        files = FlowFiles(str(options.get("directory", "/home/pyodide/flow")))
        self._pyodide = str(options.get("pyodide", ""))
        self._around = Surroundings(
            post=post,
            store=ValueStore(),
            sources=SourceCache(),
            packages=Packages(load_packages, dict(options.get("import_packages", {})), dict(options.get("loaded_packages", {}))),
            files=files,
            modules=FlowModules(files),
            capture=OutputCapture(),
            interrupts=Interrupts(),
            plots=PlotHook(),
            set_deadline=options.get("set_deadline"),
        )
        self._around.interrupts.install()
        self._around.plots.install()
        self._call: NodeCall | None = None
        self._is_busy = False

    def announce(self) -> None:
        """Says that the kernel can run code."""
        self._post(
            {
                "type": "kernel_ready",
                "python": platform.python_version(),
                "pyodide": self._pyodide,
                "packages": self._around.packages.loaded,
            }
        )

    async def handle(self, text: str) -> None:
        """Takes one message in. Raises BadMessage for what is none; everything else ends in a message."""
        message = read_message(text)
        self._is_busy = True
        try:
            match message["type"]:
                case "run_node":
                    await self._run(cast(RunNode, message))
                case "preview_value":
                    self._preview(message)
                case "drop_values":
                    self._around.store.drop(message["keys"])
                case "set_files":
                    self._around.files.match(message["files"])
                case "judge_source":
                    self._judge(message)
        finally:
            self._is_busy = False
            self._around.interrupts.forget()

    def write_file(self, name: str, data: Any) -> None:
        """Puts a file of the flow into the working directory; `set_files` names it afterwards. Raises with a sentence for a bad name."""
        self._around.files.write(name, data)

    def stop(self) -> None:
        """Cancels the node that is awaiting something."""
        if self._call is not None:
            self._call.stop()

    def expire(self) -> None:
        """Cancels the node that is awaiting something beyond its time."""
        if self._call is not None:
            self._call.expire()

    def is_busy(self) -> bool:
        """Whether a message is being dealt with: a node may be awaiting something."""
        return self._is_busy

    def complain(self, text: str) -> bool:
        """Shows a text in the running node's error output; False when none runs."""
        if self._call is None or self._call.printer.is_closed:
            return False
        self._call.printer.write("stderr", text)
        return True

    def flush(self) -> None:
        """Sends what the running node has printed so far."""
        if self._call is not None:
            self._call.printer.flush()

    def close(self) -> None:
        """Gives back what the kernel took over from the process (tests)."""
        self._around.interrupts.uninstall()

    async def _run(self, message: RunNode) -> None:
        self._call = NodeCall(message, self._around)
        try:
            await self._call.run()
        finally:
            self._call = None

    def _preview(self, message: Mapping[str, Any]) -> None:
        buffers: dict[str, bytes] = {}
        try:
            stored = self._around.store.get(message["key"], message["port"])
        except MissingValue:
            preview = None
        else:
            with self._around.interrupts.call():
                try:
                    with self._around.interrupts.allowed():
                        preview = self._preview_of(stored, message, buffers)
                        text = write_message({"type": "preview_ready", "call": message["call"], "preview": preview})
                except KeyboardInterrupt:
                    preview = {"kind": "text", "text": "<the preview was stopped>"}
                    buffers.clear()
                except Exception as error:  # the value's own code in some way that nobody thought of: say so in its place
                    preview = {"kind": "text", "text": f"<no preview: making it raises {type(error).__name__}>"}
                    buffers.clear()
                else:
                    self._around.post(text, buffers or None)
                    return
        self._post({"type": "preview_ready", "call": message["call"], "preview": preview})

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


__all__ = ["Kernel", "NodeProblem", "start"]
