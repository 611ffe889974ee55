"""Values as text, bounded: our own repr for plain data, the value's own under guard for the rest."""

from typing import Any

from .. import limits
from .guard import guarded

_OPEN = {list: "[]", tuple: "()", set: "{}", frozenset: "{}", dict: "{}"}
_PLAIN = (bool, int, float, complex, range, type(None), type(Ellipsis))


def type_name(value: Any) -> str:
    """The name of a value's type, without its module."""
    return type(value).__name__[: limits.TYPE_CHARACTERS]


def short_text(value: Any, length: int) -> str:
    """One line that shows what `value` is, of at most `length` characters; texts in quotes."""
    line = " ".join(_Writer(length, is_one_line=True).text_of(value).split("\n"))
    return line if len(line) <= length else line[: max(length - 1, 0)] + "…"


def long_text(value: Any, length: int) -> tuple[str, bool]:
    """The text of a preview and whether it is whole; a str is shown as it is."""
    text = value if type(value) is str else _Writer(length, is_one_line=False).text_of(value)
    return (text, True) if len(text) <= length else (text[:length], False)


class _Writer:
    """Writes one value with a budget of characters; stops looking at a container when the budget is spent."""

    def __init__(self, budget: int, is_one_line: bool) -> None:
        self._left = budget
        self._is_one_line = is_one_line
        self._on_path: set[int] = set()

    def text_of(self, value: Any, depth: int = 0) -> str:
        kind = type(value)
        if kind is str:
            text = repr(value if len(value) <= self._left + 8 else value[: self._left + 8])
        elif kind in _PLAIN:
            text = _number_text(value)
        elif kind is bytes or kind is bytearray:
            text = repr(value[: self._left + 8])
        elif kind in _OPEN:
            return self._container(value, kind, depth)
        else:
            text = foreign_text(value)
        self._left -= len(text)
        return text

    def _container(self, value: Any, kind: type, depth: int) -> str:
        opening, closing = _OPEN[kind]
        if kind is frozenset or (kind is set and not value):
            opening, closing = f"{kind.__name__}({opening}", f"{closing})"
        if not value:
            return opening + closing if kind is not set else "set()"
        if id(value) in self._on_path or depth >= limits.TREE_DEPTH:
            return f"{opening}…{closing}"
        self._on_path.add(id(value))
        parts: list[str] = []
        for item in value.items() if kind is dict else value:
            if self._left <= 0:
                parts.append("…")
                break
            self._left -= 2
            parts.append(
                f"{self.text_of(item[0], depth + 1)}: {self.text_of(item[1], depth + 1)}" if kind is dict else self.text_of(item, depth + 1)
            )
        self._on_path.discard(id(value))
        if kind is tuple and len(value) == 1:
            parts.append("")
        return opening + ", ".join(parts).rstrip(" " if kind is tuple and len(value) == 1 else "") + closing


def _number_text(value: Any) -> str:
    if type(value) is int and value.bit_length() > 4000:
        return f"<int of {value.bit_length()} bits>"
    return repr(value)


def foreign_text(value: Any) -> str:
    """The value's own __repr__, if it has a sound one."""
    length, problem = guarded(lambda: len(value) if hasattr(type(value), "__len__") else 0, limits.REPR_SECONDS)
    if problem is None and isinstance(length, int) and length > limits.REPR_ITEMS and not _has_bounded_repr(value):
        return f"<{type_name(value)} of {length} items>"
    text, problem = guarded(lambda: repr(value), limits.REPR_SECONDS)
    if problem is not None or not isinstance(text, str):
        return f"<{type_name(value)} object: its __repr__ {problem}>"
    text = str.__str__(text)
    if len(text) > limits.REPR_CHARACTERS:
        return text[: limits.REPR_CHARACTERS] + "…"
    return text


def _has_bounded_repr(value: Any) -> bool:
    """Whether the type's own __repr__ shows only the head and tail of a large value."""
    return type(value).__module__.partition(".")[0] in ("numpy", "pandas", "polars", "pyarrow")
