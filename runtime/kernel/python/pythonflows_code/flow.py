"""A flow's JSON, read with care: it may come from anywhere."""

import json
import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import bounds

_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


class CodeProblem(Exception):
    """What a person must hear: the message is a sentence."""


@dataclass(frozen=True)
class FlowNode:
    """A node as the file has it."""

    id: str
    type: str
    title: str
    source: str | None
    params: Mapping[str, Any]
    mode: str
    x: float
    y: float


@dataclass(frozen=True)
class FlowLink:
    """From an output of one node to a port of another."""

    from_node: str
    from_port: str
    to_node: str
    to_port: str


@dataclass(frozen=True)
class Area:
    """A frame or a note of the canvas."""

    text: str
    x: float
    y: float
    width: float
    height: float
    is_subflow: bool = False
    hidden: tuple[str, ...] | None = None
    """Of a folded frame: the nodes in it, wherever they stand."""

    def holds(self, node: FlowNode) -> bool:
        if self.hidden is not None:
            return node.id in self.hidden
        return self.x <= node.x < self.x + self.width and self.y <= node.y < self.y + self.height


@dataclass(frozen=True)
class Flow:
    """A flow as it is to become code."""

    title: str
    nodes: Mapping[str, FlowNode]
    links: tuple[FlowLink, ...]
    files: tuple[tuple[str, int], ...]
    """Names and sizes."""
    packages: tuple[str, ...]
    frames: tuple[Area, ...] = ()
    notes: tuple[Area, ...] = ()
    text: str = field(default="", repr=False)
    """As it was given, to be put back whole."""


def bounded_json(text: str, what: str) -> Any:
    """The JSON in `text`. Raises CodeProblem with a sentence about `what`."""
    from pythonflows_kernel.entrance import is_too_deep

    if len(text) > bounds.TEXT_CHARACTERS:
        raise CodeProblem(f"{what} is larger than {bounds.TEXT_CHARACTERS // 2**20} MB.")
    if is_too_deep(text):
        raise CodeProblem(f"{what} is nested too deeply.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CodeProblem(f"{what} is no JSON: {error}.") from None


def read_flow(text: str) -> Flow:
    """The flow in `text`. Raises CodeProblem."""
    data = bounded_json(text, "The flow")
    if not isinstance(data, dict) or data.get("format") != "pythonflows":
        raise CodeProblem("This is no flow of PythonFlows.")
    places = _object(_object(data.get("view")).get("nodes"))
    nodes: dict[str, FlowNode] = {}
    for item in _objects(data.get("nodes"), bounds.NODES):
        node = _node(item, _object(places.get(str(item.get("id")))))
        if node.id in nodes:
            raise CodeProblem(f"The flow has two nodes “{node.id}”.")
        nodes[node.id] = node
    links = tuple(link for item in _objects(data.get("links"), bounds.LINKS) if (link := _link(item, nodes)) is not None)
    view = _object(data.get("view"))
    return Flow(
        title=_text(data.get("title")),
        nodes=nodes,
        links=links,
        files=tuple((_text(item.get("name")), int(_number(item.get("bytes")))) for item in _objects(data.get("files"), bounds.FILES)),
        packages=tuple(_text(item) for item in _list(data.get("packages"))[: bounds.FILES] if isinstance(item, str)),
        frames=tuple(_area(item, "title") for item in _objects(view.get("frames"), bounds.AREAS)),
        notes=tuple(_area(item, "text") for item in _objects(view.get("notes"), bounds.AREAS)),
        text=text,
    )


def _node(item: Mapping[str, Any], place: Mapping[str, Any]) -> FlowNode:
    name = item.get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name) or keyword.iskeyword(name):
        raise CodeProblem(f"A node's id cannot be used as a name: {str(name)[:80]!r}.")
    source = item.get("source")
    return FlowNode(
        id=name,
        type=_text(item.get("type")),
        title=" ".join(_text(item.get("title")).split()),
        source=source.replace("\r\n", "\n").replace("\r", "\n") if isinstance(source, str) else None,
        params=_object(item.get("params")),
        mode=item["mode"] if item.get("mode") in ("mute", "bypass", "volatile") else "normal",
        x=_number(place.get("x")),
        y=_number(place.get("y")),
    )


def _link(item: Mapping[str, Any], nodes: Mapping[str, FlowNode]) -> FlowLink | None:
    ends = [end.partition(".")[::2] if isinstance(end := item.get(side), str) else ("", "") for side in ("from", "to")]
    (from_node, from_port), (to_node, to_port) = ends
    if from_node not in nodes or to_node not in nodes:
        return None
    return FlowLink(from_node, from_port, to_node, to_port)


def _area(item: Mapping[str, Any], text: str) -> Area:
    is_folded = item.get("folded") is True
    return Area(
        _text(item.get(text)),
        *(_number(item.get(name)) for name in ("x", "y", "width", "height")),
        is_subflow=item.get("subflow") is True,
        hidden=tuple(name for name in _list(item.get("nodes")) if isinstance(name, str)) if is_folded else None,
    )


def _objects(value: Any, most: int) -> list[dict[str, Any]]:
    items = _list(value)
    if len(items) > most:
        raise CodeProblem(f"The flow has more than {most} parts of a kind.")
    return [item for item in items if isinstance(item, dict)]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _number(value: Any) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15 else 0
