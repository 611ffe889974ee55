"""Functions and classes that a node's source defines cannot be copied with a value, so everybody who has the value shares them, and what hangs on them: a closure's
variables, a class's attributes, and objects whose own `__deepcopy__` hands out themselves or their parts.

They are entered into a journal before a call. A call that changed them has failed, with a sentence, and they are put back.
"""

import functools
from collections import deque
from types import CodeType, FunctionType
from typing import Any

from .journal import Journal

_CONTAINERS = (dict, list, tuple, set, frozenset, deque)
_OWN_COPIES = ("__deepcopy__", "__reduce__", "__reduce_ex__", "__copy__")


def is_of_a_node(thing: Any) -> bool:
    """Whether a node's source defines this function or class."""
    module = getattr(thing, "__module__", None)
    return isinstance(module, str) and module.startswith("flow.")


def enter_shared(value: Any, journal: Journal) -> None:
    """Enters what copies of `value` share with it."""
    _Walk(journal).look(value)


class _Walk:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._seen: set[tuple[int, bool]] = set()
        self._kept: list[Any] = []

    def look(self, value: Any) -> None:
        waiting: list[tuple[Any, bool]] = [(value, False)]
        while waiting:
            item, is_shared = waiting.pop()
            if (id(item), is_shared) in self._seen:
                continue
            self._seen.add((id(item), is_shared))
            self._kept.append(item)
            waiting.extend(self._parts(item, is_shared))

    def _parts(self, item: Any, is_shared: bool) -> list[tuple[Any, bool]]:
        """What an item is made of, and whether copies share that. Enters the item itself if they do."""
        kind = type(item)
        if isinstance(item, _CONTAINERS):
            if is_shared:
                self._journal.container(item)
            parts = [*item.keys(), *item.values()] if isinstance(item, dict) else list(item)
            return [(part, is_shared) for part in parts]
        if kind is FunctionType:
            return self._of_function(item) if is_of_a_node(item) else []
        if isinstance(item, type):
            return self._of_class(item) if is_of_a_node(item) else []
        if kind is functools.partial:
            return [(item.func, is_shared), (item.args, is_shared), (item.keywords, is_shared)]
        if is_shared and kind is bytearray:
            self._journal.container(item)
        if not is_of_a_node(kind):
            return []
        copies_itself = any(name in base.__dict__ for base in kind.__mro__[:-1] for name in _OWN_COPIES if is_of_a_node(base))
        state = getattr(item, "__dict__", {})
        slots = [name for base in kind.__mro__ for name in base.__dict__.get("__slots__", ()) if hasattr(item, name)]
        if is_shared or copies_itself:
            self._journal.container(state)
            for name in slots:
                self._journal.attribute(item, name, True)
        parts = [*state.values(), *(getattr(item, name) for name in slots)]
        return [(kind, True), *((part, is_shared or copies_itself) for part in parts)]

    def _of_function(self, function: FunctionType) -> list[tuple[Any, bool]]:
        journal = self._journal
        parts: list[Any] = [function.__defaults__, function.__kwdefaults__, function.__dict__]
        for cell in function.__closure__ or ():
            journal.cell(cell)
            parts.append(_content(cell))
        journal.attribute(function, "__defaults__")
        names = names_in(function.__code__)
        for name in names & function.__globals__.keys():
            parts.append(function.__globals__[name])
        if names & function.__globals__.keys():
            journal.container(function.__globals__)
        return [(part, True) for part in parts if part is not None]

    def _of_class(self, cls: type) -> list[tuple[Any, bool]]:
        self._journal.namespace(cls)
        parts = [
            getattr(part, "__func__", part)
            for name, part in cls.__dict__.items()
            if not name.startswith("__") or name in ("__init__", "__call__")
        ]
        return [(part, True) for part in (*parts, *cls.__bases__)]


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return None


def codes_in(code: CodeType) -> list[CodeType]:
    """A code and all that it defines: functions, classes, comprehensions."""
    codes = [code]
    for each in codes:
        codes.extend(constant for constant in each.co_consts if isinstance(constant, CodeType))
    return codes


@functools.lru_cache(512)
def names_in(code: CodeType) -> frozenset[str]:
    """Every name that a code uses, but for local variables."""
    inner = (names_in(constant) for constant in code.co_consts if isinstance(constant, CodeType))
    return frozenset(code.co_names).union(*inner)
