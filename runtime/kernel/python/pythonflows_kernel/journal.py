"""What a call changed outside of itself, so that it can be put back: attributes and containers as they were before.

Must not know why they are watched (`patching.py`, `shared_code.py`).
"""

import sys
from collections import deque
from types import BuiltinFunctionType, CellType, FunctionType, ModuleType
from typing import Any

_MISSING = object()
_CONTAINERS = (dict, list, set, deque, bytearray)


class Journal:
    """Of one call. Everything is entered before it changes, once."""

    def __init__(self, own_module: str = "") -> None:
        self._own_module = own_module
        self._attributes: dict[tuple[int, str], tuple[Any, str, Any]] = {}
        self._containers: dict[int, tuple[Any, Any]] = {}
        self._cells: dict[int, tuple[CellType, Any]] = {}

    def attribute(self, owner: Any, name: str, is_global: bool = False) -> Any:
        """`owner`, whose attribute is about to change. Only what outlives the call is entered: modules, classes and functions of others, and what `is_global` says."""
        if not is_global and not isinstance(owner, ModuleType | type | FunctionType | BuiltinFunctionType):
            return owner
        if getattr(owner, "__module__", None) == self._own_module and self._own_module or (id(owner), name) in self._attributes:
            return owner
        namespace = getattr(owner, "__dict__", None)
        if isinstance(owner, ModuleType | type) and namespace is not None:
            old = namespace.get(name, _MISSING)
        else:
            old = getattr(owner, name, _MISSING)
        self._attributes[id(owner), name] = (owner, name, old)
        self.container(old)
        return owner

    def container(self, value: Any) -> Any:
        """`value`, which is about to change if it is a container."""
        if isinstance(value, _CONTAINERS) and id(value) not in self._containers:
            self._containers[id(value)] = (value, dict(value) if isinstance(value, dict) else type(value)(value))
        return value

    def namespace(self, owner: Any) -> Any:
        """`owner`, of which any attribute may change."""
        if isinstance(owner, ModuleType):
            self.container(owner.__dict__)
        elif isinstance(owner, type):
            for name in owner.__dict__:
                if not name.startswith("__"):
                    self.attribute(owner, name)
        return owner

    def cell(self, cell: CellType) -> None:
        """A variable that several functions share."""
        if id(cell) not in self._cells:
            self._cells[id(cell)] = (cell, _content_of(cell))

    def is_empty(self) -> bool:
        return not (self._attributes or self._containers or self._cells)

    def changed(self) -> bool:
        """Whether anything is not as it was."""
        return not self.is_empty() and (
            any(_now(owner, name) is not old for owner, name, old in self._attributes.values())
            or any(_differs(value, saved) for value, saved in self._containers.values())
            or any(_content_of(cell) is not old for cell, old in self._cells.values())
        )

    def put_back(self) -> None:
        """Makes everything as it was. What a module's import has added stays."""
        if self.is_empty():
            return
        for owner, name, old in reversed(self._attributes.values()):
            if _now(owner, name) is old:
                continue
            try:
                if old is _MISSING:
                    delattr(owner, name)
                else:
                    setattr(owner, name, old)
            except (AttributeError, TypeError):
                continue  # it refuses, so it cannot have been changed this way either
        for value, saved in self._containers.values():
            if _differs(value, saved):
                _restore(value, saved)
        for cell, old in self._cells.values():
            if _content_of(cell) is old:
                continue
            if old is _MISSING:
                del cell.cell_contents
            else:
                cell.cell_contents = old


def _now(owner: Any, name: str) -> Any:
    if isinstance(owner, ModuleType | type):
        return owner.__dict__.get(name, _MISSING)
    return getattr(owner, name, _MISSING)


def _content_of(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return _MISSING


def _differs(value: Any, saved: Any) -> bool:
    """By identity: what is inside has an entry of its own where it matters."""
    if len(value) != len(saved):
        return True
    if isinstance(value, dict):
        return any(key not in value or dict.__getitem__(value, key) is not item for key, item in saved.items()) or list(value) != list(
            saved
        )
    if isinstance(value, set):
        return not all(item in value for item in saved)
    if isinstance(value, bytearray):
        return value != saved
    return any(now is not before for now, before in zip(value, saved, strict=True))


def _restore(value: Any, saved: Any) -> None:
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in saved and _is_import(value, key, item)}
        dict.clear(value)
        dict.update(value, saved)
        dict.update(value, kept)
    elif isinstance(value, list | bytearray):
        value[:] = saved
    else:
        value.clear()
        value.update(saved) if isinstance(value, set) else value.extend(saved)


def _is_import(container: dict[Any, Any], key: Any, item: Any) -> bool:
    """Whether this entry of `sys.modules`, or of a package's namespace, is the work of an import."""
    if not isinstance(item, ModuleType):
        return False
    if container is sys.modules:
        spec = getattr(item, "__spec__", None)
        return spec is not None and spec.name == key
    return item.__name__ == f"{container.get('__name__')}.{key}"
