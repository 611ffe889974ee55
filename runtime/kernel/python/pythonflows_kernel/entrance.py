"""The door for messages: checks what comes in against the protocol's field table, and writes what goes out.

Must not know what any message means.
"""

import functools
import itertools
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
_NO_BRACKETS = re.compile(r"[^\[\]{}]+")
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
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
    wrong = _check_of_message(name)(message)
    if wrong is not None:
        raise BadMessage(name + wrong)


def is_too_deep(text: str) -> bool:
    """Whether the JSON in `text` is nested deeper than any message. In wasm json's own limit comes after the stack's end, which is the end of Python."""
    if text.count("[") + text.count("{") <= limits.MESSAGE_DEPTH:
        return False
    # Up to where it is valid JSON, a backslash stands in a string only: without what they escape, every second piece between quotes lies outside of the strings.
    outside = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    return max(itertools.accumulate(map(_STEPS.__getitem__, _NO_BRACKETS.sub("", outside))), default=0) > limits.MESSAGE_DEPTH


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


Check = Callable[[Any], str | None]
"""None for a value of its kind; else where in it something is wrong, and what: `.inputs[2].port should be of the type string.`"""


@functools.cache
def _check_of_message(name: str) -> Check:
    return _fields_check(FIELDS[name])


@functools.cache
def _check_of(kind: str) -> Check:
    """The check for a type text of the protocol, made once."""
    if kind.endswith("?"):
        return _check_of(kind[:-1])
    if kind == "json":
        return lambda _value: None
    if kind in _PLAIN:
        return _plain_check(kind)
    if kind.startswith("["):
        return _list_check(_check_of(kind[1:-1]))
    if kind.startswith("{"):
        return _object_check(_check_of(kind[1:-1]))
    return _choice_check(ENUMS[kind]) if kind in ENUMS else _fields_check(TYPES[kind])


def _plain_check(kind: str) -> Check:
    wanted = _PLAIN[kind]

    def check(value: Any) -> str | None:
        return None if type(value) in wanted else f" should be of the type {kind}."

    return check


def _list_check(check_item: Check) -> Check:
    def check(value: Any) -> str | None:
        if type(value) is not list:
            return " should be a list."
        for index, item in enumerate(value):
            wrong = check_item(item)
            if wrong is not None:
                return f"[{index}]{wrong}"
        return None

    return check


def _object_check(check_item: Check) -> Check:
    def check(value: Any) -> str | None:
        if type(value) is not dict:
            return " should be an object."
        for key, item in value.items():
            wrong = check_item(item)
            if wrong is not None:
                return f".{key}{wrong}"
        return None

    return check


def _choice_check(choices: tuple[str, ...]) -> Check:
    def check(value: Any) -> str | None:
        return None if value in choices else f" should be one of {', '.join(choices)}."

    return check


def _fields_check(fields: Mapping[str, str]) -> Check:
    table = [(name, kind.endswith("?"), _check_of(kind)) for name, kind in fields.items()]

    def check(value: Any) -> str | None:
        if type(value) is not dict:
            return " should be an object."
        for name, is_optional, check_field in table:
            field = value.get(name, _ABSENT)
            if field is not _ABSENT:
                wrong = check_field(field)
                if wrong is not None:
                    return f".{name}{wrong}"
            elif not is_optional:
                return f" has no field {name!r}."
        return None

    return check


_ABSENT = object()
_PLAIN: dict[str, tuple[type, ...]] = {"string": (str,), "int": (int,), "number": (int, float), "bool": (bool,)}
