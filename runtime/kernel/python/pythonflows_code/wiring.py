"""What of a flow runs, in which order, and what each node takes: as the editor's core decides it (runtime/run/survey.cpp)."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pythonflows_kernel.problems import SourceProblem
from pythonflows_kernel.signature import Signature

from .flow import CodeProblem, Flow, FlowNode
from .sources import NodeSource, read_source


@dataclass(frozen=True)
class LibraryType:
    """A shipped node type."""

    source: str
    is_trusted: bool
    packages: tuple[str, ...] = ()


Library = Mapping[str, LibraryType]


@dataclass(frozen=True)
class Value:
    """An output of a node that runs."""

    node: str
    port: str


@dataclass
class Step:
    """One node in the order of the run."""

    node: FlowNode
    source: NodeSource | None
    role: str
    """"call", "bypass", "mute" or "idle"; or "blocked", if what it needs is not there."""
    reason: str = ""
    inputs: dict[str, list[Value]] = field(default_factory=dict)
    """By port or linked setting, for a call."""
    passes: Value | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    """All nodes that lead to it, whatever comes of them."""

    @property
    def taken(self) -> list[Value]:
        """What of other nodes it needs."""
        return [value for values in self.inputs.values() for value in values] + ([self.passes] if self.passes is not None else [])

    @property
    def outputs(self) -> tuple[str, ...]:
        return self.source.signature.outputs if self.source is not None else ("result",)


def steps_of(flow: Flow, library: Library) -> list[Step]:
    """All nodes in topological order (of several possible ones the file's), each with what becomes of it."""
    sources = _Sources(library)
    into: dict[str, list[tuple[str, str, str]]] = {name: [] for name in flow.nodes}
    for link in flow.links:
        into[link.to_node].append((link.to_port, link.from_node, link.from_port))
    steps: dict[str, Step] = {}
    for name in _ordered(flow):
        steps[name] = _step(flow.nodes[name], sources, into[name], steps)
        steps[name].sources = frozenset(source for _port, source, _output in into[name])
    return list(steps.values())


class _Sources:
    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[tuple[str, str], NodeSource | SourceProblem] = {}

    def of(self, node: FlowNode) -> NodeSource | SourceProblem:
        if node.type == "python":
            text = node.source
            if text is None:
                text = self._library["python"].source if "python" in self._library else ""
            key = ("python", text)
        else:
            if node.type not in self._library:
                return SourceProblem(1, 1, f"its type “{node.type}” is not known here")
            key = (node.type, self._library[node.type].source)
        found = self._known.get(key)
        if found is None:
            is_ours = key[0] != "python"
            found = read_source(key[1], is_ours=is_ours, is_trusted=is_ours and self._library[key[0]].is_trusted)
            self._known[key] = found
        return found


def _ordered(flow: Flow) -> list[str]:
    place = {name: index for index, name in enumerate(flow.nodes)}
    after: dict[str, list[str]] = {name: [] for name in flow.nodes}
    waits = dict.fromkeys(flow.nodes, 0)
    for link in flow.links:
        after[link.from_node].append(link.to_node)
        waits[link.to_node] += 1
    ready = [place[name] for name, count in waits.items() if count == 0]
    heapq.heapify(ready)
    names = list(flow.nodes)
    order: list[str] = []
    while ready:
        name = names[heapq.heappop(ready)]
        order.append(name)
        for following in after[name]:
            waits[following] -= 1
            if waits[following] == 0:
                heapq.heappush(ready, place[following])
    if len(order) < len(flow.nodes):
        raise CodeProblem("The flow has a cycle.")
    return order


def _step(node: FlowNode, sources: _Sources, links: list[tuple[str, str, str]], steps: Mapping[str, Step]) -> Step:
    source = sources.of(node)
    if isinstance(source, SourceProblem):
        role = "mute" if node.mode == "mute" else "idle"
        return Step(node, None, role, "it is muted" if role == "mute" else f"its source cannot be read: {source.message}")
    signature = source.signature
    wired = _wired(signature, links)
    if node.mode == "mute" or node.mode == "bypass" and not wired:
        return Step(node, source, "mute", "it is muted" if node.mode == "mute" else "it is bypassed and has nothing to pass on")
    if node.mode == "bypass":
        port, from_node, from_port = wired[0]
        value, reason = _value(from_node, from_port, steps)
        if value is None:
            return Step(node, source, "blocked", reason or f"its input “{port}” leads to an output that is not there")
        return Step(node, source, "bypass", passes=value)
    inputs: dict[str, list[Value]] = {}
    blocked = ""
    for port, from_node, from_port in wired:
        value, reason = _value(from_node, from_port, steps)
        if value is not None:
            inputs.setdefault(port, []).append(value)
        elif not blocked:
            blocked = reason or f"its input “{port}” leads to an output that is not there"
    fed = {port for port, _node, _port in wired}
    unfed = next((port.name for port in signature.ports if not port.is_variadic and port.name not in fed), None)
    if unfed is not None:
        return Step(node, source, "idle", f"its input “{unfed}” is not connected")
    if blocked:
        return Step(node, source, "blocked", blocked)
    known = {setting.name for setting in signature.settings}
    settings = {name: value for name, value in node.params.items() if name in known and name not in inputs}
    return Step(node, source, "call", inputs=inputs, settings=settings)


def _wired(signature: Signature, links: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Links to parameters that there are, in the signature's order."""
    place = {name: index for index, name in enumerate(parameters_of(signature))}
    return sorted((link for link in links if link[0] in place), key=lambda link: place[link[0]])


def parameters_of(signature: Signature) -> list[str]:
    """All parameters in their order: ordinary ones, `*args`, keyword-only ones."""
    known = list(signature.positional) + ([signature.variadic] if signature.variadic is not None else [])
    rest = [*(port.name for port in signature.ports), *(setting.name for setting in signature.settings)]
    order = [name for name in rest if name not in known]
    return [*known, *order]


def _value(node: str, port: str, steps: Mapping[str, Step]) -> tuple[Value | None, str]:
    """What a link brings, or why it brings nothing."""
    step = steps[node]
    if step.role == "bypass":
        return step.passes, ""
    if step.role != "call":
        return None, f"“{node}” before it is not run"
    return (Value(node, port), "") if port in step.outputs else (None, "")
