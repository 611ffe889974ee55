"""Runs a whole flow in the real kernel, and what was made of it as code: for the tests that compare the two. The plan here is written after the rules, not after the exporter."""

import contextlib
import io
import math
import sys
from typing import Any

from conversation import Conversation
from library_nodes import ENTRIES, source_of

from pythonflows_code.wiring import LibraryType
from pythonflows_kernel.signature import Signature, judge

LIBRARY = {entry["type"]: LibraryType(source_of(entry["type"]), entry["trusted"], tuple(entry.get("packages", ()))) for entry in ENTRIES}


class GraphRun:
    """What the kernel makes of a flow: values by (node, output), errors by node, what was printed."""

    def __init__(self, flow: dict[str, Any], talk: Conversation) -> None:
        self.values: dict[tuple[str, str], Any] = {}
        self.errors: dict[str, dict[str, Any]] = {}
        self.printed: dict[str, str] = {}
        self._flow = flow
        self._talk = talk
        self._nodes = {node["id"]: node for node in flow["nodes"]}
        self._keys: dict[str, str] = {}
        self._ends: dict[str, Any] = {}
        for node in flow["nodes"]:
            self._end(node["id"])

    def _source(self, node: dict[str, Any]) -> str:
        return node["source"] if node["type"] == "python" else source_of(node["type"])

    def _end(self, name: str) -> Any:
        """Where a link from the node leads: "call", (node, output) for a bypass, or None."""
        if name not in self._ends:
            self._ends[name] = self._made(self._nodes[name])
        return self._ends[name]

    def _made(self, node: dict[str, Any]) -> Any:
        signature = judge(self._source(node))
        assert isinstance(signature, Signature), signature
        ports = [port.name for port in signature.ports] + [setting.name for setting in signature.settings]
        links = [link for link in self._flow["links"] if link["to"].split(".")[0] == node["id"] and link["to"].split(".")[1] in ports]
        places = [*signature.positional, signature.variadic]
        links.sort(key=lambda link: places.index(port) if (port := link["to"].split(".")[1]) in places else len(places) + ports.index(port))
        mode = node.get("mode", "normal")
        if mode == "mute" or mode == "bypass" and not links:
            return None
        if mode == "bypass":
            return self._value(links[0]["from"])
        inputs: dict[str, Any] = {}
        for link in links:
            value = self._value(link["from"])
            if value is None:
                return None
            port = link["to"].split(".")[1]
            key = (self._keys[value[0]], value[1])
            if port == signature.variadic:
                inputs.setdefault(port, []).append(key)
            else:
                inputs[port] = key
        if any(port.name not in inputs and not port.is_variadic for port in signature.ports):
            return None
        settings = {
            name: value
            for name, value in node.get("params", {}).items()
            if name in {each.name for each in signature.settings} - set(inputs)
        }
        trusted = (
            next((entry["trusted"] for entry in ENTRIES if entry["type"] == node["type"]), False) if node["type"] != "python" else False
        )
        ran = self._talk.run(self._source(node), inputs, settings, node=node["id"], title=node.get("title", ""), trusted=trusted)
        self.printed[node["id"]] = ran.printed()
        if ran.end["type"] != "node_finished":
            self.errors[node["id"]] = ran.error
            return None
        self._keys[node["id"]] = ran.key
        for port in signature.outputs:
            self.values[node["id"], port] = self._talk.value(ran.key, port)
        return "call"

    def _value(self, end: str) -> tuple[str, str] | None:
        node, _, port = end.partition(".")
        found = self._end(node)
        if found == "call":
            return (node, port) if (node, port) in self.values else None
        return found


class ScriptRun:
    """What `main()` of an exported script has in the end: its locals, what it printed, the error that ended it."""

    def __init__(self, text: str) -> None:
        self.locals: dict[str, Any] = {}
        self.error: BaseException | None = None
        code = compile(text, "exported.py", "exec", dont_inherit=True)
        scope = {"__name__": "__main__", "__file__": "exported.py"}
        printed = io.StringIO()
        before = dict(sys.modules)
        sys.setprofile(self._watch)
        try:
            with contextlib.redirect_stdout(printed):
                exec(code, scope)
        except Exception as error:
            self.error = error
        finally:
            sys.setprofile(None)
            for name in set(sys.modules) - set(before):
                if name.startswith("flow."):
                    del sys.modules[name]
        self.printed = printed.getvalue()

    def _watch(self, frame: Any, event: str, _argument: Any) -> None:
        if (
            event == "return"
            and frame.f_code.co_name == "main"
            and frame.f_code.co_filename == "exported.py"
            and frame.f_back.f_code.co_name == "<module>"
        ):
            self.locals = dict(frame.f_locals)


def same(one: Any, other: Any) -> bool:
    """Equal in value and kind, NaN being NaN."""
    if type(one).__name__ != type(other).__name__:
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float):
        return one == other or math.isclose(one, other, rel_tol=1e-12) or one != one and other != other
    if hasattr(one, "equals"):
        return bool(one.equals(other))
    return bool(one == other)
