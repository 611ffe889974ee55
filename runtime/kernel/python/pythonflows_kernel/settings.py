"""Coerces a setting's JSON value by its annotation: the judge of what C++ already did when the value was set."""

import datetime
import decimal
import enum
import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union

from .preview.writer import short_text
from .problems import NodeProblem


def coerced_settings(function: Any, settings: Mapping[str, Any], defaults: Mapping[str, str | None]) -> dict[str, Any]:
    """The settings as the function takes them. `defaults` has every setting's default as JSON, or None.

    Raises NodeProblem with a sentence that names the setting.
    """
    if not settings:
        return {}
    hints = _hints(function)
    result: dict[str, Any] = {}
    for name, value in settings.items():
        if name not in defaults:
            raise NodeProblem("input", f"The function has no setting “{name}”.")
        if value is None and defaults[name] == "null":
            result[name] = None
            continue
        if name not in hints:
            result[name] = _like_default(value, defaults[name])
            continue
        try:
            result[name] = coerced(value, hints[name])
        except _Refused as refusal:
            raise NodeProblem("input", f"The setting “{name}” should be {refusal.wanted}, but it is {short_text(value, 60)}.") from None
    return result


class _Refused(Exception):
    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


def coerced(value: Any, annotation: Any) -> Any:
    """`value` as `annotation` wants it; annotations that say nothing about JSON let everything through."""
    if isinstance(annotation, typing.TypeAliasType) if hasattr(typing, "TypeAliasType") else False:
        annotation = annotation.__value__
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return coerced(value, typing.get_args(annotation)[0])
    if origin is Literal:
        return _literal(value, typing.get_args(annotation))
    if origin is Union or origin is types.UnionType:
        return _union(value, typing.get_args(annotation))
    if origin in (list, tuple, set, frozenset, dict):
        return _container(value, origin, typing.get_args(annotation))
    if annotation is None or annotation is type(None):
        if value is not None:
            raise _Refused("null")
        return None
    if isinstance(annotation, type):
        return _scalar(value, annotation)
    return value


def _scalar(value: Any, kind: type) -> Any:
    if kind is bool:
        if not isinstance(value, bool):
            raise _Refused("true or false")
        return value
    if kind is int:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise _Refused("a whole number")
        return value
    if kind is float:
        return _float(value)
    if issubclass(kind, enum.Enum):
        return _member(value, kind)
    if issubclass(kind, str):
        if not isinstance(value, str):
            raise _Refused("a text")
        return value
    if kind in (list, dict):
        if not isinstance(value, kind):
            raise _Refused("a list" if kind is list else "an object")
        return value
    if kind in (tuple, set, frozenset):
        return _container(value, kind, ())
    if kind in _FROM_TEXT:
        return _from_text(value, kind)
    return value


def _float(value: Any) -> float:
    if isinstance(value, str) and value.strip().lower() in ("nan", "inf", "-inf", "infinity", "-infinity"):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Refused("a number")
    try:
        return float(value)
    except OverflowError:
        raise _Refused("a number that is not that large") from None


def _literal(value: Any, choices: tuple[Any, ...]) -> Any:
    for choice in choices:
        if choice == value and isinstance(choice, bool) == isinstance(value, bool):
            return choice
    raise _Refused("one of " + ", ".join(short_text(choice, 40) for choice in choices[:20]))


def _union(value: Any, members: tuple[Any, ...]) -> Any:
    if value is None and type(None) in members:
        return None
    for member in members:  # one that takes the value as it is comes first: 1 stays 1 for `float | int`
        if isinstance(member, type) and type(value) is member:
            return value
    wanted: list[str] = []
    for member in members:
        try:
            return coerced(value, member)
        except _Refused as refusal:
            wanted.append(refusal.wanted)
    raise _Refused(" or ".join(dict.fromkeys(wanted)))


def _container(value: Any, kind: Any, arguments: tuple[Any, ...]) -> Any:
    if kind is dict:
        if not isinstance(value, dict):
            raise _Refused("an object")
        item = arguments[1] if len(arguments) == 2 else Any
        return {key: coerced(each, item) for key, each in value.items()}
    if not isinstance(value, list):
        raise _Refused("a list")
    if kind is tuple and arguments and arguments[-1] is not Ellipsis:
        if len(value) != len(arguments):
            raise _Refused(f"a list of {len(arguments)} values")
        return tuple(coerced(each, item) for each, item in zip(value, arguments, strict=True))
    item = arguments[0] if arguments else Any
    return kind(coerced(each, item) for each in value)


def _member(value: Any, kind: type[enum.Enum]) -> enum.Enum:
    if isinstance(value, str) and value in kind.__members__:
        return kind.__members__[value]
    try:
        return kind(value)
    except ValueError:
        raise _Refused("one of " + ", ".join(list(kind.__members__)[:20])) from None


_FROM_TEXT: dict[type, tuple[Any, str]] = {
    datetime.date: (datetime.date.fromisoformat, "a date like 2026-01-31"),
    datetime.datetime: (datetime.datetime.fromisoformat, "a date and time like 2026-01-31T08:30"),
    datetime.time: (datetime.time.fromisoformat, "a time like 08:30"),
    decimal.Decimal: (decimal.Decimal, "a number"),
}


def _from_text(value: Any, kind: type) -> Any:
    read, wanted = _FROM_TEXT[kind]
    if isinstance(value, int) and kind is decimal.Decimal and not isinstance(value, bool):
        return decimal.Decimal(value)
    if not isinstance(value, str):
        raise _Refused(wanted)
    try:
        return read(value.strip())
    except (ValueError, decimal.InvalidOperation):
        raise _Refused(wanted) from None


def _like_default(value: Any, default: str | None) -> Any:
    """Without an annotation only one thing is sure: where a float stands, 1 is 1.0."""
    is_float = default is not None and default.lstrip("-")[:1].isdigit() and not default.lstrip("-").isdigit()
    return float(value) if is_float and isinstance(value, int) and not isinstance(value, bool) else value


def _hints(function: Any) -> dict[str, Any]:
    """The function's annotations, also where they are written as text; one that cannot be evaluated says nothing."""
    try:
        return typing.get_type_hints(function, include_extras=True)
    except Exception:  # a name that is only there for type checkers: take what can be had, one by one
        return _hints_one_by_one(function)


def _hints_one_by_one(function: Any) -> dict[str, Any]:
    try:
        raw = dict(function.__annotations__)
    except Exception:  # Python 3.14 evaluates annotations when they are asked for
        return {}
    result: dict[str, Any] = {}
    for name, annotation in raw.items():
        if isinstance(annotation, str):
            try:
                annotation = eval(annotation, getattr(function, "__globals__", {}))
            except Exception:  # noqa: S112 - see above
                continue
        result[name] = annotation
    return result
