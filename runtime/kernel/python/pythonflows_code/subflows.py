"""Subflows: nodes that a person made one of. Each becomes a function that takes what comes in and returns what goes out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .flow import Area, Flow
from .wiring import Step


@dataclass(frozen=True)
class Subflow:
    """A frame whose nodes can be called as one."""

    area: Area
    nodes: frozenset[str]

    @property
    def name(self) -> str:
        """What its function would be called."""
        words = re.sub(r"[^a-z0-9]+", "_", self.area.text.lower()).strip("_")[:40].strip("_")
        return words if words[:1].isalpha() else "subflow"


def subflows_of(flow: Flow, steps: Sequence[Step]) -> list[Subflow]:
    """The larger before those in them. Not among them: what no way of calling can make one (a way leads out of it and back), and what lies only partly in another."""
    found: list[Subflow] = []
    areas = [area for area in flow.frames if area.is_subflow]
    each = [Subflow(area, frozenset(step.node.id for step in steps if area.holds(step.node))) for area in areas]
    for one in sorted(each, key=lambda one: -len(one.nodes)):
        is_apart = all(one.nodes < other.nodes or not one.nodes & other.nodes for other in found)
        if is_apart and any(step.role == "call" and step.node.id in one.nodes for step in steps) and not _returns(flow, one.nodes, steps):
            found.append(one)
    return found


def _returns(flow: Flow, nodes: frozenset[str], steps: Sequence[Step]) -> bool:
    """Whether a way leads out of the nodes and back."""
    sources: dict[str, list[str]] = {}
    for link in flow.links:
        sources.setdefault(link.to_node, []).append(link.from_node)
    behind: set[str] = set()
    for step in steps:
        name = step.node.id
        befores = sources.get(name, [])
        if name in nodes:
            if behind.intersection(befores):
                return True
        elif any(before in nodes or before in behind for before in befores):
            behind.add(name)
    return False


def together(steps: list[Step], subflows: Sequence[Subflow]) -> list[Step]:
    """The steps in an order that is still one of their links, with each subflow's steps next to each other."""
    for subflow in subflows:
        places = [at for at, step in enumerate(steps) if step.node.id in subflow.nodes]
        first, last = places[0], places[-1] + 1
        needed = set(subflow.nodes)
        before: list[Step] = []
        inside: list[Step] = []
        after: list[Step] = []
        for step in reversed(steps[first:last]):
            is_needed = step.node.id in needed
            if is_needed:
                needed |= step.sources
            (inside if step.node.id in subflow.nodes else before if is_needed else after).append(step)
        steps = [*steps[:first], *reversed(before), *reversed(inside), *reversed(after), *steps[last:]]
    return steps
