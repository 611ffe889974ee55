"""The door for messages: checks what comes in against the protocol's field table, and writes what goes out.

Must not know what any message means.
"""

import functools
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from . import limits
from .messages_gen import ENUMS, FIELDS, TO_KERNEL, TYPES
from .problems import BadMessage

Post = Callable[[str, Mapping[str, Any] | None], object]
"""Sends one message: its JSON text, and the bytes it names."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_NO_BRACKETS = re.compile(r"[^\[\]{}]+")
_PAIRS = re.compile(r"\[\]|{}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read_message(text: str) -> dict[str, Any]:
    """The message in `text`, checked. Raises BadMessage with the place of what is wrong."""
    if is_too_deep(text):
        raise BadMessage("A message is nested too deeply.")
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMessage(f"A message is no JSON: {error}") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise BadMessage("A message has no type.")
    name = message["type"]
    if name not in TO_KERNEL:
        raise BadMessage(f"The kernel does not take messages of the type {name!r}.")
    check_message(message)
    return message


def check_message(message: dict[str, Any]) -> None:
    """Checks a message of a known type, in either direction, field by field. Raises BadMessage."""
    name = message["type"]
    _check_fields(message, FIELDS[name], name)


def is_too_deep(text: str) -> bool:
    """Whether the JSON in `text` is nested deeper than any message. In wasm json's own limit comes after the stack's end, which is the end of Python."""
    if text.count("[") + text.count("{") <= limits.MESSAGE_DEPTH:
        return False
    brackets = _NO_BRACKETS.sub("", _STRINGS.sub("", text))
    for _depth in range(limits.MESSAGE_DEPTH):  # each turn takes the innermost pairs out
        if not brackets:
            return False
        shorter = _PAIRS.sub("", brackets)
        if len(shorter) == len(brackets):
            break  # they do not match: no JSON, which the parser says
        brackets = shorter
    return "[" in brackets or "{" in brackets


def write_message(message: Mapping[str, Any]) -> str:
    """The JSON text of a message. Text that is no valid Unicode (lone surrogates) is repaired, since the other side refuses it."""
    text = _ENCODER.encode(message)
    if not text.isascii():
        text = valid_text(text)
    return text


def valid_text(text: str) -> str:
    """`text` with lone surrogates replaced by U+FFFD; each is three bytes of UTF-8 before and after."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\ufffd", text)
    return text


Check = Callable[[Any, str], None]
"""Raises BadMessage if a value at a place is not of its kind."""


def _check_fields(value: dict[str, Any], fields: Mapping[str, str], place: str) -> None:
    for name, kind in fields.items():
        if name in value:
            _check_of(kind)(value[name], f"{place}.{name}")
        elif not kind.endswith("?"):
            raise BadMessage(f"{place} has no field {name!r}.")


@functools.cache
def _check_of(kind: str) -> Check:
    """The check for a type text of the protocol, made once."""
    if kind.endswith("?"):
        return _check_of(kind[:-1])
    if kind == "json":
        return lambda _value, _place: None
    if kind in _PLAIN:
        return _plain_check(kind)
    if kind.startswith("["):
        return _list_check(_check_of(kind[1:-1]))
    if kind.startswith("{"):
        return _object_check(_check_of(kind[1:-1]))
    return _choice_check(ENUMS[kind]) if kind in ENUMS else _type_check(TYPES[kind])


def _plain_check(kind: str) -> Check:
    wanted = _PLAIN[kind]

    def check(value: Any, place: str) -> None:
        if type(value) not in wanted:
            raise BadMessage(f"{place} should be of the type {kind}.")

    return check


def _list_check(check_item: Check) -> Check:
    def check(value: Any, place: str) -> None:
        if type(value) is not list:
            raise BadMessage(f"{place} should be a list.")
        for index, item in enumerate(value):
            check_item(item, f"{place}[{index}]")

    return check


def _object_check(check_item: Check) -> Check:
    def check(value: Any, place: str) -> None:
        if type(value) is not dict:
            raise BadMessage(f"{place} should be an object.")
        for key, item in value.items():
            check_item(item, f"{place}.{key}")

    return check


def _choice_check(choices: tuple[str, ...]) -> Check:
    def check(value: Any, place: str) -> None:
        if value not in choices:
            raise BadMessage(f"{place} should be one of {', '.join(choices)}.")

    return check


def _type_check(fields: Mapping[str, str]) -> Check:
    def check(value: Any, place: str) -> None:
        if type(value) is not dict:
            raise BadMessage(f"{place} should be an object.")
        _check_fields(value, fields, place)

    return check


_PLAIN: dict[str, tuple[type, ...]] = {"string": (str,), "int": (int,), "number": (int, float), "bool": (bool,)}
