"""The door for messages: checks what comes in against the protocol's field table, and writes what goes out.

Must not know what any message means.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from . import limits
from .messages_gen import ENUMS, FIELDS, TO_KERNEL, TYPES
from .problems import BadMessage

Post = Callable[[str, Mapping[str, Any] | None], object]
"""Sends one message: its JSON text, and the bytes it names."""

_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read_message(text: str) -> dict[str, Any]:
    """The message in `text`, checked. Raises BadMessage with the place of what is wrong."""
    if _is_too_deep(text):
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
    _check_fields(message, FIELDS[name], name)
    return message


def _is_too_deep(text: str) -> bool:
    """Whether the JSON in `text` is nested deeper than any message. In wasm json's own limit comes after the stack's end, which is the end of Python."""
    if text.count("[") + text.count("{") <= limits.MESSAGE_DEPTH:
        return False
    depth = 0
    for token in _BRACKETS.finditer(text):
        bracket = token[0]
        if bracket in "[{":
            depth += 1
            if depth > limits.MESSAGE_DEPTH:
                return True
        elif bracket in "]}":
            depth -= 1
    return False


def write_message(message: Mapping[str, Any]) -> str:
    """The JSON text of a message. Text that is no valid Unicode (lone surrogates) is repaired, since the other side refuses it."""
    text = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
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


def _check_fields(value: dict[str, Any], fields: Mapping[str, str], place: str) -> None:
    for name, kind in fields.items():
        if kind.endswith("?"):
            if name in value:
                _check(value[name], kind[:-1], f"{place}.{name}")
        elif name not in value:
            raise BadMessage(f"{place} has no field {name!r}.")
        else:
            _check(value[name], kind, f"{place}.{name}")


def _check(value: Any, kind: str, place: str) -> None:
    if kind == "json":
        return
    plain = _PLAIN.get(kind)
    if plain is not None:
        if not isinstance(value, plain) or (isinstance(value, bool) and kind != "bool"):
            raise BadMessage(f"{place} should be of the type {kind}.")
    elif kind.startswith("["):
        if not isinstance(value, list):
            raise BadMessage(f"{place} should be a list.")
        for index, item in enumerate(value):
            _check(item, kind[1:-1], f"{place}[{index}]")
    elif kind.startswith("{"):
        if not isinstance(value, dict):
            raise BadMessage(f"{place} should be an object.")
        for key, item in value.items():
            _check(item, kind[1:-1], f"{place}.{key}")
    elif kind in ENUMS:
        if value not in ENUMS[kind]:
            raise BadMessage(f"{place} should be one of {', '.join(ENUMS[kind])}.")
    else:
        if not isinstance(value, dict):
            raise BadMessage(f"{place} should be an object.")
        _check_fields(value, TYPES[kind], place)


_PLAIN: dict[str, type | tuple[type, ...]] = {"string": str, "int": int, "number": (int, float), "bool": bool}
