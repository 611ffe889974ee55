"""Plain data as a bounded JSON tree."""

from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from typing import Any

from .. import limits
from .cells import cell

_LISTS = (list, tuple, set, frozenset)
_OBJECTS = (dict, OrderedDict, defaultdict)


def is_tree(value: Any) -> bool:
    """Whether the value is shown as a tree."""
    kind = type(value)
    return kind in _LISTS or kind in _OBJECTS or (issubclass(kind, dict) and kind.__module__ == "collections")


def tree(value: Any) -> tuple[Any, bool]:
    """The tree and whether something was left out: a cut list ends with "…", a cut object has the key "…"."""
    builder = _Builder()
    return builder.build(value, 0), builder.is_truncated


class _Builder:
    def __init__(self) -> None:
        self._left = limits.TREE_NODES
        self._on_path: set[int] = set()
        self.is_truncated = False

    def build(self, value: Any, depth: int) -> Any:
        self._left -= 1
        if not is_tree(value):
            return self._leaf(value)
        if depth >= limits.TREE_DEPTH or id(value) in self._on_path:
            self.is_truncated = True
            return "…"
        self._on_path.add(id(value))
        result = self._object(value, depth) if isinstance(value, dict) else self._list(value, depth)
        self._on_path.discard(id(value))
        return result

    def _leaf(self, value: Any) -> Any:
        leaf = cell(value)
        if type(leaf) is str and len(leaf) > limits.TREE_TEXT_CHARACTERS:
            self.is_truncated = True
            return leaf[: limits.TREE_TEXT_CHARACTERS] + "…"
        return leaf

    def _list(self, value: Any, depth: int) -> list[Any]:
        result: list[Any] = []
        for item in value:
            if len(result) >= limits.TREE_ITEMS or self._left <= 0:
                self.is_truncated = True
                result.append("…")
                break
            result.append(self.build(item, depth + 1))
        return result

    def _object(self, value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, item in value.items():
            if len(result) >= limits.TREE_ITEMS or self._left <= 0:
                self.is_truncated = True
                result["…"] = "…"
                break
            name = key if type(key) is str else str(cell(key))
            result[name[: limits.TREE_TEXT_CHARACTERS]] = self.build(item, depth + 1)
        return result
