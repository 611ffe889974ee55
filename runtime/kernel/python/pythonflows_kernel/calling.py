"""Runs one node: from its call in the message `run_nodes` to exactly one of finished, failed, stopped.

started -> compile -> packages -> inputs -> [the user's code] -> outputs -> store -> files -> finished
                 any exception on the way ------------------------------> failed, or stopped
"""

import asyncio
import contextlib
import contextvars
import inspect
import random
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from . import safety_catches
from .entrance import Post, write_message
from .failures import error_of, forget_frames, node_error, shorten_chain
from .flow_files import FlowFiles, FlowModules
from .global_state import GlobalState, fresh_context
from .inputs import Inputs, call_arguments, take_inputs
from .interrupts import Interrupts
from .journal import Journal
from .messages_gen import NodeCall as CallMessage
from .messages_gen import NodeError
from .moving import Moving
from .network import Network
from .packages import Packages
from .patching import journal_names
from .preview.glimpse import summary_of
from .printing import OutputCapture, Printer
from .problems import NodeProblem
from .results import outputs_of
from .saving import Saving
from .settings import coerced_settings
from .showing import PlotHook, Showing
from .source import CompiledSource, SourceCache, file_name_of
from .value_store import ValueStore
from .vocabulary import PREDEFINED


_CHANGED_SHARED = (
    "The node changed something that belongs to a function or a class of another node (a variable of a closure, an attribute of a class, or an object whose own "
    "__deepcopy__ makes no copy). All nodes that have this value share it, so it was put back. Change a copy of it, or return plain data from the node that makes it."
)


@dataclass(frozen=True)
class Surroundings:
    """What every call of a kernel uses."""

    post: Post
    store: ValueStore
    sources: SourceCache
    packages: Packages
    files: FlowFiles
    modules: FlowModules
    capture: OutputCapture
    interrupts: Interrupts
    plots: PlotHook
    saving: Saving
    moving: Moving
    network: Network
    globals: GlobalState
    set_deadline: Callable[[int | None], object] | None


class NodeCall:
    """One call of one node."""

    def __init__(self, message: CallMessage, around: Surroundings) -> None:
        self._message = message
        self._around = around
        self._started = time.perf_counter()
        self._tasks: list[asyncio.Task[Any]] = []
        self._stop_asked = False
        self._is_overdue = False
        self._showing: Showing | None = None
        self.printer = Printer(self._printed, max(message["max_output_bytes"], 0))

    async def run(self) -> bool:
        """Runs the node and posts how it ended; whether it finished, and nobody has asked it to stop."""
        self._send("node_started")
        with self._around.interrupts.call():
            try:
                ending = await self._attempt()
            except BaseException as error:  # the one place where a node's errors end, stops and exits among them
                shorten_chain(error)
                ending = self._ending_of(error)
                forget_frames(error)
            self.printer.close()
            if self._showing is not None:
                self._showing.close()
            self._around.post(write_message(ending), None)
        if ending["type"] != "node_finished":
            return False
        size = sum(output["bytes"] for output in ending["outputs"])
        self._around.saving.finished(self._message["key"], size, ending["elapsed_ms"] / 1000)
        return not self._stop_asked

    def stop(self) -> None:
        """Cancels what the node is awaiting. While its packages are being loaded its own code is still to come, and is not begun."""
        self._stop_asked = True
        if not self._tasks:
            self._around.interrupts.remember()
        self._cancel()

    def expire(self) -> None:
        """Its time is over: cancels what the node is awaiting."""
        self._is_overdue = True
        self._cancel()

    def _cancel(self) -> None:
        self._around.network.stop()
        for task in self._tasks:
            task.cancel()

    async def _attempt(self) -> dict[str, Any]:
        message, around = self._message, self._around
        around.files.reset()
        around.store.drop([message["key"]])
        compiled = around.sources.compile(message["source"], message["title"] or message["node"])
        await self._load_packages(compiled)
        is_closed = self._is_closed(compiled)
        if not is_closed:
            around.files.begin()
            around.modules.begin()
        around.capture.begin(self.printer)
        try:
            outputs = self._call_closed(compiled) if is_closed else await self._call(compiled)
            is_private = message["trusted"]
            around.store.put(message["key"], outputs, is_private)
            with around.interrupts.allowed():
                summaries = [summary_of(port, value) for port, value in outputs.items()]
            bound_by = around.moving.why_bound(message["key"]) if message.get("away") else None
        except BaseException:
            around.store.drop_ports(message["key"], compiled.signature.outputs)  # a stop may come after they were stored; displays stay
            raise
        finally:
            around.capture.end()
            if not is_closed:
                self._clean_up()
        if bound_by is not None:
            around.store.drop([message["key"]])
            return {"type": "node_unmovable", "run": message["run"], "node": message["node"], "detail": bound_by}
        self._hand_over_files()
        return self._ending("node_finished", key=message["key"], outputs=summaries, files=self._around.files.used())

    async def _load_packages(self, compiled: CompiledSource) -> None:
        packages = self._around.packages
        missing = packages.missing(compiled.imports, self._message["packages"])
        if missing:
            await packages.load(missing)
            self._around.post(write_message({"type": "packages_changed", "packages": packages.loaded}), None)
            self._started = time.perf_counter()

    def _is_closed(self, compiled: CompiledSource) -> bool:
        """Whether this call can touch nothing but its own values: then nobody has to watch it, and nothing has to be put back."""
        message, store = self._message, self._around.store
        return (
            compiled.is_closed
            and not message["trusted"]
            and message.get("timeout_ms") is None
            and all(store.is_plain(key["key"], key["port"]) for binding in message["inputs"] for key in binding["keys"])
        )

    def _call_closed(self, compiled: CompiledSource) -> dict[str, Any]:
        message, around = self._message, self._around
        inputs = take_inputs(message["inputs"], compiled.signature, around.store, False, Journal())
        namespace = {**PREDEFINED, "__name__": f"flow.{message['node']}", "__package__": "", "__file__": compiled.filename}
        with around.interrupts.allowed():
            result = self._call_function(compiled, namespace, inputs)
        return outputs_of(result, compiled.signature.outputs)

    async def _call(self, compiled: CompiledSource) -> dict[str, Any]:
        message, around = self._message, self._around
        signature = compiled.signature
        shared, journal = Journal(), Journal(f"flow.{message['node']}")
        inputs = take_inputs(message["inputs"], signature, around.store, message["trusted"], shared)
        showing = Showing(self._displayed, self._lost_displays, self._progressed, max(message["max_displays"], 0))
        around.plots.display = showing.display
        self._showing = showing
        tasks_before = _all_tasks()
        module = ModuleType(f"flow.{message['node']}")
        module.__package__ = ""
        module.__dict__.update(
            PREDEFINED, display=showing.display, progress=showing.progress, __file__=compiled.filename, **journal_names(journal)
        )
        sys.modules[module.__name__] = module  # dataclasses and pickle look a class's module up there
        around.globals.begin(compiled.names)
        if around.set_deadline is not None:
            around.set_deadline(message.get("timeout_ms"))
        try:
            result = contextvars.copy_context().run(self._call_afresh, compiled, module.__dict__, inputs)
            if signature.is_async and inspect.isawaitable(result):
                result = await self._awaited(result, lambda: self._put_back(journal))
        finally:
            self._put_back(journal)
            for left in _all_tasks() - tasks_before:  # a node ends with all that it has begun
                left.cancel()
            if around.set_deadline is not None:
                around.set_deadline(None)
            sys.modules.pop(module.__name__, None)
            has_changed_shared = shared.changed()
            shared.put_back()
        if has_changed_shared:
            raise NodeProblem("input", _CHANGED_SHARED, signature.line)
        return outputs_of(result, signature.outputs)

    def _put_back(self, journal: Journal) -> None:
        """What the node left behind in the interpreter is gone. Before anything else runs: it may have patched what that needs."""
        self._around.globals.end()
        journal.put_back()

    def _call_afresh(self, compiled: CompiledSource, namespace: dict[str, Any], inputs: Inputs) -> Any:
        """Numbers and chance are as for every call, in a context of its own."""
        node = self._message["node"]
        fresh_context()
        with self._around.interrupts.allowed():
            _seed(node)
            has_numpy = "numpy" in sys.modules
            return self._call_function(compiled, namespace, inputs, None if has_numpy else lambda: _seed_numpy(node))

    def _call_function(
        self, compiled: CompiledSource, namespace: dict[str, Any], inputs: Inputs, when_imported: Callable[[], object] | None = None
    ) -> Any:
        """The user's code runs here. `when_imported`: what is to be done when the source's own lines have run, before its function is called."""
        signature = compiled.signature
        exec(compiled.code, namespace)
        if when_imported is not None:
            when_imported()
        function = namespace[signature.function]
        defaults = {setting.name: setting.standard for setting in signature.settings}
        settings = coerced_settings(function, self._message["settings"], defaults)
        positional, named = call_arguments(
            function, signature, inputs, {name: value for name, value in settings.items() if name not in inputs}
        )
        inputs.clear()
        return function(*positional, **named)

    async def _awaited(self, awaitable: Any, put_back: Callable[[], None]) -> Any:
        """The awaited result; `stop` cancels it."""
        interrupts = self._around.interrupts

        async def wait() -> tuple[Any, BaseException | None]:
            try:  # an exit or a stop must not end the event loop, so no exception leaves this task
                with interrupts.allowed():
                    return await awaitable, None
            except BaseException as error:
                return None, error
            finally:
                put_back()

        task = asyncio.ensure_future(wait())
        self._tasks.append(task)
        if self._stop_asked:
            task.cancel()
        try:
            with interrupts.awaiting(self._cancel, self._is_users_file):
                timeout_ms = self._message.get("timeout_ms")
                if timeout_ms is not None:
                    done, _waiting = await asyncio.wait({task}, timeout=timeout_ms / 1000)
                    if not done:
                        self.expire()
                result, error = await task
        finally:
            self._tasks.clear()
        if error is not None:
            raise error
        return result

    def _clean_up(self) -> None:
        around = self._around
        around.plots.close_figures()
        around.plots.display = None
        around.files.end(around.modules.end())

    def _hand_over_files(self) -> None:
        for file, data in self._around.files.written():
            self._around.post(write_message({"type": "file_written", "file": file}), {f"file:{file['name']}": data})

    # --- endings --------------------------------------------------------------------------------------------------

    def _ending_of(self, error: BaseException) -> dict[str, Any]:
        """Failed or stopped. A second problem while telling of the first is told as well as can be."""
        is_stop = isinstance(error, KeyboardInterrupt | asyncio.CancelledError)
        with contextlib.suppress(NodeProblem, OSError):  # files written before it failed; the failure itself matters more
            self._hand_over_files()
        if is_stop and not self._stop_asked and self._is_over_time():
            timeout_s = self._message.get("timeout_ms", 0) / 1000
            return self._ending("node_stopped", error=self._timeout_error(timeout_s, error))
        told = self._told(error)
        if is_stop:
            return self._ending("node_stopped", error=told)
        return self._ending("node_failed", error=told, files=self._around.files.used())

    def _told(self, error: BaseException) -> NodeError:
        around = self._around
        filename = file_name_of(self._message["title"] or self._message["node"])
        try:
            told = error_of(error, self._is_users_file, filename)
        except Exception as second:
            return node_error(
                "internal", type(error).__name__, f"The error could not be described ({type(second).__name__}).", type(error).__name__, None
            )
        missing = _missing_module(error)
        if missing is not None:
            package = around.packages.package_of(missing)
            if missing in safety_catches.ABSENT_MODULES:
                told["message"] = safety_catches.ABSENT_MODULES[missing]
            elif package is not None:
                told["package"] = package
                told["message"] = (
                    f"{told['message'].rstrip('.')}. It is in the package {package}: import it in the node's source, or add it to the flow's packages."
                )
            elif isinstance(error, ModuleNotFoundError) and "." not in missing and missing not in sys.modules:
                told["message"] += (
                    f". No package that can be loaded here has it. A module of your own is found as {missing}.py among the flow's files."
                )
        return told

    def _is_users_file(self, name: str) -> bool:
        return name in self._around.sources.filenames or self._around.files.owns(name)

    def _is_over_time(self) -> bool:
        timeout_ms = self._message.get("timeout_ms")
        return self._is_overdue or timeout_ms is not None and (time.perf_counter() - self._started) * 1000 >= timeout_ms

    def _timeout_error(self, timeout_s: float, error: BaseException) -> NodeError:
        told = self._told(error)
        message = f"The node took longer than {timeout_s:g} seconds and was stopped."
        result = node_error("python", "TimeoutError", message, told["traceback"] + message + "\n", told.get("line"))
        return result

    def _ending(self, type_: str, **fields: Any) -> dict[str, Any]:
        elapsed = (time.perf_counter() - self._started) * 1000
        return {"type": type_, "run": self._message["run"], "node": self._message["node"], **fields, "elapsed_ms": round(elapsed, 3)}

    # --- while it runs --------------------------------------------------------------------------------------------

    def _send(self, type_: str, **fields: Any) -> None:
        self._around.post(write_message({"type": type_, "run": self._message["run"], "node": self._message["node"], **fields}), None)

    def _printed(self, stream: str, text: str, dropped: int, dropped_lines: int) -> None:
        self._send("node_printed", stream=stream, text=text, dropped=dropped, dropped_lines=dropped_lines)

    def _displayed(self, port: str, value: Any, glimpse: Any) -> None:
        self._around.store.put(self._message["key"], {port: value}, True)
        self._send("node_displayed", port=port, glimpse=glimpse)

    def _lost_displays(self, count: int) -> None:
        self._send("displays_dropped", count=count)

    def _progressed(self, done: float, total: float) -> None:
        self._send("node_progress", done=done, total=total)


def _missing_module(error: BaseException) -> str | None:
    """The module that an import did not find; libraries tell of one that they can do without in an error of their own."""
    if not isinstance(error, ImportError):
        return None
    chain = (error, error.__cause__, error.__context__)
    return next((each.name for each in chain if isinstance(each, ModuleNotFoundError) and each.name), None)


def _all_tasks() -> set[asyncio.Task[Any]]:
    try:
        return asyncio.all_tasks()
    except RuntimeError:  # no loop runs: then nothing can be left behind
        return set()


def _seed(node: str) -> None:
    """Random numbers start anew for each node, from its id, so that an unmarked node is repeatable."""
    random.seed(node)
    _seed_numpy(node)


def _seed_numpy(node: str) -> None:
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed(zlib.crc32(node.encode()))
