"""Our own lines as Black would write them: values as literals, calls broken over lines where they are too long."""

import json
import math
from collections.abc import Sequence
from typing import Any

WIDTH = 88
"""Black's."""


class Expression(str):
    """Text that is Python already."""


def string(text: str) -> str:
    """A text as a literal in the quotes that Black prefers."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    out: list[str] = []
    for letter in text:
        if letter == "\\" or letter == quote:
            out.append("\\" + letter)
        elif letter in "\n\r\t":
            out.append({"\n": "\\n", "\r": "\\r", "\t": "\\t"}[letter])
        elif letter.isprintable():
            out.append(letter)
        else:
            code = ord(letter)
            out.append(f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}")
    return quote + "".join(out) + quote


def literal(value: Any) -> str:
    """A JSON value, or what came of one, on one line."""
    match value:
        case Expression():
            return str(value)
        case str():
            return string(value)
        case bool() | None:
            return repr(value)
        case float() if not math.isfinite(value):
            return f"float({string(repr(value))})"
        case int() | float():
            return repr(value).replace("e+", "e")
        case list():
            return "[" + ", ".join(map(literal, value)) + "]"
        case tuple():
            return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
        case set() | frozenset() if not value:
            return f"{type(value).__name__}()"
        case set():
            return "{" + ", ".join(map(literal, sorted(value, key=repr))) + "}"
        case frozenset():
            return f"frozenset({literal(set(value))})"
        case dict():
            return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
        case _:
            raise TypeError(f"no literal: {type(value).__name__}")


def _width(text: str) -> int:
    """As wide as Black counts it: wide letters of East Asian scripts are two."""
    import unicodedata

    return (
        len(text)
        if text.isascii()
        else sum(2 if unicodedata.east_asian_width(letter) in "WF" else 0 if unicodedata.combining(letter) else 1 for letter in text)
    )


def _fits(text: str, more: int = 0) -> bool:
    return "\n" not in text and _width(text) + more <= WIDTH


def exploded(prefix: str, value: Any, suffix: str, indent: str) -> list[str]:
    """`prefix` + value + `suffix` on as many lines as it needs."""
    line = indent + prefix + literal(value) + suffix
    if isinstance(value, str) and not isinstance(value, Expression) and "\n" in value.rstrip("\n") and prefix.endswith("="):
        pieces = value.splitlines(keepends=True)
        is_whole = "\r" not in value and all("\n" not in piece[:-1] and len(piece.splitlines()) == 1 for piece in pieces)
        joined = indent + prefix + "(" + " ".join(map(string, pieces)) + ")" + suffix
        if is_whole and not _fits(joined):
            return [indent + prefix + "(", *(indent + "    " + string(piece) for piece in pieces), indent + ")" + suffix]
    if _fits(line) or not isinstance(value, list | dict | tuple) or not value:
        return [line]
    opening, closing = {list: "[]", dict: "{}", tuple: "()"}[type(value)]
    items: list[tuple[str, Any]] = (
        [(f"{literal(key)}: ", item) for key, item in value.items()] if isinstance(value, dict) else [("", item) for item in value]
    )
    lines = [indent + prefix + opening]
    for key, item in items:
        lines.extend(exploded(key, item, ",", indent + "    "))
    return [*lines, indent + closing + suffix]


def call_lines(target: str, function: str, arguments: Sequence[tuple[str, Any]], indent: str, suffix: str = "") -> list[str]:
    """`target` `function`(arguments) as Black breaks it. An argument is (its name or "", its value)."""
    pairs = [(f"{name}=" if name else "", value) for name, value in arguments]
    one = [exploded(name, value, "", "") for name, value in pairs]
    if all(len(lines) == 1 for lines in one):
        inside = ", ".join(name + literal(value) for name, value in pairs)
        line = f"{indent}{target}{function}({inside}){suffix}"
        if _fits(line) or not pairs:
            return [line]
        if _fits(f"{indent}    {inside}"):
            return [f"{indent}{target}{function}(", f"{indent}    {inside}", f"{indent}){suffix}"]
    lines = [f"{indent}{target}{function}("]
    for name, value in pairs:
        lines.extend(exploded(name, value, ",", indent + "    "))
    return [*lines, f"{indent}){suffix}"]


def comment(text: str, indent: str = "") -> list[str]:
    """A text as comment lines, folded."""
    import textwrap

    lines: list[str] = []
    for paragraph in text.splitlines():
        printable = "".join(letter if letter.isprintable() else " " for letter in paragraph)
        lines.extend(textwrap.wrap(printable, WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False) or [""])
    return [f"{indent}# {line}".rstrip() for line in lines]


def docstring(text: str, indent: str = "") -> list[str]:
    """A text as a docstring."""
    escaped = (
        "".join(letter if letter == "\n" or letter.isprintable() else " " for letter in text)
        .replace("\\", "\\\\")
        .replace('"""', '\\"\\"\\"')
        .strip()
    )
    if escaped.endswith('"'):
        escaped = escaped[:-1] + '\\"'
    lines = [(indent + line).rstrip() if line.strip() else "" for line in escaped.split("\n")]
    if len(lines) == 1:
        return [f'{indent}"""{escaped}"""']
    return [f'{indent}"""{escaped.split(chr(10))[0].rstrip()}', *lines[1:], f'{indent}"""']


def raw_source(text: str) -> str:
    """A source as a literal that can be read."""
    if (
        "'''" not in text
        and not text.endswith(("\\", "'"))
        and all(letter == "\n" or letter == "\t" or letter.isprintable() for letter in text)
    ):
        return "r'''\n" + text + "'''"
    return json.dumps(text) if text.isascii() else string(text)
