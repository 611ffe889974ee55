"""A value as text, for comparison between two processes: equal texts, equal values, with the same aliases inside."""

import array
import collections
import types
from typing import Any

_PLAIN = (type(None), bool, int, float, complex, str, bytes, range)


def shape_of(value: Any, within: set[Any] | None = None) -> str:
    """Every object that could be changed has a number by its first occurrence, so that shared parts show.

    Not so for objects that copy themselves: what they hand out is shared by all that came from them, on whichever ways it went. They are known by what they share: an
    object within what it holds, and its copy there, are the same to whoever looks (a kernel's results have been copied once more than the function's own).
    """
    numbers: dict[int, int] = {}
    open_ones: set[Any] = set() if within is None else within
    kept: list[Any] = []  # ids stay taken as long as this runs

    def walk(item: Any) -> str:
        kind = type(item)
        if kind in _PLAIN:
            return f"{kind.__name__} {item!r}"
        if isinstance(item, (types.FunctionType, type, types.ModuleType, types.BuiltinFunctionType)):
            return f"{kind.__name__} {getattr(item, '__qualname__', item.__name__)}"
        if kind is tuple and all(type(each) in _PLAIN for each in item):
            return repr(item)  # nobody can tell one from another
        if hasattr(kind, "__deepcopy__") and kind.__module__.startswith("flow."):
            shared = (kind, *((name, id(each)) for name, each in sorted(item.__dict__.items())))
            if shared in open_ones:
                return "itself"
            open_ones.add(shared)
            fields = ", ".join(f"{name}={shape_of(each, open_ones)}" for name, each in sorted(item.__dict__.items()))
            open_ones.discard(shared)
            return f"{kind.__name__}({fields})"
        if id(item) in numbers:
            return f"#{numbers[id(item)]}"
        numbers[id(item)] = len(numbers)
        kept.append(item)
        return f"{kind.__name__}#{numbers[id(item)]}({', '.join(inner_of(item))})"

    def inner_of(item: Any) -> list[str]:
        if isinstance(item, dict):
            return [f"{walk(key)}: {walk(each)}" for key, each in item.items()]
        if isinstance(item, (set, frozenset)):
            return sorted(repr(each) for each in item)
        if isinstance(item, (bytearray, memoryview)):
            return [bytes(item).hex()]
        if isinstance(item, (list, tuple, collections.deque, array.array)):
            return [walk(each) for each in item]
        state = getattr(item, "__dict__", None)
        return [repr(item)] if state is None else [f"{name}={walk(each)}" for name, each in sorted(state.items())]

    return walk(value)
