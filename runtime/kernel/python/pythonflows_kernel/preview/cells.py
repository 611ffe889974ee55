"""Values as table cells and JSON leaves, and the type of a column.

NaN, NaT, NA and None are null; infinities and integers over 2^53 are text; dates and times are ISO 8601; anything nested is a short text.
"""

import datetime
import math
from collections.abc import Iterable
from typing import Any

from .. import limits
from .writer import short_text

_DATETIMES: tuple[tuple[type, str], ...] = (
    (datetime.datetime, "datetime"),
    (datetime.date, "date"),
    (datetime.time, "time"),
    (datetime.timedelta, "duration"),
)


def cell(value: Any) -> Any:
    """`value` as null, true, false, a number or a text."""
    kind = type(value)
    if kind is str:
        return value if len(value) <= limits.CELL_CHARACTERS else value[: limits.CELL_CHARACTERS] + "…"
    if value is None or kind is bool:
        return value
    if kind is int:
        return value if -limits.JSON_SAFE_INTEGER <= value <= limits.JSON_SAFE_INTEGER else _large(value)
    if kind is float:
        return _float(value)
    return _other(value)


def _float(value: float) -> float | str | None:
    if math.isfinite(value):
        return value
    return None if math.isnan(value) else ("inf" if value > 0 else "-inf")


def _large(value: int) -> str:
    return str(value) if value.bit_length() <= 4000 else f"<int of {value.bit_length()} bits>"


def _other(value: Any) -> Any:
    kind = type(value)
    if is_missing(value):
        return None
    module = kind.__module__
    if module == "numpy" and hasattr(kind, "item") and not hasattr(kind, "__len__"):
        plain = value.item()
        return cell(plain) if type(plain) is not kind else short_text(value, limits.CELL_NESTED_CHARACTERS)
    for known, _name in _DATETIMES:
        if issubclass(kind, known) and (kind is known or module.startswith("pandas.")):
            return duration_text(value) if known is datetime.timedelta else value.isoformat()
    if issubclass(kind, str) and kind.__str__ is str.__str__:
        return cell(str.__str__(value))
    if kind.__module__ == "decimal":
        return None if value.is_nan() else str(value)
    if kind.__module__ in ("fractions", "uuid", "pathlib", "ipaddress"):
        return str(value)
    return short_text(value, limits.CELL_NESTED_CHARACTERS)


def is_missing(value: Any) -> bool:
    """None, NaN, and pandas' NaT and NA."""
    if value is None:
        return True
    kind = type(value)
    if kind is float:
        return value != value
    return kind.__name__ in ("NaTType", "NAType") and kind.__module__.startswith("pandas.")


def duration_text(value: datetime.timedelta) -> str:
    """ISO 8601, as P1DT2H3M4.5S; negative ones with a leading minus."""
    isoformat = getattr(value, "isoformat", None)  # pandas' Timedelta has one
    if isoformat is not None:
        return isoformat()
    sign = "-" if value.days < 0 else ""
    value = abs(value)
    hours, seconds = divmod(value.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    return f"{sign}P{value.days}DT{hours}H{minutes}M{seconds}{fraction}S"


def type_of_cells(values: Iterable[Any]) -> str:
    """The type of a column that holds these values, missing ones aside."""
    found = {cell_type(value) for value in values if not is_missing(value)}
    if len(found) == 1:
        return found.pop()
    if found == {"int", "float"} or (not found):
        return "float" if found else "object"
    if found == {"date", "datetime"}:
        return "datetime"
    return "object"


def cell_type(value: Any) -> str:
    """The type of one value that is not missing."""
    known = _TYPE_OF.get(type(value))
    if known is not None:
        return known
    for base, name in _BASES:
        if issubclass(type(value), base):
            return name
    kind = type(value)
    if kind.__module__ == "numpy" and hasattr(kind, "item") and not hasattr(kind, "__len__"):
        plain = value.item()
        return _TYPE_OF.get(type(plain), "object")
    return "object"


_TYPE_OF: dict[type, str] = {
    bool: "bool", int: "int", float: "float", str: "text", bytes: "bytes", bytearray: "bytes",
    datetime.datetime: "datetime", datetime.date: "date", datetime.time: "time", datetime.timedelta: "duration",
}  # fmt: skip
_BASES = (*_DATETIMES, (str, "text"), (bytes, "bytes"))


def column_type(values: list[Any]) -> str:
    """`type_of_cells`, quickly: most columns hold one plain type."""
    kinds = set(map(type, values))
    kinds.discard(type(None))
    if len(kinds) == 1 and float not in kinds:
        name = _TYPE_OF.get(next(iter(kinds)))
        if name is not None:
            return name
    elif kinds and kinds <= {int, float}:
        return "float" if float not in kinds or any(value == value for value in values if type(value) is float) else _without_nan(kinds)
    return type_of_cells(values)


def _without_nan(kinds: set[type]) -> str:
    """Integers with NaN for what is missing stay integers; NaN alone is a float column."""
    return "int" if int in kinds else "float"
